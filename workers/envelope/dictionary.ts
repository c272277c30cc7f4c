import { utf8Text } from './encodings';

/** Larger files are no dictionaries of ours: an encrypted `.vmx` has some 100 KiB. */
export const MAX_DICTIONARY = 4 << 20;

/**
 * Reads `name = "value"` lines: UTF-8, `#` comments, names without regard to case (given in lower case). `|22` and
 * its like in a value stand for the character of that number. Of a name that stands twice the last counts. Null
 * where the bytes are no such text: not UTF-8, too large, or a line of another form.
 */
export function readDictionary(bytes: Uint8Array): Map<string, string> | null {
  if (bytes.length > MAX_DICTIONARY) return null;
  const text = utf8Text(bytes);
  if (text === null) return null;
  const entries = new Map<string, string>();
  for (const raw of text.replace(/^\uFEFF/, '').split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    if (equals < 1) return null;
    const value = unquoted(line.slice(equals + 1).trim());
    if (value === null) return null;
    entries.set(line.slice(0, equals).trim().toLowerCase(), value);
  }
  return entries;
}

function unquoted(value: string): string | null {
  if (value.startsWith('"') && (value.length < 2 || !value.endsWith('"'))) return null;
  const bare = value.startsWith('"') ? value.slice(1, -1) : value;
  return bare.replace(/\|([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
