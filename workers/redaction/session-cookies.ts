import { byteAt, byteSet, latin1 } from './byte-classes';
import type { Label, Value } from './kind';

/** Characters behind `Cookie` that are read. */
const LONGEST = 2048;
/** What may stand right behind the word where it is a key: signs, quotes and what escapes them. */
const MAY_ANNOUNCE = new Set([58, 61, 34, 39, 92]);
const ANNOUNCED = /^\\{0,7}["']?\s{0,8}[:=]/;
/** At the beginning, or behind what parts cookies. */
const PAIR = /(?:^|[;,])\s{0,8}(?:\\{0,7}["'])?([\w.-]{1,64})=(?:\\{0,7}["'])?([^;\s"'\\,]+)/g;
/** Cookies that let in who has them; others are settings (`lang`), or attributes (`Path`). */
const LETS_IN = /sess|sid$|token|auth|jwt|csrf|xsrf|login|secret|ticket|remember|credential/i;
const GOES_ON = byteSet(';\t\n\r "\'\\,').map((one) => 1 - one);

/** Values of cookies of sessions, in headers of HTTP as they stand or in JSON. */
export const cookies: Label = {
  words: ['cookie'],
  value(text, at, end) {
    // Dear to read, and mostly a word of a sentence.
    if (!MAY_ANNOUNCE.has(byteAt(text, at, end))) return null;
    const line = latin1(text, at, Math.min(end, at + LONGEST)).split('\n', 1)[0]!;
    const announced = ANNOUNCED.exec(line);
    if (announced === null) return null;
    const values: Value[] = [];
    const before = announced[0].length;
    for (const found of line.slice(before).matchAll(PAIR)) {
      if (!LETS_IN.test(found[1]!)) continue;
      const to = before + found.index + found[0].length;
      const rest = to === LONGEST ? { rest: GOES_ON } : {};
      values.push({ from: at + to - found[2]!.length, to: at + to, ...rest });
    }
    return values;
  },
};
