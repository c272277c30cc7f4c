import { Failure } from '../failure';
import type { AliasMap, RedactKind } from '../public-api';

/** Entries of a map, and characters of one text in it: more is no map that was ever given out. */
const MOST_ENTRIES = 5_000_000;
const LONGEST = 16_384;

/**
 * An alias map that somebody gave, with what belongs into one and nothing else. Fails with `not-an-alias-map` and
 * `alias-map-version`.
 */
export function checkedAliasMap(given: unknown): AliasMap {
  const { format, version, created, aliases } = (
    typeof given === 'object' && given !== null ? given : {}
  ) as Partial<Record<keyof AliasMap, unknown>>;
  if (format !== 'bundlescope-aliases') throw refused('it does not say that it is one');
  if (version !== 1)
    throw new Failure('alias-map-version', `the alias map has version ${shown(version)}, not 1`);
  if (!Array.isArray(aliases)) throw refused('it has no list of aliases');
  if (aliases.length > MOST_ENTRIES) throw refused(`it has more than ${MOST_ENTRIES} aliases`);
  return {
    format,
    version,
    created: typeof created === 'string' ? created.slice(0, 64) : '',
    aliases: aliases.map((entry: unknown, index) => checkedEntry(entry, index)),
  };
}

function checkedEntry(entry: unknown, index: number): AliasMap['aliases'][number] {
  const { kind, alias, original } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<
    string,
    unknown
  >;
  const isText = (text: unknown): text is string => typeof text === 'string' && text.length <= LONGEST;
  if (!isText(kind) || !isText(alias) || alias === '' || !isText(original))
    throw refused(`its alias ${index + 1} is not as it should be`);
  return { kind: kind as RedactKind, alias, original };
}

function refused(why: string): Failure {
  return new Failure('not-an-alias-map', `this is no alias map: ${why}`);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : 'of another kind';
}
