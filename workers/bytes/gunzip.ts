import type { InflateExports } from '../kernel/inflate';
import type { Kernel } from '../kernel/kernel';
import { GzipStream } from './gzip-stream';
import { READ_SLACK, type ByteSink } from './sink';

/**
 * Inflates a small gzip file at once: what comes before a fault, or before `limit` bytes, and what is wrong.
 * @param bytes at most a few MiB
 */
export function gunzip(
  kernel: Kernel<InflateExports>,
  bytes: Uint8Array,
  limit: number,
): { inflated: Uint8Array; problem: string | null } {
  const out = new LimitedSink(kernel, limit);
  let problem: string | null = null;
  const room = bytes.length + READ_SLACK;
  const at = kernel.allocate(room);
  try {
    kernel.bytes().set(bytes, at);
    const stream = new GzipStream(kernel, out, { onWarning: ({ message }) => (problem ??= message) });
    stream.push(at, bytes.length, true);
    stream.dispose();
  } finally {
    kernel.release(at, room);
  }
  if (out.satisfied) problem ??= 'it inflates to too much';
  return { inflated: out.joined(), problem };
}

class LimitedSink implements ByteSink {
  readonly #kernel: Kernel;
  readonly #limit: number;
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(kernel: Kernel, limit: number) {
    this.#kernel = kernel;
    this.#limit = limit;
  }

  get satisfied(): boolean {
    return this.#bytes > this.#limit;
  }

  push(ptr: number, length: number): number {
    this.#pieces.push(this.#kernel.bytes().slice(ptr, ptr + length));
    this.#bytes += length;
    return length;
  }

  joined(): Uint8Array {
    const whole = new Uint8Array(this.#bytes);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}
