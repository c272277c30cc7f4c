import { LEVELS, levelNumber } from '../level';
import type { Level } from '../public-api';
import type { LogRecord, RecordFields } from './logs/record';
import type { Release } from './release';
import type { StoryOperation } from './story-events';

/** Records by level; `none` for lines that state none. */
export type LevelTally = Record<Level | 'none', number>;

export interface FileTruth {
  /** Below the top folder. */
  path: string;
  /** Format of the lines: `hostd`, `vmkernel`, … */
  kind: string;
  /** Unpacked. */
  bytes: number;
  lines: number;
  /** Records whose first line is in this file. */
  records: number;
  /** Lines after a rotation or a start (`Section for VMware ESX`), in no record. */
  headers: number;
  /** Lines at the top that continue the last record of the file before. */
  orphanLines: number;
  levels: LevelTally;
  /** Earliest and latest time of a record, milliseconds UTC. */
  first: number | null;
  last: number | null;
}

export interface PlantedTruth {
  /** Index in the description's `plant`. */
  index: number;
  log: string;
  path: string;
  /** 1-based. */
  line: number;
  time: number | null;
  level: Level | null;
  /** As planted: the text, or the whole line. */
  text: string;
  /** The line as it stands in the file. */
  raw: string;
  fields: RecordFields;
}

export interface VmTruth {
  name: string;
  number: number;
  vmxPath: string;
  running: boolean;
  world: string | null;
}

export interface HostTruth {
  hostname: string;
  release: Release;
  product: string;
  version: string;
  build: string;
  uuid: string;
  /** ISO 8601 UTC, whole seconds. */
  collectedAt: string;
  uptimeSeconds: number;
  commandLine: string;
}

export interface FragmentTruth {
  /** Without the suffix. */
  path: string;
  fragments: number;
  bytes: number;
  /** Numbers that were left out. */
  missing: number[];
}

/** What the bundle holds. Damage done to its bytes afterwards (a cut, a flipped byte) is not taken off. */
export interface BundleTruth {
  fileName: string;
  topFolder: string;
  host: HostTruth;
  vms: VmTruth[];
  /** Log files by path. */
  files: Record<string, FileTruth>;
  records: number;
  lines: number;
  levels: LevelTally;
  first: number | null;
  last: number | null;
  planted: PlantedTruth[];
  /** Who did what, in time order. */
  operations: StoryOperation[];
  /** Every file entry: path below the top folder → bytes in the archive. A second one of a path ends in `#2`. */
  entries: Record<string, number>;
  fragments: FragmentTruth[];
  /** Names of the damage done. */
  damage: string[];
  /** Bundles inside this one (a vCenter's outer archive), by entry path. */
  nested: Record<string, BundleTruth>;
}

export function emptyTally(): LevelTally {
  const tally = { none: 0 } as LevelTally;
  for (const level of LEVELS) if (level !== null) tally[level] = 0;
  return tally;
}

/** Counts what goes into one log file. */
export class FileTally {
  private readonly counts = new Float64Array(LEVELS.length);
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private headers = 0;
  private records = 0;
  bytes = 0;
  lines = 0;
  orphanLines = 0;

  constructor(
    readonly path: string,
    private readonly kind: string,
  ) {}

  /** Counts a record of which `lines` go into this file. */
  add(record: LogRecord, lines: number): void {
    this.lines += lines;
    if (record.header === true) {
      this.headers++;
      return;
    }
    if (record.continues === true) {
      if (this.records === 0) this.orphanLines += lines;
      return;
    }
    this.records++;
    this.counts[levelNumber(record.level)]!++;
    if (record.time === null) return;
    if (record.time < this.first) this.first = record.time;
    if (record.time > this.last) this.last = record.time;
  }

  truth(): FileTruth {
    const { path, kind, bytes, lines, records, headers, orphanLines } = this;
    const levels = emptyTally();
    LEVELS.forEach((level, n) => (levels[level ?? 'none'] = this.counts[n]!));
    const known = Number.isFinite(this.first);
    const [first, last] = known ? [this.first, this.last] : [null, null];
    return { path, kind, bytes, lines, records, headers, orphanLines, levels, first, last };
  }
}

/** Collects the truth while the bundle is written. */
export class TruthBuilder {
  private readonly entries: Record<string, number> = Object.create(null) as Record<string, number>;
  private readonly seen = new Map<string, number>();
  readonly files: FileTruth[] = [];
  readonly planted: PlantedTruth[] = [];
  readonly fragments: FragmentTruth[] = [];
  readonly damage: string[] = [];
  readonly nested: Record<string, BundleTruth> = {};

  addEntry(path: string, bytes: number): void {
    const times = (this.seen.get(path) ?? 0) + 1;
    this.seen.set(path, times);
    this.entries[times === 1 ? path : `${path}#${times}`] = bytes;
  }

  finish(facts: Pick<BundleTruth, 'fileName' | 'topFolder' | 'host' | 'vms' | 'operations'>): BundleTruth {
    const levels = emptyTally();
    let [records, lines, first, last]: [number, number, number | null, number | null] = [0, 0, null, null];
    for (const file of [...this.files, ...Object.values(this.nested)]) {
      records += file.records;
      lines += file.lines;
      for (const level of Object.keys(levels) as (keyof LevelTally)[]) levels[level] += file.levels[level];
      if (file.first !== null) first = Math.min(first ?? file.first, file.first);
      if (file.last !== null) last = Math.max(last ?? file.last, file.last);
    }
    const { entries, fragments, damage, nested } = this;
    const planted = this.planted.toSorted((a, b) => a.index - b.index);
    const files = Object.fromEntries(this.files.map((file) => [file.path, file]));
    return {
      ...facts,
      files,
      records,
      lines,
      levels,
      first,
      last,
      planted,
      entries,
      fragments,
      damage,
      nested,
    };
  }
}
