import type { QueryContext, QueryNode, Span } from './ast';
import { FieldTerm, type NodeBody } from './field';
import { RECORD_FIELDS, type FieldSet } from './fields';
import { endsTerm, isTerm, scan, type TermToken, type Token } from './lexer';
import { nearest } from './nearest';
import { QueryError } from './query-error';
import { quoted } from './quote';
import { checkedRegex } from './regex';

export const MAX_QUERY_LENGTH = 8192;
export const MAX_QUERY_DEPTH = 100;

/**
 * The tree of a query text over log records, or over a table with fields of its own; the empty text is `all`. Throws
 * QueryError. README.md tells the language.
 */
export function parseQuery(text: string, context: QueryContext, fields = RECORD_FIELDS): QueryNode {
  if (text.length > MAX_QUERY_LENGTH) {
    const rest = { from: MAX_QUERY_LENGTH, to: text.length };
    throw new QueryError('query-too-long', rest, `a query has at most ${MAX_QUERY_LENGTH} characters`);
  }
  return new Parser(text, context, fields).parse();
}

type FieldToken = Extract<TermToken, { kind: 'field' }>;

/** Recursive descent: or → and → term. */
class Parser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(
    readonly text: string,
    readonly context: QueryContext,
    readonly fields: FieldSet,
  ) {
    this.#tokens = scan(text, fields);
  }

  parse(): QueryNode {
    if (!this.#tokens.length) return { kind: 'all', span: { from: 0, to: this.text.length } };
    const node = this.#or();
    const left = this.#peek();
    if (left) this.#unopened(left);
    return node;
  }

  #or(): QueryNode {
    const terms = [this.#and()];
    while (this.#peek()?.kind === 'or') {
      this.#next++;
      terms.push(this.#and());
    }
    return join('or', terms);
  }

  #and(): QueryNode {
    const terms = [this.#term()];
    for (
      let token = this.#peek();
      token && token.kind !== 'or' && token.kind !== 'close';
      token = this.#peek()
    ) {
      if (token.kind === 'and') this.#next++;
      terms.push(this.#term());
    }
    return join('and', terms);
  }

  /** One term with its `-`. */
  #term(): QueryNode {
    const token = this.#peek();
    if (token?.kind !== 'minus') return this.#bare();
    this.#next++;
    const negated = this.#peek();
    const apart = !negated || negated.from !== token.to;
    if (apart || negated.kind === 'minus' || negated.kind === 'close') {
      const from = token.from;
      let to = from;
      while (!endsTerm(this.text, to)) to++;
      const run = this.text.slice(from, to);
      const problem = `- excludes the term directly behind it; to search for ${run} itself, put it in quotes`;
      throw new QueryError('query-missing-term', { from, to }, problem, quoted(run));
    }
    const term = this.#bare();
    return { kind: 'not', term, span: { from: token.from, to: term.span.to } };
  }

  #bare(): QueryNode {
    const token = this.#peek();
    if (token?.kind === 'open') {
      this.#next++;
      return this.#group(token);
    }
    if (!token || !isTerm(token)) this.#missing(token);
    this.#next++;
    const span = spanOf(token);
    const body = this.#body(token, span);
    const quotedEnd = token.kind === 'phrase' || (token.kind === 'field' && token.value.quoted);
    if (quotedEnd && !endsTerm(this.text, token.to)) {
      const problem =
        'the quote closes here, inside a word; put a blank behind it, or write \\" for a quote inside quotes';
      throw new QueryError('query-misplaced-quote', { from: token.to - 1, to: token.to }, problem);
    }
    return { ...body, span } as QueryNode;
  }

  #body(token: TermToken, span: Span): NodeBody {
    switch (token.kind) {
      case 'word':
        checkQuotes(token.text, span);
        return token.text === '*' ? { kind: 'all' } : { kind: 'text', text: token.text };
      case 'phrase':
        checkClosed(token);
        if (!token.text) {
          throw new QueryError(
            'query-empty-value',
            span,
            'nothing stands between the quotes; write what to search for',
          );
        }
        return { kind: 'text', text: token.text };
      case 'regex':
        return { kind: 'regex', ...checkedRegex(token, span), over: 'raw' };
      case 'field':
        return this.#field(token, span);
    }
  }

  #field(token: FieldToken, span: Span): NodeBody {
    const { name, operator, value } = token;
    const field = this.fields.named(name);
    if (!field) {
      const names = this.fields.list.map((known) => known.name);
      const closest = nearest(name, names);
      const at = { from: span.from, to: span.from + name.length };
      const problem =
        `there is no field "${name}"; the nearest is "${closest}". ` +
        `To search for the text ${name}: itself, put it in quotes`;
      throw new QueryError('query-unknown-field', at, problem, closest);
    }
    checkClosed(value);
    if (!value.text) {
      const problem = `${name}${operator} needs a value right behind it, such as ${field.example}`;
      throw new QueryError('query-empty-value', span, problem);
    }
    if (!value.quoted) {
      if (value.text.startsWith('(')) {
        const problem = `${name}: takes one value; write (${name}:a or ${name}:b), or put the value in quotes`;
        throw new QueryError('query-bad-value', value, problem, quoted(value.text));
      }
      if (!value.regex) checkQuotes(value.text, value);
    }
    return field.parse(new FieldTerm(name, operator, value, span, this.context));
  }

  #group(open: Token): QueryNode {
    if (++this.#depth > MAX_QUERY_DEPTH) {
      const problem = `parentheses may stand at most ${MAX_QUERY_DEPTH} deep`;
      throw new QueryError('query-too-deep', spanOf(open), problem);
    }
    if (!this.#peek()) this.#unclosed(open);
    const node = this.#or();
    const close = this.#peek();
    if (close?.kind !== 'close') this.#unclosed(open);
    this.#next++;
    this.#depth--;
    return { ...node, span: { from: open.from, to: close.to } };
  }

  #unopened(close: Token): never {
    const problem =
      'this ) closes nothing; put it in quotes to search for it, or a blank before the ( that should open a group';
    throw new QueryError('query-unbalanced', spanOf(close), problem, quoted(')'));
  }

  #unclosed(open: Token): never {
    throw new QueryError(
      'query-unbalanced',
      spanOf(open),
      'this ( is never closed; add a ) or put it in quotes',
    );
  }

  /** Where a term should stand there is an operator, a `)` or the end: the operator at fault is this or the last. */
  #missing(token: Token | undefined): never {
    const before = this.#tokens[this.#next - 1];
    if (token?.kind === 'close' && !before) this.#unopened(token);
    if (token?.kind === 'close' && before!.kind === 'open') {
      const both = { from: before!.from, to: token.to };
      throw new QueryError('query-missing-term', both, 'nothing stands between these parentheses');
    }
    const at = spanOf(token && token.kind !== 'close' ? token : before!);
    const word = this.text.slice(at.from, at.to);
    const problem = `${word} needs a term on both sides; to search for the word itself, put it in quotes`;
    throw new QueryError('query-missing-term', at, problem, quoted(word));
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }
}

function join(kind: 'and' | 'or', terms: QueryNode[]): QueryNode {
  if (terms.length === 1) return terms[0]!;
  return { kind, terms, span: { from: terms[0]!.span.from, to: terms.at(-1)!.span.to } };
}

function spanOf({ from, to }: Span): Span {
  return { from, to };
}

function checkClosed(part: Span & { closed: boolean }): void {
  if (part.closed) return;
  throw new QueryError('query-unbalanced', spanOf(part), 'this quote is never closed; add a " at its end');
}

/** A single quote in a word is most likely one that was meant to hold a phrase together. */
function checkQuotes(word: string, at: Span): void {
  if (word.split('"').length % 2 === 1) return;
  const problem =
    'a quote opens a phrase only at the start of a term; put the whole term in quotes, with \\" for a quote';
  throw new QueryError('query-misplaced-quote', spanOf(at), problem, quoted(word));
}
