import { Failure } from '../failure';

/** Stable codes of what can go wrong with an envelope or a key. */
export type EnvelopeCode =
  | 'wrong-password'
  | 'wrong-key'
  | 'not-authentic'
  | 'truncated'
  | 'damaged-header'
  | 'damaged-wrapped-key'
  | 'damaged-data'
  | 'unsupported-version'
  | 'unsupported-cipher'
  | 'unsupported-attribute'
  | 'unsupported-wrapping'
  | 'key-needed'
  | 'not-a-key-file'
  | 'not-an-envelope'
  | 'bad-argument'
  | 'cancelled';

/**
 * Ends the work with a code. The message is shown and may be logged: never put a password, a key or plain data
 * in it; keyIDs, names of ciphers, sizes and offsets are fine.
 */
export function fail(code: EnvelopeCode, message: string): never {
  throw new Failure(code, message);
}
