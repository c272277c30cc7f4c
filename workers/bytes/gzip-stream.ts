import { crc32 } from '../kernel/crc32';
import { INFLATE, Inflater, type InflateExports } from '../kernel/inflate';
import type { Kernel } from '../kernel/kernel';
import type { Warning } from '../warning';
import type { GzipCheckpoint } from './gzip-checkpoint';
import { GzipHeader } from './gzip-header';
import { MAX_LEFTOVER, type ByteSink } from './sink';

export type { GzipCheckpoint };

const TRAILER_BYTES = 8;
const MAGIC = [0x1f, 0x8b, 8];
const CHECKPOINT_EVERY = 2 * 1024 * 1024;

export interface GzipStreamOptions {
  /** `gzip` (the default), or `deflate` for bare DEFLATE data as in zip entries. */
  format?: 'gzip' | 'deflate';
  /** What bare DEFLATE data should come to; each is checked where it is given. */
  expected?: { crc32?: number; bytes?: number };
  /** Begins at a checkpoint instead of the start: feed the compressed bytes from its `compressedFrom` on. */
  resume?: GzipCheckpoint;
  /** Is given a checkpoint for each `checkpointEvery` inflated bytes; the one at 0 needs none. */
  onCheckpoint?: (checkpoint: GzipCheckpoint) => void;
  /** 2 MiB by default, 0 for none. */
  checkpointEvery?: number;
  /** False leaves out the CRC, for content that was read before. */
  checksum?: boolean;
  /** What goes wrong is told here. `offset` is one in the compressed stream. */
  onWarning?: (warning: Warning) => void;
  /** Path of the warnings. */
  path?: string;
  /** Codes of the warnings begin so; the format by default: `gzip-wrong-crc`, `deflate-wrong-crc`. */
  codePrefix?: string;
  /** Size of the output window, by default what suits reading a whole stream. */
  windowBytes?: number;
}

type Stage = 'header' | 'blocks' | 'trailer' | 'padding' | 'finished';

/**
 * Inflates gzip members (or bare DEFLATE data) on their way to another sink.
 *
 * Whatever is wrong with the data ends in a warning, and everything before the fault reaches the inner sink.
 * That sink gets `final` once, with the last bytes; once it says it is satisfied it gets nothing more, not even
 * that. Output is handed on when the window is full or nothing follows.
 */
export class GzipStream implements ByteSink {
  /** Compressed bytes used: headers, trailers and padding count. */
  compressedBytes = 0;
  /** Inflated bytes so far (of a resumed stream: those before its checkpoint count). */
  inflatedBytes = 0;
  /** Members begun. */
  members = 0;

  readonly #kernel: Kernel<InflateExports>;
  readonly #sink: ByteSink;
  readonly #options: GzipStreamOptions;
  readonly #bare: boolean;
  readonly #inflater: Inflater;
  readonly #checkpointEvery: number;
  #nextCheckpoint: number;
  #stage: Stage;
  #header: GzipHeader;
  // Of the current member
  #crc = 0;
  #crcKnown = true;
  #memberInflated = 0;
  // The input at hand
  #at = 0;
  #end = 0;

  /** Throws a Failure when the checkpoint to resume from makes no sense. */
  constructor(kernel: Kernel<InflateExports>, sink: ByteSink, options: GzipStreamOptions = {}) {
    const { resume, windowBytes, checkpointEvery = CHECKPOINT_EVERY } = options;
    this.#kernel = kernel;
    this.#sink = sink;
    this.#options = options;
    this.#bare = options.format === 'deflate';
    this.#inflater = new Inflater(kernel, windowBytes);
    this.#header = new GzipHeader(kernel);
    this.#stage = resume || this.#bare ? 'blocks' : 'header';
    if (resume) this.#goOnFrom(resume);
    else if (this.#bare) this.#beginMember();
    this.#checkpointEvery = options.onCheckpoint && checkpointEvery ? checkpointEvery : Infinity;
    this.#nextCheckpoint = this.inflatedBytes + this.#checkpointEvery;
  }

  /** True when nothing more will come out, whatever is fed. */
  get satisfied(): boolean {
    return this.#stage === 'finished' || this.#sink.satisfied === true;
  }

  push(ptr: number, length: number, final: boolean): number {
    this.#at = ptr;
    this.#end = ptr + length;
    if (this.#sink.satisfied) this.dispose();
    while (this.#stage !== 'finished' && this.#step(final));
    if (final && this.#stage !== 'finished') this.#endOfInput();
    return this.#stage === 'finished' ? length : this.#at - ptr;
  }

  /** Gives the stream's memory back; needed only for a stream that is not fed to its end. */
  dispose(): void {
    this.#stage = 'finished';
    this.#inflater.dispose();
  }

  // One step with the input at hand; false when it takes more input.
  #step(final: boolean): boolean {
    switch (this.#stage) {
      case 'header':
        return this.#readHeader();
      case 'blocks':
        return this.#inflate();
      case 'trailer':
        return this.#readTrailer();
      default:
        return this.#skipPadding(final);
    }
  }

  #consume(bytes: number): void {
    this.#at += bytes;
    this.compressedBytes += bytes;
  }

  #beginMember(): void {
    this.members++;
    this.#crc = 0;
    this.#crcKnown = this.#options.checksum !== false;
    this.#memberInflated = 0;
    this.#inflater.start();
  }

  #goOnFrom(checkpoint: GzipCheckpoint): void {
    try {
      this.#inflater.restore(checkpoint.decoder, checkpoint.history);
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.compressedBytes = checkpoint.compressedFrom;
    this.inflatedBytes = checkpoint.inflatedAt;
    this.members = checkpoint.member;
    this.#memberInflated = checkpoint.memberInflated;
    this.#crcKnown = this.#options.checksum !== false && checkpoint.memberInflated === 0;
  }

  #readHeader(): boolean {
    const header = this.#header;
    this.#consume(header.take(this.#at, this.#end) - this.#at);
    const member = this.#subject(this.members + 1);
    if (header.problem) {
      const offset = this.compressedBytes - 1;
      this.#warn('corrupt', offset, `${member}: ${header.problem} at byte ${offset}`);
      this.#finish();
    } else if (header.complete) {
      if (header.reservedFlags) {
        const flags = `0x${header.reservedFlags.toString(16)}`;
        this.#warn(
          'reserved-flags',
          this.compressedBytes,
          `${member}: reserved header flags ${flags} are set`,
        );
      }
      if (header.wrongCrc) {
        const { stated, computed } = header.wrongCrc;
        const text = `${member}: the header's checksum is ${hex(computed, 4)}, it says ${hex(stated, 4)}`;
        this.#warn('wrong-header-crc', this.compressedBytes, text);
      }
      this.#beginMember();
      this.#stage = 'blocks';
    }
    return header.complete;
  }

  #inflate(): boolean {
    const inflater = this.#inflater;
    const most = Math.max(0, this.#nextCheckpoint - this.inflatedBytes);
    const status = inflater.run(this.#at, this.#end - this.#at, most);
    this.#consume(inflater.consumed);
    this.inflatedBytes += inflater.produced;
    this.#memberInflated += inflater.produced;
    if (this.#crcKnown) this.#crc = crc32(this.#kernel, this.#crc, inflater.producedAt, inflater.produced);
    switch (status) {
      case INFLATE.windowFull:
        if (this.inflatedBytes >= this.#nextCheckpoint) this.#setCheckpoint();
        if (inflater.full) this.#deliver(false);
        return true;
      case INFLATE.inputUsed:
        return false;
      case INFLATE.streamEnd:
        this.#stage = 'trailer';
        return true;
      default:
        this.#warn('corrupt', this.compressedBytes, `${this.#subject()}: ${inflater.fault} ${this.#where()}`);
        this.#finish();
        return true;
    }
  }

  #readTrailer(): boolean {
    if (this.#bare) {
      const { crc32: crc, bytes } = this.#options.expected ?? {};
      this.#check(crc, bytes, this.#memberInflated);
    } else {
      if (this.#end - this.#at < TRAILER_BYTES) return false;
      const trailer = new DataView(this.#kernel.bytes().buffer, this.#at, TRAILER_BYTES);
      this.#check(trailer.getUint32(0, true), trailer.getUint32(4, true), this.#memberInflated % 2 ** 32);
      this.#consume(TRAILER_BYTES);
    }
    this.#stage = 'padding';
    return true;
  }

  #check(crc: number | undefined, size: number | undefined, actualSize: number): void {
    const member = this.#subject();
    if (crc !== undefined && this.#crcKnown && crc >>> 0 !== this.#crc) {
      const text = `${member}: its data has the checksum ${hex(this.#crc, 8)}, not ${hex(crc >>> 0, 8)} as it says`;
      this.#warn('wrong-crc', this.compressedBytes, `${text}, ${this.#where()}`);
    }
    if (size !== undefined && size !== actualSize) {
      const text = `${member}: its data has ${actualSize} bytes, not ${size} as it says`;
      this.#warn('wrong-length', this.compressedBytes, `${text}, ${this.#where()}`);
    }
  }

  // Behind a member: zeros, another member, or what does not belong here.
  #skipPadding(final: boolean): boolean {
    const bytes = this.#kernel.bytes();
    let at = this.#at;
    if (!this.#bare) while (at < this.#end && bytes[at] === 0) at++;
    this.#consume(at - this.#at);
    if (at === this.#end) return false;
    const have = Math.min(MAGIC.length, this.#end - at);
    const magic = !this.#bare && MAGIC.slice(0, have).every((byte, i) => bytes[at + i] === byte);
    if (magic && have < MAGIC.length && !final) return false;
    if (magic) {
      this.#header = new GzipHeader(this.#kernel);
      this.#stage = 'header';
    } else {
      const text = `bytes that are no part of the compressed data follow it ${this.#where()}; they are ignored`;
      this.#warn('trailing-bytes', this.compressedBytes, text);
      this.#finish();
    }
    return true;
  }

  #endOfInput(): void {
    if (this.#stage !== 'padding') {
      const part = { header: 'header', blocks: 'data', trailer: 'trailer', finished: '' }[this.#stage];
      const subject = this.#subject(this.members + (this.#stage === 'header' ? 1 : 0));
      this.compressedBytes += this.#end - this.#at;
      this.#at = this.#end;
      this.#warn(
        'truncated',
        this.compressedBytes,
        `${subject}: it is cut off in its ${part} ${this.#where()}`,
      );
    }
    this.#finish();
  }

  #deliver(final: boolean): void {
    const inflater = this.#inflater;
    const used = this.#sink.push(inflater.pendingAt, inflater.pending, final);
    const left = inflater.pending - used;
    if (left < 0 || left > (final ? 0 : MAX_LEFTOVER)) throw new Error(`a sink left ${left} bytes`);
    inflater.deliver(used);
    if (this.#sink.satisfied) this.dispose();
  }

  #finish(): void {
    this.#deliver(true);
    this.dispose();
  }

  #setCheckpoint(): void {
    this.#options.onCheckpoint?.({
      inflatedAt: this.inflatedBytes,
      compressedFrom: this.compressedBytes,
      member: this.members,
      memberInflated: this.#memberInflated,
      decoder: this.#inflater.state(),
      history: this.#inflater.history(),
    });
    this.#nextCheckpoint = this.inflatedBytes + this.#checkpointEvery;
  }

  #subject(member = this.members): string {
    return this.#bare ? 'deflate data' : `member ${member}`;
  }

  #where(): string {
    return `at compressed byte ${this.compressedBytes}, inflated byte ${this.inflatedBytes}`;
  }

  #warn(code: string, offset: number, message: string): void {
    const { onWarning, path = '', codePrefix = this.#bare ? 'deflate' : 'gzip' } = this.#options;
    onWarning?.({ code: `${codePrefix}-${code}`, path, offset, message });
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
