import { describe, expect, test } from 'vitest';
import { ColumnReader } from '../../workers/timeline/column-reader';
import { FileSegments } from '../../workers/timeline/file-segments';
import { RowBits } from '../../workers/timeline/row-bits';
import { RowSource } from '../../workers/timeline/row-source';
import { cutPieces } from '../../workers/timeline/text-pieces';
import { kernelWithRows, randomNumbers, TestCase } from './timeline-fixture';

describe('FileSegments', () => {
  test('finds the segment of every row, empty files between them', () => {
    const segments = new FileSegments();
    const random = randomNumbers(1);
    const owners: number[] = [];
    for (let file = 0; file < 500; file++) {
      const segment = segments.begin(file * 3, owners.length);
      const rows = random() < 0.4 ? 0 : Math.floor(random() * 5);
      for (let i = 0; i < rows; i++) owners.push(segment);
      segments.grow(segment, owners.length);
      segments.end(segment, owners.length, { bytes: file * 1e10, lines: file });
    }
    expect(segments.rows).toBe(owners.length);
    expect(segments.count).toBe(500);
    owners.forEach((owner, row) => expect(segments.of(row)).toBe(owner));
    for (const row of [-1, owners.length, NaN]) expect(() => segments.of(row)).toThrow(RangeError);
    expect(segments.file(77)).toBe(231);
    expect(segments.bytes(499)).toBe(499e10);
    expect(segments.lines(7)).toBe(7);
    const ranked = segments.ranked((a, b) => b - a);
    expect([...ranked]).toEqual([...new Set(owners)].reverse());
  });

  test('only the last grows or is dropped, and none begins in a gap', () => {
    const segments = new FileSegments();
    segments.begin(1, 0);
    segments.grow(0, 5);
    expect(() => segments.begin(2, 4)).toThrow(RangeError);
    segments.begin(2, 5);
    expect(() => segments.grow(0, 6)).toThrow(RangeError);
    expect(() => segments.drop(0)).toThrow(RangeError);
    segments.grow(1, 9);
    segments.drop(1);
    expect(segments.rows).toBe(5);
    segments.drop(0);
    expect(segments.rows).toBe(0);
    expect(() => segments.of(0)).toThrow(RangeError);
  });
});

describe('a stored FileSegments', () => {
  const table = () => {
    const segments = new FileSegments();
    let row = 0;
    for (let i = 0; i < 100; i++) {
      const segment = segments.begin((i * 37) % 1000, row);
      row += i % 3;
      segments.end(segment, row, { bytes: i * 5e9, lines: i, wrapRows: i === 8 ? [row - 1] : [] });
    }
    return segments;
  };

  test('comes back as it was', () => {
    const segments = table();
    const restored = FileSegments.restore(structuredClone(segments.store()));
    expect(restored.store()).toEqual(segments.store());
    for (let row = 0; row < segments.rows; row++) expect(restored.of(row)).toBe(segments.of(row));
    for (let i = 0; i < 100; i++) expect(restored.ofFile((i * 37) % 1000)).toBe(i);
    expect(restored.ofFile(1)).toBeNull();
    expect(restored.ofFile(1e6)).toBeNull();
    expect(restored.wraps(8, restored.endRow(8) - 1)).toBe(1);
    restored.begin(5000, restored.rows);
    expect(restored.ofFile(5000)).toBe(100);
    restored.drop(100);
    expect(restored.ofFile(5000)).toBeNull();
  });

  test('is refused when it is damaged', () => {
    const stored = table().store();
    const broken = [
      { ...stored, rows: stored.rows.slice(1) },
      { ...stored, rows: stored.rows.map((rows, i) => rows + (i === 4 ? 1 : 0)) },
      { ...stored, bytes: new Float64Array(0) },
    ];
    for (const one of broken) {
      expect(() => FileSegments.restore(one)).toThrow(expect.objectContaining({ code: 'case-damaged' }));
    }
  });
});

describe('RowSource', () => {
  test('lines and bytes of rows', async () => {
    const timeline = await TestCase.of([
      { path: 'a', records: [{ raw: 'one' }, { raw: 'two\nmore\nlines' }, { raw: 'x' }] },
      { path: 'b', records: [{ raw: 'a\nb' }] },
      { path: 'c', records: [] },
      { path: 'd', records: [{ raw: 'é' }, { raw: '' }] },
    ]);
    const { source } = timeline;
    const rows = Array.from({ length: 6 }, (_, row) => [
      source.file(row),
      source.line(row),
      source.lines(row),
      source.from(row),
      source.to(row),
    ]);
    expect(rows).toEqual([
      [0, 1, 1, 0, 4],
      [0, 2, 3, 4, 19],
      [0, 5, 1, 19, 21],
      [1, 1, 2, 0, 4],
      [3, 1, 1, 0, 3],
      [3, 2, 1, 3, 4],
    ]);
    expect([...source.offsets(0, 3)]).toEqual([0, 4, 19, 21]);
    expect([...source.offsets(1, 2)]).toEqual([0, 15]);
    expect([...source.offsets(4, 6)]).toEqual([0, 3, 4]);
  });

  test('offsets beyond 4 GiB', async () => {
    const offsets = [0, 3e9, 4.2e9, 4.4e9, 8e9, 8.7e9, 8.8e9, 13.1e9];
    const kernel = await kernelWithRows(offsets.length, (chunk) =>
      chunk.offset.set(offsets.map((at) => at % 2 ** 32)),
    );
    const segments = new FileSegments();
    segments.begin(0, 0);
    segments.end(0, 8, { bytes: 13.2e9, lines: 9, wrapRows: [3, 5, 7] });
    const source = new RowSource(new ColumnReader(kernel), segments);
    offsets.forEach((offset, row) => expect(source.from(row)).toBe(offset));
    expect(Array.from(offsets, (_, row) => source.to(row))).toEqual([...offsets.slice(1), 13.2e9]);
    expect([...source.offsets(2, 4)]).toEqual([0, 0.2e9, 3.8e9]);
  });

  test('a file that is still being read', async () => {
    const kernel = await kernelWithRows(2, (chunk) => {
      chunk.offset.set([0, 10]);
      chunk.line.set([1, 3]);
    });
    const segments = new FileSegments();
    segments.begin(0, 0);
    segments.grow(0, 2);
    const source = new RowSource(new ColumnReader(kernel), segments);
    expect([source.lines(0), source.lines(1), source.to(0), source.to(1)]).toEqual([2, 1, 10, 10]);
  });
});

describe('cutPieces', () => {
  test('pieces hold all candidates, each in one file and no larger than asked for', async () => {
    const random = randomNumbers(5);
    const files = Array.from({ length: 12 }, (_, i) => ({
      path: `log${i}`,
      records: Array.from({ length: Math.floor(random() * 200) }, () => ({
        raw: 'x'.repeat(Math.floor(random() ** 4 * 300)),
      })),
    }));
    const { source, records } = await TestCase.of(files);
    for (const share of [0, 0.01, 0.2, 1]) {
      for (const [first, end] of [
        [0, records.length],
        [17, records.length - 33],
      ] as const) {
        const open = new RowBits(records.length);
        for (let row = 0; row < records.length; row++) if (random() < share) open.set(row);
        const pieces = cutPieces(source, open, first, end, 500);
        let last: number = first;
        const covered: number[] = [];
        for (const piece of pieces) {
          expect(piece.firstRow).toBeGreaterThanOrEqual(last);
          expect(open.has(piece.firstRow) && open.has(piece.endRow - 1)).toBe(true);
          expect(piece.offset).toBe(source.from(piece.firstRow));
          expect(piece.bytes).toBe(source.to(piece.endRow - 1) - piece.offset);
          if (piece.endRow - piece.firstRow > 1) expect(piece.bytes).toBeLessThanOrEqual(500);
          for (let row = piece.firstRow; row < piece.endRow; row++) {
            expect(source.file(row)).toBe(piece.file);
            const bit = row - (piece.firstRow & ~31);
            const candidate = ((piece.candidates[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
            expect(candidate).toBe(open.has(row));
            if (candidate) covered.push(row);
          }
          last = piece.endRow;
        }
        const wanted = records.flatMap((_, row) => (row >= first && row < end && open.has(row) ? [row] : []));
        expect(covered).toEqual(wanted);
      }
    }
  });
});
