import { Failure } from '../../workers/failure';
import type { FileReference, PackOptions, SealOptions } from '../../workers/public-api';
import { REDACT_KINDS } from '../views/handover/redact-kinds';
import { sealOptions } from './sealing-arguments';
import { knownOnly } from './arguments';
import { secretOptions } from './secret-arguments';

const MEMBERS = ['include', 'exclude', 'after', 'before', 'dumps', 'fragments', 'redact', 'keys', 'to'];
const DUMPS = ['keep', 'decrypt', 'recrypt', 'drop'];
const FRAGMENTS = ['join', 'keep'];
const REDACT_MEMBERS = ['kinds', 'words'];
const ALL_KINDS: readonly string[] = [...REDACT_KINDS, 'word'];
/** ISO 8601, with its zone or in UTC. */
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * Options of `pack` as they were typed. A member that nobody knows must not be taken for one that was not asked for:
 * a package would hold what it should not. Fails with `bad-argument`, and with `dumps-cannot-be-redacted`.
 */
export function packOptions(options: PackOptions | undefined): PackOptions {
  const given = object(options, 'options', 'such as { dumps: "keep", fragments: "join" }');
  knownOnly(given, MEMBERS, 'options');
  const { include, exclude, after, before, dumps, fragments, redact, keys, to } = given;
  oneOf(dumps, DUMPS, 'dumps');
  if (redact !== undefined) checkRedact(redact, dumps);
  oneOf(fragments, FRAGMENTS, 'fragments');
  const checked: PackOptions = { ...(given as unknown as PackOptions) };
  if (include !== undefined) checked.include = references(include, 'include');
  if (exclude !== undefined) checked.exclude = references(exclude, 'exclude');
  const from = instant(after, 'after');
  const until = instant(before, 'before');
  if (from !== null && until !== null && from >= until) throw wrong('after is an instant before before');
  if (from !== null) checked.after = new Date(from).toISOString();
  if (until !== null) checked.before = new Date(until).toISOString();
  if (keys !== undefined) secretOptions(object(keys, 'keys', 'such as { password: "…" }'));
  if (to !== undefined) sealOptions(to as SealOptions, 'to');
  if (dumps === 'recrypt' && to === undefined) throw wrong('dumps: "recrypt" needs to: who is to open them');
  return checked;
}

function checkRedact(redact: unknown, dumps: unknown): void {
  const given = object(redact, 'redact', 'such as { words: ["acme"] }');
  knownOnly(given, REDACT_MEMBERS, 'redact');
  const { kinds, words } = given;
  if (kinds !== undefined) {
    const switches = Object.entries(object(kinds, 'redact.kinds', 'such as { uuid: false }'));
    for (const [kind, value] of switches) {
      if (!ALL_KINDS.includes(kind))
        throw wrong(`redact.kinds: there is no kind ${JSON.stringify(kind)}, but ${ALL_KINDS.join(', ')}`);
      if (typeof value !== 'boolean') throw wrong(`redact.kinds.${kind} is true or false`);
    }
  }
  if (words !== undefined && !(Array.isArray(words) && words.every((word) => typeof word === 'string')))
    throw wrong('redact.words is a list of texts');
  if (dumps === 'drop') return;
  throw new Failure(
    'dumps-cannot-be-redacted',
    'a dump cannot be redacted, since it is memory of the host: with redact, dumps must be "drop"',
  );
}

function references(given: unknown, name: string): FileReference[] {
  if (!Array.isArray(given))
    throw wrong(`${name} is a list of paths, folders ending in "/", or patterns with "*"`);
  return given.map((one: unknown) => {
    if (one === '') throw wrong(`${name} has an empty path: a folder ends in "/", "*" is everything`);
    if (typeof one === 'string') return one;
    const { source, path } = (one ?? {}) as { source?: unknown; path?: unknown };
    if (typeof path === 'string' && Number.isSafeInteger(source)) return { source: Number(source), path };
    throw wrong(`${name} has something that is neither a path nor { source, path }`);
  });
}

function instant(given: unknown, name: string): number | null {
  if (given === undefined) return null;
  const text = typeof given === 'string' && INSTANT.test(given) ? given : '';
  // Without a zone a date is UTC, a time would be the browser's.
  const hasTime = text.includes('T');
  const time = Date.parse(hasTime && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text);
  const isDay = new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  if (Number.isNaN(time) || !isDay)
    throw wrong(`${name} is an instant such as "2026-01-31T12:00:00Z", not ${JSON.stringify(given)}`);
  return time;
}

function oneOf(given: unknown, values: readonly string[], name: string): void {
  if (values.includes(given as string)) return;
  throw wrong(
    `${name} is one of ${values.map((value) => `"${value}"`).join(', ')}, not ${JSON.stringify(given)}`,
  );
}

function object(given: unknown, name: string, example: string): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given))
    return given as Record<string, unknown>;
  throw wrong(`${name} is an object, ${example}`);
}

function wrong(message: string): Failure {
  return new Failure('bad-argument', message);
}
