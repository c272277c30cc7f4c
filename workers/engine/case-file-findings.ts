import type { FindingSeverity } from '../public-api';
import {
  CASE_FILE_LIMITS as LIMITS,
  type CaseFileFinding,
  type CaseFileFindings,
  type CaseFilePlace,
} from '../report/case-file';
import { comparedFindings, type FindingsCompared } from '../report/case-file-merging';
import type { CaseContent } from './case-content';
import { handedPlace, placesOf } from './case-places';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';

/** A finding by its rule and its lines alone: titles and texts may name what is in the bundle. */
export interface Found {
  rule: string;
  severity: FindingSeverity;
  /** What proves it, the first telling it from others of its rule: each a line, or a line with the copies of it. */
  lines: readonly (readonly FoundLine[])[];
}

/** A line of a file, by its number; null: the file itself. */
export interface FoundLine {
  file: number;
  line: number | null;
}

/** An analysis whose findings a case file has: one file in `case-file-findings/`, found by its being there. */
export interface FoundSection {
  /** Its name in case files; older ones have it. */
  id: string;
  /** How its rules are called where those of all sections stand together. */
  shown(rule: string): string;
  /** Findings of what may be handed to others, the most important first. Fails with `cancelled`. */
  find(open: OpenCase, job: Job): Promise<readonly Found[]>;
}

const modules = import.meta.glob<FoundSection>('./case-file-findings/*.ts', {
  eager: true,
  import: 'section',
});
const SECTIONS: readonly FoundSection[] = Object.values(modules);

/** What a case file says of the findings of a case: as many as it may hold. */
export async function findingsToHand(
  open: OpenCase,
  index: ReadonlyMap<number, number>,
  job: Job,
): Promise<CaseFileFindings> {
  const handed: CaseFileFindings = {};
  for (const { id, find } of SECTIONS) {
    const found = (await find(open, job)).slice(0, LIMITS.findings);
    handed[id] = await placed(open.content, found, index);
  }
  return handed;
}

/**
 * Rules that find other things here than in a file, of what both have looked for.
 * @param sources open ones by their place in the file; it may name one that is open several times
 */
export async function findingsBeside(
  open: OpenCase,
  given: CaseFileFindings,
  sources: ReadonlyMap<number, number>,
  job: Job,
): Promise<FindingsCompared> {
  // Two places in the file may have been the same bundle.
  const index = new Map([...sources].reverse().map(([inFile, source]) => [source, inFile]));
  const compared: FindingsCompared = { added: [], missing: [] };
  for (const { id, find, shown } of SECTIONS) {
    const theirs = Object.hasOwn(given, id) ? given[id]! : null;
    // An older page did not write it.
    if (!theirs) continue;
    const found = await placed(open.content, await find(open, job), index);
    const known = theirs.filter(
      ({ places }) => places.length > 0 && places.every(({ source }) => sources.has(source)),
    );
    const { added, missing } = comparedFindings(
      found.filter(({ places }) => places.length > 0),
      known.map(({ places, ...finding }) => ({
        ...finding,
        places: places.map((place) => ({ ...place, source: index.get(sources.get(place.source)!)! })),
      })),
    );
    // What a full list leaves out is not known not to have been found.
    if (theirs.length < LIMITS.findings) compared.added.push(...added.map(shown));
    compared.missing.push(...missing.map(shown));
  }
  return compared;
}

/** Ids of rules; one that is made of a text of the bundle is left out when it is more than a name. */
const RULE_ID = /^[a-zA-Z0-9-]{1,100}$/;

async function placed(
  content: CaseContent,
  found: readonly Found[],
  index: ReadonlyMap<number, number>,
): Promise<CaseFileFinding[]> {
  const kept = found
    .filter(({ rule }) => RULE_ID.test(rule))
    .map(({ lines, ...finding }) => ({ ...finding, lines: lines.slice(0, LIMITS.places) }));
  const files = await placesOf(
    content,
    new Set(kept.flatMap(({ lines }) => lines.flatMap((copies) => copies.map(({ file }) => file)))),
  );
  const placeOf = ({ file, line }: FoundLine): CaseFilePlace[] => {
    const place = handedPlace(files.get(file), index);
    return place ? [{ ...place, line }] : [];
  };
  return kept.map(({ rule, severity, lines }) => ({
    rule,
    severity,
    // The same copy, whichever was opened first.
    places: lines.flatMap((copies) => copies.flatMap(placeOf).sort(comparePlaces).slice(0, 1)),
  }));
}

function comparePlaces(a: CaseFilePlace, b: CaseFilePlace): number {
  if (a.source !== b.source) return a.source - b.source;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.copy ?? 1) - (b.copy ?? 1) || (a.line ?? 0) - (b.line ?? 0);
}
