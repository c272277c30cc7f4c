import { byteAt, CLASS, FOLD, isDigit } from './byte-classes';
import { isElevenLetterWord } from './eleven-letter-words';

const SHORTEST = 11;
const LONGEST = 17;

/**
 * End of an id as CloudHSM gives them: a prefix and eleven (or a few more) letters and digits; 0 when there is none. They
 * are base32, so one in ten has no digit: eleven letters are an id unless they are a word. Behind the name of a log group
 * any of them counts.
 */
export function cloudIdEnd(text: Uint8Array, at: number, end: number, prefix: string): number {
  for (let i = 0; i < prefix.length; i++) {
    if (FOLD[byteAt(text, at + i, end)] !== prefix.charCodeAt(i)) return 0;
  }
  const from = at + prefix.length;
  let to = from;
  let digits = false;
  let letters = '';
  while (to < end && to - from <= LONGEST && CLASS[text[to]!] !== 0) {
    const byte = text[to++]!;
    if (byte >= 128) return 0;
    digits ||= isDigit(byte);
    letters += String.fromCharCode(FOLD[byte]!);
  }
  const length = to - from;
  if (length < SHORTEST || length > LONGEST) return 0;
  if (digits || (length === SHORTEST && !isElevenLetterWord(letters))) return to;
  return isLogGroup(text, at) ? to : 0;
}

function isLogGroup(text: Uint8Array, at: number): boolean {
  return at >= 9 && String.fromCharCode(...text.subarray(at - 9, at)).toLowerCase() === 'cloudhsm/';
}

/** An alias of the same length as the ids have, in capitals where they are. */
export function cloudIdAlias(prefix: string, number: number, original: string): string {
  const alias = `${prefix}x${String(number).padStart(SHORTEST - 1, '0')}`;
  return /[a-z]/.test(original) ? alias : alias.toUpperCase();
}
