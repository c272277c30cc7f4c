/** One row of a hex view. */
export interface HexRow {
  offset: string;
  hex: string;
  ascii: string;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Digits an offset in a file of this size needs. */
export function offsetDigits(bytes: number): number {
  return Math.max(8, Math.max(0, bytes - 1).toString(16).length);
}

/** The row of `width` bytes at `at`; the last row of a file may be shorter. */
export function hexRow(bytes: Uint8Array, at: number, width: number, offset: number, digits: number): HexRow {
  let hex = '';
  let ascii = '';
  for (let i = 0; i < width; i++) {
    const byte = bytes[at + i];
    if (i > 0) hex += i % 8 === 0 ? '  ' : ' ';
    hex += byte === undefined ? '  ' : HEX[byte];
    if (byte !== undefined) ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
  }
  return { offset: offset.toString(16).padStart(digits, '0'), hex, ascii };
}
