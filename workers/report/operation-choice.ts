import type { OperationCount } from './report-facts';
import { operationKind } from '../trace/operation-kinds';

/** Kinds that change nothing: of many operations they are listed last. */
const LOOKING = new Set(['Login', 'Logout']);

/** What the choice goes by. */
export interface ChoosableOperation {
  op: string;
  who: string | null;
  result: 'OK' | 'NG' | null;
}

export interface OperationChoice {
  /** Indexes of those that are listed, ascending. */
  listed: number[];
  failed: number;
  /** Most frequent first. */
  kinds: OperationCount[];
  /** Most busy first. */
  people: { who: string | null; operations: number; failed: number }[];
}

/** Of too many operations the most important ones: what failed, then what changed something, then the rest; earliest first. */
export function choice(operations: readonly ChoosableOperation[], most: number): OperationChoice {
  const ranked: number[][] = [[], [], []];
  const kinds = new Map<string, OperationCount>();
  const people = new Map<string | null, { who: string | null; operations: number; failed: number }>();
  let failed = 0;
  for (const [index, { op, who, result }] of operations.entries()) {
    const hasFailed = result === 'NG' || op === 'LoginFailed';
    ranked[hasFailed ? 0 : LOOKING.has(op) ? 2 : 1]!.push(index);
    if (hasFailed) failed++;
    const kind = kinds.get(op) ?? { op, label: labelOf(op), total: 0, failed: 0, listed: 0 };
    const person = people.get(who) ?? { who, operations: 0, failed: 0 };
    kind.total++;
    person.operations++;
    if (hasFailed) {
      kind.failed++;
      person.failed++;
    }
    kinds.set(op, kind);
    people.set(who, person);
  }
  const listed = ranked
    .flat()
    .slice(0, most)
    .sort((a, b) => a - b);
  for (const index of listed) kinds.get(operations[index]!.op)!.listed++;
  return {
    listed,
    failed,
    kinds: [...kinds.values()].sort((a, b) => b.total - a.total || (a.op < b.op ? -1 : 1)),
    people: [...people.values()].sort((a, b) => b.operations - a.operations),
  };
}

function labelOf(op: string): string {
  return operationKind(op)?.label ?? op;
}
