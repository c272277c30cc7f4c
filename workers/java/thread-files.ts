import type { Analysis, AnalysisControl, CaseFile, CaseReader } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import { singleFiles } from '../findings/single-files';
import { ThreadDumpReader, type ThreadDump } from './thread-dump';

/** The dumps of one file. */
export interface DumpFile {
  source: number;
  path: string;
  dumps: ThreadDump[];
}

/** Most bytes read of one file, and of files that no query leads to. */
const MOST_OF_FILE = 256 * 1024 * 1024;
const MOST_UNKNOWN = 16 * 1024 * 1024;
const PIECE = 1024 * 1024;
const MARK = 'Full thread dump ';
/** What looking for the files takes of all the work. */
const SEARCHED = 0.5;

/** Thread dumps in every log and every text that may hold one. */
export const JAVA_THREADS: Analysis<DumpFile[]> = {
  name: 'java-threads',
  async run(opened, control) {
    const reader = await singleFiles(opened, control);
    const wanted = await filesWithDumps(reader, partOfWork(control, 0, SEARCHED));
    const reading = partOfWork(control, SEARCHED, 1);
    const found: DumpFile[] = [];
    for (const [index, file] of wanted.entries()) {
      const dumps = await dumpsOf(reader, file, control).catch((error: unknown) => {
        control.signal.throwIfAborted();
        if (error instanceof Error && 'code' in error && error.code === 'cancelled') throw error;
        return []; // cannot be read any more
      });
      if (dumps.length > 0) found.push({ source: file.source, path: file.path, dumps });
      reading.progress((index + 1) / wanted.length);
    }
    return found;
  },
};

async function filesWithDumps(reader: CaseReader, control: AnalysisControl): Promise<CaseFile[]> {
  const ids = new Set<number>();
  for await (const batch of reader.records(`"${MARK.trim()}"`, control)) {
    for (const { file } of batch) ids.add(file);
  }
  const files: CaseFile[] = [];
  for (const file of reader.files()) {
    const named = /jvm\.log|thread|jstack|stdout|\.tdump$|wrapper\.log/i.test(file.path);
    if (ids.has(file.id) || (file.format === null && named && file.bytes > 0 && file.bytes <= MOST_UNKNOWN)) {
      files.push(file);
    }
  }
  return files;
}

async function dumpsOf(reader: CaseReader, file: CaseFile, control: AnalysisControl): Promise<ThreadDump[]> {
  const dumps = new ThreadDumpReader();
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  const end = Math.min(file.bytes, MOST_OF_FILE);
  for (let offset = 0; offset < end; offset += PIECE) {
    const bytes = await reader.read(file.id, offset, Math.min(PIECE, end - offset));
    if (bytes.length === 0) break;
    // A binary file under such a name
    if (offset === 0 && bytes.subarray(0, 4096).includes(0)) return [];
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    // A line without end is no line of a dump: its beginning is enough.
    if (rest.length > PIECE) rest = rest.slice(0, PIECE);
    for (const line of lines) dumps.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    await control.pause();
  }
  if (rest) dumps.push(rest);
  return dumps.dumps;
}
