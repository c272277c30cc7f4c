import { GzipStream, type GzipCheckpoint, type GzipStreamOptions } from '../../workers/bytes/gzip-stream';
import { MAX_LEFTOVER, type ByteSink } from '../../workers/bytes/sink';
import type { InflateExports } from '../../workers/kernel/inflate';
import type { Kernel } from '../../workers/kernel/kernel';
import type { Warning } from '../../workers/warning';
import { expect } from 'vitest';

export type GzipKernel = Kernel<InflateExports>;

/** Keeps what it gets, leaves as many bytes as it is told to, and checks what is promised to a sink. */
export class Collector implements ByteSink {
  finals = 0;
  pushes = 0;
  satisfied = false;
  readonly #kernel: GzipKernel;
  readonly #leave: (length: number) => number;
  readonly #parts: Uint8Array[] = [];
  #left = new Uint8Array(0);

  constructor(kernel: GzipKernel, leave: (length: number) => number = () => 0) {
    this.#kernel = kernel;
    this.#leave = leave;
  }

  push(ptr: number, length: number, final: boolean): number {
    this.pushes++;
    demand(this.finals === 0, 'bytes after the final ones');
    if (final) this.finals++;
    const bytes = this.#kernel.bytes().slice(ptr, ptr + length);
    // What was left must come again, in front.
    demand(same(bytes.subarray(0, this.#left.length), this.#left), 'what was left did not come again');
    const used = final ? length : length - Math.min(length, MAX_LEFTOVER, this.#leave(length));
    this.#parts.push(bytes.subarray(0, used));
    this.#left = bytes.slice(used);
    return used;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

// Cheaper than an expectation, of which there would be millions.
function demand(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Feeds a sink as an owner does: pieces of these sizes in turn, and again what was left. */
export class Feeder {
  done = false;
  readonly #kernel: GzipKernel;
  readonly #sink: ByteSink;
  readonly #data: Uint8Array;
  readonly #pieces: number[];
  readonly #input: number;
  #used = 0;
  #offered = 0;
  #turn = 0;

  constructor(kernel: GzipKernel, sink: ByteSink, data: Uint8Array, pieces = [data.length]) {
    this.#kernel = kernel;
    this.#sink = sink;
    this.#data = data;
    this.#pieces = pieces;
    this.#input = kernel.allocate(data.length + 128);
  }

  step(): void {
    const data = this.#data;
    this.#offered = Math.min(data.length, this.#offered + this.#pieces[this.#turn++ % this.#pieces.length]!);
    const piece = data.subarray(this.#used, this.#offered);
    this.#kernel.bytes().set(piece, this.#input);
    this.#kernel.bytes().fill(0xa5, this.#input + piece.length, this.#input + piece.length + 128);
    const final = this.#offered === data.length;
    const used = this.#sink.push(this.#input, piece.length, final);
    demand(used >= 0 && piece.length - used <= (final ? 0 : 1024), `${used} of ${piece.length} bytes used`);
    this.#used += used;
    this.done = final;
    if (final) this.#kernel.release(this.#input, data.length + 128);
  }

  run(): void {
    while (!this.done) this.step();
  }
}

export interface Outcome {
  bytes: Buffer;
  warnings: Warning[];
  codes: string[];
  stream: GzipStream;
  sink: Collector;
  checkpoints: GzipCheckpoint[];
}

export interface Way extends GzipStreamOptions {
  pieces?: number[];
  leave?: (length: number) => number;
}

export function gunzip(kernel: GzipKernel, data: Uint8Array, way: Way = {}): Outcome {
  const { pieces, leave, ...options } = way;
  const warnings: Warning[] = [];
  const checkpoints: GzipCheckpoint[] = [];
  const sink = new Collector(kernel, leave);
  const stream = new GzipStream(kernel, sink, {
    ...(options.checkpointEvery && { onCheckpoint: (checkpoint) => checkpoints.push(checkpoint) }),
    onWarning: (warning) => warnings.push(warning),
    ...options,
  });
  new Feeder(kernel, stream, data, pieces).run();
  expect(sink.finals).toBe(1);
  return { bytes: sink.bytes, warnings, codes: warnings.map((w) => w.code), stream, sink, checkpoints };
}
