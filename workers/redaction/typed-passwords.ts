import { latin1 } from './byte-classes';
import type { Label } from './kind';

/** Characters behind a command that are read. */
const LONGEST = 512;
const NEWLINE = 10;
const BAR = 124;
const BACKSLASH = 92;
const PIPE =
  /\|\s{0,8}(?:sudo\s{1,8}(?:-\w{1,16}\s{1,8}){0,4})?(?:(?:\/usr)?\/s?bin\/)?((?:ch)?passwd)(?![\w.])/;
const TO_SUDO = /\|\s{0,8}sudo\s{1,8}(?:-\w{1,16}\s{1,8}){0,4}-\w{0,8}S(?!\w)/;
const OPTIONS = /^(?:[ \t]{1,8}-[neE]{1,3}(?=[ \t])){0,3}[ \t]*/;
const WORD = /"[^"]*"|'[^']*'|[^\s"'|;]+/g;

/** The rest of the line when a sign stands in it; it is looked for first, because strings are dear. */
function lineBehind(text: Uint8Array, at: number, end: number, sign: number): string {
  const stop = Math.min(end, at + LONGEST);
  let has = false;
  let to = at;
  for (; to < stop && text[to] !== NEWLINE; to++) has ||= text[to] === sign;
  return has ? latin1(text, at, to) : '';
}

/** What is said to `passwd`, `chpasswd` (`user:password`) and `sudo -S`: `echo … | passwd --stdin root`. */
export const echoed: Label = {
  words: ['echo', 'printf'],
  value(text, at, end) {
    const line = lineBehind(text, at, end, BAR);
    const pipe = PIPE.exec(line) ?? TO_SUDO.exec(line);
    if (pipe === null) return null;
    let from = OPTIONS.exec(line)![0].length;
    if (from === 0) return null;
    let said = line.slice(from, pipe.index).trimEnd();
    // Of another command in the same line.
    if (/^[^"']*(?:;|&&|\|)/.test(said)) return null;
    const colon = pipe[1] === 'chpasswd' ? said.indexOf(':') : -1;
    const open = colon >= 0 ? colon + 1 : /^\\*["']?/.exec(said)![0].length;
    from += open;
    said = said.slice(open).replace(/\\{0,7}["']$/, '');
    return said === '' ? null : { from: at + from, to: at + from + said.length };
  },
};

/** Windows: `net use [Z:] \\server\share password /user:…`; a star asks for it. */
export const netUse: Label = {
  words: ['net use'],
  value(text, at, end) {
    const line = lineBehind(text, at, end, BACKSLASH);
    if (line[0] !== ' ') return null;
    let isBehindShare = false;
    for (const found of line.matchAll(WORD)) {
      const word = found[0].replace(/^["'](.*)["']$/, '$1');
      if (!isBehindShare) {
        isBehindShare = word.startsWith('\\\\');
        continue;
      }
      if (word === '*') return null;
      if (word.startsWith('/') || word === '') continue;
      const from = at + found.index + (word === found[0] ? 0 : 1);
      return { from, to: from + word.length };
    }
    return null;
  },
};
