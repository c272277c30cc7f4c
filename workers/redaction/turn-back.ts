import type { AliasMap } from '../public-api';
import { latin1 } from './byte-classes';
import { isInsideAlias } from './name-aliases';
import { matchingOf } from './matching';
import { NameTrie } from './name-trie';
import type { FileRedaction } from './redactor';
import { SHAPED_KINDS } from './shaped-kinds';
import { TextScanner, type Replacer } from './text-scanner';

const encoder = new TextEncoder();

/**
 * Puts originals back in the place of aliases, byte by byte as they were. It finds aliases as the redactor found originals,
 * for they have the same shapes. What became a placeholder stays one.
 */
export function turnBack(aliases: AliasMap['aliases']): FileRedaction {
  const originals = new Map<string, Uint8Array>();
  const whole = new NameTrie();
  const inside = new NameTrie();
  for (const { kind, alias, original } of aliases) {
    const bytes = encoder.encode(alias);
    originals.set(latin1(bytes, 0, bytes.length), encoder.encode(original));
    if (SHAPED_KINDS.has(kind)) continue;
    (isInsideAlias(kind, alias) ? inside : whole).add(bytes, 0);
  }
  const find = (text: Uint8Array, from: number, to: number) => originals.get(latin1(text, from, to)) ?? null;
  const replacer: Replacer = {
    name: (_term, text, from, to) => find(text, from, to),
    shape: (_kind, _isTold, text, from, to) => find(text, from, to),
  };
  return new TextScanner(
    matchingOf(whole, inside, () => true, { key: false, certificate: false }),
    replacer,
  );
}
