import { Failure } from '../failure';
import type { AttachedCaseFile } from '../public-api';
import { CASE_FILE_LIMITS, type CaseFile, type CaseFilePlace } from '../report/case-file';
import { joinedNote, placeKey } from '../report/case-file-merging';
import { readCaseFile } from '../report/case-file-reading';
import { mergedView } from '../report/case-file-view';
import { bytes as shownBytes } from '../shown/bytes';
import { findingsBeside } from './case-file-findings';
import { filesAt } from './case-places';
import type { ViewState } from './case-state';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import type { SourceDigest } from './source-digests';
import { storableEnd } from './visit-tail';

/** Marks told of by name whose lines are not there. */
const MOST_MISSING = 1_000;

/** What a case file says of what is open, found before anything is changed. */
export interface AttachPlan {
  attached: Omit<AttachedCaseFile, 'notesJoined'>;
  /** Notes of the file by row. */
  notes: ReadonlyMap<number, string>;
  view: ViewState;
  /** The record chosen there, or null. */
  selected: number | null;
}

/** What was before a case file was taken over. */
export interface BeforeAttaching {
  /** Notes by row, before and since; null where there was no mark. */
  notes: ReadonlyMap<number, { before: string | null; since: string }>;
  view: ViewState | null;
}

/**
 * Works out what a case file says of what is open. Nothing may be being read. Fails with `not-a-case-file`,
 * `case-file-version`, `other-bundle`, `cancelled`, `unreadable`.
 */
export async function planAttaching(open: OpenCase, file: Blob, job: Job): Promise<AttachPlan> {
  const given = readCaseFile(await bytesOf(file));
  const digests = await open.digests.all(job);
  const sources = matching(given, digests);
  const findings = await findingsBeside(open, given.findings, sources, job);
  job.check();
  const rows = await rowsOf(open, given, sources);
  const notes = new Map<number, string>();
  const marksMissing: AttachedCaseFile['marksMissing'] = [];
  for (const mark of given.marks) {
    const row = rows(mark);
    if (row !== null) notes.set(row, joinedNote(notes.get(row), mark.note));
    else if (marksMissing.length < MOST_MISSING) {
      const { path, line, note, source } = mark;
      marksMissing.push({ file: path || given.sources[source]!.name, line, note });
    }
  }
  job.check();
  return {
    attached: {
      sources: [...sources].map(([inFile, source]) => ({ ...named(given, inFile), source })),
      missing: given.sources.flatMap((one, i) => (sources.has(i) ? [] : [{ ...one }])),
      marks: notes.size,
      marksMissing,
      findings,
    },
    notes,
    view: given.view,
    selected: given.selected && rows(given.selected),
  };
}

/** Changes the open case; gives what was before, and how many notes were joined with own ones. */
export function attach(
  open: OpenCase,
  { notes: theirs, view: theirView, selected }: AttachPlan,
): { before: BeforeAttaching; notesJoined: number } {
  const notes = new Map<number, { before: string | null; since: string }>();
  let notesJoined = 0;
  for (const [row, note] of theirs) {
    const own = open.marks.get(row);
    const since = joinedNote(own, note);
    if (own && since !== own && since !== note) notesJoined++;
    notes.set(row, { before: own ?? null, since });
    open.marks.set(row, since);
  }
  const { view: seen } = open.record;
  const view = mergedView(seen, theirView);
  if (selected !== null) view.timeline = { ...(view.timeline as object | undefined), row: selected };
  open.record.view = view;
  return { before: { notes, view: seen }, notesJoined };
}

/** Takes an attached file back; marks that were changed since stay as they are. */
export function detach(open: OpenCase, { notes, view }: BeforeAttaching): void {
  for (const [row, { before, since }] of notes) {
    if (open.marks.get(row) !== since) continue;
    if (before === null) open.marks.delete(row);
    else open.marks.set(row, before);
  }
  open.record.view = view;
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  if (file.size > CASE_FILE_LIMITS.bytes) {
    const most = shownBytes(CASE_FILE_LIMITS.bytes);
    throw new Failure(
      'not-a-case-file',
      `a case file has at most ${most}, this file has ${shownBytes(file.size)}`,
    );
  }
  const buffer = await file.arrayBuffer().catch(() => null);
  if (!buffer)
    throw new Failure('unreadable', 'the case file can no longer be read: was it moved or changed?');
  return new Uint8Array(buffer);
}

/** Open sources by the index that the file knows them by. */
function matching(given: CaseFile, digests: readonly SourceDigest[]): Map<number, number> {
  const open = new Map(digests.toReversed().map(({ sha256, source }) => [sha256, source]));
  const sources = new Map<number, number>();
  for (const [i, { sha256 }] of given.sources.entries()) {
    const source = open.get(sha256);
    if (source !== undefined) sources.set(i, source);
  }
  if (sources.size > 0) return sources;
  const wanted = given.sources.slice(0, 5).map(described).join(', ');
  const there = digests.slice(0, 5).map(described).join(', ');
  throw new Failure(
    'other-bundle',
    `this case file is about ${wanted}; ${there ? `open is ${there}` : 'nothing is open'}. ` +
      'Open the bundle it is about, then attach it.',
  );
}

function described({ name, bytes, sha256 }: { name: string; bytes: number; sha256: string }): string {
  return `"${name}" (${shownBytes(bytes)}, SHA-256 ${sha256})`;
}

function named({ sources }: CaseFile, index: number): { name: string; sha256: string } {
  const { name, sha256 } = sources[index]!;
  return { name, sha256 };
}

/** Finds the record that begins at a line, or holds it; null where there is none. */
async function rowsOf(
  { content, reader }: OpenCase,
  { marks, selected }: CaseFile,
  sources: ReadonlyMap<number, number>,
): Promise<(place: CaseFilePlace) => number | null> {
  const here = (place: CaseFilePlace) => {
    const source = sources.get(place.source);
    return source === undefined ? [] : [{ ...place, source }];
  };
  const wanted = [...marks, ...(selected ? [selected] : [])].flatMap(here);
  const files = await filesAt(
    content,
    wanted.map(({ source, path }) => ({ source, path })),
  );
  const end = storableEnd(content).rows;
  return (place) => {
    const [found] = here(place);
    const file = found && files.get(placeKey(found));
    if (file === undefined || place.line === null) return null;
    const row = reader.rowAt(file, place.line);
    if (row === null || row >= end) return null;
    const { rowSource } = content;
    const first = rowSource.line(row);
    const isThere = place.line >= first && place.line < first + Math.max(1, rowSource.lines(row));
    return isThere ? row : null;
  };
}
