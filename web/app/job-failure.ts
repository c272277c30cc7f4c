import { Failure } from '../../workers/failure';

/** Why something that was asked of the engine came to nothing, as a view keeps it. */
export interface JobFailure {
  code: string;
  message: string;
}

export function failureOf(error: unknown): JobFailure {
  if (error instanceof Failure) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
