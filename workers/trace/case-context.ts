import type { CaseReader, CaseSource, LogRecord } from '../analysis/case-reader';
import type { TraceContext, TraceTime } from './trace-source';

/** What the case tells readers about where records come from. */
export class CaseOrigins implements Omit<TraceContext, 'emit' | 'active'> {
  readonly #sources: ReadonlyMap<number, CaseSource>;
  /** Sources that are a single file, not a bundle or a folder: nothing names the machine it is from. */
  readonly #loose: ReadonlySet<number>;
  /** Names of VMs by source and number. */
  readonly #vms = new Map<string, string>();

  constructor(reader: CaseReader) {
    const sources = reader.sources();
    // By id: those that are open for this visit only are numbered from far above.
    this.#sources = new Map(sources.map((source) => [source.id, source]));
    for (const { source, vms } of reader.hosts()) {
      for (const { number, name } of vms) if (number !== null) this.#vms.set(`${source} ${number}`, name);
    }
    const paths = new Map<number, string | null>();
    for (const { source, path } of reader.files()) paths.set(source, paths.has(source) ? null : path);
    this.#loose = new Set(sources.filter(({ id, name }) => paths.get(id) === name).map(({ id }) => id));
  }

  statedHost({ host, raw, message, source }: LogRecord): string | null {
    if (host === null) return null;
    if (host !== this.bundleHost({ source })) return host;
    // The bundle names this host too; the head stands before the message.
    const first = message.split('\n', 1)[0]!;
    const end = first === '' ? raw.length : raw.indexOf(first);
    return raw.slice(0, end < 0 ? raw.length : end).includes(host) ? host : null;
  }

  bundleHost({ source }: Pick<LogRecord, 'source'>): string | null {
    return this.#sources.get(source)?.hostname ?? null;
  }

  vmOfNumber({ source }: LogRecord, number: string): string | null {
    return this.#vms.get(`${source} ${number}`) ?? null;
  }

  origin(record: LogRecord): string {
    const host = record.host ?? this.bundleHost(record);
    if (host !== null) return `host:${host.toLowerCase()}`;
    return this.#loose.has(record.source) ? 'loose' : `source:${record.source}`;
  }

  time({ time, timeKnownBy }: LogRecord): TraceTime | null {
    if (time === null) return null;
    return { ms: Math.floor(time), zoned: timeKnownBy === 'stated' || timeKnownBy === 'inherited' };
  }
}
