import { version } from '../../package.json';
import {
  CASE_FILE_FORMAT,
  CASE_FILE_LIMITS as LIMITS,
  CASE_FILE_VERSION,
  type CaseFile,
  type CaseFilePlace,
} from '../report/case-file';
import { handedView } from '../report/case-file-view';
import { findingsToHand } from './case-file-findings';
import { handedPlace, placesOf } from './case-places';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import { storableEnd } from './visit-tail';

/**
 * What people made of the case, without content. Marks on what is open for this visit only are left out. Nothing may be
 * being read. Fails with `cancelled` and `unreadable`.
 */
export async function makeCaseFile(open: OpenCase, zone: string, job: Job): Promise<CaseFile> {
  const { content, record, marks } = open;
  const digests = (await open.digests.all(job)).slice(0, LIMITS.sources);
  const index = new Map(digests.map(({ source }, i) => [source, i]));
  const { rows } = storableEnd(content);
  const { rowSource } = content;
  const marked = [...marks.keys()].filter((row) => row < rows).sort((a, b) => a - b);
  const { row: chosen } = (record.view?.timeline ?? {}) as { row?: unknown };
  const selected = typeof chosen === 'number' && chosen >= 0 && chosen < rows ? chosen : null;
  const files = new Set(
    [...marked, ...(selected === null ? [] : [selected])].map((row) => rowSource.file(row)),
  );
  const places = await placesOf(content, files);
  const placeOf = (row: number): (CaseFilePlace & { line: number }) | null => {
    const place = handedPlace(places.get(rowSource.file(row)), index);
    return place && { ...place, line: rowSource.line(row) };
  };
  return {
    format: CASE_FILE_FORMAT,
    version: CASE_FILE_VERSION,
    made: new Date().toISOString(),
    by: `Bundlescope ${version}`,
    sources: digests.map(({ name, bytes, sha256 }) => ({ name: name.slice(0, LIMITS.name), bytes, sha256 })),
    marks: marked.slice(0, LIMITS.marks).flatMap((row) => {
      const place = placeOf(row);
      return place ? [{ ...place, note: (marks.get(row) ?? '').slice(0, LIMITS.note) }] : [];
    }),
    findings: await findingsToHand(open, index, job),
    selected: selected === null ? null : placeOf(selected),
    view: { ...handedView(record.view), zone },
  };
}
