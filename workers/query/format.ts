import type { QueryNode } from './ast';
import { fieldOf, RECORD_FIELDS, type FieldSet } from './fields';
import { valueText } from './fields/pattern';
import { scan } from './lexer';
import { parseQuery } from './parser';
import { quoted } from './quote';
import { regexText } from './regex';

/** Text that parses to this tree (spans aside). Groups of one term lose their parentheses. */
export function formatQuery(node: QueryNode): string {
  return node.kind === 'all' ? '' : write(node);
}

function write(node: QueryNode): string {
  switch (node.kind) {
    case 'all':
      return '*';
    case 'and':
      return writeTerms(node.terms, ' ', ['and', 'or']) ?? '*';
    case 'or':
      return writeTerms(node.terms, ' or ', ['or']) ?? '-*';
    case 'not':
      return `-${writeInside(node.term, ['and', 'or', 'not'])}`;
    case 'text':
      return wordText(node.text);
  }
  const field = fieldOf(node);
  if (field) return field.name + field.write(node);
  if (node.kind === 'regex') return regexText(node);
  throw new Error(`no field writes ${node.kind}`);
}

function writeTerms(terms: QueryNode[], glue: string, grouped: QueryNode['kind'][]): string | null {
  if (!terms.length) return null;
  if (terms.length === 1) return write(terms[0]!);
  return terms.map((term) => writeInside(term, grouped)).join(glue);
}

function writeInside(node: QueryNode, grouped: QueryNode['kind'][]): string {
  const text = write(node);
  return grouped.includes(node.kind) ? `(${text})` : text;
}

/** A text as a word when the lexer takes it for one, wherever it stands; as a phrase otherwise. */
function wordText(text: string): string {
  if (!text) return '*';
  if (text === '*' || /^\/|[\s"()]/.test(text)) return quoted(text);
  const [token, ...more] = scan(text);
  return !more.length && token!.kind === 'word' ? text : quoted(text);
}

export interface WithTermOptions {
  /** Exclude what has the value instead. */
  negate?: boolean;
  /** Put the new term in place of those of the same field and sign. */
  replace?: boolean;
  /** Fields of the query's table; those of log records where left out. */
  fields?: FieldSet;
}

/**
 * A query text with one more term that everything must meet: `field:value`, quoted as it needs, or plain text when
 * `field` is null. The value may begin with an operator that the field has (`>=warning`). What the user typed stays
 * as typed, in parentheses if it has an `or` at its top.
 */
export function withTerm(
  text: string,
  field: string | null,
  value: string,
  { negate = false, replace = false, fields = RECORD_FIELDS }: WithTermOptions = {},
): string {
  const term = (negate ? '-' : '') + termText(field, value, fields);
  const parsed = parsedTop(text, fields);
  if (!parsed) return [text.trim(), term].filter(Boolean).join(' ');
  if (parsed.node.kind === 'all') return term;
  if (parsed.node.kind === 'or' && !parsed.grouped) return `(${text.trim()}) ${term}`;
  if (!replace || field === null) return `${text.trim()} ${term}`;

  const others: string[] = [];
  let placed = false;
  for (const part of parsed.terms) {
    if (part.field !== field || part.negated !== negate) others.push(part.text);
    else if (!placed) placed = others.push(term) > 0;
  }
  if (!placed) others.push(term);
  return others.join(' ');
}

function termText(field: string | null, value: string, fields: FieldSet): string {
  if (field === null) return wordText(value);
  const operators = [...(fields.named(field)?.operators ?? [])].sort((a, b) => b.length - a.length);
  const operator = operators.find((sign) => value.startsWith(sign)) ?? ':';
  return field + operator + valueText(operator === ':' ? value : value.slice(operator.length));
}

interface Top {
  node: QueryNode;
  /** True when parentheses stand around the whole text. */
  grouped: boolean;
  terms: TopTerm[];
}

/** One of the terms that must all be met. */
interface TopTerm {
  text: string;
  field: string | undefined;
  negated: boolean;
}

/** The top of a query text, null when it does not parse. */
function parsedTop(text: string, fields: FieldSet): Top | null {
  try {
    const node = parseQuery(text, { anchor: 0, zone: 'UTC' }, fields);
    const joined = node.kind === 'and' || node.kind === 'or';
    const grouped = joined && node.span.from < node.terms[0]!.span.from;
    const terms = node.kind === 'and' && !grouped ? node.terms : [node];
    return { node, grouped, terms: terms.map((part) => topTerm(part, text)) };
  } catch {
    return null;
  }
}

function topTerm(node: QueryNode, text: string): TopTerm {
  const written = text.slice(node.span.from, node.span.to);
  let inner = node;
  while (inner.kind === 'not') inner = inner.term;
  return { text: written, field: fieldOf(inner)?.name, negated: /^\(*-/.test(written) };
}
