import { CHUNK_ROWS, columnChunk, type ColumnChunk } from '../../workers/kernel/columns';
import { DICTIONARIES, type Dictionary, type DictionaryName } from '../../workers/kernel/dictionary';
import type { TimelineExports } from '../../workers/kernel/filter';
import type { Kernel } from '../../workers/kernel/kernel';
import type { SearchExports } from '../../workers/kernel/search';
import { levelNumber } from '../../workers/level';
import type { Level } from '../../workers/public-api';
import { wildcardMatches } from '../../workers/query/wildcard';
import { ColumnReader } from '../../workers/timeline/column-reader';
import { compareFiles } from '../../workers/timeline/file-rank';
import { FileSegments } from '../../workers/timeline/file-segments';
import { RowSource } from '../../workers/timeline/row-source';
import { TimeOrder } from '../../workers/timeline/time-order';
import type { TimelineCase, TimelineSource } from '../../workers/timeline/timeline-case';
import { freshKernel } from './kernel';

export type TestKernel = Kernel<TimelineExports & SearchExports>;

/** Numbers in [0, 1) that are the same at every run. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Dictionaries in plain maps, as the contract states them. */
export class MapDictionary implements Dictionary {
  readonly #texts = new Map<DictionaryName, string[]>(DICTIONARIES.map((name) => [name, ['']]));
  readonly #ids = new Map<DictionaryName, Map<string, number>>(DICTIONARIES.map((name) => [name, new Map()]));

  size(name: DictionaryName): number {
    return this.#texts.get(name)!.length;
  }

  text(name: DictionaryName, id: number): string | null {
    return id === 0 ? null : this.#texts.get(name)![id]!;
  }

  intern(name: DictionaryName, text: string): number {
    const ids = this.#ids.get(name)!;
    let id = ids.get(text);
    if (id === undefined) {
      id = this.#texts.get(name)!.push(text) - 1;
      ids.set(text, id);
    }
    return id;
  }

  matching(name: DictionaryName, pattern: string): Uint8Array {
    return Uint8Array.from(this.#texts.get(name)!, (text, id) =>
      id > 0 && wildcardMatches(pattern, text) ? 1 : 0,
    );
  }
}

export interface TestRecord {
  time?: number | null;
  level?: Level | null;
  process?: string;
  pid?: string;
  component?: string;
  opId?: string;
  sid?: string;
  user?: string;
  host?: string;
  /** The record as it stands, without its last line end. */
  raw?: string;
}

export interface TestFile {
  source?: number;
  path: string;
  records: TestRecord[];
}

/** Writes a record's values to row `row` of its chunk. */
export function writeRow(chunk: ColumnChunk, at: number, time: number, flags: number): void {
  chunk.time[at] = time;
  chunk.flags[at] = flags | (Number.isNaN(time) ? 0x40 : 0);
}

/** A kernel with so many rows, filled chunk by chunk. */
export async function kernelWithRows(
  rows: number,
  fill: (chunk: ColumnChunk, firstRow: number) => void,
): Promise<TestKernel> {
  const kernel = await freshKernel<TimelineExports & SearchExports>();
  kernel.exports.setRowCount(rows);
  for (let index = 0; index * CHUNK_ROWS < rows; index++)
    fill(columnChunk(kernel, index), index * CHUNK_ROWS);
  return kernel;
}

/** A case held in memory, its text included. */
export class TestCase implements TimelineCase {
  readonly kernel: TestKernel;
  readonly dictionary = new MapDictionary();
  readonly source: RowSource;
  readonly order: TimeOrder;
  sources: TimelineSource[] = [];
  readonly files: Required<TestFile>[];
  /** Bytes of each file. */
  readonly texts: Uint8Array[];
  /** All records by row. */
  readonly records: { record: TestRecord; file: number }[] = [];

  private constructor(kernel: TestKernel, files: readonly TestFile[], lineEnd: string) {
    this.kernel = kernel;
    this.files = files.map((file) => ({ source: 0, ...file }));
    this.source = new RowSource(new ColumnReader(kernel), new FileSegments());
    this.order = new TimeOrder(kernel, this.source);
    this.texts = this.files.map((file, id) => this.#write(file, id, lineEnd));
    this.order.build(this.source.segments.ranked((a, b) => compareFiles(this.file(a), this.file(b))));
    this.sources = [...new Set(this.files.map(({ source }) => source))].map((id) => ({
      id,
      name: `bundle-${id}.tgz`,
      hostName: `host${id}.example`,
      vms: [],
    }));
  }

  static async of(files: readonly TestFile[], lineEnd = '\n'): Promise<TestCase> {
    return new TestCase(await freshKernel<TimelineExports & SearchExports>(), files, lineEnd);
  }

  file(id: number): { source: number; path: string } {
    return this.files[id]!;
  }

  format(id: number): string {
    return this.files[id]!.path.endsWith('vmkernel.log') ? 'vmkernel' : 'vmacore';
  }

  #write(file: Required<TestFile>, id: number, lineEnd: string): Uint8Array {
    const encoder = new TextEncoder();
    const parts: Uint8Array[] = [];
    let offset = 0;
    let line = 1;
    const { segments } = this.source;
    const segment = segments.begin(id, this.records.length);
    for (const record of file.records) {
      const row = this.records.length;
      const at = row % CHUNK_ROWS;
      this.kernel.exports.setRowCount(row + 1);
      const chunk = columnChunk(this.kernel, Math.floor(row / CHUNK_ROWS));
      writeRow(chunk, at, record.time ?? NaN, levelNumber(record.level ?? null));
      chunk.offset[at] = offset;
      chunk.line[at] = line;
      for (const name of DICTIONARIES) {
        const text = record[name];
        chunk[name][at] = text === undefined ? 0 : this.dictionary.intern(name, text);
      }
      const text = `${record.raw ?? ''}${lineEnd}`;
      parts.push(encoder.encode(text));
      offset += parts.at(-1)!.length;
      line += text.split('\n').length - 1;
      this.records.push({ record, file: id });
    }
    segments.end(segment, this.records.length, { bytes: offset, lines: line - 1 });
    const bytes = new Uint8Array(offset);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}
