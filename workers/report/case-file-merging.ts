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

/** Findings are the same where their rule and the first line that proves it are. */
export function comparedFindings(
  here: readonly CaseFileFinding[],
  there: readonly CaseFileFinding[],
): FindingsCompared {
  const mine = new Set(here.map(keyOf));
  const theirs = new Set(there.map(keyOf));
  return {
    added: rules(here.filter((one) => !theirs.has(keyOf(one)))),
    missing: rules(there.filter((one) => !mine.has(keyOf(one)))),
  };
}

function keyOf({ rule, places: [first] }: CaseFileFinding): string {
  return first ? `${rule} ${placeKey(first)} ${first.line ?? ''}` : rule;
}

/** Names a file. */
export function placeKey({ source, path, copy = 1 }: Omit<CaseFilePlace, 'line'>): string {
  return `${source} ${copy} ${path}`;
}

function rules(findings: readonly CaseFileFinding[]): string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}
