/** A part of a distinguished name, as LDAP and certificates write it: its type in capitals, and where its value stands. */
export interface NamePart {
  type: string;
  from: number;
  to: number;
}

const TYPES =
  'CN|OU|O|L|ST|S|STREET|C|DC|E|EMAIL|EMAILADDRESS|SERIALNUMBER|UID|T|TITLE|GN|GIVENNAME|SN|POSTALCODE';
const PART = new RegExp(String.raw`(${TYPES})[ \t]?=[ \t]?`, 'iy');
/** What parts one from the next: `,`, `+`, or a slash as OpenSSL writes it. */
const NEXT = new RegExp(String.raw`[ \t]?[,+/][ \t]?(?=(?:${TYPES})[ \t]?=)`, 'iy');
/** What goes on behind a comma in the name of a company. */
const COMPANY = /, ?(?:inc|ltd|llc|l\.l\.c|corp|co|s\.a|s\.p\.a|gmbh|ag|b\.v|plc|k\.k|pty)\b/iy;
/** What stands behind a distinguished name in a sentence or on a command line. */
const SENTENCE =
  /[ \t]+(?:-|is\b|was\b|are\b|has\b|had\b|not\b|does\b|did\b|for\b|from\b|to\b|with\b|failed\b|expired\b|expires\b|valid\b|and\b|on\b|at\b|by\b|which\b|could\b|cannot\b|will\b|issuer\b|subject\b|serial\b|thumbprint\b|[(=:|])|[ \t]{2}/iy;
const LONGEST_VALUE = 256;
const MOST_PARTS = 24;

/** The parts of a distinguished name that begins at a place; none where there is none. */
export function nameParts(text: string, at: number): readonly NamePart[] {
  const parts: NamePart[] = [];
  let i = at;
  while (parts.length < MOST_PARTS) {
    PART.lastIndex = i;
    const found = PART.exec(text);
    if (found === null) break;
    const { from, to, behind } = valueAt(text, i + found[0].length);
    parts.push({ type: found[1]!.toUpperCase(), from, to });
    NEXT.lastIndex = behind;
    const next = NEXT.exec(text);
    if (next === null) break;
    i = behind + next[0].length;
  }
  return isName(text, at, parts) ? parts : [];
}

/** Counters and options have such keys too: a name says of whom or what it is. */
function isName(text: string, at: number, parts: readonly NamePart[]): boolean {
  const types = new Set(parts.map(({ type }) => type));
  if (parts.length >= 2)
    return ['CN', 'OU', 'DC'].some((type) => types.has(type)) || (types.has('C') && types.has('O'));
  return types.has('CN') && (text.startsWith('CN', at) || text[at - 1] === '(');
}

function valueAt(text: string, from: number): { from: number; to: number; behind: number } {
  const stop = Math.min(text.length, from + LONGEST_VALUE);
  const quoted = /\\?"([^"\\\n]{1,256})\\?"(?=[ \t]?[,;+/])/y;
  quoted.lastIndex = from;
  const inQuotes = quoted.exec(text);
  if (inQuotes !== null) {
    const start = text.indexOf('"', from) + 1;
    return { from: start, to: start + inQuotes[1]!.length, behind: from + inQuotes[0].length };
  }
  let to = from;
  while (to < stop && !isEnd(text, to, from)) to += text[to] === '\\' ? 2 : 1;
  to = Math.min(to, stop);
  // No half of a character, where the text is one of bytes.
  while (to === stop && to > from && (text.charCodeAt(to) & 0xc0) === 0x80) to--;
  let trimmed = to;
  while (trimmed > from && ' \t.;:'.includes(text[trimmed - 1]!) && !isCompanyDot(text, trimmed)) trimmed--;
  return { from, to: trimmed, behind: to };
}

/** The dot of `Inc.` belongs to the name. */
function isCompanyDot(text: string, to: number): boolean {
  return (
    text[to - 1] === '.' &&
    /\b(?:inc|ltd|co|corp|e\.v|s\.a|b\.v)\.$/i.test(text.slice(Math.max(0, to - 8), to))
  );
}

function isEnd(text: string, at: number, from: number): boolean {
  const char = text[at]!;
  if ('\n\r\t"\'<>[]{}|)('.includes(char)) return true;
  // `\,` and `\2C` belong to it; the escapes of a text in JSON do not.
  if (char === '\\')
    return !/[,;+=<>#\\ \da-f]/i.test(text[at + 1] ?? 'x') || /["n]/.test(text[at + 1] ?? '');
  if (char === ' ') {
    SENTENCE.lastIndex = at;
    NEXT.lastIndex = at;
    return at > from && (SENTENCE.test(text) || NEXT.test(text));
  }
  if (char === '/') {
    NEXT.lastIndex = at;
    return NEXT.test(text);
  }
  if (char === ';') return true;
  if (char !== ',' && char !== '+') return false;
  COMPANY.lastIndex = at;
  return !COMPANY.test(text);
}
