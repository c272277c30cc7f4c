import type { OperationRecord } from '../../workers/public-api';

/** A row of the table: what is left out must be null or empty, `notApplicable` as its kind says. */
export type TrueOperation = Partial<Omit<OperationRecord, 'evidence'>> & {
  op: string;
  /** `path:line` of every line. */
  evidence: string[];
};

/** A host of the composed case: what it wrote, and what that says. */
export interface ComposedHost {
  /** File dropped, and its folder inside. */
  name: string;
  files: Record<string, string[]>;
  operations: TrueOperation[];
}

/** Reasons are told apart by what they must name. */
export function expectedReason(part: string): string {
  return `…${part}`;
}
