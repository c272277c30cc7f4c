import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openKeyMaterial } from '../../workers/envelope/key-material';
import { rawKeys } from '../../workers/envelope/envelope-key';
import { belowTop, type Damage } from '../../workers/sample/damage/damage';
import { fileEntry, type TarEntry } from '../../workers/sample/tar';
import { nodeSuite } from '../unit/node-cipher-suite';
import { MADE_AT } from './made';

/** One line of `tests/fixtures/envelope/cases.json`. */
export interface EnvelopeCase {
  file: string;
  keyFile: string | null;
  password: string | null;
  privateKey?: string;
  privateKeyPassword?: string | null;
  rawKeyHex?: string;
  aad?: string;
  version?: number;
  cipher?: string | null;
  compression?: string | null;
  wrapped?: boolean;
  keyInfo?: string | null;
  plainBytes?: number;
  plainSha256?: string;
  expectCode?: string[];
}

/** Bytes of a file of the fixtures. */
export function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/envelope', name)));
}

export const CASES = (JSON.parse(Buffer.from(fixture('cases.json')).toString()) as { cases: EnvelopeCase[] })
  .cases;

/** A good case of a file. */
export function caseOf(file: string): EnvelopeCase {
  return CASES.find((one) => one.file === file && one.expectCode === undefined)!;
}

/** The key itself, in bytes. */
export async function keyOf(one: EnvelopeCase): Promise<Uint8Array> {
  if (one.rawKeyHex) return rawKeys(one.rawKeyHex)[0]!.bytes;
  const password = new TextEncoder().encode(one.password ?? '');
  return (await openKeyMaterial(nodeSuite, fixture(one.keyFile!), { password })).bytes;
}

/** Puts files into a generated bundle, at these paths below its top folder, in place of what is there. */
export function withFiles(added: Record<string, Uint8Array<ArrayBuffer>>): Damage {
  return {
    name: 'added files',
    async *entries(entries, { topFolder }) {
      for await (const one of entries) if (!(belowTop(one.path, topFolder) in added)) yield one;
      for (const [path, bytes] of Object.entries(added))
        yield fileEntry(`${topFolder}/${path}`, bytes, MADE_AT);
    },
  };
}

/** Adds entries as they are, below the top folder of a generated bundle, in place of what is there. */
export function withEntries(added: readonly TarEntry[]): Damage {
  return {
    name: 'added entries',
    async *entries(entries, { topFolder }) {
      const paths = new Set(added.map(({ path }) => path));
      for await (const one of entries) if (!paths.has(belowTop(one.path, topFolder))) yield one;
      for (const one of added) yield { ...one, path: `${topFolder}/${one.path}` };
    },
  };
}

/** The pieces a file comes in when it was read through a pipe, of `size` bytes each. */
export function fragments(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
): Record<string, Uint8Array<ArrayBuffer>> {
  const pieces: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (let at = 0; at < bytes.length; at += size)
    pieces[`${path}.FRAG-${String(at / size).padStart(5, '0')}`] = bytes.slice(at, at + size);
  return pieces;
}
