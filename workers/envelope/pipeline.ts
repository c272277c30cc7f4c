import type { RandomAccess } from '../bytes/random-access';
import { fail } from './codes';
import type { PartPool } from './part';
import { copyOf } from './secret-bytes';

/** Bytes done and to do; a version 2 envelope is gone through twice. */
export interface DecryptProgress {
  done: number;
  total: number;
}

/** Parts to have under way: each worker has its next one while the one it is done with is on its way back. */
export function partsUnderWay({ concurrency }: Pick<PartPool, 'concurrency'>): number {
  return 2 * concurrency;
}

/**
 * Runs tasks `width` at a time and gives their results in order. When the consumer stops or a task fails, those
 * under way are waited for and their results given to `drop`.
 */
export async function* inOrder<T>(
  tasks: Iterable<() => Promise<T>> | AsyncIterable<() => Promise<T>>,
  width: number,
  drop: (result: T) => void,
): AsyncGenerator<T> {
  const running: Promise<T>[] = [];
  try {
    for await (const task of tasks) {
      const result = task();
      result.catch(() => undefined); // it is looked at when its turn comes
      running.push(result);
      if (running.length >= width) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    for (const outcome of await Promise.allSettled(running)) {
      if (outcome.status === 'fulfilled') drop(outcome.value);
    }
  }
}

/** Reads exactly `length` bytes, as a buffer of their own. Fails with `truncated`, or `cancelled` by `signal`. */
export async function readExactly(
  source: RandomAccess,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  throwIfCancelled(signal);
  // Parts are decrypted in place and sent to workers: what a source gave out may be its own cache.
  const bytes = source.readOwn
    ? await source.readOwn(offset, length)
    : copyOf(await source.read(offset, length));
  throwIfCancelled(signal);
  if (bytes.length !== length)
    fail('truncated', `the file ends at ${offset + bytes.length}, within its data`);
  return bytes;
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) fail('cancelled', 'the work was cancelled');
}
