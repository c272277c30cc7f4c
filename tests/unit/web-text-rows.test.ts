import { describe, expect, test } from 'vitest';
import { GROUP, RowIndex, type TextRow } from '../../web/views/files/row-index';
import { ROW_BYTES } from '../../web/views/files/row-splitter';
import { encodingOf, type Encoding } from '../../web/views/files/text-encoding';

/** Feeds the bytes in pieces and reads all rows back group by group. */
function rowsOf(
  bytes: Uint8Array,
  { piece = 1 << 20, columns = null, encoding = 'utf-8', mark = 0 }: Options = {},
): TextRow[] {
  const index = new RowIndex(encoding, mark, columns);
  let size = piece;
  while (index.end < bytes.length) {
    const to = Math.min(bytes.length, index.end + size);
    const used = index.feed(bytes.subarray(index.end, to), to === bytes.length);
    // As the reader does: with nothing usable, more is read.
    size = used === 0 ? size * 2 : piece;
  }
  const rows: TextRow[] = [];
  for (let group = 0; group * GROUP < index.rows; group++) {
    const { from, to, rows: count } = index.group(group);
    const decoded = index.decode(group, bytes.subarray(from, to));
    expect(decoded.length).toBe(count);
    rows.push(...decoded);
  }
  return rows;
}
interface Options {
  piece?: number;
  columns?: number | null;
  encoding?: Encoding;
  mark?: number;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
function utf16(text: string, big: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !big);
  return bytes;
}

describe('rows of a text', () => {
  test('are its lines, without their ends', () => {
    expect(rowsOf(utf8('one\r\ntwo\n\nfour'))).toEqual([
      { text: 'one', line: 1, offset: 0 },
      { text: 'two', line: 2, offset: 5 },
      { text: '', line: 3, offset: 9 },
      { text: 'four', line: 4, offset: 10 },
    ]);
    expect(rowsOf(utf8('a\n')).length).toBe(1);
    expect(rowsOf(utf8(''))).toEqual([]);
    expect(rowsOf(utf8('\n\n')).map((row) => row.line)).toEqual([1, 2]);
  });

  test('do not depend on how the bytes came', () => {
    const text = Array.from(
      { length: 3000 },
      (_, i) => 'größe 日本 🙂 '.repeat(i % 400 === 7 ? 900 : i % 5) + i,
    ).join('\n');
    const bytes = utf8(text);
    for (const columns of [null, 40]) {
      const whole = rowsOf(bytes, { columns });
      for (const piece of [1, 1000, 4096, 70_001]) expect(rowsOf(bytes, { piece, columns })).toEqual(whole);
      expect(joined(whole)).toBe(text);
      expect(whole.some((row) => row.text.includes('\ufffd'))).toBe(false);
    }
  });

  test('of one enormous line are short and complete', () => {
    const bytes = utf8('ä'.repeat(500_000));
    const rows = rowsOf(bytes);
    expect(rows.length).toBe(Math.ceil(bytes.length / ROW_BYTES));
    expect(rows.filter((row) => row.line !== null).length).toBe(1);
    expect(joined(rows).length).toBe(500_000);
  });

  test('never get wider than the columns', () => {
    const rows = rowsOf(utf8(`${'x'.repeat(100)}\n\t\ty\nshort`), { columns: 40 });
    expect(rows.map((row) => [row.line, row.text.length])).toEqual([
      [1, 40],
      [null, 40],
      [null, 20],
      [2, 3],
      [3, 5],
    ]);
  });

  test('a line exactly as long as a row has no empty row after it', () => {
    for (const extra of [-1, 0, 1]) {
      const rows = rowsOf(utf8(`${'x'.repeat(ROW_BYTES + extra)}\nnext`));
      expect(joined(rows)).toBe(`${'x'.repeat(ROW_BYTES + extra)}\nnext`);
      expect(rows.at(-1)!.line).toBe(2);
    }
  });

  test('bytes that are no text end somewhere too', () => {
    const bytes = new Uint8Array(20_000).fill(0x80);
    const rows = rowsOf(bytes, { piece: 3000 });
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.every((row) => row.text.length <= ROW_BYTES)).toBe(true);
  });
});

describe.each([
  ['utf-16le', false],
  ['utf-16be', true],
] as const)('%s', (encoding, big) => {
  test('is told by its mark and cut at its own line feeds', () => {
    const bytes = utf16('\ufeffone\r\nĊtwo 🙂\n', big);
    expect(encodingOf(bytes)).toEqual({ encoding, mark: 2 });
    const rows = rowsOf(bytes, { encoding, mark: 2, piece: 3 });
    expect(rows.map((row) => row.text)).toEqual(['one', 'Ċtwo 🙂']);
  });

  test('keeps its pairs together in long lines', () => {
    const text = `x${'🙂'.repeat(3000)}`;
    const rows = rowsOf(utf16(text, big), { encoding });
    expect(joined(rows)).toBe(text);
    expect(rows.every((row) => !row.text.includes('\ufffd') && !/^[\udc00-\udfff]/.test(row.text))).toBe(
      true,
    );
  });

  test('survives half a unit at its end', () => {
    const rows = rowsOf(utf16('ab\ncd', big).subarray(0, 9), { encoding });
    expect(rows.length).toBe(2);
  });
});

describe('finding a place', () => {
  const long = 'y'.repeat(ROW_BYTES * GROUP * 3);
  const bytes = utf8(`${'line\n'.repeat(500)}${long}\nlast\n`);
  const index = new RowIndex('utf-8', 0, null);
  index.feed(bytes, true);

  test('by offset', () => {
    const group = index.groupOf({ offset: 5 * 300 });
    const { from, to } = index.group(group);
    expect(from <= 1500 && to > 1500).toBe(true);
  });

  test('by line, also behind a line of many groups', () => {
    const group = index.groupOf({ line: 502 });
    const { from, to } = index.group(group);
    expect(index.decode(group, bytes.subarray(from, to)).some((row) => row.line === 502)).toBe(true);
    const start = index.groupOf({ line: 501 });
    const range = index.group(start);
    expect(index.decode(start, bytes.subarray(range.from, range.to)).some((row) => row.line === 501)).toBe(
      true,
    );
  });
});

function joined(rows: TextRow[]): string {
  return rows.map((row, i) => (row.line !== null && i > 0 ? '\n' : '') + row.text).join('');
}
