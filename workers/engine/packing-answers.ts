import { transfer } from 'comlink';
import { asResult } from '../failure';
import type { WritePlain } from './decryptions';
import type { Engine } from './engine';
import { planPackage } from './package-plan';
import type { PackingApi } from './packing-api';

/** Answers about packages: of all that was given when they are asked for. */
export function packingAnswers(engine: Engine): PackingApi {
  const packings = async () => {
    await engine.whenIdle(false);
    return (await engine.current()).packings;
  };
  return {
    packPlan: (job, options) =>
      asResult(async () => {
        await engine.whenIdle(false);
        const open = await engine.current();
        return open.jobs.run(job, (running) => planPackage(open, running, options));
      }),
    pack: (job, options) => asResult(async () => (await packings()).pack(job, options)),
    packInto: (job, options, write) =>
      asResult(async () => {
        // Sent, not copied.
        const send: WritePlain = (chunk) => write(transfer(chunk, [chunk.buffer]));
        return (await packings()).into(job, options, send);
      }),
    packInParts: (job, options, partBytes, take) =>
      asResult(async () => (await packings()).inParts(job, options, partBytes, take)),
  };
}
