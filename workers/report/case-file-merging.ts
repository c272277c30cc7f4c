import type { CaseFileFinding, CaseFilePlace } from './case-file';

/** A note with another one on the same line: neither is lost, and what is said already is not said twice. */
export function joinedNote(own: string | undefined, theirs: string): string {
  if (own === undefined || own.trim() === '') return theirs;
  if (theirs.trim() === '' || `\n${own}\n`.includes(`\n${theirs}\n`)) return own;
  return `${own}\n${theirs}`;
}

/** Rules whose findings are only here, or only there: another version of the rules found other things. */
export interface FindingsCompared {
  added: string[];
  missing: string[];
}

/** Findings are the same where their rule is, and a line that proves it. */
export function comparedFindings(
  here: readonly CaseFileFinding[],
  there: readonly CaseFileFinding[],
): FindingsCompared {
  const mine = new Set(here.flatMap(keysOf));
  const theirs = new Set(there.flatMap(keysOf));
  return {
    added: rules(here.filter((one) => !keysOf(one).some((key) => theirs.has(key)))),
    missing: rules(there.filter((one) => !keysOf(one).some((key) => mine.has(key)))),
  };
}

function keysOf({ rule, places }: CaseFileFinding): string[] {
  return places.map((place) => `${rule} ${placeKey(place)} ${place.line ?? ''}`);
}

/** Names a file. */
export function placeKey({ source, path, copy = 1 }: Omit<CaseFilePlace, 'line'>): string {
  return `${source} ${copy} ${path}`;
}

function rules(findings: readonly CaseFileFinding[]): string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}
