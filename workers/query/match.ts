import type { QueryNode } from './ast';
import type { RecordTest } from './field';
import { fieldOf } from './fields';
import type { MatchableRecord } from './record';

/**
 * The meaning of a query, record by record: plain and slow, for small sets and as the measure of the fast evaluator.
 *
 * A comparison with a value that a record does not have is false, and `-` is plain negation: `-user:root` matches
 * records without a user. Case is folded as `toLowerCase` does.
 */
export function matcher(node: QueryNode): RecordTest {
  switch (node.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = node.terms.map(matcher);
      return (record) => tests.every((test) => test(record));
    }
    case 'or': {
      const tests = node.terms.map(matcher);
      return (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = matcher(node.term);
      return (record) => !test(record);
    }
    case 'text': {
      const text = node.text.toLowerCase();
      return (record) => record.raw.toLowerCase().includes(text);
    }
  }
  const field = fieldOf(node);
  if (field) return field.test(node);
  if (node.kind !== 'regex') throw new Error(`no field tests ${node.kind}`);
  const regex = new RegExp(node.source, node.flags);
  return (record) => regex.test(record.raw);
}

const matchers = new WeakMap<QueryNode, RecordTest>();

/** Whether the record meets the query. The tree must not change between calls. */
export function matchesRecord(node: QueryNode, record: MatchableRecord): boolean {
  let test = matchers.get(node);
  if (!test) matchers.set(node, (test = matcher(node)));
  return test(record);
}
