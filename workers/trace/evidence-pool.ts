import type { Evidence, Level } from '../public-api';
import type { LogRecord } from '../analysis/case-reader';

const FIRST_CAPACITY = 1024;

/** Lines that prove something, kept in columns: a case may have millions of them. */
export class EvidencePool {
  #count = 0;
  #rows = new Uint32Array(FIRST_CAPACITY);
  #files = new Uint32Array(FIRST_CAPACITY);
  #lines = new Uint32Array(FIRST_CAPACITY);
  #lineCounts = new Uint32Array(FIRST_CAPACITY);
  readonly #places = new Map<number, { source: number; path: string }>();

  get count(): number {
    return this.#count;
  }

  /** The number of the line in the pool. */
  add({
    row,
    file,
    source,
    path,
    line,
    lines,
  }: Pick<LogRecord, 'row' | 'file' | 'source' | 'path' | 'line' | 'lines'>): number {
    if (this.#count === this.#rows.length) this.#widen();
    const id = this.#count++;
    this.#rows[id] = row;
    this.#files[id] = file;
    this.#lines[id] = line;
    this.#lineCounts[id] = lines;
    if (!this.#places.has(file)) this.#places.set(file, { source, path });
    return id;
  }

  /** Row of the timeline. */
  row(id: number): number {
    return this.#rows[id]!;
  }

  file(id: number): number {
    return this.#files[id]!;
  }

  path(id: number): string {
    return this.#places.get(this.#files[id]!)!.path;
  }

  source(id: number): number {
    return this.#places.get(this.#files[id]!)!.source;
  }

  evidence(id: number): Evidence & { row: number } {
    const { source, path } = this.#places.get(this.#files[id]!)!;
    return { source, file: path, line: this.#lines[id]!, lines: this.#lineCounts[id]!, row: this.#rows[id]! };
  }

  #widen(): void {
    this.#rows = widened(this.#rows);
    this.#files = widened(this.#files);
    this.#lines = widened(this.#lines);
    this.#lineCounts = widened(this.#lineCounts);
  }
}

/** Severities that Table 1 of the seed paper leaves out: it looks at info and above. */
export function isBelowInfo(level: Level | null): boolean {
  return level === 'trace' || level === 'debug';
}

function widened(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(column.length * 2);
  wider.set(column);
  return wider;
}
