import { expect } from 'vitest';
import { INFLATE, Inflater, type InflateExports } from '../../workers/kernel/inflate';
import type { Kernel } from '../../workers/kernel/kernel';
import type { ReferenceResult } from './reference-inflate';

export interface Way {
  /** Sizes of the pieces the input comes in, used in turn; all at once by default. */
  pieces?: number[];
  windowBytes?: number;
  /** What lies in memory behind each piece. */
  behind?: number;
}

export interface Result {
  output: Uint8Array;
  end: ReferenceResult['end'];
  fault: string;
  /** Input bytes used. */
  used: number;
}

export const INPUT_BYTES = 1 << 20;

/** Inflates with the kernel, offering again what is left of each piece, as a GzipStream's owner does. */
export function inflate(kernel: Kernel<InflateExports>, data: Uint8Array, way: Way = {}): Result {
  const { pieces = [data.length], windowBytes, behind = 0xa5 } = way;
  const inflater = new Inflater(kernel, windowBytes);
  const input = kernel.allocate(INPUT_BYTES);
  const parts: Uint8Array[] = [];
  const takePending = () =>
    parts.push(kernel.bytes().slice(inflater.pendingAt, inflater.pendingAt + inflater.pending));
  let used = 0;
  let offered = 0;
  let turn = 0;
  for (;;) {
    const status = inflater.run(input + (turn % 7), offered - used);
    used += inflater.consumed;
    if (status === INFLATE.windowFull) {
      takePending();
      inflater.deliver(inflater.pending);
    } else if (status === INFLATE.inputUsed && offered < data.length) {
      offered = Math.min(data.length, offered + pieces[turn++ % pieces.length]!);
    } else {
      takePending();
      const end = status === INFLATE.streamEnd ? 'end' : status === INFLATE.broken ? 'corrupt' : 'truncated';
      const result: Result = { output: Buffer.concat(parts), end, fault: inflater.fault, used };
      inflater.dispose();
      kernel.release(input, INPUT_BYTES);
      return result;
    }
    // Each piece lies at another address, with other bytes behind it than those that really follow.
    const rest = data.subarray(used, offered);
    kernel.bytes().set(rest, input + (turn % 7));
    kernel.bytes().fill(behind, input + (turn % 7) + rest.length, input + (turn % 7) + rest.length + 64);
  }
}

export function same(actual: Uint8Array, expected: Uint8Array): boolean {
  return Buffer.compare(actual, expected) === 0;
}

export function expectSame(result: Result, expected: Uint8Array, what: string): void {
  if (result.end !== 'end' || !same(result.output, expected)) {
    expect.fail(
      `${what}: ${result.end}, ${result.fault}, ${result.output.length} of ${expected.length} bytes`,
    );
  }
}
