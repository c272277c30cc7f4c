import { Failure } from '../../../workers/failure';
import type { AliasMap } from '../../../workers/public-api';
import { checkedAliasMap } from '../../../workers/redaction/alias-map';

/** A map of a million aliases has less; a larger file is none. */
const LARGEST = 512 * 1024 ** 2;

/** Reads an alias map. Fails with `not-an-alias-map` and `alias-map-version`, and names the file. */
export async function readAliasMap(file: File): Promise<AliasMap> {
  const refused = (why: string, code = 'not-an-alias-map') => new Failure(code, `${file.name}: ${why}`);
  if (file.size > LARGEST) throw refused('too large');
  // A map begins with a brace: nothing else is parsed.
  if (!/^\s*\{/.test(await file.slice(0, 64).text())) throw refused('no JSON object');
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    throw refused('no JSON');
  }
  try {
    return checkedAliasMap(value);
  } catch (error) {
    throw error instanceof Failure ? refused(error.message, error.code) : error;
  }
}
