import { version } from '../../package.json';
import type { Evidence, Finding } from '../public-api';
import {
  CASE_FILE_FORMAT,
  CASE_FILE_LIMITS as LIMITS,
  CASE_FILE_VERSION,
  type CaseFile,
  type CaseFileFinding,
  type CaseFilePlace,
} from '../report/case-file';
import { handedView } from '../report/case-file-view';
import { diagnosis, type ModelSource } from '../findings/diagnosis';
import type { CaseContent } from './case-content';
import { placesOf } from './case-places';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import { lastingAnalyses } from './report-gathering';
import type { SourceDigest } from './source-digests';
import { FIRST_VISIT_SOURCE } from './source';
import { storableEnd } from './visit-tail';

/**
 * What people made of the case, without content. Marks on what is open for this visit only are left out. Nothing may be
 * being read. Fails with `cancelled` and `unreadable`.
 */
export async function makeCaseFile(open: OpenCase, zone: string, job: Job): Promise<CaseFile> {
  const { content, record, marks } = open;
  const digests = await open.digests.all(job);
  const findings = await lastingFindings(open, job);
  const index = indexOf(digests);
  const { rows } = storableEnd(content);
  const { rowSource } = content;
  const marked = [...marks.keys()].filter((row) => row < rows).sort((a, b) => a - b);
  const { row: chosen } = (record.view?.timeline ?? {}) as { row?: unknown };
  const selected = typeof chosen === 'number' && chosen >= 0 && chosen < rows ? chosen : null;
  const files = new Set(
    [...marked, ...(selected === null ? [] : [selected])].map((row) => rowSource.file(row)),
  );
  const places = await placesOf(content, files);
  const placeOf = (row: number): CaseFilePlace & { line: number } => {
    const { source, ...place } = places.get(rowSource.file(row))!;
    return { source: index.get(source)!, ...place, line: rowSource.line(row) };
  };
  return {
    format: CASE_FILE_FORMAT,
    version: CASE_FILE_VERSION,
    made: new Date().toISOString(),
    by: `Bundlescope ${version}`,
    sources: digests.map(({ name, bytes, sha256 }) => ({ name: name.slice(0, LIMITS.name), bytes, sha256 })),
    marks: marked
      .slice(0, LIMITS.marks)
      .map((row) => ({ ...placeOf(row), note: (marks.get(row) ?? '').slice(0, LIMITS.note) })),
    findings: await placedFindings(content, findings, index),
    selected: selected === null ? null : placeOf(selected),
    view: { ...handedView(record.view), zone },
  };
}

/** Findings of what may be handed to others. */
export async function lastingFindings(open: OpenCase, job: Job): Promise<Finding[]> {
  const analyses = lastingAnalyses(open);
  const worked: ModelSource = (analysis) => analyses.get(analysis, job.signal);
  return worked(await diagnosis(worked));
}

/** Index of each dropped source in the file. */
export function indexOf(digests: readonly SourceDigest[]): Map<number, number> {
  return new Map(digests.map(({ source }, i) => [source, i]));
}

/** Ids of rules; one that is made of a text of the bundle is left out when it is more than a name. */
const RULE_ID = /^[a-zA-Z0-9-]{1,100}$/;

/** Rules and places alone: titles and texts may name what is in the bundle. */
export async function placedFindings(
  content: CaseContent,
  findings: readonly Finding[],
  index: ReadonlyMap<number, number>,
): Promise<CaseFileFinding[]> {
  const kept = findings
    .filter(({ rule }) => RULE_ID.test(rule))
    .slice(0, LIMITS.findings)
    .map(({ rule, severity, evidence }) => ({
      rule,
      severity,
      evidence: evidence.slice(0, LIMITS.places).flatMap((one) => located(content, one)),
    }));
  const places = await placesOf(
    content,
    new Set(kept.flatMap(({ evidence }) => evidence.map(({ file }) => file))),
  );
  return kept.map(({ rule, severity, evidence }) => ({
    rule,
    severity,
    places: evidence.flatMap(({ file, line }) => {
      const { source, ...place } = places.get(file)!;
      const of = index.get(source);
      return of === undefined ? [] : [{ source: of, ...place, line }];
    }),
  }));
}

function located(
  content: CaseContent,
  { source, file, line }: Evidence,
): { file: number; line: number | null }[] {
  if (source >= FIRST_VISIT_SOURCE) return [];
  return [{ file: content.find({ source, path: file }), line }];
}
