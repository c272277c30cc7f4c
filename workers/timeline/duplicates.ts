import { RowBits } from './row-bits';
import type { SearchResult } from './result';
import type { RowSource } from './row-source';

/** Rows whose messages are asked for at a time, about. */
const BATCH_ROWS = 4096;
/** Messages alike in this much of their end are compared; shorter ones have to be equal. */
const TAIL_LENGTH = 24;
/** More rows than this with one instant and pid are no repetition but a clock that stands still: they all stay. */
const MAX_GROUP = 1000;

export interface DuplicateSources {
  source: RowSource;
  /** The source a file belongs to: equal lines of two hosts are two events. */
  sourceOf(file: number): number;
  /** The messages of rows, in their order. */
  messages(rows: Uint32Array): Promise<readonly string[]>;
}

/**
 * Finds records of a result that say again what another file says: same source, instant and pid, and the message of
 * one ends with that of the other (`vmkwarning.log` repeats `vmkernel.log`, a relay puts its own words in front).
 * The first in time order stays. Equal lines within one file are so many events. Only messages of rows that share
 * source, instant and pid with one of another file are asked for. Yields the rows to hide, more at each step.
 */
export async function* findDuplicates(
  result: SearchResult,
  sources: DuplicateSources,
  signal?: AbortSignal,
): AsyncGenerator<RowBits, void, undefined> {
  const hidden = new RowBits(sources.source.segments.rows);
  let groups: number[][] = [];
  let waiting = 0;
  for (const group of candidateGroups(result, sources)) {
    groups.push(group);
    waiting += group.length;
    if (waiting < BATCH_ROWS) continue;
    await hide(groups, sources, hidden);
    if (signal?.aborted) return;
    yield hidden;
    groups = [];
    waiting = 0;
  }
  if (groups.length) await hide(groups, sources, hidden);
  if (!signal?.aborted) yield hidden;
}

/** Rows with the same instant, source and pid that are in more than one file. */
function* candidateGroups(result: SearchResult, sources: DuplicateSources): Generator<number[]> {
  let instant = NaN;
  let together: number[] = [];
  for (let start = 0; start < result.total; start += BATCH_ROWS) {
    for (const row of result.rows(start, BATCH_ROWS)) {
      const time = sources.source.columns.time(row);
      if (time !== instant) {
        yield* splitGroup(together, sources);
        together = [];
        instant = time;
      }
      if (!Number.isNaN(time)) together.push(row);
    }
  }
  yield* splitGroup(together, sources);
}

function* splitGroup(rows: number[], { source, sourceOf }: DuplicateSources): Generator<number[]> {
  if (rows.length < 2) return;
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const key = `${sourceOf(source.file(row))} ${source.columns.pid(row)}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  for (const group of groups.values()) {
    if (group.length > MAX_GROUP) continue;
    const file = source.file(group[0]!);
    if (group.some((row) => source.file(row) !== file)) yield group;
  }
}

async function hide(groups: readonly number[][], sources: DuplicateSources, hidden: RowBits): Promise<void> {
  const messages = await sources.messages(Uint32Array.from(groups.flat()));
  let next = 0;
  for (const group of groups) {
    const lines = group.map((row) => ({
      row,
      file: sources.source.file(row),
      message: messages[next++] ?? '',
    }));
    for (const { row } of repeated(lines)) hidden.set(row);
  }
}

interface Line {
  row: number;
  file: number;
  message: string;
}

/** Lines that another file has before: each line stands for one line of every other file at most. */
function repeated(lines: readonly Line[]): Line[] {
  const kept = new Map<string, { line: Line; repeatedIn: Set<number> }[]>();
  return lines.filter((line) => {
    const tail = line.message.slice(-TAIL_LENGTH);
    const alike = kept.get(tail) ?? [];
    kept.set(tail, alike);
    const original = alike.find(
      (one) =>
        one.line.file !== line.file &&
        !one.repeatedIn.has(line.file) &&
        sameTail(one.line.message, line.message),
    );
    if (original) original.repeatedIn.add(line.file);
    else alike.push({ line, repeatedIn: new Set() });
    return original !== undefined;
  });
}

function sameTail(a: string, b: string): boolean {
  return a.endsWith(b) || b.endsWith(a);
}
