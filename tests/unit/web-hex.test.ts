import { expect, test } from 'vitest';
import { hexRow, offsetDigits } from '../../web/views/files/hex';

const bytes = Uint8Array.from({ length: 20 }, (_, i) => i + 0x3f);

test('a row shows bytes twice and its offset', () => {
  expect(hexRow(bytes, 0, 16, 0x1000, 8)).toEqual({
    offset: '00001000',
    hex: '3f 40 41 42 43 44 45 46  47 48 49 4a 4b 4c 4d 4e',
    ascii: '?@ABCDEFGHIJKLMN',
  });
});

test('the last row keeps its columns', () => {
  const row = hexRow(bytes, 16, 8, 16, 8);
  expect(row.hex.length).toBe(8 * 3 - 1);
  expect(row.ascii).toBe('OPQR');
});

test('bytes that are no characters are dots', () => {
  expect(hexRow(Uint8Array.of(0, 0x1b, 0x7f, 0xff, 0x41), 0, 8, 0, 8).ascii).toBe('····A');
});

test('offsets grow beyond 4 GiB', () => {
  expect(offsetDigits(100)).toBe(8);
  expect(offsetDigits(2 ** 32)).toBe(8);
  expect(offsetDigits(2 ** 32 + 1)).toBe(9);
});
