import { ZlibStream } from '../bytes/zlib-inflate';
import type { InflateExports } from '../kernel/inflate';
import type { Kernel } from '../kernel/kernel';
import type { ZlibFinding } from '../public-api';

/** Bytes looked at to tell whether a stream may begin: header, block header, lengths of the code lengths. */
const LOOK_AHEAD = 16;
/** Bytes given to the inflater at a time; what is no stream mostly shows in the first few. */
const FIRST_STEP = 256;
const STEP_BYTES = 4 * 1024;
/** Output window: a stream that has filled it once is taken for one. */
const WINDOW_BYTES = 64 * 1024;
/** Shortest inflated text of a stream whose checksum is right, and of one that breaks off or has a wrong checksum. */
const MIN_WHOLE = 32;
const MIN_BROKEN = 1024;
/** Compressed bytes after which a stream that has hardly put out anything is none. */
const MAX_PROBE = 256 * 1024;
/** What beginning to inflate costs, in bytes of work. */
const PROBE_COST = 256;
/** Work on what was no stream, and output of streams: so many bytes, and so many for each byte of the dump. */
const REJECTED = { bytes: 64 * 1024 * 1024, perByte: 4 };
const INFLATED = { bytes: 256 * 1024 * 1024, perByte: 32 };

export interface ZlibListener {
  /** Bytes that are part of no stream. */
  plain(bytes: Uint8Array, offset: number): void;
  /** A stream begins: what was plain has ended. */
  begin(offset: number): void;
  /** Bytes of the stream that began last. They are the listener's. */
  inflated(bytes: Uint8Array, inflatedAt: number): void;
  end(finding: ZlibFinding): void;
}

/**
 * Finds zlib streams (RFC 1950) anywhere in bytes that stream by: by the header's check bits and the first block's
 * header, then by inflating. Memory is bounded, and so is the work: a byte is inflated again only as long as what
 * was no stream has not cost more than `REJECTED` allows.
 */
export class ZlibSearch {
  /** Byte of the dump from which on nothing more is looked for, and why; null while all goes well. */
  stopped: { offset: number; reason: 'rejected' | 'inflated' } | null = null;
  readonly #kernel: Kernel<InflateExports>;
  readonly #listener: ZlibListener;
  #buffer: Uint8Array = new Uint8Array(0);
  /** Offset of the buffer's first byte. */
  #base = 0;
  /** Where in the buffer is looked next, and from where on nothing was handed on. */
  #at = 0;
  #plainFrom = 0;
  #stream: ZlibStream | null = null;
  /** Where in the buffer the stream begins (negative once that is dropped) and up to where it was given. */
  #start = 0;
  #fed = 0;
  #isTaken = false;
  #held: Uint8Array[] = [];
  #given = 0;
  #rejected = 0;
  #inflated = 0;

  constructor(kernel: Kernel<InflateExports>, listener: ZlibListener) {
    this.#kernel = kernel;
    this.#listener = listener;
  }

  /** The next bytes; in pieces of 16 KiB no call takes long. */
  push(bytes: Uint8Array): void {
    if (this.#buffer.length === 0) this.#buffer = new Uint8Array(bytes);
    else {
      const joined = new Uint8Array(this.#buffer.length + bytes.length);
      joined.set(this.#buffer);
      joined.set(bytes, this.#buffer.length);
      this.#buffer.fill(0);
      this.#buffer = joined;
    }
    this.#work(false);
  }

  /** No more bytes follow. */
  end(): void {
    this.#work(true);
    this.dispose();
  }

  /** Gives memory back; for a search that is not brought to its end. */
  dispose(): void {
    this.#stream?.dispose();
    this.#stream = null;
    for (const piece of this.#held) piece.fill(0);
    this.#held = [];
    this.#buffer.fill(0);
    this.#buffer = new Uint8Array(0);
  }

  #work(final: boolean): void {
    do {
      if (!this.#stream) this.#look(final);
      if (this.#stream) this.#feed(final);
    } while (!this.#stream && this.#at < this.#buffer.length - (final ? 0 : LOOK_AHEAD));
    this.#drop();
  }

  /** Goes on to the next place where a stream may begin, and begins it; else to the end. */
  #look(final: boolean): void {
    const buffer = this.#buffer;
    const end = this.stopped ? buffer.length : Math.max(this.#at, buffer.length - (final ? 2 : LOOK_AHEAD));
    let at = this.#at;
    if (!this.stopped) while (at < end && !mayBegin(buffer, at)) at++;
    else at = end;
    this.#at = at;
    if (at < end) {
      this.#start = this.#fed = at;
      this.#isTaken = false;
      this.#given = 0;
      this.#stream = new ZlibStream(this.#kernel, WINDOW_BYTES);
    } else {
      this.#at = final ? buffer.length : end;
      this.#plain(this.#at);
    }
  }

  /** Hands on what up to here is no part of a stream. */
  #plain(until: number): void {
    const from = this.#plainFrom;
    if (until <= from) return;
    this.#listener.plain(this.#buffer.subarray(from, until), this.#base + from);
    this.#plainFrom = until;
  }

  #feed(final: boolean): void {
    const stream = this.#stream!;
    const buffer = this.#buffer;
    for (;;) {
      const step = this.#fed;
      const bytes = buffer.subarray(step, step + (step === this.#start ? FIRST_STEP : STEP_BYTES));
      if (bytes.length === 0 && !final) return;
      stream.push(bytes, bytes.length === 0);
      this.#fed += bytes.length;
      this.#collect(stream);
      if (this.#inflated > INFLATED.bytes + INFLATED.perByte * (this.#base + this.#fed)) {
        this.stopped = { offset: this.#base + this.#start, reason: 'inflated' };
        this.#give();
        return this.#leave(step, 'cut');
      }
      if (stream.ended || bytes.length === 0) return this.#judge(stream, step);
      if (!this.#isTaken && this.#fed - this.#start > MAX_PROBE) return this.#reject();
    }
  }

  #collect(stream: ZlibStream): void {
    for (const piece of stream.taken()) {
      this.#inflated += piece.length;
      this.#held.push(piece);
    }
    // Without a fault so far, and the window was full once.
    if (this.#held.length > 0 && !stream.ended) this.#give();
  }

  /** Takes it for a stream, and hands on what came out of it. */
  #give(): void {
    if (!this.#isTaken) {
      this.#plain(this.#start);
      this.#listener.begin(this.#base + this.#start);
      this.#isTaken = true;
    }
    for (const piece of this.#held) {
      const at = this.#given;
      this.#given += piece.length;
      this.#listener.inflated(piece, at);
    }
    this.#held = [];
  }

  /** The stream has ended, one way or another. */
  #judge(stream: ZlibStream, step: number): void {
    const held = this.#held.reduce((sum, piece) => sum + piece.length, 0);
    const isWhole = stream.failure === null && isRight(stream);
    if (isWhole && !this.#isTaken && held < MIN_WHOLE) {
      this.#at = Math.min(this.#buffer.length, this.#start + stream.streamBytes);
      return this.#forget();
    }
    if (!isWhole && !this.#isTaken && held < MIN_BROKEN) return this.#reject();
    this.#give();
    if (stream.failure) this.#leave(step, stream.failure.code === 'truncated' ? 'cut' : 'damaged');
    else this.#leave(this.#start + stream.streamBytes, isWhole ? 'whole' : stream.ended ? 'damaged' : 'cut');
  }

  /** What is behind the stream is looked at next. */
  #leave(end: number, state: ZlibFinding['state']): void {
    const offset = this.#base + this.#start;
    const until = Math.min(Math.max(end, this.#start + 1), this.#buffer.length);
    this.#listener.end({ offset, bytes: until - this.#start, inflatedBytes: this.#given, state });
    this.#forget();
    this.#at = this.#plainFrom = until;
  }

  /** It is none: its first byte is as any other. */
  #reject(): void {
    this.#rejected += PROBE_COST + this.#fed - this.#start + (this.#stream?.inflatedBytes ?? 0);
    const start = this.#start;
    this.#forget();
    this.#at = start + 1;
    if (this.#rejected > REJECTED.bytes + REJECTED.perByte * (this.#base + start))
      this.stopped = { offset: this.#base + start, reason: 'rejected' };
  }

  #forget(): void {
    this.#stream?.dispose();
    this.#stream = null;
    for (const piece of this.#held) piece.fill(0);
    this.#held = [];
  }

  /** Lets go of what is not looked at again. */
  #drop(): void {
    if (this.#stream && !this.#isTaken) this.#plain(this.#start);
    // Of a stream that was taken the last step is kept: there is gone on from where it turns out to be damaged.
    const from = !this.#stream ? this.#at : this.#isTaken ? Math.max(0, this.#fed - STEP_BYTES) : this.#start;
    if (from <= 0) return;
    const rest = this.#buffer.slice(from);
    this.#buffer.fill(0);
    this.#buffer = rest;
    this.#base += from;
    this.#at -= from;
    this.#plainFrom -= from;
    this.#start -= from;
    this.#fed -= from;
  }
}

function isRight(stream: ZlibStream): boolean {
  try {
    stream.verify();
    return true;
  } catch {
    return false;
  }
}

/** Whether the two bytes are a zlib header and what follows can begin a block (RFC 1951, 3.2.3 to 3.2.7). */
function mayBegin(bytes: Uint8Array, at: number): boolean {
  const cmf = bytes[at]!;
  if ((cmf & 0x8f) !== 8) return false;
  const flg = bytes[at + 1]!;
  if ((flg & 0x20) !== 0 || (cmf * 256 + flg) % 31 !== 0) return false;
  const first = bytes[at + 2];
  if (first === undefined) return false;
  const type = (first >> 1) & 3;
  if (type === 3) return false;
  if (type === 1 || at + LOOK_AHEAD > bytes.length) return true;
  if (type === 0) {
    const length = bytes[at + 3]! | (bytes[at + 4]! << 8);
    const complement = bytes[at + 5]! | (bytes[at + 6]! << 8);
    return length === (~complement & 0xffff);
  }
  return hasCodeLengths(bytes, at + 2);
}

/** Whether the code of the code lengths of a dynamic block is complete: hardly ever so by chance. */
function hasCodeLengths(bytes: Uint8Array, at: number): boolean {
  let bit = 3;
  const read = (count: number) => {
    const word = bytes[at + (bit >> 3)]! | ((bytes[at + (bit >> 3) + 1] ?? 0) << 8);
    const value = (word >> (bit & 7)) & ((1 << count) - 1);
    bit += count;
    return value;
  };
  if (read(5) > 29 || read(5) > 29) return false;
  let room = 128;
  for (let left = read(4) + 4; left > 0; left--) {
    const length = read(3);
    if (length > 0) room -= 128 >> length;
  }
  return room === 0;
}
