import { byteAt, colonAt, HEX, isWordByte } from './byte-classes';
import { ipv4At } from './ipv4-text';

const COLON = 58;
const DOT = 46;

/** End of an IPv6 address that begins here, without zone and prefix length; 0 when none does. Colons may be encoded. */
export function ipv6End(text: Uint8Array, at: number, end: number): number {
  const before = byteAt(text, at - 1, end);
  if (before === COLON || before === DOT || (isWordByte(before) && byteAt(text, at - 3, end) !== 37))
    return 0;
  let groups = 0;
  let gap = false;
  let pairs = 0;
  let digits = 0;
  let i = at;
  const first = colonAt(text, i, end);
  if (first > 0) {
    const second = colonAt(text, i + first, end);
    if (second === 0) return 0;
    gap = true;
    i += first + second;
  }
  let afterGap = gap;
  for (;;) {
    const from = i;
    while (i < end && i - from < 5 && HEX[text[i]!] !== 255) {
      if (text[i]! <= 57) digits++;
      i++;
    }
    const length = i - from;
    if (length === 0) {
      if (!afterGap) return 0;
      break;
    }
    afterGap = false;
    if (length > 4) return 0;
    if (byteAt(text, i, end) === DOT && (groups === 6 || gap)) {
      const to = ipv4At(text, from, end);
      if (to === 0) return 0;
      i = to;
      groups += 2;
      break;
    }
    groups++;
    if (length === 2) pairs++;
    const colon = colonAt(text, i, end);
    if (colon === 0) break;
    const another = colonAt(text, i + colon, end);
    if (another > 0) {
      if (gap) return 0;
      gap = afterGap = true;
      i += colon + another;
    } else if (HEX[byteAt(text, i + colon, end)] !== 255) {
      i += colon;
    } else {
      break;
    }
    if (groups === 8) return 0;
  }
  if (isWordByte(byteAt(text, i, end))) return 0;
  if (byteAt(text, i, end) === COLON && byteAt(text, i + 1, end) === COLON) return 0;
  if (gap ? groups > 7 : groups !== 8) return 0;
  // Names of classes, as `add::face`, and eight pairs, which are a WWN.
  if (gap && digits === 0 && groups < 4 && groups > 0) return 0;
  return pairs === 8 ? 0 : i;
}
