import type { ColumnField, QueryNode } from '../ast';
import type { QueryField, RecordTest } from '../field';
import type { MatchableRecord } from '../record';
import { wildcardMatches } from '../wildcard';
import { patternOf, writePattern } from './pattern';

type ColumnNode = Extract<QueryNode, { kind: 'field' }>;

/** A field whose values stand in a column: the whole value counts, `*` stands for any run of characters. */
export function columnField(
  name: ColumnField,
  key: keyof Pick<MatchableRecord, 'process' | 'pid' | 'component' | 'opId' | 'sid' | 'user' | 'host'>,
  description: string,
  example: string,
): QueryField<ColumnNode> {
  return {
    name,
    description,
    example,
    parse: (term) => ({ kind: 'field', field: name, pattern: patternOf(term) }),
    owns: (node): node is ColumnNode => node.kind === 'field' && node.field === name,
    write: (node) => writePattern(node.pattern),
    test: (node): RecordTest => {
      return (record) => record[key] !== null && wildcardMatches(node.pattern, record[key]);
    },
  };
}
