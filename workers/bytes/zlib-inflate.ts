import { Failure } from '../failure';
import type { InflateExports } from '../kernel/inflate';
import type { Kernel } from '../kernel/kernel';
import { GzipStream } from './gzip-stream';
import { MAX_LEFTOVER, READ_SLACK, type ByteSink } from './sink';

/** Compressed bytes offered at a time; they come to at most a thousandfold, which is held until it is taken. */
const STEP_BYTES = 8 * 1024;
const HEADER_BYTES = 2;
const TRAILER_BYTES = 4;
const WINDOW_BYTES = 256 * 1024;

/**
 * Inflates a zlib stream (RFC 1950) and checks its Adler-32; bytes behind it are ignored. Whatever comes before a
 * fault is given before the failure. What remains in `kernel` is the caller's to wipe.
 *
 * The kernel does this rather than the browser's `DecompressionStream`, which drops what it had inflated when it
 * meets a fault, and does not tell an early end from damage.
 *
 * Fails with `truncated` where the stream ends early, with `corrupt` where it is damaged or is none.
 */
export async function* inflateZlib(
  kernel: Kernel<InflateExports>,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const stream = new ZlibStream(kernel);
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length && !stream.ended; at += STEP_BYTES) {
        stream.push(chunk.subarray(at, at + STEP_BYTES), false);
        yield* stream.taken();
        stream.check();
      }
      if (stream.ended) break;
    }
    if (!stream.ended) stream.push(new Uint8Array(0), true);
    yield* stream.taken();
    stream.check();
    stream.verify();
  } finally {
    stream.dispose();
  }
}

/**
 * One zlib stream that is given its bytes piece by piece: the two before the data, the data, the four behind it.
 * `dispose` gives its memory back.
 */
export class ZlibStream {
  readonly #kernel: Kernel<InflateExports>;
  readonly #inflate: GzipStream;
  readonly #input: number;
  readonly #header: number[] = [];
  readonly #trailer: number[] = [];
  readonly #out: CopyingSink;
  #failure: Failure | null = null;
  /** Bytes of the data offered so far, and those of them that are offered again. */
  #offered = 0;
  #left = 0;

  /** @param windowBytes output is given when so much has come, or at the end */
  constructor(kernel: Kernel<InflateExports>, windowBytes = WINDOW_BYTES) {
    this.#kernel = kernel;
    this.#out = new CopyingSink(kernel);
    this.#input = kernel.allocate(MAX_LEFTOVER + STEP_BYTES + READ_SLACK);
    this.#inflate = new GzipStream(kernel, this.#out, {
      format: 'deflate',
      checksum: false,
      windowBytes,
      onWarning: ({ code, message }) => {
        if (code === 'deflate-truncated') this.#failure ??= new Failure('truncated', message);
        else if (code === 'deflate-corrupt') this.#failure ??= new Failure('corrupt', message);
      },
    });
  }

  /** The trailer is there, or never will be. */
  get ended(): boolean {
    return this.#trailer.length === TRAILER_BYTES || this.#failure !== null;
  }

  /** Why it cannot be inflated further, or null. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Bytes of the whole stream, once it has ended. */
  get streamBytes(): number {
    return HEADER_BYTES + this.#inflate.compressedBytes + TRAILER_BYTES;
  }

  /** Bytes inflated so far; some of them may not have been given yet. */
  get inflatedBytes(): number {
    return this.#inflate.inflatedBytes;
  }

  /** At most 8 KiB at a time. */
  push(bytes: Uint8Array, final: boolean): void {
    let at = 0;
    while (at < bytes.length && this.#header.length < HEADER_BYTES) this.#header.push(bytes[at++]!);
    if (this.#header.length < HEADER_BYTES) {
      if (final) this.#failure ??= new Failure('truncated', 'the stream ends in its header');
      return;
    }
    if (!isHeader(this.#header)) {
      this.#failure ??= new Failure('corrupt', 'this is no zlib stream');
      return;
    }
    const data = bytes.subarray(at);
    if (this.#inflate.satisfied) this.#takeTrailer(data);
    else this.#feed(data, final);
  }

  #feed(data: Uint8Array, final: boolean): void {
    this.#kernel.bytes().set(data, this.#input + this.#left);
    const total = this.#left + data.length;
    this.#offered += data.length;
    const used = this.#inflate.push(this.#input, total, final);
    const end = this.#input + total;
    const bytes = this.#kernel.bytes();
    if (this.#inflate.satisfied) {
      const behind = this.#offered - this.#inflate.compressedBytes;
      if (!this.#failure) this.#takeTrailer(bytes.subarray(end - behind, end));
      return;
    }
    this.#left = total - used;
    bytes.copyWithin(this.#input, end - this.#left, end);
  }

  #takeTrailer(bytes: Uint8Array): void {
    this.#trailer.push(...bytes.subarray(0, TRAILER_BYTES - this.#trailer.length));
  }

  /** What came out since the last time. */
  *taken(): Generator<Uint8Array> {
    yield* this.#out.pieces.splice(0);
  }

  check(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Fails where the checksum is missing or wrong. */
  verify(): void {
    if (this.#trailer.length < TRAILER_BYTES)
      throw new Failure('truncated', 'the stream ends before its checksum');
    const [a = 0, b = 0, c = 0, d = 0] = this.#trailer;
    if (((a << 24) | (b << 16) | (c << 8) | d) >>> 0 !== this.#out.adler.value)
      throw new Failure('corrupt', 'the checksum of the stream does not match');
  }

  dispose(): void {
    this.#inflate.dispose();
    this.#kernel.release(this.#input, MAX_LEFTOVER + STEP_BYTES + READ_SLACK);
  }
}

/** RFC 1950, 2.2: method, window, check bits; a preset dictionary is nobody's here. */
function isHeader([cmf = 0, flg = 0]: readonly number[]): boolean {
  return (cmf & 15) === 8 && cmf >> 4 <= 7 && (flg & 0x20) === 0 && (cmf * 256 + flg) % 31 === 0;
}

class CopyingSink implements ByteSink {
  readonly pieces: Uint8Array[] = [];
  readonly adler = new Adler32();
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  push(ptr: number, length: number): number {
    if (length === 0) return 0;
    const piece = this.#kernel.bytes().slice(ptr, ptr + length);
    this.adler.update(piece);
    this.pieces.push(piece);
    return length;
  }
}

/** RFC 1950, 8.2. */
class Adler32 {
  #a = 1;
  #b = 0;

  update(bytes: Uint8Array): void {
    let a = this.#a;
    let b = this.#b;
    // As many bytes as the sums stay below 2^32 without a division.
    for (let from = 0; from < bytes.length; from += 5552) {
      const to = Math.min(bytes.length, from + 5552);
      for (let i = from; i < to; i++) {
        a += bytes[i]!;
        b += a;
      }
      a %= 65521;
      b %= 65521;
    }
    this.#a = a;
    this.#b = b;
  }

  get value(): number {
    return this.#b * 65536 + this.#a;
  }
}
