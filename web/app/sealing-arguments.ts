import { Failure } from '../../workers/failure';
import type { RecryptOptions, SealOptions } from '../../workers/public-api';
import { knownOnly } from './arguments';

const TEXTS = ['password', 'publicKey', 'privateKey', 'privateKeyPassword', 'rawKey', 'key', 'cipher', 'aad'];
const SWITCHES = ['wrapped', 'gzip'];
const MEMBERS = [...TEXTS, ...SWITCHES, 'header', 'keyFile'];

/** Options of `seal` as they were typed. A member of the wrong type must not be taken for one that is not there. */
export function sealOptions(options: SealOptions | undefined, name = 'options'): SealOptions {
  const given = object(options, name);
  knownOnly(given, MEMBERS, name);
  for (const text of TEXTS) {
    if (given[text] !== undefined && typeof given[text] !== 'string')
      throw wrong(`${name}.${text} is a text`);
  }
  for (const one of SWITCHES) {
    if (given[one] !== undefined && typeof given[one] !== 'boolean')
      throw wrong(`${name}.${one} is true or false`);
  }
  const { header } = given;
  const isBytes = header instanceof Blob || header instanceof Uint8Array;
  if (header !== undefined && typeof header !== 'boolean' && !isBytes)
    throw wrong(`${name}.header is true, false or 4096 bytes, as a Blob or Uint8Array`);
  return options!;
}

/** Options of `recrypt` as they were typed. */
export function recryptOptions(options: RecryptOptions | undefined): RecryptOptions {
  const given = object(options, 'options');
  knownOnly(given, ['from', 'to', 'deep'], 'options');
  const { from, to, deep } = given;
  if (from !== undefined) object(from, 'from');
  sealOptions(to as SealOptions, 'to');
  if (deep !== undefined && typeof deep !== 'boolean') throw wrong('deep is true or false');
  return options!;
}

function object(options: unknown, name: string): Record<string, unknown> {
  if (typeof options === 'object' && options !== null) return options as Record<string, unknown>;
  throw wrong(`${name} is an object, such as { password: "…" }`);
}

function wrong(message: string): Failure {
  return new Failure('bad-argument', message);
}
