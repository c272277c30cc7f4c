import { byteAt, colonAt, HEX, isWordByte } from './byte-classes';

const DASH = 45;

/**
 * End of so many pairs of hexadecimal digits with colons (perhaps percent-encoded) or dashes between them, and no more of
 * them before or behind; 0 when there are none.
 */
export function pairsEnd(text: Uint8Array, at: number, end: number, count: number, dashes: boolean): number {
  let i = at;
  const isDashed = dashes && byteAt(text, at + 2, end) === DASH;
  for (let pair = 0; pair < count; pair++) {
    if (pair > 0) {
      const sign = isDashed ? Number(byteAt(text, i, end) === DASH) : colonAt(text, i, end);
      if (sign === 0) return 0;
      i += sign;
    }
    if (HEX[byteAt(text, i, end)] === 255 || HEX[byteAt(text, i + 1, end)] === 255) return 0;
    i += 2;
  }
  if (isWordByte(byteAt(text, i, end))) return 0;
  const after = isDashed ? Number(byteAt(text, i, end) === DASH) : colonAt(text, i, end);
  if (after > 0 && isPair(text, i + after, end)) return 0;
  const before = byteAt(text, at - 1, end);
  return before === (isDashed ? DASH : 58) &&
    isPair(text, at - 3, end) &&
    !isWordByte(byteAt(text, at - 4, end))
    ? 0
    : i;
}

/** Whether two digits stand at a place, and no third one behind them. */
export function isPair(text: Uint8Array, at: number, end: number): boolean {
  return (
    HEX[byteAt(text, at, end)] !== 255 &&
    HEX[byteAt(text, at + 1, end)] !== 255 &&
    !isWordByte(byteAt(text, at + 2, end))
  );
}
