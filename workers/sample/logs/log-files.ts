import { Activity } from '../activity';
import { utf8, type Bytes } from '../bytes';
import type { Random } from '../random';
import { FileTally, type PlantedTruth } from '../truth';
import { orderOf, type LogRecord } from './record';
import type { LogSource } from './source';

/** Text gathered before it is encoded. */
const BLOCK = 128 * 1024;
/** The last line of a file whose size is fixed is drawn out to fill it: room it must find. */
const ROOM = 300;

export interface LogPlan {
  source: LogSource;
  /** Records of the story and planted ones, in order. */
  story: LogRecord[];
  /** All bytes of this log over all its files. */
  bytes: number;
  /** Files the log was rotated into, without the current one. */
  rotated: number;
  /** Hears of every record. */
  listen?: (record: LogRecord) => void;
}

/**
 * One log as the row of files it was rotated into, oldest first; each must be read to its end before the next.
 * The size of the current file is known before it is written, so that it can stream into an archive.
 */
export class LogFiles {
  private readonly storySizes: number[];
  private readonly noiseTotal: number;
  private readonly pieceBytes: number;
  private readonly activity: Activity;
  private noiseDone = 0;
  private nextStory = 0;
  /** Second half of a record the rotation cut. */
  private carried: string[] = [];
  private block = '';
  private tally: FileTally;
  private lastTime: number;
  readonly planted: PlantedTruth[] = [];

  constructor(
    private readonly plan: LogPlan,
    private readonly random: Random,
  ) {
    const { source, story, rotated } = plan;
    this.storySizes = story.map((record) => sizeOf(record.lines));
    const storyBytes = sum(this.storySizes);
    const total = source.noise === undefined ? storyBytes : Math.max(plan.bytes, storyBytes);
    this.noiseTotal = total - storyBytes;
    this.pieceBytes = Math.max(1, Math.floor(total / (rotated + 0.7)));
    this.activity = new Activity(source.span, source.gaps, random);
    this.tally = new FileTally(source.path(rotated), source.kind);
    this.lastTime = source.span.from;
  }

  get rotated(): number {
    return this.plan.rotated;
  }

  /** Time of the last line so far: a file's modification time. */
  get modified(): number {
    return this.lastTime;
  }

  /** What went into the file written last. */
  get written(): FileTally {
    return this.tally;
  }

  /** Path of the n-th oldest rotated file. */
  rotatedPath(index: number): string {
    const { source, rotated } = this.plan;
    return source.rotatedPath(rotated - 1 - index, rotated);
  }

  *rotatedFile(index: number): Generator<Bytes> {
    const { source, story, rotated } = this.plan;
    this.open(this.rotatedPath(index), index > 0);
    while (this.tally.bytes + this.block.length < this.pieceBytes) {
      const time = this.noiseTime();
      if (this.noiseLeft > 0 && !this.storyDue(time)) this.writeNoise(source.noise!(time));
      else if (this.nextStory < story.length) this.writeStory();
      else break;
      if (this.block.length >= BLOCK) yield this.flush();
    }
    if (index === Math.floor(rotated / 2) && source.long !== undefined) this.writeCut();
    if (this.block.length > 0) yield this.flush();
  }

  /** The current file; call it when the rotated ones are written. */
  currentFile(): { path: string; size: number; content: Generator<Bytes> } {
    const { source, rotated } = this.plan;
    const path = source.path(rotated);
    const noise = this.noiseLeft >= ROOM ? this.noiseLeft : 0;
    const story = sum(this.storySizes.slice(this.nextStory));
    const header = rotated > 0 ? source.header?.(this.lastTime) : undefined;
    const top = sizeOf(header?.lines ?? []) + sizeOf(this.carried);
    return { path, size: top + story + noise, content: this.current(path, noise) };
  }

  private *current(path: string, noiseBytes: number): Generator<Bytes> {
    const { source, story, rotated } = this.plan;
    this.open(path, rotated > 0);
    for (let left = noiseBytes; left > 0;) {
      const time = this.noiseTime();
      if (this.storyDue(time)) {
        this.writeStory();
      } else {
        const record = source.noise!(time);
        const fits = left - sizeOf(record.lines) >= ROOM;
        left -= this.writeNoise(fits ? record : this.filling(time, left));
      }
      if (this.block.length >= BLOCK) yield this.flush();
    }
    while (this.nextStory < story.length) {
      this.writeStory();
      if (this.block.length >= BLOCK) yield this.flush();
    }
    if (this.block.length > 0) yield this.flush();
  }

  /** A plain filler, or, where the end is near, one drawn out to exactly `left` bytes. */
  private filling(time: number, left: number): LogRecord {
    const record = this.plan.source.filler!(time);
    const missing = left - sizeOf(record.lines);
    if (missing >= ROOM) return record;
    let tail = ' ';
    while (tail.length < missing) tail += this.random.hex8();
    return { ...record, lines: [record.lines[0]! + tail.slice(0, missing)] };
  }

  private open(path: string, afterRotation: boolean): void {
    const { source } = this.plan;
    this.tally = new FileTally(path, source.kind);
    for (const line of this.carried) this.block += `${line}\n`;
    this.tally.orphanLines = this.carried.length;
    this.tally.lines = this.carried.length;
    this.carried = [];
    const header = afterRotation ? source.header?.(this.lastTime) : undefined;
    if (header !== undefined) this.write(header);
  }

  /** The rotation comes while a record is being written. */
  private writeCut(): void {
    const record = this.plan.source.long!(this.noiseTime());
    const half = Math.ceil(record.lines.length / 2);
    this.carried = record.lines.slice(half);
    this.noiseDone += sizeOf(this.carried);
    this.writeNoise({ ...record, lines: record.lines.slice(0, half) });
  }

  private get noiseLeft(): number {
    return Math.max(0, this.noiseTotal - this.noiseDone);
  }

  /** Now and then a line comes some milliseconds late, as from another thread. */
  private noiseTime(): number {
    const time = this.activity.at(this.noiseTotal === 0 ? 1 : this.noiseDone / this.noiseTotal);
    const late = this.random.chance(0.015) ? this.random.int(7) : 0;
    return Math.max(this.plan.source.span.from, time - late);
  }

  private storyDue(time: number): boolean {
    const record = this.plan.story[this.nextStory];
    return record !== undefined && orderOf(record) <= time;
  }

  private writeStory(): void {
    this.write(this.plan.story[this.nextStory++]!);
  }

  private writeNoise(record: LogRecord): number {
    this.write(record);
    const size = sizeOf(record.lines);
    this.noiseDone += size;
    return size;
  }

  private write(record: LogRecord): void {
    if (record.plant !== undefined) this.planted.push(this.plantedTruth(record));
    this.tally.add(record, record.lines.length);
    if (record.time !== null && record.time > this.lastTime) this.lastTime = record.time;
    for (const line of record.lines) this.block += `${line}\n`;
    this.plan.listen?.(record);
  }

  private plantedTruth(record: LogRecord): PlantedTruth {
    const { path, lines } = this.tally;
    const { time, level, plant, fields = {} } = record;
    const { index, text } = plant!;
    const raw = record.lines.join('\n');
    return { index, log: this.plan.source.kind, path, line: lines + 1, time, level, text, raw, fields };
  }

  private flush(): Bytes {
    const bytes = utf8(this.block);
    this.block = '';
    this.tally.bytes += bytes.length;
    return bytes;
  }
}

/** Bytes of lines with their line ends. */
export function sizeOf(lines: readonly string[]): number {
  let size = lines.length;
  for (const line of lines) size += isAscii(line) ? line.length : utf8(line).length;
  return size;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
