import { transfer } from 'comlink';
import { asResult } from '../failure';
import type { WritePlain } from './envelopes-api';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import { planPackage } from './package-plan';
import type { PackingApi } from './packing-api';
import type { Packings } from './packings';

/** Answers about packages: of all that was given when they are asked for. */
export function packingAnswers(engine: Engine): PackingApi {
  const run = <T>(number: number, work: (packings: Packings) => Promise<T>): Promise<T> =>
    settledJob(engine, number, ({ packings }) => work(packings));
  return {
    packPlan: (job, options) =>
      asResult(() => settledJob(engine, job, (open, running) => planPackage(open, running, options))),
    pack: (job, options) => asResult(() => run(job, (packings) => packings.pack(job, options))),
    packInto: (job, options, write) => {
      // Sent, not copied.
      const send: WritePlain = (chunk) => write(transfer(chunk, [chunk.buffer]));
      return asResult(() => run(job, (packings) => packings.into(job, options, send)));
    },
    packInParts: (job, options, partBytes, take) =>
      asResult(() => run(job, (packings) => packings.inParts(job, options, partBytes, take))),
  };
}
