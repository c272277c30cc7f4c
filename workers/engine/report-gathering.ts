import { version } from '../../package.json';
import { diagnosis, type ModelSource } from '../findings/diagnosis';
import { RULES } from '../findings/registry';
import { keyObject } from '../hsm/results';
import { LEVELS } from '../level';
import type { CompletenessRow, Finding } from '../public-api';
import { REPORT_LIMITS } from '../report/limits';
import { choice } from '../report/operation-choice';
import type {
  Listed,
  ReportFacts,
  ReportFinding,
  ReportHsm,
  ReportMark,
  ReportOperations,
  ReportSource,
} from '../report/report-facts';
import { severityCounts } from '../report/severities';
import { countLevels, timeSpan } from '../timeline/histogram';
import { completenessOf, operationsFromInfo } from '../trace/completeness';
import { operationRow, operations } from '../trace/operations';
import { Breath } from './breath';
import { findingsOf, type HsmFindings } from './case-hsm-view';
import { evidenceTexts } from './evidence-texts';
import type { TracedEvidence } from './findings-api';
import { partOf, type Job } from './jobs';
import { lastingAnalyses } from './lasting-analyses';
import type { OpenCase } from './open-case';
import { reportCoverage } from './report-coverage';
import { FIRST_VISIT_SOURCE } from './source';
import { storableEnd } from './visit-tail';

/** Gathers what a report tells of a case. Nothing may be being read. Fails with `cancelled` and `unreadable`. */
export async function gatherReport(open: OpenCase, zone: string, job: Job): Promise<ReportFacts> {
  const { content, record } = open;
  const analyses = lastingAnalyses(open);
  const breath = new Breath();
  const worked: ModelSource = (analysis) => analyses.get(analysis, { signal: job.signal });
  const step = async (done: number) => {
    job.advance(done, 100);
    if (breath.due) await breath.take();
    job.check();
  };
  const pause = () => step(50);
  try {
    const rows = { firstRow: 0, endRow: storableEnd(content).rows };
    const span = timeSpan(content.kernel, rows);
    const sources = await sourcesOf(open, partOf(job, 0, 50, 100));
    const coverage = await reportCoverage(content, span, pause);
    await step(60);
    const found = await worked(await diagnosis(worked));
    await step(70);
    const findings = await findingsWithLines(open, found, () => step(72));
    const trace = await operationsOf(worked);
    await step(85);
    const hsm = await hsmOf(await findingsOf(analyses, { signal: job.signal }));
    await step(95);
    const levels = countLevels(content.kernel, rows);
    const hosts = content.hosts.filter(({ source }) => source < FIRST_VISIT_SOURCE);
    const envelopes = (await open.envelopes.list()).filter(({ source }) => source < FIRST_VISIT_SOURCE);
    return {
      made: { at: Date.now(), version },
      caseName: record.name,
      zone,
      query: open.visits.haveWords ? null : queryOf(open),
      leftOutVisit: content.visitSources.length > 0,
      records: rows.endRow,
      from: span?.first ?? null,
      to: span?.last ?? null,
      levels: LEVELS.map((level, i) => ({ level: level ?? 'none', records: levels[i] ?? 0 })),
      sources,
      hosts: firstOf(hosts, REPORT_LIMITS.hosts),
      ...coverage,
      rules: RULES.length,
      findings,
      severities: severityCounts(found),
      ...trace,
      hsm,
      envelopes: firstOf(envelopes, REPORT_LIMITS.envelopes),
      marks: await marksOf(open, rows.endRow, () => step(97)),
    };
  } finally {
    breath.end();
  }
}

function firstOf<Item>(all: readonly Item[], most: number): Listed<Item> {
  return { total: all.length, first: all.slice(0, most) };
}

/** The timeline's query as it was last remembered. */
function queryOf({ record }: OpenCase): string {
  const { query } = (record.view?.timeline ?? {}) as { query?: unknown };
  return typeof query === 'string' ? query : '';
}

async function sourcesOf({ content, digests }: OpenCase, job: Job): Promise<Listed<ReportSource>> {
  const known = new Map((await digests.all(job)).map(({ source, sha256 }) => [source, sha256]));
  const listed = firstOf(content.sources, REPORT_LIMITS.sources);
  const first = listed.first.map((source): ReportSource => {
    const { id, name, kind, bytes, entries, parent, progress, warnings } = source;
    const { phase, error, records } = progress.snapshot();
    const trouble =
      phase === 'failed'
        ? (error ?? 'failed')
        : phase === 'cancelled'
          ? 'cancelled: what was read stays'
          : null;
    return {
      id,
      name,
      kind,
      bytes,
      files: entries,
      records,
      sha256: known.get(id) ?? null,
      parent,
      trouble,
      warnings: firstOf(warnings, REPORT_LIMITS.warnings),
    };
  });
  return { ...listed, first };
}

async function findingsWithLines(
  open: OpenCase,
  found: readonly Finding[],
  step: () => Promise<void>,
): Promise<Listed<ReportFinding>> {
  const first: ReportFinding[] = [];
  for (const { evidence, ...finding } of found.slice(0, REPORT_LIMITS.findings)) {
    const places: readonly TracedEvidence[] = evidence.slice(0, REPORT_LIMITS.evidence);
    const texts = await evidenceTexts(open, places);
    const lines = places.map(({ source, file, line, lines: count }, i) => {
      const { time, text, cut } = texts[i]!;
      return { source, file, line, lines: count, time, ...shortened(text, cut) };
    });
    first.push({ ...finding, evidence: { total: evidence.length, first: lines } });
    await step();
  }
  return { total: found.length, first };
}

function shortened<Text extends string | null>(text: Text, cut: boolean): { text: Text; cut: boolean } {
  const { text: most } = REPORT_LIMITS;
  if (text === null || text.length <= most) return { text, cut };
  return { text: text.slice(0, most) as Text, cut: true };
}

async function operationsOf(
  worked: ModelSource,
): Promise<{ operations: ReportOperations; completeness: CompletenessRow[] }> {
  const all = await worked(operations);
  const fromInfo = all.belowInfo === 0 ? all.operations : (await worked(operationsFromInfo)).operations;
  const { listed, people, ...counts } = choice(all.operations, REPORT_LIMITS.operations);
  return {
    operations: {
      ...counts,
      operations: {
        total: all.operations.length,
        first: listed.map((index) => operationRow(all, index, 1)),
      },
      people: firstOf(people, REPORT_LIMITS.people),
    },
    completeness: completenessOf(fromInfo),
  };
}

function hsmOf({ from: hsm, list }: HsmFindings): ReportHsm | null {
  const { store, order } = hsm.events;
  const events = order.length;
  if (events === 0) return null;
  const keys = firstOf(hsm.keys, REPORT_LIMITS.hsmKeys);
  return {
    events,
    severities: severityCounts(list.map(({ finding }) => finding)),
    findings: {
      total: list.length,
      first: list.slice(0, REPORT_LIMITS.hsmFindings).map(({ finding, rows: [row] }) => {
        const file = row === undefined ? undefined : hsm.files.get(store.file.get(row));
        const at = file && { source: file.source, file: file.path, line: store.line.get(row!) };
        return { ...finding, events: finding.events.slice(0, 1), at: at ?? null };
      }),
    },
    keys: { total: keys.total, first: keys.first.map((key) => keyObject(hsm, key)) },
  };
}

async function marksOf(
  { marks, texts, content }: OpenCase,
  endRow: number,
  step: () => Promise<void>,
): Promise<Listed<ReportMark>> {
  const rows = [...marks.keys()].filter((row) => row < endRow);
  const { columns } = content.rowSource;
  const at = (row: number) => (Number.isNaN(columns.time(row)) ? Infinity : columns.time(row));
  rows.sort((a, b) => (at(a) === at(b) ? a - b : at(a) - at(b)));
  const first: ReportMark[] = [];
  for (const row of rows.slice(0, REPORT_LIMITS.marks)) {
    const { source, path, line, time, raw, rawCut } = await texts.detail(row, marks);
    const note = (marks.get(row) ?? '').slice(0, REPORT_LIMITS.note);
    first.push({ source, file: path, line, time, ...shortened(raw, rawCut), note });
    await step();
  }
  return { total: rows.length, first };
}
