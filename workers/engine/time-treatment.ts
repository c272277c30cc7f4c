import type { EntryFile, FileContent } from '../package/entry-file';
import {
  cutLog,
  RangeFilter,
  timeRange,
  type CutRows,
  type LogCut,
  type TimeRange,
} from '../package/time-cut';
import type { Treated, Treatment } from '../package/treatment';
import { yearsStay } from '../package/years-stay';
import { Failure } from '../failure';
import type { RandomAccess } from '../bytes/random-access';
import { timeSpan } from '../timeline/histogram';
import { ColumnValues } from './column-values';
import type { CaseContent } from './case-content';
import type { TreatmentContext, TreatmentKind } from './treatment-kind';

/** Text read at a time. */
const PIECE_BYTES = 1 << 20;
const OUTSIDE = 'none of its records is in the range of time';
const HALF_READ = 'it was not read to its end: nobody knows when the rest of it was written';
const WITHOUT_TIMES = 'no record of it says when it was written';
const UNSURE_YEARS =
  'its times say no year, and would be read with another one if only those in the range were left';
const UNSURE_TEXT = 'it has characters that are no UTF-16, which would be others when it is written again';
const DELIVERY = 'a delivery of log streams is not cut';

/** How a time is known, as the flags column has it (assembly/columns.ts). */
const YEAR_INFERRED = 2;
const INHERITED = 3;

/** Logs cut to the records in a range of time. */
export const timeTreatment: TreatmentKind = {
  isAskedFor: ({ after, before }) => after !== undefined || before !== undefined,
  make: async (context) => cuttingLogs(context),
  // What is left of a log is known before it is read.
  foresee: async (context) => cuttingLogs(context),
};

function cuttingLogs({ open, options, job }: TreatmentContext): Treatment {
  const cuts = new LogCuts(open.content, timeRange(options));
  return {
    treat: async (file) => {
      job.check();
      return cuts.treat(file);
    },
  };
}

/** What a range of time leaves of a file. */
export type CutFile =
  { of: 'all'; reason?: string } | { of: 'nothing'; reason: string } | { of: 'some'; cut: LogCut };

/** Where logs are cut. Files that are no logs stay. */
export class LogCuts {
  readonly #content: CaseContent;
  readonly #range: TimeRange | null;
  /** Deliveries whose streams are logs of their own, by archive and path. */
  readonly #deliveries: ReadonlySet<string>;

  /** @param range null for all of time */
  constructor(content: CaseContent, range: TimeRange | null) {
    this.#content = content;
    this.#range = range;
    // What was unpacked of a delivery lies below the file.
    this.#deliveries = new Set(
      content.containers.all
        .filter(({ parent, kind }) => parent !== null && (kind === 'streams' || kind === 'file'))
        .map(({ parent, name }) => `${parent}:${name}`),
    );
  }

  /** What is left of a file, by its number in the table. */
  of(file: number): CutFile {
    if (!this.#range) return { of: 'all' };
    const { files, segments } = this.#content;
    const isDelivery = this.#deliveries.has(`${files.container(file)}:${files.path(file)}`);
    if (isDelivery) return { of: 'all', reason: DELIVERY };
    const segment = files.get(file).kind === 'log' ? segments.ofFile(file) : null;
    if (segment === null) return { of: 'all' };
    if (segments.bytes(segment) < files.size(file)) return { of: 'all', reason: HALF_READ };
    const { after, before } = this.#range;
    const ends = { firstRow: segments.firstRow(segment), endRow: segments.endRow(segment) };
    if (ends.firstRow === ends.endRow) return { of: 'all' };
    const span = timeSpan(this.#content.kernel, ends);
    if (!span) return { of: 'all', reason: WITHOUT_TIMES };
    if (span.first >= after && span.last < before) return { of: 'all' };
    const cut = cutLog(this.#rowsOf(file, segment), this.#range);
    if (!cut || cut.ranges.length === 0) return { of: 'nothing', reason: OUTSIDE };
    return this.#yearsStay(file, segment) ? { of: 'some', cut } : { of: 'all', reason: UNSURE_YEARS };
  }

  async treat({ file, access, shownPath }: EntryFile): Promise<Treated | null> {
    const left = this.of(file);
    if (left.of === 'nothing') return { action: 'dropped', reason: left.reason };
    const { files, layers } = this.#content;
    const isWide = layers.get(files.get(file).layer).kind === 'utf16';
    if (left.of === 'some' && isWide && (await holdsReplacement(access)))
      return { action: 'kept', reason: UNSURE_TEXT };
    if (left.of === 'some') return { action: 'cut', content: cutContent(access, left.cut, shownPath) };
    return left.reason === undefined ? null : { action: 'kept', reason: left.reason };
  }

  #rowsOf(file: number, segment: number): CutRows {
    const { rowSource, segments, files } = this.#content;
    const first = segments.firstRow(segment);
    return {
      count: segments.rowCount(segment),
      bytes: files.size(file),
      from: (row) => rowSource.from(first + row),
      time: (row) => rowSource.columns.time(first + row),
    };
  }

  #yearsStay(file: number, segment: number): boolean {
    const content = this.#content;
    const { after, before } = this.#range!;
    const { segments, rowSource, kernel, dictionaries } = content;
    const values = new ColumnValues(kernel, dictionaries);
    const [first, end] = [segments.firstRow(segment), segments.endRow(segment)];
    const known = (row: number) => (values.flags(row) >> 4) & 3;
    let inferred = 0;
    let stated = 0;
    for (let row = first; row < end; row++) {
      const how = known(row);
      if (how === YEAR_INFERRED) inferred++;
      else if (how !== INHERITED) stated++;
    }
    if (inferred === 0) return true;
    const times = function* () {
      for (let row = first; row < end; row++) {
        const time = rowSource.columns.time(row);
        if (known(row) === YEAR_INFERRED && time >= after && time < before) yield time;
      }
    };
    const reference = content.referenceTime(file);
    return yearsStay({ times: times(), allInferred: stated === 0, reference });
  }
}

function cutContent(access: RandomAccess, { ranges, bytes }: LogCut, path: string): FileContent {
  return {
    bytes,
    async *chunks() {
      const filter = new RangeFilter(ranges);
      for (let at = filter.wantedFrom(0); at !== null;) {
        const piece = await access.read(at, Math.min(PIECE_BYTES, access.size - at));
        if (piece.length === 0)
          throw new Failure('unreadable', `${path} can be read only up to byte ${at} of ${access.size}`);
        yield filter.take(piece, at);
        at = filter.wantedFrom(at + piece.length);
      }
    },
  };
}

/** UTF-8 of U+FFFD, which stands for what is no character. */
const REPLACEMENT = [0xef, 0xbf, 0xbd] as const;

async function holdsReplacement(access: RandomAccess): Promise<boolean> {
  for (let at = 0; at < access.size; at += PIECE_BYTES) {
    const overlap = REPLACEMENT.length - 1;
    const piece = await access.read(at, Math.min(PIECE_BYTES + overlap, access.size - at));
    for (let i = piece.indexOf(REPLACEMENT[0]); i >= 0; i = piece.indexOf(REPLACEMENT[0], i + 1))
      if (piece[i + 1] === REPLACEMENT[1] && piece[i + 2] === REPLACEMENT[2]) return true;
  }
  return false;
}
