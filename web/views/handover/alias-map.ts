import { Failure } from '../../../workers/failure';
import type { AliasMap } from '../../../workers/public-api';

/** A map of a million aliases has less; a larger file is none. */
const LARGEST = 512 * 1024 ** 2;

/** Reads an alias map. Fails with `not-an-alias-map`, which names the file. */
export async function readAliasMap(file: File): Promise<AliasMap> {
  const refused = (why: string) => new Failure('not-an-alias-map', `${file.name}: ${why}`);
  if (file.size > LARGEST) throw refused('too large');
  // A map begins with a brace: nothing else is parsed.
  if (!/^\s*\{/.test(await file.slice(0, 64).text())) throw refused('no JSON object');
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    throw refused('no JSON');
  }
  const { format, version, aliases } = value as Partial<Record<keyof AliasMap, unknown>>;
  if (format !== 'bundlescope-aliases') throw refused('no alias map of this page');
  if (version !== 1) throw refused('an alias map of another version');
  if (!Array.isArray(aliases) || !aliases.every(isAlias))
    throw refused('its aliases are not as they should be');
  return value as AliasMap;
}

function isAlias(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { alias, original } = value as Record<string, unknown>;
  return typeof alias === 'string' && alias !== '' && typeof original === 'string';
}
