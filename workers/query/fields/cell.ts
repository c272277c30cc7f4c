import type { QueryNode } from '../ast';
import type { Offer, QueryField, RecordTest } from '../field';
import { wildcardMatches } from '../wildcard';
import { patternOf, writePattern } from './pattern';

type CellNode = Extract<QueryNode, { kind: 'cell' }>;

/** A column of a table that an analysis makes, as queries over that table name it. */
export interface CellColumn {
  /** Lower-case letters. */
  name: string;
  /** One line for completion and help. */
  description: string;
  example: string;
  /** Values to offer that begin with the prefix, besides those that occur. */
  offers?(prefix: string): Offer[];
}

/** A field over cells of a table: any of the row's values in it, whole, `*` stands for any run of characters. */
export function cellField({ name, description, example, offers }: CellColumn): QueryField<CellNode> {
  return {
    name,
    description,
    example,
    parse: (term) => ({ kind: 'cell', column: name, pattern: patternOf(term) }),
    owns: (node): node is CellNode => node.kind === 'cell' && node.column === name,
    write: (node) => writePattern(node.pattern),
    test: ({ column, pattern }): RecordTest => {
      return ({ cells }) => cells?.(column).some((value) => wildcardMatches(pattern, value)) ?? false;
    },
    ...(offers && { offers }),
  };
}
