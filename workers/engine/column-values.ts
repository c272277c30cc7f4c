import { CHUNK_ROWS, type ColumnsExports } from '../kernel/columns';
import type { Dictionary, DictionaryName } from '../kernel/dictionary';
import type { Kernel } from '../kernel/kernel';

/** Byte offset of each column in a chunk, and its bytes per row (assembly/columns.ts). */
const COLUMNS: Record<DictionaryName, [at: number, bytes: 2 | 4]> = {
  pid: [16, 4],
  component: [20, 4],
  opId: [24, 4],
  sid: [28, 4],
  process: [32, 2],
  user: [34, 2],
  host: [36, 2],
};
const FLAGS_AT = 38;
/** Of the flags: the row has no instant. */
const NO_INSTANT = 64;

/** Values of single rows, as text where they are interned. */
export class ColumnValues {
  readonly #kernel: Kernel<ColumnsExports>;
  readonly #dictionary: Dictionary;

  constructor(kernel: Kernel<ColumnsExports>, dictionary: Dictionary) {
    this.#kernel = kernel;
    this.#dictionary = dictionary;
  }

  /** ms since 1970 UTC, NaN when the row has no instant. */
  time(row: number): number {
    return this.#view(row, 0, 8).getFloat64(0, true);
  }

  /** The same, null of a row that has only the place of others in the order. */
  instant(row: number): number | null {
    const time = this.time(row);
    return Number.isNaN(time) || this.flags(row) & NO_INSTANT ? null : time;
  }

  /** Level, how time is known, no instant (assembly/columns.ts). */
  flags(row: number): number {
    return this.#view(row, FLAGS_AT, 1).getUint8(0);
  }

  id(row: number, name: DictionaryName): number {
    const [at, bytes] = COLUMNS[name];
    const view = this.#view(row, at, bytes);
    return bytes === 2 ? view.getUint16(0, true) : view.getUint32(0, true);
  }

  text(row: number, name: DictionaryName): string | null {
    return this.#dictionary.text(name, this.id(row, name));
  }

  #view(row: number, at: number, bytes: number): DataView {
    const chunk = this.#kernel.exports.columnChunk(row >>> 16) >>> 0;
    const address = chunk + at * CHUNK_ROWS + (row & (CHUNK_ROWS - 1)) * bytes;
    return new DataView(this.#kernel.exports.memory.buffer, address, bytes);
  }
}
