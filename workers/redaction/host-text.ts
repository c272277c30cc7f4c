import { CLASS } from './byte-classes';
import type { NameTrie } from './name-trie';

const DOT = 46;
const DASH = 45;
const UNDERSCORE = 95;
const LONGEST = 253;

/** End of a host's full name whose first label, or the beginning of it, ends at `at`: a known domain stands behind a dot. */
export function hostEnd(text: Uint8Array, at: number, end: number, domains: NameTrie): number {
  const stop = Math.min(end, at + LONGEST);
  for (let i = at; i < stop; i++) {
    const byte = text[i]!;
    if (byte === DOT) {
      if (i + 1 >= end || CLASS[text[i + 1]!] === 0) return 0;
      if (!domains.mayBegin(text, i + 1, end)) continue;
      const to = domains.longest(text, i + 1, end, true);
      if (to > 0 && !goesOn(text, to, end)) return to;
    } else if (CLASS[byte] === 0 && byte !== DASH && byte !== UNDERSCORE) {
      return 0;
    }
  }
  return 0;
}

function goesOn(text: Uint8Array, at: number, end: number): boolean {
  return (text[at] === DOT || text[at] === DASH) && at + 1 < end && CLASS[text[at + 1]!] !== 0;
}
