import { beforeAll, describe, expect, test } from 'vitest';
import { CHUNK_ROWS, columnChunk } from '../../workers/kernel/columns';
import { bitBytes } from '../../workers/timeline/kernel-block';
import { RowBits } from '../../workers/timeline/row-bits';
import { kernelWithRows, randomNumbers, writeRow, type TestKernel } from './timeline-fixture';

const LENGTHS = [0, 1, 7, 8, 127, 128, 129, 65_535, 65_536];

describe('conditions on columns', () => {
  let kernel: TestKernel;
  let bits: number;
  const random = randomNumbers(1);
  const levels = Array.from({ length: CHUNK_ROWS }, () => Math.floor(random() * 9));
  const times = Array.from({ length: CHUNK_ROWS }, () =>
    random() < 0.1 ? NaN : Math.floor(random() * 1000),
  );
  const processes = Array.from({ length: CHUNK_ROWS }, () => Math.floor(random() * 300));
  const opIds = Array.from({ length: CHUNK_ROWS }, () => Math.floor(random() * 70_000));

  beforeAll(async () => {
    kernel = await kernelWithRows(CHUNK_ROWS, (chunk) => {
      for (let row = 0; row < CHUNK_ROWS; row++) {
        writeRow(chunk, row, times[row]!, levels[row]! | (Math.floor(random() * 4) << 4));
        chunk.process[row] = processes[row]!;
        chunk.opId[row] = opIds[row]!;
      }
    });
    bits = kernel.allocate(bitBytes(CHUNK_ROWS));
  });

  const bitsSet = (count: number) => {
    const bytes = kernel.bytes().subarray(bits, bits + bitBytes(CHUNK_ROWS));
    return Array.from({ length: count }, (_, row) => (bytes[row >>> 3]! >> (row & 7)) & 1);
  };
  const check = (fill: (count: number) => void, matches: (row: number) => boolean) => {
    for (const length of LENGTHS) {
      fill((length + 127) & ~127);
      expect(bitsSet(length)).toEqual(Array.from({ length }, (_, row) => Number(matches(row))));
    }
  };
  const table = (values: Uint8Array) => {
    const at = kernel.allocate(values.length + 1);
    kernel.bytes().set([...values, 0], at);
    return at;
  };
  const column = (name: 'flags' | 'time' | 'process' | 'opId') => columnChunk(kernel, 0)[name].byteOffset;

  test.each([0, 0b1, 0b1_1110_0000, 0b1_0000_0000, 0b1_1111_1111])('levels %i', (mask) => {
    check(
      (count) => kernel.exports.matchLevels(column('flags'), count, mask, bits),
      (row) => ((mask >> levels[row]!) & 1) === 1,
    );
  });

  test('ids in a table, those beyond it in none', () => {
    const narrow = Uint8Array.from({ length: 250 }, (_, id) => (id % 3 ? 0 : 1));
    const wide = Uint8Array.from({ length: 60_000 }, () => (random() < 0.2 ? 1 : 0));
    const narrowAt = table(narrow);
    const wideAt = table(wide);
    check(
      (count) => kernel.exports.matchTable16(column('process'), count, narrowAt, narrow.length, bits),
      (row) => narrow[processes[row]!] === 1,
    );
    check(
      (count) => kernel.exports.matchTable32(column('opId'), count, wideAt, wide.length, bits),
      (row) => wide[opIds[row]!] === 1,
    );
  });

  test.each([
    [200, 700],
    [-Infinity, 500],
    [500, Infinity],
    [-Infinity, Infinity],
    [700, 200],
    [300, 301],
  ])('instants from %d before %d', (from, before) => {
    check(
      (count) => kernel.exports.matchTime(column('time'), count, from, before, bits),
      (row) => times[row]! >= from && times[row]! < before,
    );
  });

  test('ranges of rows', () => {
    const ends = [0, 1, 7, 8, 9, 15, 16, 17, 1000, 65_535, 65_536];
    for (const from of ends) {
      for (const to of ends) {
        kernel.bytes().fill(0, bits, bits + 8192);
        kernel.exports.setBits(bits, from, to);
        expect(kernel.exports.countBits(bits, 8192)).toBe(Math.max(0, to - from));
        if (from < to) expect(bitsSet(to).indexOf(1)).toBe(from);
      }
    }
  });

  test('and, or, not and counting', () => {
    const other = kernel.allocate(8192);
    const a = Uint8Array.from({ length: 8192 }, () => random() * 256);
    const b = Uint8Array.from({ length: 8192 }, () => random() * 256);
    const run = (work: () => void) => {
      kernel.bytes().set(a, bits);
      kernel.bytes().set(b, other);
      work();
      return kernel.bytes().slice(bits, bits + 8192);
    };
    expect(run(() => kernel.exports.andBits(bits, other, 8192))).toEqual(a.map((byte, i) => byte & b[i]!));
    expect(run(() => kernel.exports.orBits(bits, other, 8192))).toEqual(a.map((byte, i) => byte | b[i]!));
    const inverted = run(() => kernel.exports.invertBits(bits, 8192));
    expect(inverted).toEqual(a.map((byte) => ~byte));
    const ones = inverted.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    expect(kernel.exports.countBits(bits, 8192)).toBe(ones);
    expect(kernel.exports.countBits(bits, 0)).toBe(0);
  });
});

describe('counts over rows of several chunks', () => {
  const random = randomNumbers(3);
  const cases = [0, 1, 65_535, 65_536, 65_537, 200_000];

  test.each(cases)('%i rows', async (rows) => {
    const times = Array.from({ length: rows }, () =>
      random() < 0.05 ? NaN : 1e12 + Math.floor(random() * 1000),
    );
    const levels = Array.from({ length: rows }, () => Math.floor(random() * 9));
    const kernel = await kernelWithRows(rows, (chunk, firstRow) => {
      for (let at = 0; at < chunk.rows; at++)
        writeRow(chunk, at, times[firstRow + at]!, levels[firstRow + at]!);
    });
    const chosen = Array.from({ length: rows }, () => random() < 0.3);
    const bits = kernel.allocate(bitBytes(rows) + 16);
    const set = new RowBits(rows);
    chosen.forEach((is, row) => is && set.set(row));
    kernel.words().set(set.words, bits >>> 2);
    const counts = kernel.allocate(9 * 50 * 4);
    const from = Math.floor(rows / 7);
    const to = rows - Math.floor(rows / 9);

    for (const filter of [0, bits]) {
      const counted = (row: number) => row >= from && row < to && (!filter || chosen[row]!);
      const expectedBins = new Array<number>(9 * 50).fill(0);
      const expectedLevels = new Array<number>(9).fill(0);
      const within: number[] = [];
      for (let row = 0; row < rows; row++) {
        if (!counted(row)) continue;
        expectedLevels[levels[row]!]!++;
        if (!Number.isNaN(times[row]!)) within.push(times[row]!);
        const place = ((times[row]! - (1e12 + 100)) * 50) / 750;
        if (place >= 0 && place < 50) expectedBins[Math.floor(place) * 9 + levels[row]!]!++;
      }
      kernel.words().fill(0, counts >>> 2, (counts >>> 2) + 450);
      kernel.exports.countByTime(from, to, filter, 1e12 + 100, 1e12 + 850, 50, counts);
      expect(Array.from(kernel.words().subarray(counts >>> 2, (counts >>> 2) + 450))).toEqual(expectedBins);
      kernel.words().fill(0, counts >>> 2, (counts >>> 2) + 9);
      kernel.exports.countLevels(from, to, filter, counts);
      expect(Array.from(kernel.words().subarray(counts >>> 2, (counts >>> 2) + 9))).toEqual(expectedLevels);
      kernel.exports.timeSpan(from, to, filter, counts);
      const [first, last] = new Float64Array(kernel.exports.memory.buffer, counts, 2);
      expect(first).toBe(within.reduce((a, b) => Math.min(a, b), Infinity));
      expect(last).toBe(within.reduce((a, b) => Math.max(a, b), -Infinity));
    }
  });
});

describe('RowBits', () => {
  const random = randomNumbers(5);

  test.each([0, 1, 31, 32, 33, 1000])('%i rows against a plain array', (rows) => {
    for (const share of [0, 0.02, 0.5, 1]) {
      const plain = Array.from({ length: rows }, () => random() < share);
      const bits = new RowBits();
      bits.grow(rows);
      plain.forEach((is, row) => is && bits.set(row));
      for (let round = 0; round < 50; round++) {
        const from = Math.floor(random() * (rows + 1));
        const to = from + Math.floor(random() * (rows + 1 - from));
        const inside = plain.slice(from, to);
        expect(bits.count(from, to)).toBe(inside.filter(Boolean).length);
        expect(bits.next(from, to)).toBe(inside.includes(true) ? from + inside.indexOf(true) : to);
        const last = inside.lastIndexOf(true);
        expect(bits.previous(from, to)).toBe(last < 0 ? from - 1 : from + last);
      }
      plain.forEach((is, row) => expect(bits.has(row)).toBe(is));
      expect(bits.has(rows)).toBe(false);
      bits.grow(rows + 100);
      expect(bits.count()).toBe(plain.filter(Boolean).length);
    }
  });

  test('copies a range and leaves the rest', () => {
    for (let round = 0; round < 200; round++) {
      const target = new RowBits(300);
      target.words.fill(0xaaaaaaaa);
      const before = Array.from({ length: 300 }, (_, row) => target.has(row));
      const sourceRow = 32 * Math.floor(random() * 4);
      const source = Uint32Array.from({ length: 8 }, () => random() * 2 ** 32);
      const from = sourceRow + Math.floor(random() * 100);
      const to = Math.min(300, from + Math.floor(random() * 80));
      target.copy(from, to, source, sourceRow);
      for (let row = 0; row < 300; row++) {
        const bit = row - sourceRow;
        const copied = row >= from && row < to;
        const is = copied ? ((source[bit >>> 5]! >>> (bit & 31)) & 1) === 1 : before[row];
        expect(target.has(row)).toBe(is);
      }
    }
  });
});
