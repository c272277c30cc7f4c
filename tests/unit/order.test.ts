import { describe, expect, test } from 'vitest';
import { ColumnReader } from '../../workers/timeline/column-reader';
import { compareFiles } from '../../workers/timeline/file-rank';
import { FileSegments } from '../../workers/timeline/file-segments';
import { RowSource } from '../../workers/timeline/row-source';
import { TimeOrder } from '../../workers/timeline/time-order';
import { kernelWithRows, randomNumbers } from './timeline-fixture';

const CHUNK = 65536;

/** Orders files whose rows have the given times; ranks are a permutation of the files. */
async function order(files: readonly number[][], ranks = files.map((_, i) => i)) {
  const times = files.flat();
  const kernel = await kernelWithRows(times.length, (chunk, firstRow) =>
    chunk.time.set(times.slice(firstRow, firstRow + CHUNK)),
  );
  const segments = new FileSegments();
  let row = 0;
  files.forEach((file, i) => {
    segments.begin(i, row);
    row += file.length;
    segments.end(i, row, { bytes: 0, lines: 0 });
  });
  const timeOrder = new TimeOrder(kernel, new RowSource(new ColumnReader(kernel), segments));
  timeOrder.build(segments.ranked((a, b) => ranks[a]! - ranks[b]!));
  return {
    kernel,
    timeOrder,
    rows: Array.from({ length: times.length }, (_, position) => timeOrder.row(position)),
  };
}

/** The same by the letter of the rule. */
function expected(files: readonly number[][], ranks = files.map((_, i) => i)): number[] {
  const rows: { row: number; rank: number; time: number }[] = [];
  let row = 0;
  files.forEach((times, file) => {
    let last = times.find((time) => !Number.isNaN(time)) ?? Infinity;
    for (const time of times) {
      if (!Number.isNaN(time)) last = time;
      rows.push({ row: row++, rank: ranks[file]!, time: last });
    }
  });
  const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
  rows.sort((a, b) => compare(a.time, b.time) || a.rank - b.rank || a.row - b.row);
  return rows.map((entry) => entry.row);
}

/** Times of a log: rising, with small steps back, equal ones, and perhaps a jump of the clock. */
function logTimes(random: () => number, rows: number, start: number, step: number, jumps = 0): number[] {
  let now = start;
  return Array.from({ length: rows }, () => {
    now += Math.floor(random() * step);
    if (random() < jumps) now += (random() - 0.5) * 1e9;
    return Math.floor(now - (random() < 0.1 ? random() * 20 : 0));
  });
}

describe('time order', () => {
  test.each([0, 1, 2, 3, 24, 25, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])(
    '%i rows',
    async (rows) => {
      const random = randomNumbers(rows);
      const parts = [0.1, 0.4, 0.4, 0.1].map((share) => Math.floor(rows * share));
      parts[3]! += rows - parts.reduce((sum, part) => sum + part, 0);
      const files = parts.map((part) => logTimes(random, part, 1.7e12 + random() * 1000, 20, 0.001));
      expect((await order(files)).rows).toEqual(expected(files));
    },
  );

  test('many files of random sizes, in ranks of their own', async () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 20; round++) {
      const files = Array.from({ length: 1 + Math.floor(random() * 30) }, () =>
        logTimes(random, Math.floor(random() * 300), 1.7e12, 10, round % 2 ? 0.01 : 0),
      );
      const ranks = files.map((_, i) => i).sort(() => random() - 0.5);
      expect((await order(files, ranks)).rows).toEqual(expected(files, ranks));
    }
  });

  const rows = 100_000;
  const random = randomNumbers(11);
  test.each<[string, (row: number) => number]>([
    ['random', () => Math.floor(random() * 1e9)],
    ['random with few values', () => Math.floor(random() * 5)],
    ['descending', (row) => 1e9 - row],
    ['all equal', () => 1.7e12],
    ['negative and fractional', (row) => Math.sin(row) * 1e6],
    ['one row at the end of time', (row) => (row === 500 ? 8.64e15 : 1.7e12 + Math.floor(random() * 1000))],
    ['a row far beyond any date', (row) => (row === 500 ? 1e300 : 1.7e12 + Math.floor(random() * 1e6))],
    ['infinite ones', (row) => (row % 1000 === 7 ? Infinity : row % 1000 === 8 ? -Infinity : random() * 100)],
    ['a clock that starts in 1970', (row) => (row % 10_000 < 30 ? row : 1.7e12 + (row % 10_000) * 7)],
  ])('adversarial: %s', async (_, time) => {
    const times = Array.from({ length: rows }, (_, row) => time(row));
    const files = Array.from({ length: 10 }, (_, i) => times.slice(i * 10_000, (i + 1) * 10_000));
    expect((await order(files)).rows).toEqual(expected(files));
  });

  test('rows without instant stay where they stand in their file', async () => {
    const none = NaN;
    const files = [
      [none, none, 50, none, 40, none, 60],
      [none, none],
      [55, none, none],
      [none],
      [],
      [45, none],
      [none, 50],
    ];
    const { timeOrder, rows } = await order(files);
    expect(rows).toEqual(expected(files));
    expect(timeOrder.timed).toBe(14);
    expect(rows.slice(14)).toEqual([7, 8, 12]);
  });

  test('rows without instant, at random and over chunk boundaries', async () => {
    const random = randomNumbers(13);
    for (const share of [0.001, 0.3, 0.99, 1]) {
      const files = [CHUNK - 3, 5, 700, CHUNK, 1, 60].map((count) =>
        logTimes(random, count, 1e12, 5).map((time) => (random() < share ? NaN : time)),
      );
      expect((await order(files)).rows).toEqual(expected(files));
    }
  });

  test('finds positions of rows and of times', async () => {
    const random = randomNumbers(17);
    const files = [400, 1, 300, 50, 20].map((count, file) =>
      logTimes(random, count, 1e12, 3).map((time) => (file === 4 || random() < 0.2 ? NaN : time)),
    );
    const ranks = [3, 1, 4, 0, 2];
    const { timeOrder, rows } = await order(files, ranks);
    expect(rows).toEqual(expected(files, ranks));
    rows.forEach((row, position) => expect(timeOrder.positionOf(row)).toBe(position));
    const instants = rows.map((row) => timeOrder.instant(row));
    for (const time of [...new Set(instants), 0, 1e12 - 1, 1e12 + 0.5, 2e12, -Infinity]) {
      const end = timeOrder.timed;
      const first = instants.slice(0, end).findIndex((instant) => instant >= time);
      const above = instants.slice(0, end).findIndex((instant) => instant > time);
      expect(timeOrder.positionAtTime(time)).toBe(first < 0 ? end : first);
      expect(timeOrder.positionAtTime(time, true)).toBe(above < 0 ? end : above);
    }
    expect(() => timeOrder.positionOf(771)).toThrow(RangeError);
  });

  test('can be built again when there are more rows, in at most 8 bytes per row', async () => {
    const random = randomNumbers(19);
    const times = logTimes(random, 5 * CHUNK, 1e12, 50);
    const kernel = await kernelWithRows(times.length, (chunk, firstRow) =>
      chunk.time.set(times.slice(firstRow, firstRow + CHUNK)),
    );
    const segments = new FileSegments();
    const timeOrder = new TimeOrder(kernel, new RowSource(new ColumnReader(kernel), segments));
    const before = kernel.exports.reservedBytes();
    const files: number[][] = [];
    for (let file = 0; file < 5; file++) {
      files.push(times.slice(file * CHUNK, (file + 1) * CHUNK));
      segments.begin(file, file * CHUNK);
      segments.end(file, (file + 1) * CHUNK, { bytes: 0, lines: 0 });
      timeOrder.build(segments.ranked((a, b) => a - b));
      const rows = Array.from({ length: timeOrder.length }, (_, position) => timeOrder.row(position));
      expect(rows).toEqual(expected(files));
    }
    const fixed = 4 * 65537 + 4096;
    expect(kernel.exports.reservedBytes() - before).toBeLessThanOrEqual(8 * times.length + fixed);
  });

  test('ranks files by source and path', () => {
    const files = [
      { source: 1, path: 'a' },
      { source: 0, path: 'var/b' },
      { source: 0, path: 'var/B' },
      { source: 0, path: 'var/b#2' },
    ];
    expect(files.toSorted(compareFiles).map(({ path }) => path)).toEqual(['var/B', 'var/b', 'var/b#2', 'a']);
  });
});
