import { Failure } from '../failure';
import { parseTime } from '../query';

/** Instants in ms since 1970 UTC: from `after` on, before `before`. */
export interface TimeRange {
  after: number;
  before: number;
}

/** The records of a log in file order; they tile its bytes. */
export interface CutRows {
  count: number;
  /** Bytes of the log. */
  bytes: number;
  /** Where a record begins. */
  from(row: number): number;
  /** ms since 1970 UTC, that of the record before where it has none of its own; NaN before the first that has one. */
  time(row: number): number;
}

/** Bytes [from, to). */
export interface ByteRange {
  from: number;
  to: number;
}

/** What is left of a log. */
export interface LogCut {
  /** Rising, with something between each and the next. */
  ranges: ByteRange[];
  records: number;
  bytes: number;
}

/**
 * The range that `after` and `before` mean, as in queries; null where neither is given. What has no zone is in UTC.
 * Fails with `bad-argument`.
 */
export function timeRange({ after, before }: { after?: string; before?: string }): TimeRange | null {
  if (after === undefined && before === undefined) return null;
  const range = {
    after: after === undefined ? -Infinity : instant('after', after),
    before: before === undefined ? Infinity : instant('before', before),
  };
  if (range.after >= range.before)
    throw new Failure('bad-argument', 'no time is both: "after" is not before "before"');
  return range;
}

function instant(name: string, text: string): number {
  const parsed = parseTime(text, { anchor: null, zone: 'UTC' });
  if ('at' in parsed) return parsed.at;
  throw new Failure('bad-argument', `${name} is a time in ISO 8601, such as 2023-12-05T14:31:48Z`);
}

/**
 * Which bytes of a log are in a range of time: whole records, those without an instant with the record before, and
 * what precedes the first instant with the record that has it. Null for a log without any instant.
 */
export function cutLog(rows: CutRows, { after, before }: TimeRange): LogCut | null {
  let first = 0;
  while (first < rows.count && Number.isNaN(rows.time(first))) first++;
  if (first === rows.count) return null;
  const ranges: ByteRange[] = [];
  let records = 0;
  let bytes = 0;
  let open: ByteRange | null = null;
  const close = (to: number) => {
    if (!open) return;
    open.to = to;
    bytes += to - open.from;
    ranges.push(open);
    open = null;
  };
  for (let row = first; row < rows.count; row++) {
    const time = rows.time(row);
    if (time >= after && time < before) {
      // A byte order mark stands before the first record.
      open ??= { from: row === first ? 0 : rows.from(row), to: 0 };
      records += row === first ? first + 1 : 1;
    } else close(rows.from(row));
  }
  close(rows.bytes);
  return { ranges, records, bytes };
}

/** Bytes of consecutive pieces of a file that lie in the ranges: give it one piece after another. */
export class RangeFilter {
  readonly #ranges: readonly ByteRange[];
  #next = 0;

  /** @param ranges rising, not overlapping */
  constructor(ranges: readonly ByteRange[]) {
    this.#ranges = ranges;
  }

  /** Where the next byte is that is wanted at or behind `at`; null when there is none. */
  wantedFrom(at: number): number | null {
    while (this.#next < this.#ranges.length && this.#ranges[this.#next]!.to <= at) this.#next++;
    const range = this.#ranges[this.#next];
    return range ? Math.max(at, range.from) : null;
  }

  /** What is wanted of a piece that begins at `at`, in a buffer of its own. */
  take(piece: Uint8Array, at: number): Uint8Array {
    const end = at + piece.length;
    const taken = new Uint8Array(piece.length);
    let length = 0;
    for (let from = this.wantedFrom(at); from !== null && from < end;) {
      const to = Math.min(end, this.#ranges[this.#next]!.to);
      taken.set(piece.subarray(from - at, to - at), length);
      length += to - from;
      from = this.wantedFrom(to);
    }
    return taken.subarray(0, length);
  }
}
