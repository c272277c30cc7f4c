import { asResult } from '../failure';
import type { Engine } from './engine';
import type { SealingApi } from './sealing-api';

/** Answers about envelopes that are written. */
export function sealingAnswers(engine: Engine): SealingApi {
  const sealings = async () => (await engine.current()).sealings;
  return {
    seal: (job, file, options) => asResult(async () => (await sealings()).seal(job, file, options)),
    recrypt: (job, envelope, options) =>
      asResult(async () => (await sealings()).recrypt(job, envelope, options)),
  };
}
