import { unlessCancelled } from '../cancelled';
import type { Engine } from './engine';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';

/**
 * Runs a job of the page's over all that was given when it was asked for. It can be cancelled from its first moment on,
 * also while what was given is still being read.
 */
export async function settledJob<T>(
  engine: Engine,
  number: number,
  work: (open: OpenCase, job: Job) => Promise<T>,
): Promise<T> {
  const open = await engine.current();
  return open.jobs.run(number, async (job) => {
    await unlessCancelled(job.signal, engine.whenIdle(false));
    return work(open, job);
  });
}
