import type { KeyNeeds } from './public-api';

/**
 * A failure with a stable code. Comlink loses an Error's own fields on the way out of a worker, so the engine
 * answers with `Result` values and the page turns them back into `Failure` errors.
 */
export class Failure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'Failure';
    this.code = code;
  }
}

export type Result<T> =
  { ok: true; value: T } | { ok: false; error: { code: string; message: string } & FailureFacts };

/** What some failures say besides: where a query is wrong, what a locked file opens with. */
export interface FailureFacts {
  column?: number;
  suggestion?: string;
  needs?: KeyNeeds;
}

/** Runs `work` and gives its outcome as a value. Unknown errors get the code `internal`. */
export async function asResult<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const { code = 'internal', message, column, suggestion, needs } = error as Failure & FailureFacts;
    return { ok: false, error: { code, message: message ?? String(error), column, suggestion, needs } };
  }
}
