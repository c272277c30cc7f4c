import type { QueryContext, QueryNode, Span } from './ast';
import { QueryError } from './query-error';
import type { MatchableRecord } from './record';

/** What may stand between a field's name and its value; every field takes `:`. */
export type Operator = ':' | '>' | '>=' | '<' | '<=';

/** The value of a term as written, quotes and escapes resolved. */
export interface FieldValue extends Span {
  text: string;
  quoted: boolean;
  /** False for a phrase whose closing quote is missing. */
  closed: boolean;
  /** Set when a field that takes regular expressions was given one. */
  regex: { source: string; flags: string } | null;
}

/** A node without its place; the parser adds that. */
export type NodeBody = Body<QueryNode>;
type Body<N> = N extends { span: Span } ? Omit<N, 'span'> : never;

export type RecordTest = (record: MatchableRecord) => boolean;

/** Where completion finds the values that occur in the case. */
export interface CompletionSources {
  /** Values of a field that begin with the prefix, best first; none when the field has no such list. */
  values(field: string, prefix: string, limit: number): readonly string[];
}

/** A value to offer, with a word about it. */
export interface Offer {
  value: string;
  detail: string;
}

/**
 * One field of the query language. A new field is one more of these in `fields.ts`; lexer, parser, formatter,
 * completion and reference evaluator know fields only through this.
 */
export interface QueryField<N extends QueryNode = QueryNode> {
  /** Lower-case letters. */
  name: string;
  /** One line for completion and help. */
  description: string;
  example: string;
  /** Operators besides `:`. */
  operators?: readonly Operator[];
  /** True when the value may be `/regex/flags`. */
  regex?: boolean;
  /** Checks the value and makes the node. The value is never empty. */
  parse(term: FieldTerm): NodeBody;
  /** Whether a node is one that this field makes. */
  owns(node: QueryNode): node is N;
  /** Operator and value of a node, so that `name + write(node)` parses to it. */
  write(node: N): string;
  /** The reference meaning. */
  test(node: N): RecordTest;
  /** Values to offer besides those that occur in the case. */
  offers?(prefix: string, operator: Operator): Offer[];
}

/** A `name:value` as the parser hands it to its field. */
export class FieldTerm {
  constructor(
    readonly name: string,
    readonly operator: Operator,
    readonly value: FieldValue,
    readonly span: Span,
    readonly context: QueryContext,
  ) {}

  /** Throws a QueryError at the value; `suggestion` is a better value. */
  fail(code: string, problem: string, suggestion?: string): never {
    throw new QueryError(code, this.value, problem, suggestion);
  }
}
