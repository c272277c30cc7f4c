import type { AnalysisControl, CaseFile, CaseReader, LogRecord } from '../analysis/case-reader';

const PIECE = 1024 * 1024;
/** Most bytes compared; pairs beyond it count as different. */
const MOST_COMPARED = 256 * 1024 * 1024;

/**
 * The case with each log of an appliance once: `/var/log/vmware` leads to `/storage/log/vmware`, and a bundle may hold
 * the same file under both paths. Only files whose contents are equal count as the same.
 */
export async function singleFiles(reader: CaseReader, control: AnalysisControl): Promise<CaseReader> {
  const twice = await repeated(reader, control);
  if (twice.size === 0) return reader;
  return {
    sources: () => reader.sources(),
    hosts: () => reader.hosts(),
    rowAt: (file, line) => reader.rowAt(file, line),
    columnValues: (column) => reader.columnValues(column),
    *files() {
      for (const file of reader.files()) if (!twice.has(file.id)) yield file;
    },
    read: (file, offset, length) => reader.read(file, offset, length),
    records: (query, given) => single(reader.records(query, given), twice),
    async find(query, given) {
      const { count, read } = await reader.find(query, given);
      return { count, read: (reading) => single(read(reading), twice) };
    },
  };
}

async function* single(
  batches: AsyncIterable<LogRecord[]>,
  twice: ReadonlySet<number>,
): AsyncGenerator<LogRecord[]> {
  for await (const batch of batches) {
    const once = batch.filter(({ file }) => !twice.has(file));
    if (once.length > 0) yield once;
  }
}

async function repeated(reader: CaseReader, control: AnalysisControl): Promise<Set<number>> {
  const first = new Map<string, CaseFile>();
  const twice = new Set<number>();
  let compared = 0;
  for (const file of reader.files()) {
    const tail = /(?:^|\/)(?:var|storage)\/log\/(vmware\/.+)$/.exec(file.path)?.[1];
    if (tail === undefined || file.bytes === 0) continue;
    const key = `${file.source}/${file.bytes}/${tail}`;
    const other = first.get(key);
    if (!other) {
      first.set(key, file);
    } else if (compared + file.bytes <= MOST_COMPARED) {
      compared += file.bytes;
      if (await equal(reader, file, other, control)) twice.add(file.id);
    }
  }
  return twice;
}

async function equal(
  reader: CaseReader,
  a: CaseFile,
  b: CaseFile,
  control: AnalysisControl,
): Promise<boolean> {
  try {
    for (let offset = 0; offset < a.bytes; offset += PIECE) {
      const one = await reader.read(a.id, offset, PIECE);
      const other = await reader.read(b.id, offset, PIECE);
      if (one.length !== other.length || one.some((byte, index) => byte !== other[index])) return false;
      if (one.length === 0) break;
      await control.pause();
    }
    return true;
  } catch (error) {
    control.signal.throwIfAborted();
    if (error instanceof Error && 'code' in error && error.code === 'cancelled') throw error;
    return false; // what cannot be read is not known to be the same
  }
}
