import { Failure } from '../../workers/failure';
import type { FileReference } from '../../workers/public-api';
import { fileReference } from './arguments';

const TEXTS = ['password', 'privateKey', 'privateKeyPassword', 'rawKey', 'key', 'aad'];
const SWITCHES = ['withHeader', 'salvage'];

/**
 * Options with secrets as they were typed. One of the wrong type must be taken neither for a wrong password nor for
 * one that is not there. What it was is not repeated: it may be the secret. Fails with `bad-argument`.
 */
export function secretOptions<T extends object>(options: T | undefined): T {
  if (options === undefined) return {} as T;
  if (typeof options !== 'object' || options === null)
    throw wrong('options are an object, such as { password: "…" }');
  const given = options as Record<string, unknown>;
  for (const name of TEXTS)
    if (given[name] !== undefined && typeof given[name] !== 'string') throw wrong(`${name} is a text`);
  for (const name of SWITCHES)
    if (given[name] !== undefined && typeof given[name] !== 'boolean')
      throw wrong(`${name} is true or false`);
  const { offset, keyFile } = given;
  if (offset !== undefined && !(Number.isSafeInteger(offset) && Number(offset) >= 0))
    throw wrong('offset is a whole number of bytes from 0 on');
  if (keyFile !== undefined) blobOrReference(keyFile as Blob, 'keyFile');
  return options;
}

/** A Blob, or a file of the case. Fails with `bad-argument`. */
export function blobOrReference(file: Blob | FileReference, method: string): Blob | FileReference {
  if (file instanceof Blob) return file;
  try {
    return fileReference(file, method);
  } catch {
    throw wrong(`${method} takes a Blob, a path, or { source, path }`);
  }
}

function wrong(message: string): Failure {
  return new Failure('bad-argument', message);
}
