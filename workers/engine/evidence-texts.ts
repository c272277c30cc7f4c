import { lineSpans, type LineWish } from '../findings/line-spans';
import type { OpenCase } from './open-case';
import type { TracedEvidence } from './findings-api';
import type { EvidenceText } from './findings-view-api';

/** Places answered at a time. */
const MOST_PLACES = 100;
/** Characters shown of one place; more is read in the file. */
const MOST_TEXT = 6_000;

const utf8 = new TextDecoder('utf-8');

/** Reads what stands at places that prove something: records as they are, lines of other files, sizes of files. */
export async function evidenceTexts(
  open: OpenCase,
  places: readonly TracedEvidence[],
): Promise<EvidenceText[]> {
  const answers: EvidenceText[] = [];
  const lines = new Map<number, { at: number; wish: LineWish }[]>();
  for (const [at, place] of places.slice(0, MOST_PLACES).entries()) {
    const answer: EvidenceText = { row: null, time: null, text: null, cut: false, bytes: null };
    answers.push(answer);
    const file = fileOf(open, place);
    if (file === null) continue;
    answer.bytes = open.content.files.get(file).size;
    if (place.line === null) continue;
    const row = place.row ?? recordAt(open, file, place.line);
    const record = row === null ? null : await open.texts.detail(row, open.marks).catch(() => null);
    if (record) {
      answer.row = record.row;
      answer.time = record.time;
    }
    if (record && place.row !== undefined) {
      answer.text = record.raw.slice(0, MOST_TEXT);
      answer.cut = record.rawCut || record.raw.length > MOST_TEXT;
    } else {
      const wishes = lines.get(file) ?? [];
      wishes.push({ at, wish: { line: place.line, lines: Math.max(1, place.lines) } });
      lines.set(file, wishes);
    }
  }
  for (const [file, wishes] of lines) await readLines(open, file, wishes, answers);
  return answers;
}

/** Lines of a file that is no log, or of more than one record. */
async function readLines(
  open: OpenCase,
  file: number,
  wishes: readonly { at: number; wish: LineWish }[],
  answers: EvidenceText[],
): Promise<void> {
  const read = (offset: number, length: number) => open.reader.read(file, offset, length);
  const { size } = open.content.files.get(file);
  const wanted = wishes.map(({ wish }) => wish);
  const spans = await lineSpans(read, size, wanted).catch(() => wanted.map(() => null));
  for (const [index, { at }] of wishes.entries()) {
    const span = spans[index];
    if (!span) continue;
    const bytes = await read(span.from, Math.min(MOST_TEXT, span.to - span.from)).catch(() => null);
    if (!bytes) continue;
    answers[at]!.text = utf8.decode(bytes).replace(/\r?\n$/, '');
    answers[at]!.cut = span.to - span.from > MOST_TEXT;
  }
}

function fileOf(open: OpenCase, { source, file }: TracedEvidence): number | null {
  try {
    return open.content.find({ source, path: file });
  } catch {
    return null; // what it was in has been closed
  }
}

/** The record that holds a line, or null. */
function recordAt(open: OpenCase, file: number, line: number): number | null {
  const row = open.reader.rowAt(file, line);
  if (row === null) return null;
  const { rowSource } = open.content;
  const first = rowSource.line(row);
  return line >= first && line < first + Math.max(1, rowSource.lines(row)) ? row : null;
}
