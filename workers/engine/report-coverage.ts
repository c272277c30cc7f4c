import { formatById } from '../formats/registry';
import { logFamily } from '../report/log-families';
import { REPORT_LIMITS } from '../report/limits';
import type { Listed, ReportLog, SourceSilences } from '../report/report-facts';
import { longest, resolution, silencesIn, type Instants, type SilentSpan } from '../report/silences';
import { countByTime, timeSpan } from '../timeline/histogram';
import type { CaseContent } from './case-content';
import { FIRST_VISIT_SOURCE } from './source';

/** Bins of a log's lane. */
const LANE_BINS = 96;
/** Shorter times without a record are usual, ms. */
const LEAST_SILENCE = 5 * 60_000;

/** Rows of one file. */
interface Rows {
  firstRow: number;
  endRow: number;
}

interface Family {
  source: number;
  path: string;
  format: string;
  rows: Rows[];
  records: number;
}

/** Which logs cover which time of a case, and when nothing was logged. */
export async function reportCoverage(
  content: CaseContent,
  span: { first: number; last: number } | null,
  pause: () => Promise<void>,
): Promise<{ logs: Listed<ReportLog>; silences: Listed<SourceSilences> }> {
  const families = logFamilies(content);
  const logs: ReportLog[] = [];
  for (const family of families.slice(0, REPORT_LIMITS.logs)) {
    logs.push(covered(content, family, span));
    await pause();
  }
  const bySource = new Map<number, Rows[]>();
  for (const { source, rows } of families) {
    const known = bySource.get(source);
    if (known) known.push(...rows);
    else bySource.set(source, [...rows]);
  }
  const silences: SourceSilences[] = [];
  for (const [source, rows] of [...bySource].slice(0, REPORT_LIMITS.silentSources)) {
    const own = spanOf(content, rows);
    if (own) silences.push(silentTimes(content, source, rows, own));
    await pause();
  }
  return {
    logs: { total: families.length, first: logs },
    silences: { total: bySource.size, first: silences },
  };
}

/** Logs with records, rotated ones together, in the order of sources and paths. */
function logFamilies(content: CaseContent): Family[] {
  const { segments, files } = content;
  const families = new Map<string, Family>();
  for (let segment = 0; segment < segments.count; segment++) {
    const file = segments.file(segment);
    const source = content.sourceOf(file);
    const records = segments.rowCount(segment);
    if (source >= FIRST_VISIT_SOURCE || records === 0) continue;
    const path = content.shownPath(file);
    const key = `${source}/${logFamily(path)}`;
    let family = families.get(key);
    if (!family) {
      const format = formatById(files.format(file) ?? 'plain').label;
      families.set(key, (family = { source, path, format, rows: [], records: 0 }));
    }
    if (isNewer(path, family.path)) family.path = path;
    family.rows.push({ firstRow: segments.firstRow(segment), endRow: segments.endRow(segment) });
    family.records += records;
  }
  return [...families.values()].sort(
    (a, b) => a.source - b.source || (a.path < b.path ? -1 : Number(a.path > b.path)),
  );
}

/** The file that is being written has the shortest name, or the one without a number. */
function isNewer(path: string, than: string): boolean {
  return path.length - than.length < 0 || (path.length === than.length && path < than);
}

function covered(
  content: CaseContent,
  { rows, records, source, path, format }: Family,
  span: { first: number; last: number } | null,
): ReportLog {
  const own = spanOf(content, rows);
  const silences = own ? silencesIn(instants(content, rows), own, Math.max(1, resolution(own))) : [];
  return {
    source,
    path,
    format,
    files: rows.length,
    records,
    from: own?.from ?? null,
    to: own?.to ?? null,
    longestSilence: longest(silences, 1)[0] ?? null,
    density: span && own ? density(content, rows, span) : [],
  };
}

function silentTimes(
  content: CaseContent,
  source: number,
  rows: readonly Rows[],
  span: SilentSpan,
): SourceSilences {
  const atLeast = Math.max(LEAST_SILENCE, resolution(span));
  const all = silencesIn(instants(content, rows), span, atLeast);
  return {
    source,
    ...span,
    atLeast,
    silences: { total: all.length, first: longest(all, REPORT_LIMITS.silences) },
  };
}

function spanOf(content: CaseContent, rows: readonly Rows[]): SilentSpan | null {
  let from = Infinity;
  let to = -Infinity;
  for (const one of rows) {
    const span = timeSpan(content.kernel, one);
    if (!span) continue;
    from = Math.min(from, span.first);
    to = Math.max(to, span.last);
  }
  return from <= to ? { from, to } : null;
}

function instants({ rowSource }: CaseContent, rows: readonly Rows[]): Instants {
  return (take) => {
    for (const { firstRow, endRow } of rows)
      for (let row = firstRow; row < endRow; row++) take(rowSource.columns.time(row));
  };
}

function density(
  { kernel }: CaseContent,
  rows: readonly Rows[],
  { first, last }: { first: number; last: number },
): number[] {
  const bins = new Array<number>(LANE_BINS).fill(0);
  for (const one of rows) {
    const counts = countByTime(kernel, one, first, last + 1, LANE_BINS);
    const levels = counts.length / LANE_BINS;
    counts.forEach((count, i) => (bins[Math.floor(i / levels)]! += count));
  }
  return bins;
}
