import { beforeAll, describe, expect, test } from 'vitest';
import { LEVELS } from '../../workers/level';
import { binStart, countByTime, countLevels, spanEnd, timeSpan } from '../../workers/timeline/histogram';
import { SearchResult, type Direction } from '../../workers/timeline/result';
import { RowBits } from '../../workers/timeline/row-bits';
import { randomNumbers, TestCase } from './timeline-fixture';

describe('SearchResult', () => {
  let timeline: TestCase;
  const random = randomNumbers(1);

  beforeAll(async () => {
    timeline = await TestCase.of(
      [40, 700, 3, 260, 900].map((count, file) => ({
        path: `var/log/${file}.log`,
        records: Array.from({ length: count }, (_, i) => ({
          time: file === 2 || random() < 0.05 ? null : 1e12 + Math.floor(i * (2000 / count) + random() * 20),
          level: random() < 0.1 ? LEVELS[1 + Math.floor(random() * 8)] : null,
        })),
      })),
    );
  });

  const chosen = (share: number) => {
    const bits = new RowBits(timeline.records.length);
    for (let row = 0; row < timeline.records.length; row++) if (random() < share) bits.set(row);
    return bits;
  };
  const inOrder = (bits: RowBits, direction: Direction) => {
    const rows = Array.from({ length: timeline.order.length }, (_, at) => timeline.order.row(at));
    const found = rows.filter((row) => bits.has(row));
    return direction === 'asc' ? found : found.reverse();
  };

  describe.each<[Direction]>([['asc'], ['desc']])('%s', (direction) => {
    test.each([0, 0.002, 0.1, 0.6, 1])('share %d of the rows', (share) => {
      const bits = chosen(share);
      const result = new SearchResult(timeline.kernel, timeline.order, bits);
      const expected = inOrder(bits, direction);
      expect(result.total).toBe(expected.length);
      expect([...result.rows(0, 1e9, direction)]).toEqual(expected);
      expect([...result.rows(expected.length, 5, direction)]).toEqual([]);
      for (let start = 0; start < expected.length; start += 97) {
        expect([...result.rows(start, 31, direction)]).toEqual(expected.slice(start, start + 31));
      }

      const instants = expected.map((row) => timeline.order.instant(row));
      for (const time of [0, 1e12, 1e12 + 500, 1e12 + 999.5, 1e12 + 1500, 2e12]) {
        const index = instants.findIndex(
          (at) => at !== Infinity && (direction === 'asc' ? at >= time : at <= time),
        );
        // Rows of files without any instant stand at the end in time: last when ascending, first when descending.
        const none = direction === 'asc' ? instants.filter((at) => at !== Infinity).length : expected.length;
        expect(result.indexAtTime(time, direction)).toBe(index < 0 ? none : index);
      }

      for (let row = 0; row < timeline.records.length; row += 7) {
        const found = result.indexOfRow(row, direction);
        if (!expected.length) {
          expect(found).toBeNull();
          continue;
        }
        expect(found!.exact).toBe(bits.has(row));
        if (found!.exact) expect(expected[found!.index]).toBe(row);
        else {
          const at = timeline.order.instant(row);
          const far = (other: number) => (other === at ? 0 : Math.abs(other - at));
          const least = instants.reduce((least, other) => Math.min(least, far(other)), Infinity);
          expect(far(instants[found!.index]!)).toBe(least);
        }
      }

      const levelOf = (row: number) => LEVELS.indexOf(timeline.records[row]!.record.level ?? null);
      for (let index = 0; index < expected.length; index += 43) {
        for (const level of [1, 5, 8]) {
          const next = expected.findIndex((row, at) => at > index && levelOf(row) >= level);
          const previous = expected.findLastIndex((row, at) => at < index && levelOf(row) >= level);
          expect(result.nextAtLevel(index, 1, level, direction)).toBe(next < 0 ? null : next);
          expect(result.nextAtLevel(index, -1, level, direction)).toBe(previous < 0 ? null : previous);
        }
      }
      const first = expected.findIndex((row) => levelOf(row) >= 6);
      expect(result.nextAtLevel(-1, 1, 6, direction)).toBe(first < 0 ? null : first);
      const last = expected.findLastIndex((row) => levelOf(row) >= 6);
      expect(result.nextAtLevel(expected.length, -1, 6, direction)).toBe(last < 0 ? null : last);
    });
  });

  test('grows with what is found, and hides rows', () => {
    const bits = new RowBits(timeline.records.length);
    const result = new SearchResult(timeline.kernel, timeline.order, bits);
    expect(result.total).toBe(0);
    for (let row = 0; row < timeline.records.length; row += 3) bits.set(row);
    expect(result.total).toBe(0);
    result.update();
    expect([...result.rows(0, 1e9)]).toEqual(inOrder(bits, 'asc'));
    const hidden = chosen(0.5);
    result.update(hidden);
    expect([...result.rows(0, 1e9)]).toEqual(inOrder(bits, 'asc').filter((row) => !hidden.has(row)));
    result.update();
    expect(result.total).toBe(bits.count());
  });

  test('speaks of ordered rows only, and of none before there are any', async () => {
    const empty = await TestCase.of([]);
    const result = new SearchResult(empty.kernel, empty.order, new RowBits());
    expect(result.total).toBe(0);
    expect(result.indexAtTime(5)).toBe(0);
    expect(result.nextAtLevel(0, 1, 1)).toBeNull();
    expect(result.nextAtLevel(-1, 1, 1)).toBeNull();
    const ahead = new RowBits(timeline.records.length + 1000);
    ahead.words.fill(0xffffffff);
    expect(new SearchResult(timeline.kernel, timeline.order, ahead).total).toBe(timeline.order.length);
  });
});

describe('histogram', () => {
  test('counts by level over the whole span, the last instant included', async () => {
    const timeline = await TestCase.of([
      {
        path: 'a',
        records: [
          { time: 1000, level: 'info' },
          { time: 1999, level: 'error' },
          { time: 2000, level: 'error' },
          { time: null, level: 'fatal' },
          { time: 2999.5 },
        ],
      },
      { path: 'b', records: [{ time: 1500, level: 'info' }] },
    ]);
    const all = { firstRow: 0, endRow: 6 };
    const span = timeSpan(timeline.kernel, all)!;
    expect(span).toEqual({ first: 1000, last: 2999.5 });
    expect(spanEnd(span.last)).toBe(3000);
    const counts = countByTime(timeline.kernel, all, span.first, spanEnd(span.last), 2);
    const bin = (index: number) => Array.from(counts.subarray(index * 9, index * 9 + 9));
    expect(bin(0)).toEqual([0, 0, 0, 2, 0, 0, 1, 0, 0]);
    expect(bin(1)).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect([0, 1].map((index) => binStart(1000, 3000, 2, index))).toEqual([1000, 2000]);
    expect([...countLevels(timeline.kernel, all)]).toEqual([1, 0, 0, 2, 0, 0, 2, 0, 1]);

    const bits = new RowBits(6);
    bits.set(3);
    bits.set(5);
    expect([...countLevels(timeline.kernel, { ...all, bits })]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(timeSpan(timeline.kernel, { ...all, bits })).toEqual({ first: 1500, last: 1500 });
    expect(timeSpan(timeline.kernel, { firstRow: 3, endRow: 4 })).toBeNull();
    expect([...countByTime(timeline.kernel, { ...all, bits }, 0, 2000, 1)]).toEqual([
      0, 0, 0, 1, 0, 0, 0, 0, 0,
    ]);
  });
});
