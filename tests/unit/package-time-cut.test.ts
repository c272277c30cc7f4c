import { describe, expect, test } from 'vitest';
import { cutLog, RangeFilter, timeRange, type CutRows } from '../../workers/package/time-cut';
import { yearsStay } from '../../workers/package/years-stay';
import { codeOf } from './envelope-decrypting';

/** Rows of ten bytes each. */
function rowsOf(times: number[]): CutRows {
  return {
    count: times.length,
    bytes: times.length * 10,
    from: (row) => row * 10,
    time: (row) => times[row]!,
  };
}

const range = (after: number, before: number) => ({ after, before });
const rangesOf = (times: number[], after: number, before: number) =>
  cutLog(rowsOf(times), range(after, before))?.ranges.map(({ from, to }) => [from, to]) ?? null;

describe('a log cut by time', () => {
  test('has the records from the first instant on, and before the other', () => {
    expect(rangesOf([1, 2, 3, 4, 5], 2, 4)).toEqual([[10, 30]]);
    expect(rangesOf([1, 2, 3, 4, 5], -Infinity, 4)).toEqual([[0, 30]]);
    expect(rangesOf([1, 2, 3, 4, 5], 2, Infinity)).toEqual([[10, 50]]);
    expect(rangesOf([1, 2, 3, 4, 5], -Infinity, Infinity)).toEqual([[0, 50]]);
  });

  test('keeps what is in the range wherever it stands', () => {
    expect(rangesOf([1, 5, 2, 5, 2, 2, 9], 2, 5)).toEqual([
      [20, 30],
      [40, 60],
    ]);
  });

  test('has what precedes the first instant with the first record that has one', () => {
    expect(rangesOf([NaN, NaN, 3, 4], 3, 4)).toEqual([[0, 30]]);
    expect(rangesOf([NaN, NaN, 3, 4], 4, 9)).toEqual([[30, 40]]);
    const cut = cutLog(rowsOf([NaN, NaN, 3, 4]), range(3, 4))!;
    expect(cut).toMatchObject({ records: 3, bytes: 30 });
  });

  test('has what stands before the first record, as a byte order mark does', () => {
    const rows = { ...rowsOf([1, 2]), from: (row: number) => 3 + row * 10 };
    expect(cutLog(rows, range(1, 2))!.ranges).toEqual([{ from: 0, to: 13 }]);
  });

  test('may have nothing left, and is not cut without an instant', () => {
    expect(cutLog(rowsOf([1, 2]), range(5, 6))).toEqual({ ranges: [], records: 0, bytes: 0 });
    expect(cutLog(rowsOf([NaN, NaN]), range(1, 2))).toBeNull();
    expect(cutLog(rowsOf([]), range(1, 2))).toBeNull();
  });

  test('ranges tile what they are of, for any order of times', () => {
    let state = 7;
    const next = (below: number) => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) % below;
    for (let n = 0; n < 500; n++) {
      const times = Array.from({ length: next(30) }, () => (next(8) === 0 ? NaN : next(10)));
      // A record without an instant of its own has that of the one before.
      for (let i = 1; i < times.length; i++) if (Number.isNaN(times[i])) times[i] = times[i - 1]!;
      const after = next(10);
      const before = after + 1 + next(5);
      const inside = cutLog(rowsOf(times), range(after, before));
      const first = times.findIndex((time) => !Number.isNaN(time));
      if (first < 0) {
        expect(inside).toBeNull();
        continue;
      }
      const wanted = times.map((time, i) => {
        const own = i < first ? times[first]! : time;
        return own >= after && own < before;
      });
      const covered = times.map((_, i) =>
        inside!.ranges.some(({ from, to }) => from <= i * 10 && i * 10 < to),
      );
      expect(covered).toEqual(wanted);
      const sum = inside!.ranges.reduce((total, { from, to }) => total + to - from, 0);
      expect([inside!.bytes, sum]).toEqual([10 * inside!.records, 10 * inside!.records]);
    }
  });
});

test('a filter of ranges gives the same bytes whatever the pieces', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
  const ranges = [
    { from: 0, to: 3 },
    { from: 10, to: 41 },
    { from: 99, to: 100 },
  ];
  const wanted = [...bytes.subarray(0, 3), ...bytes.subarray(10, 41), 99];
  for (const size of [1, 2, 7, 40, 100]) {
    const filter = new RangeFilter(ranges);
    const taken: number[] = [];
    for (let at = 0; at < 100; at += size) taken.push(...filter.take(bytes.subarray(at, at + size), at));
    expect(taken).toEqual(wanted);
  }
  const skipping = new RangeFilter(ranges);
  expect([
    skipping.wantedFrom(0),
    skipping.wantedFrom(3),
    skipping.wantedFrom(41),
    skipping.wantedFrom(100),
  ]).toEqual([0, 10, 99, null]);
});

describe('the range that is asked for', () => {
  test('is in ISO 8601, in UTC where it says no zone', () => {
    expect(timeRange({})).toBeNull();
    expect(timeRange({ after: '2026-02-03T04:05:06.5Z' })).toEqual({
      after: Date.UTC(2026, 1, 3, 4, 5, 6, 500),
      before: Infinity,
    });
    expect(timeRange({ after: '2026-02-03', before: '2026-02-03T06:00+05:30' })).toEqual({
      after: Date.UTC(2026, 1, 3),
      before: Date.UTC(2026, 1, 3, 0, 30),
    });
  });

  test.each([
    { after: 'yesterday' },
    { before: '' },
    { after: '-10m' },
    { after: '2026-02-03', before: '2026-02-03' },
    { after: '2026-02-04', before: '2026-02-03' },
  ])('is refused: %o', async (options) => {
    expect(await codeOf(async () => timeRange(options))).toBe('bad-argument');
  });
});

describe('years of times that were printed without one', () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
  const stay = (days: string[], reference: string, allInferred = true) =>
    yearsStay({ times: days.map(day), allInferred, reference: day(reference) });

  test('stay while the last is within a year of the writing, and no gap is long', () => {
    expect(stay(['2025-12-30', '2026-01-02', '2026-01-31'], '2026-02-01')).toBe(true);
    expect(stay(['2025-02-03'], '2026-02-01')).toBe(true);
    expect(stay([], '2026-02-01')).toBe(true);
  });

  test('change where it was longer ago, or the gap is', () => {
    expect(stay(['2024-12-30'], '2026-02-01')).toBe(false);
    expect(stay(['2025-02-01', '2025-11-30'], '2026-02-01')).toBe(false);
    expect(stay(['2026-01-02', '2025-12-31', '2026-01-03'], '2026-02-01')).toBe(false);
    expect(stay(['2026-01-02'], '2026-02-01', false)).toBe(false);
  });
});
