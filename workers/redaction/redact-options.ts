import { Failure } from '../failure';
import type { RedactOptions } from '../public-api';

/** Bytes of UTF-8 that a word has: of one byte it would be found in nearly every word, longer ones are not looked for. */
const SHORTEST = 2;
const LONGEST = 1024;

/** Fails with `bad-argument` for words that cannot be found, and would stay readable. */
export function checkRedactOptions({ words }: RedactOptions): void {
  if (words === undefined) return;
  if (!Array.isArray(words)) throw refused('words is a list of texts');
  words.forEach((word: unknown, index) => {
    const name = `word ${index + 1}`;
    if (typeof word !== 'string') throw refused(`${name} is no text`);
    if (word.trim() === '') throw refused(`${name} is empty`);
    const { length } = new TextEncoder().encode(word);
    if (length < SHORTEST) throw refused(`${name} is too short: a word has two letters at least`);
    if (length > LONGEST) throw refused(`${name} is too long: a word has ${LONGEST} bytes at most`);
    if (/\p{Cs}/u.test(word)) throw refused(`${name} is no valid text`);
  });
}

function refused(why: string): Failure {
  return new Failure('bad-argument', `redact: ${why}`);
}
