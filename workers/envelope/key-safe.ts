import { percentDecoded } from './encodings';

/** Who can open a pair of a key safe. */
export type Locator =
  | { kind: 'phrase'; id: string; dictionary: CryptoDictionary }
  /** Opens with the private key of an RSA pair. */
  | { kind: 'null' }
  /** Opens with a key of a key server; `keyInfo` is its keyID. */
  | { kind: 'fqid'; keyInfo: string }
  /** `rawkey`, `ldap`, `script`, `role` and what is not known. */
  | { kind: 'other'; type: string };

/** `name=value:name=value`, values decoded. */
export type CryptoDictionary = Map<string, string>;

export interface KeySafePair {
  locator: Locator;
  /** Name of the MAC: `HMAC-SHA-256`. */
  mac: string;
  /** Base64. */
  data: string;
}

const PREFIX = 'vmware:key/';
const MAX_DEPTH = 8;
const MAX_PAIRS = 64;

/**
 * Reads `vmware:key/list/(member,member,...)`. Members that are no pairs are passed over. Null where the form is
 * broken, nested deeper than 8 or longer than 64 pairs.
 */
export function parseKeySafe(text: string): KeySafePair[] | null {
  if (!text.startsWith(PREFIX)) return null;
  const pairs: KeySafePair[] = [];
  const isWhole = collectPairs(text.slice(PREFIX.length), pairs, 0);
  return isWhole && pairs.length <= MAX_PAIRS ? pairs : null;
}

function collectPairs(member: string, pairs: KeySafePair[], depth: number): boolean {
  if (depth > MAX_DEPTH || pairs.length > MAX_PAIRS) return false;
  const slash = member.indexOf('/');
  if (slash < 0) return false;
  const [type, rest] = [member.slice(0, slash), member.slice(slash + 1)];
  if (type === 'list') return splitMembers(rest)?.every((m) => collectPairs(m, pairs, depth + 1)) ?? false;
  if (type !== 'pair') return true;
  const parts = splitMembers(rest);
  if (parts?.length !== 3) return false;
  const [locator, mac, data] = [
    parseLocator(parts[0]!),
    percentDecoded(parts[1]!),
    percentDecoded(parts[2]!),
  ];
  if (!locator || mac === null || data === null) return false;
  pairs.push({ locator, mac, data });
  return true;
}

/** The members of `(a,b,(c,d))` at the outermost level, or null where parentheses do not match. */
function splitMembers(text: string): string[] | null {
  if (!text.startsWith('(') || !text.endsWith(')')) return null;
  const members: string[] = [];
  let depth = 0;
  let start = 1;
  for (let i = 1; i < text.length - 1; i++) {
    const character = text[i];
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return null;
    else if (character === ',' && depth === 0) {
      members.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (depth !== 0) return null;
  members.push(text.slice(start, -1));
  return members;
}

function parseLocator(text: string): Locator | null {
  const [type = '', ...pieces] = text.split('/');
  switch (type) {
    case 'phrase': {
      const [id, dictionary] = pieces.map(percentDecoded);
      const entries = dictionary == null ? null : parseCryptoDictionary(dictionary);
      return id != null && entries && pieces.length === 2
        ? { kind: 'phrase', id, dictionary: entries }
        : null;
    }
    case 'null':
      return { kind: 'null' };
    case 'fqid':
      return { kind: 'fqid', keyInfo: PREFIX + text };
    default:
      return { kind: 'other', type };
  }
}

/** `name=value:name=value`, values percent-encoded; null where the form is broken or a name stands twice. */
export function parseCryptoDictionary(text: string): CryptoDictionary | null {
  const entries: CryptoDictionary = new Map();
  for (const entry of text.split(':')) {
    const equals = entry.indexOf('=');
    if (equals < 1) return null;
    const name = entry.slice(0, equals);
    const value = percentDecoded(entry.slice(equals + 1));
    if (value === null || entries.has(name)) return null;
    entries.set(name, value);
  }
  return entries;
}
