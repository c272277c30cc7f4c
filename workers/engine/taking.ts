import type { OpenReport, SourceEntry } from '../public-api';
import type { OpenCase } from './open-case';
import type { Source } from './source';
import type { DroppedSource } from './source-intake';
import type { Visit } from './visits';

/** What was given to be opened, on its way into the case. */
export interface Taking {
  announced: Promise<{
    open: OpenCase;
    /** Sources before it. */
    first: number;
    given: { dropped: DroppedSource; source: Source }[];
    keys: readonly Visit[];
  }>;
  /** Settles when all of it is read. */
  work: Promise<void>;
  /** Its turn has come. */
  hasBegun: boolean;
  /** What has not begun is not wanted any more. */
  isEnded: boolean;
  keySources: Source[];
}

/** What came of it: sources that were given, those that are nested in them, and keys. `first`: sources there were before. */
export function reportOf(
  { content }: OpenCase,
  first: number,
  given: readonly Source[],
  keys: readonly Source[],
): OpenReport {
  const mine = new Set(given.map(({ id }) => id));
  for (const { id, parent } of content.sources.slice(first)) {
    if (parent !== null && mine.has(parent)) mine.add(id);
  }
  const all = [...content.sources.filter(({ id }) => mine.has(id)), ...keys];
  return { sources: all.map(reported) };
}

/** Its progress tells the page that it was cancelled; who only has the report is told by a warning. */
function reported(source: Source): SourceEntry {
  const entry = source.entry();
  const { phase, bytesRead } = source.progress;
  if (phase !== 'cancelled') return entry;
  const message = bytesRead > 0 ? 'cancelled: what was read stays' : 'cancelled before it was read';
  return { ...entry, warnings: [...entry.warnings, { code: 'cancelled', path: '', offset: null, message }] };
}
