// Walks tars the way the stages before a TarWalk feed it.
import { expect } from 'vitest';
import { TarWalk, type TarEntry } from '../../workers/archive/tar';
import { MAX_LEFTOVER, READ_SLACK, type ByteSink } from '../../workers/bytes/sink';
import type { Kernel } from '../../workers/kernel/kernel';
import type { TarExports } from '../../workers/kernel/tar';
import type { Warning } from '../../workers/warning';
import { freshKernel } from './kernel';
import { concat } from './tar-bytes';

export const CUTS = [1, 511, 512, 513, 10_000, Infinity];

export const kernel: Kernel<TarExports> = await freshKernel<TarExports>();

/** An entry with its bytes as a string, one character a byte: quick to compare. */
export type Taken = TarEntry & { data: string };

export interface Walked {
  entries: Taken[];
  warnings: Warning[];
}

export interface WalkOptions {
  /** Bytes added to what is offered, each time. */
  cut?: number;
  /** Which entries are taken; all by default. */
  wants?: (entry: TarEntry) => boolean;
  /** Bytes the sink leaves unless it must take all. */
  leaves?: number;
}

/** Offers the tar in pieces at changing addresses, the way the stages before a TarWalk do. */
export function walk(
  bytes: Uint8Array,
  { cut = Infinity, wants = () => true, leaves = 0 }: WalkOptions = {},
): Walked {
  const walked: Walked = { entries: [], warnings: [] };
  let ends = 0;
  const walker = new TarWalk(kernel, {
    entry(entry) {
      const taken = { ...entry, data: '' };
      walked.entries.push(taken);
      return wants(entry) ? new Collector(leaves, (data) => (taken.data = data)) : null;
    },
    warning: (warning) => walked.warnings.push(warning),
    end: () => ends++,
  });
  let from = 0;
  let to = 0;
  for (let move = 0; ; move = (move + 1) % 64) {
    to = Math.min(bytes.length, to + cut);
    const length = to - from;
    const block = kernel.allocate(length + 64 + READ_SLACK);
    kernel.bytes().fill(0xee, block, block + length + 64 + READ_SLACK);
    kernel.bytes().set(bytes.subarray(from, to), block + move);
    const final = to === bytes.length;
    const used = walker.push(block + move, length, final);
    kernel.release(block, length + 64 + READ_SLACK);
    if (used < 0 || used > length || length - used > (final ? 0 : MAX_LEFTOVER) || ends !== Number(final)) {
      throw new Error(`a push of ${length} bytes (final: ${final}) took ${used} and ended ${ends} times`);
    }
    from += used;
    if (final) return walked;
  }
}

let pushes = 0;

class Collector implements ByteSink {
  readonly #parts: Uint8Array[] = [];
  readonly #leaves: number;
  readonly #ended: (data: string) => void;
  #final = false;
  constructor(leaves: number, ended: (data: string) => void) {
    this.#leaves = leaves;
    this.#ended = ended;
  }
  push(ptr: number, length: number, final: boolean): number {
    if (this.#final) throw new Error('a push after the last one');
    this.#final = final;
    const used = final ? length : Math.max(0, length - this.#leaves);
    this.#parts.push(kernel.bytes().slice(ptr, ptr + used));
    // A sink may grow the memory, which detaches all views of it.
    if (pushes++ % 997 === 0) kernel.exports.memory.grow(1);
    if (final) this.#ended(latin1(concat(this.#parts)));
    return used;
  }
}

export const latin1 = (data: Uint8Array) =>
  Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');
export const stored = (bytes: Uint8Array, { dataOffset, storedBytes }: TarEntry) =>
  latin1(bytes.subarray(dataOffset, dataOffset + storedBytes));
export const codes = (walked: Walked) => walked.warnings.map((warning) => warning.code);
export const paths = (walked: Walked) => walked.entries.map((entry) => entry.path);

/** The same walk with every cut must come to the same. */
export function walkAllWays(bytes: Uint8Array): Walked {
  const whole = walk(bytes);
  for (const cut of CUTS) {
    if (cut === 1 && bytes.length > 20_000) continue;
    expect(walk(bytes, { cut, leaves: 0 }), `cut at ${cut}`).toEqual(whole);
    expect(walk(bytes, { cut, leaves: 700 }), `cut at ${cut}, sinks leaving 700`).toEqual(whole);
  }
  return whole;
}

/** The content of an entry with its holes. */
export function content(entry: Taken): Buffer {
  const data = Buffer.from(entry.data, 'latin1');
  if (!entry.sparse) return data;
  const whole = Buffer.alloc(entry.size);
  let at = 0;
  for (const { offset, bytes } of entry.sparse) {
    whole.set(data.subarray(at, at + bytes), offset);
    at += bytes;
  }
  return whole;
}
