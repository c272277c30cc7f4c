import { describe, expect, it } from 'vitest';
import { decodeUtf16, wholeUtf16 } from '../../workers/bytes/utf16';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('UTF-16', () => {
  it('becomes UTF-8 in either byte order', () => {
    const text = 'naïve 😀\n';
    const little = Buffer.from(text, 'utf16le');
    expect(new TextDecoder().decode(decodeUtf16(little, false))).toBe(text);
    expect(new TextDecoder().decode(decodeUtf16(Buffer.from(little).swap16(), true))).toBe(text);
  });

  it('is never cut inside a character', () => {
    const pair = Buffer.from('a😀', 'utf16le');
    expect([0, 1, 2, 3, 4, 5, 6].map((length) => wholeUtf16(pair.subarray(0, length), false))).toEqual([
      0, 0, 2, 2, 2, 2, 6,
    ]);
    const big = Buffer.from(pair).swap16();
    expect([2, 4, 6].map((length) => wholeUtf16(big.subarray(0, length), true))).toEqual([2, 2, 6]);
  });

  it('shows what is no character as a replacement', () => {
    expect(new TextDecoder().decode(decodeUtf16(bytes(0x00, 0xdc, 0x41), false))).toBe('��');
  });
});
