import type { Analysis, AnalysisControl, CaseReader, LogRecord } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import { parseQuery } from '../query';
import { matcher } from '../query/match';
import type { MatchableRecord } from '../query/record';
import type { FileWish, Rule, RuleFacts, WishedFile } from './rule';
import { lineRecord, smallTexts } from './small-texts';

/** Most records kept for one query: what proves a fault is in the first ones and the last ones. */
export const MOST_RECORDS = 20_000;
/** Most files read for one wish, and bytes for all wishes together. */
const MOST_FILES = 2_000;
const MOST_BYTES = 64 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8');

/** Reads what the rules ask for: all queries in one sweep over the texts, each wished file once. */
export async function readFacts(
  rules: readonly Rule[],
  reader: CaseReader,
  models: ReadonlyMap<Analysis<unknown>, unknown>,
  control: AnalysisControl,
): Promise<(rule: Rule) => RuleFacts> {
  const queries = new Set(rules.flatMap(({ reads }) => Object.values(reads.records ?? {})));
  const records = await readRecords([...queries], reader, partOfWork(control, 0, 0.8));
  control.progress(0.8);
  const files = await readFiles(rules, reader, control);
  return (rule) => ({
    records: (name) => records.get(rule.reads.records?.[name] ?? '') ?? [],
    files: (name) => files.get(rule.reads.files?.[name] as FileWish) ?? [],
    of: <Result>(model: Analysis<Result>) => models.get(model) as Result,
  });
}

async function readRecords(
  queries: readonly string[],
  reader: CaseReader,
  control: AnalysisControl,
): Promise<Map<string, LogRecord[]>> {
  const kept = new Map<string, LogRecord[]>(queries.map((query) => [query, []]));
  if (queries.length === 0) return kept;
  const tests = queries.map((query) => ({
    found: kept.get(query)!,
    test: matcher(parseQuery(query, { anchor: null, zone: 'UTC' })),
  }));
  const budget = new TextBudget();
  const all = queries.map((query) => `(${query})`).join(' or ');
  for await (const batch of reader.records(all, partOfWork(control, 0, 0.9))) {
    for (const record of batch) {
      const seen = matchable(record);
      const kept = budget.short(record);
      for (const { found, test } of tests) {
        if (found.length < MOST_RECORDS && test(seen)) found.push(kept);
      }
    }
    await control.pause();
  }
  await readLines(tests, reader, control);
  return kept;
}

/** Rules look at the beginning of a message; together not more than this is kept. */
const MOST_MESSAGE = 16 * 1024;
const MOST_TEXT = 64 * 1024 * 1024;

/** Records without the texts that rules do not look at, so that hostile logs do not fill the memory. */
class TextBudget {
  #left = MOST_TEXT;

  short(record: LogRecord): LogRecord {
    const most = this.#left > 0 ? MOST_MESSAGE : 200;
    this.#left -= Math.min(record.message.length, most);
    if (record.message.length <= most) return { ...record, raw: '' };
    // Copied: a slice would keep the whole text.
    const message = [...record.message.slice(0, most)].join('');
    return { ...record, raw: '', message };
  }
}

interface Test {
  found: LogRecord[];
  test(record: MatchableRecord): boolean;
}

/**
 * Exports and outputs of commands are no logs, but rules ask the same of their lines. A query has no negations, so one
 * that the whole text does not meet is met by none of its lines.
 */
async function readLines(
  tests: readonly Test[],
  reader: CaseReader,
  control: AnalysisControl,
): Promise<void> {
  for await (const small of smallTexts(reader, control)) {
    // Plain logs were swept already.
    if (small.file.format !== null) continue;
    const whole = matchable(lineRecord(small, small.text, 1));
    const near = tests.filter(({ found, test }) => found.length < MOST_RECORDS && test(whole));
    if (near.length === 0) continue;
    for (const [index, line] of small.text.split(/\r?\n/).entries()) {
      const record = lineRecord(small, line, index + 1);
      const seen = matchable(record);
      for (const { found, test } of near) if (found.length < MOST_RECORDS && test(seen)) found.push(record);
    }
    await control.pause();
  }
}

function matchable(record: LogRecord): MatchableRecord {
  const time = record.time === null ? null : new Date(record.time).toISOString();
  return { ...record, time, file: record.path };
}

async function readFiles(
  rules: readonly Rule[],
  reader: CaseReader,
  control: AnalysisControl,
): Promise<Map<FileWish, WishedFile[]>> {
  const wishes = [...new Set(rules.flatMap(({ reads }) => Object.values(reads.files ?? {})))];
  const found = new Map<FileWish, WishedFile[]>(wishes.map((wish) => [wish, []]));
  let left = MOST_BYTES;
  for (const file of reader.files()) {
    const wanted = wishes.filter((wish) => wish.path.test(file.path) && found.get(wish)!.length < MOST_FILES);
    if (wanted.length === 0) continue;
    const fits = wanted.filter(({ maxBytes }) => file.bytes <= maxBytes);
    let text: string | null = null;
    if (fits.length > 0 && file.bytes <= left) {
      left -= file.bytes;
      // A file that cannot be read any more is as one that is too large.
      text = await reader.read(file.id, 0, file.bytes).then(
        (bytes) => utf8.decode(bytes),
        () => null,
      );
    }
    for (const wish of wanted) found.get(wish)!.push({ ...file, text: fits.includes(wish) ? text : null });
    await control.pause();
  }
  return found;
}
