import type { TraceSample, TraceSource } from './trace-source';

interface SourceModule {
  default: TraceSource;
  samples: TraceSample[];
}

const modules = import.meta.glob<SourceModule>('./sources/*.ts', { eager: true });

/** Every source with its samples, by id. A new one is one more file in sources/. */
export const TRACE_SOURCES: readonly { source: TraceSource; samples: readonly TraceSample[] }[] =
  Object.values(modules)
    .map(({ default: source, samples }) => ({ source, samples }))
    .sort((a, b) => (a.source.id < b.source.id ? -1 : 1));
