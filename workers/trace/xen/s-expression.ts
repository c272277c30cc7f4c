/** A list of atoms and lists. */
export type Expression = string | Expression[];

/** Texts, nesting and elements beyond this are no parameters of a call. */
const LONGEST = 256 * 1024;
const DEEPEST = 16;
const MOST_ELEMENTS = 20_000;

/**
 * Reads one list as XAPI writes it into audit.log: atoms in single quotes, in which `\` and `'` have a backslash in
 * front. The log doubles every backslash on top; that is undone first. Null when the text is no whole list.
 */
export function parseExpression(logged: string): Expression[] | null {
  if (logged.length > LONGEST) return null;
  const text = logged.replaceAll('\\\\', '\\');
  const open: Expression[][] = [];
  let elements = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === ' ' || c === '\t' || c === '\n' || c === '\r') continue;
    if (++elements > MOST_ELEMENTS) return null;
    if (c === '(') {
      const list: Expression[] = [];
      open.at(-1)?.push(list);
      open.push(list);
      if (open.length > DEEPEST) return null;
    } else if (c === ')') {
      const closed = open.pop();
      if (!closed) return null;
      if (open.length === 0) return closed;
    } else {
      if (open.length === 0) return null;
      const { atom, end } = c === "'" ? quotedAtom(text, i + 1) : bareAtom(text, i);
      if (end < 0) return null;
      open.at(-1)!.push(atom);
      i = end;
    }
  }
  return null;
}

// `end` is the place of the atom's last character; -1 when the quote is not closed.
function quotedAtom(text: string, from: number): { atom: string; end: number } {
  let atom = '';
  let start = from;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === "'") return { atom: atom + text.slice(start, i), end: i };
    if (c !== '\\') continue;
    atom += text.slice(start, i);
    start = ++i;
  }
  return { atom, end: -1 };
}

function bareAtom(text: string, from: number): { atom: string; end: number } {
  let end = from;
  while (end < text.length && !/[\s()']/.test(text[end]!)) end++;
  return { atom: text.slice(from, end), end: end - 1 };
}
