import type { Format, Sample } from '../../workers/formats/format';
import { columnChunk } from '../../workers/kernel/columns';
import { DICTIONARIES, KernelDictionary } from '../../workers/kernel/dictionary';
import type { Kernel } from '../../workers/kernel/kernel';
import {
  type ParsedFile,
  RecordParser,
  type RecordsExports,
  TIME_KNOWN_BY,
} from '../../workers/kernel/records';
import { LEVELS } from '../../workers/level';

export interface ReadRow {
  time: string | null;
  timeKnownBy: string;
  level: string | null;
  process: string | null;
  pid: string | null;
  component: string | null;
  opId: string | null;
  sid: string | null;
  user: string | null;
  host: string | null;
  offset: number;
  line: number;
}

export const encode = (text: string) => new TextEncoder().encode(text);

/** Parses a text given in pieces as a stage of unpacking would, and answers its rows. */
export function parseAll(
  kernel: Kernel<RecordsExports>,
  format: Format,
  bytes: Uint8Array,
  options: { process?: string | null; year?: number; reference?: number; pieces?: number[] } = {},
): { rows: ReadRow[]; file: ParsedFile } {
  const { process = null, year = 2024, reference = Date.UTC(year, 11, 31), pieces = [] } = options;
  const parser = new RecordParser(kernel);
  const block = kernel.allocate(bytes.length + 64);
  parser.beginFile({ format, processHint: process, yearHint: year });
  let from = 0;
  for (const end of [...pieces, bytes.length]) {
    kernel.bytes().fill(0x5d, block, block + bytes.length + 64); // what lies behind must not matter
    kernel.bytes().set(bytes.subarray(from, end), block);
    from += parser.push(block, end - from, end === bytes.length);
  }
  kernel.release(block, bytes.length + 64);
  const file = parser.endFile(reference);
  return { rows: readRows(kernel, file.firstRow, file.rows), file };
}

export function readRows(kernel: Kernel<RecordsExports>, first: number, count: number): ReadRow[] {
  const dictionary = new KernelDictionary(kernel);
  return Array.from({ length: count }, (_, i) => {
    const row = first + i;
    const chunk = columnChunk(kernel, row >>> 16);
    const at = row & 0xffff;
    const flags = chunk.flags[at]!;
    const fields = Object.fromEntries(
      DICTIONARIES.map((name) => [name, dictionary.text(name, chunk[name][at]!)]),
    ) as Record<(typeof DICTIONARIES)[number], string | null>;
    const time = chunk.time[at]!;
    if (Number.isNaN(time) !== ((flags & 64) !== 0)) throw new Error('bit 6 and NaN disagree');
    return {
      ...fields,
      time: Number.isNaN(time) ? null : new Date(time).toISOString(),
      timeKnownBy: TIME_KNOWN_BY[(flags >> 4) & 3]!,
      level: LEVELS[flags & 15] ?? null,
      offset: chunk.offset[at]!,
      line: chunk.line[at]!,
    };
  });
}

/** What a sample's row must be, `offset` and `line` aside. */
export function expectedRow({ expect }: Sample) {
  const row: Partial<Sample['expect']> = {
    timeKnownBy: 'stated',
    level: null,
    ...Object.fromEntries(DICTIONARIES.map((name) => [name, null])),
    ...expect,
  };
  delete row.message;
  return row;
}
