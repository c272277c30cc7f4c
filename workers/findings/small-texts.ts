import type { AnalysisControl, CaseFile, CaseReader, LogRecord } from '../analysis/case-reader';

/** A small text that is no log. */
export interface SmallText {
  file: CaseFile;
  text: string;
}

const MOST_TEXT = 256 * 1024;
const MOST_PAGE = 4 * 1024 * 1024;
const MOST_FILES = 5_000;
const MOST_BYTES = 64 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8');

/**
 * Texts of the case that are no logs: what commands printed, exports, saved pages. Files of other kinds (configuration,
 * sources of drivers) are left out, and so are those that hold a zero byte at their beginning.
 */
export async function* smallTexts(reader: CaseReader, control: AnalysisControl): AsyncGenerator<SmallText> {
  let files = 0;
  let bytes = 0;
  for (const file of reader.files()) {
    if (!isWanted(file)) continue;
    if (++files > MOST_FILES || (bytes += file.bytes) > MOST_BYTES) return;
    // What cannot be read any more is as if it were not there.
    const content = await reader.read(file.id, 0, file.bytes).catch(() => new Uint8Array(0));
    await control.pause();
    if (content.length > 0 && !content.subarray(0, 512).includes(0)) {
      yield { file, text: utf8.decode(content) };
    }
  }
}

function isWanted({ path, bytes, format }: CaseFile): boolean {
  if (bytes === 0 || (format !== null && format !== 'plain')) return false;
  const page = /\.(?:x?html?|xml)(?:#\d+)?$/i.test(path);
  if (bytes > (page ? MOST_PAGE : MOST_TEXT)) return false;
  return (
    page ||
    /(?:^|\/)commands\//.test(path) ||
    !path.includes('/') ||
    /\.(?:txt|csv|tsv|sql|json|out)(?:#\d+)?$/i.test(path)
  );
}

/** Row of a line that stands on no timeline. */
export const NO_ROW = -1;

/** A line of a small text as a record, so that queries can be asked of it. */
export function lineRecord({ file }: SmallText, text: string, line: number): LogRecord {
  return {
    row: NO_ROW,
    time: null,
    timeKnownBy: 'inherited',
    level: null,
    process: null,
    pid: null,
    component: null,
    opId: null,
    sid: null,
    user: null,
    host: null,
    message: text,
    raw: text,
    source: file.source,
    file: file.id,
    path: file.path,
    line,
    lines: 1,
    format: 'text',
  };
}
