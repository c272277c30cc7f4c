import type { Span } from './ast';
import type { CompletionSources } from './field';
import { RECORD_FIELDS, type FieldSet } from './fields';
import { valueText } from './fields/pattern';
import { isTerm, scan, type TermToken, type Token } from './lexer';
import { nearest } from './nearest';

/** What could stand at the cursor of a query. */
export interface Completion {
  /** Replaces [from, to) of the query. */
  from: number;
  to: number;
  text: string;
  label: string;
  detail: string;
}

/**
 * What could stand at the cursor. Works on any text, half a term or a broken query: only the term that the cursor
 * is in counts, and a completion replaces the whole of it.
 */
export function completions(
  text: string,
  cursor: number,
  sources: CompletionSources,
  limit = 20,
  fields: FieldSet = RECORD_FIELDS,
): Completion[] {
  const at = Math.max(0, Math.min(cursor, text.length));
  const tokens = scan(text.slice(0, at), fields);
  const last = tokens.at(-1);
  if (!last || last.to < at || ['open', 'close', 'minus'].includes(last.kind)) {
    return atStart('', { from: at, to: at }, tokens, fields).slice(0, limit);
  }
  const whole = scan(text, fields).find((token) => token.from === last.from) ?? last;
  return inTerm(text, last, whole, tokens.slice(0, -1), sources, limit, fields).slice(0, limit);
}

/** `typed` is the term up to the cursor, `whole` the same term with what follows the cursor. */
function inTerm(
  text: string,
  typed: Token,
  whole: Token,
  before: Token[],
  sources: CompletionSources,
  limit: number,
  fields: FieldSet,
): Completion[] {
  if (typed.kind === 'field') {
    const to = whole.kind === 'field' && whole.value.closed ? whole.to : typed.to;
    return inField(typed, to, sources, limit, fields);
  }
  if (isTerm(typed) && typed.kind !== 'word') return [];
  const to = whole.kind === 'field' ? whole.value.from : whole.to;
  return atStart(text.slice(typed.from, typed.to), { from: typed.from, to }, before, fields);
}

/** Field names and operators that begin with what is typed of a term. */
function atStart(prefix: string, { from, to }: Span, before: Token[], known: FieldSet): Completion[] {
  const offer = (text: string, detail: string): Completion => ({
    from,
    to,
    text,
    label: text.trim(),
    detail,
  });
  const fields = known.list.filter(({ name }) => name.startsWith(prefix));
  const operators = known.list
    .filter(({ name }) => name === prefix)
    .flatMap(({ name, operators = [], description }) =>
      operators.map((operator) => offer(name + operator, description)),
    );
  const either = 'or'.startsWith(prefix) && followsTerm(before);
  return [
    ...fields.map(({ name, description }) => offer(`${name}:`, description)),
    ...operators,
    ...(either ? [offer('or ', 'One side or the other; a blank between terms means both')] : []),
  ];
}

function followsTerm(before: Token[]): boolean {
  const last = before.at(-1);
  return last !== undefined && (isTerm(last) || last.kind === 'close');
}

/** Values of the field that is being typed, or the field that was meant. */
function inField(
  typed: Extract<TermToken, { kind: 'field' }>,
  to: number,
  sources: CompletionSources,
  limit: number,
  fields: FieldSet,
): Completion[] {
  const { name, value } = typed;
  const field = fields.named(name);
  if (!field) {
    const names = fields.list.map((known) => known.name);
    const text = `${nearest(name, names)}:`;
    return [{ from: typed.from, to: value.from, text, label: text, detail: `There is no field ${name}` }];
  }
  if (value.regex || (value.quoted && value.closed)) return [];
  const details = new Map(
    (field.offers?.(value.text, typed.operator) ?? []).map((offer) => [offer.value, offer.detail]),
  );
  for (const known of sources.values(name, value.text, limit)) {
    if (!details.has(known)) details.set(known, name);
  }
  return [...details].map(([label, detail]) => ({
    from: value.from,
    to,
    text: valueText(label),
    label,
    detail,
  }));
}
