/**
 * What the page itself has to know of a query's text: which words to mark in messages, what the newest term is,
 * and its time range. The grammar proper lives in `workers/query`; this only has to cut a query into terms.
 */
export interface Term {
  from: number;
  to: number;
  text: string;
}

/** Cuts at spaces outside quotes and regular expressions; parentheses are terms of their own. */
export function termsOf(query: string): Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query[at]!)) {
      at++;
      continue;
    }
    const to = endOfTerm(query, at);
    terms.push({ from: at, to, text: query.slice(at, to) });
    at = to;
  }
  return terms;
}

function endOfTerm(query: string, from: number): number {
  if (/[()]/.test(query[from]!)) return from + 1;
  let at = from;
  while (at < query.length && !/[\s()]/.test(query[at]!)) {
    const opensRegex = query[at] === '/' && (at === from || /[:\-!]/.test(query[at - 1]!));
    if (query[at] === '"' || opensRegex) at = endOfQuoted(query, at);
    else at++;
  }
  return at;
}

function endOfQuoted(query: string, from: number): number {
  const quote = query[from];
  for (let at = from + 1; at < query.length; at++) {
    if (query[at] === '\\') at++;
    else if (query[at] === quote) return at + 1;
  }
  // A lone slash (a path) is no regular expression.
  return quote === '/' ? from + 1 : query.length;
}

const OPERATOR = /^(?:and|or|not|&&|\|\||[()])$/i;
const TIME_TERM = /^(?:after|before):/i;

/** The query without its newest (last) term, and without what then hangs in the air. */
export function withoutNewestTerm(query: string): string {
  const terms = termsOf(query);
  let last = terms.findLastIndex((term) => !OPERATOR.test(term.text));
  if (last <= 0) return '';
  while (last > 0 && OPERATOR.test(terms[last - 1]!.text) && terms[last - 1]!.text !== ')') last--;
  const kept = query.slice(0, terms[last]!.from).trimEnd();
  const opened = termsOf(kept).reduce(
    (depth, { text }) => depth + (text === '(' ? 1 : text === ')' ? -1 : 0),
    0,
  );
  return kept + ')'.repeat(Math.max(0, opened));
}

/** The query held to [from, to); a range it had before is replaced. */
export function withRange(query: string, from: string, to: string): string {
  const rest = withoutRange(query);
  const range = `after:${from} before:${to}`;
  if (!rest) return range;
  return termsOf(rest).some(({ text }) => /^or$|^\|\|$/i.test(text)) && !isWrapped(rest)
    ? `(${rest}) ${range}`
    : `${rest} ${range}`;
}

/** The query without its `after:` and `before:` terms. */
export function withoutRange(query: string): string {
  return termsOf(query)
    .filter(({ text }) => TIME_TERM.test(text))
    .reduceRight((text, term) => text.slice(0, term.from) + text.slice(term.to), query)
    .replace(/ {2,}(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ' ')
    .trim();
}

function isWrapped(query: string): boolean {
  let depth = 0;
  const terms = termsOf(query);
  return terms.every(({ text }, index) => {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return depth > 0 || index === terms.length - 1;
  });
}

/** An expression that finds the query's words in a message, or null when it has none. */
export function highlighterOf(query: string): RegExp | null {
  const sources: string[] = [];
  let negated = false;
  for (const { text } of termsOf(query)) {
    if (/^not$/i.test(text)) negated = true;
    else if (!OPERATOR.test(text)) {
      const source = negated ? null : sourceOf(text);
      if (source) sources.push(source);
      negated = false;
    }
  }
  if (sources.length === 0) return null;
  try {
    return new RegExp(sources.join('|'), 'gi');
  } catch {
    return null;
  }
}

function sourceOf(term: string): string | null {
  if (/^[-!]/.test(term)) return null;
  const value = /^(?:message|msg|text):(.+)$/is.exec(term)?.[1] ?? term;
  if (value === term && /^\w+(?::|[<>]=?|=)/.test(term)) return null;
  const regex = /^\/(.+)\/[a-z]*$/s.exec(value);
  if (regex) return isSafe(regex[1]!) ? `(?:${regex[1]})` : null;
  const quoted = /^"((?:[^"\\]|\\.)*)"?$/s.exec(value);
  const plain = quoted ? quoted[1]!.replace(/\\(.)/gs, '$1') : value;
  return plain ? plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : null;
}

/** Marking runs on the page's thread: expressions that repeat a repetition are not tried there. */
function isSafe(source: string): boolean {
  if (/[+*}]\)?[+*{]|\\[1-9]|\([^)]*[+*][^)]*\)[+*{]/.test(source)) return false;
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
