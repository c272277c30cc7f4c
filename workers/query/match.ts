import type { QueryNode } from './ast';
import type { RecordTest } from './field';
import { fieldOf } from './fields';
import type { MatchableRecord } from './record';

export type ExpressionNode = Extract<QueryNode, { kind: 'regex' }>;

/** How a regular expression of a query is answered for a record. */
export type ExpressionMeaning = (node: ExpressionNode) => RecordTest;

/**
 * The meaning of a query, record by record: plain and slow, for small sets and as the measure of the fast evaluator.
 *
 * A comparison with a value that a record does not have is false, and `-` is plain negation: `-user:root` matches
 * records without a user. Case is folded as `toLowerCase` does.
 */
export function matcher(node: QueryNode, expression: ExpressionMeaning = expressionTest): RecordTest {
  switch (node.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = node.terms.map((term) => matcher(term, expression));
      return (record) => tests.every((test) => test(record));
    }
    case 'or': {
      const tests = node.terms.map((term) => matcher(term, expression));
      return (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = matcher(node.term, expression);
      return (record) => !test(record);
    }
    case 'text': {
      const text = node.text.toLowerCase();
      return (record) => record.raw.toLowerCase().includes(text);
    }
    case 'regex':
      return expression(node);
  }
  const field = fieldOf(node);
  if (!field) throw new Error(`no field tests ${node.kind}`);
  return field.test(node);
}

/** On this thread, which an expression may keep busy for ever: for expressions of our own, and for few short texts. */
function expressionTest(node: ExpressionNode): RecordTest {
  const regex = new RegExp(node.source, node.flags);
  return (record) => regex.test(record[node.over]);
}

/** The regular expressions of a query. */
export function expressionsIn(node: QueryNode): ExpressionNode[] {
  if (node.kind === 'and' || node.kind === 'or') return node.terms.flatMap(expressionsIn);
  if (node.kind === 'not') return expressionsIn(node.term);
  return node.kind === 'regex' ? [node] : [];
}

const matchers = new WeakMap<QueryNode, RecordTest>();

/** Whether the record meets the query. The tree must not change between calls. */
export function matchesRecord(node: QueryNode, record: MatchableRecord): boolean {
  let test = matchers.get(node);
  if (!test) matchers.set(node, (test = matcher(node)));
  return test(record);
}
