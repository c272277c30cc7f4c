import { transfer } from 'comlink';
import { asResult } from '../failure';
import type { Engine } from './engine';
import type { EnvelopesApi, WritePlain } from './envelopes-api';

/** Answers about encrypted dumps and their keys. */
export function envelopesAnswers(engine: Engine): EnvelopesApi {
  const open = () => engine.current();
  return {
    envelopes: () => asResult(async () => (await open()).envelopes.list()),
    keyFiles: () => asResult(async () => (await open()).envelopes.keyFiles()),
    unlock: (job, keyFile, secrets) =>
      asResult(async () => {
        const { jobs, envelopes } = await open();
        return jobs.run(job, ({ signal }) => envelopes.unlock(keyFile, secrets, signal));
      }),
    unlockRaw: (rawKey) => asResult(async () => (await open()).envelopes.unlockRaw(rawKey)),
    unlockedKeys: () => asResult(async () => (await open()).envelopes.ring.list()),
    openVmx: (job, vmx, secrets) =>
      asResult(async () => {
        const { jobs, encryptedVmx } = await open();
        return jobs.run(job, ({ signal }) => encryptedVmx.open(vmx, secrets, signal));
      }),
    forgetKeys: () => asResult(async () => (await open()).envelopes.forgetKeys()),
    decrypt: (job, envelope, options) =>
      asResult(async () => (await open()).decryptions.toBlob(job, envelope, options)),
    decryptInto: (job, envelope, options, write) =>
      asResult(async () => {
        // Sent, not copied: whoever writes wipes it.
        const send: WritePlain = (chunk) => write(transfer(chunk, [chunk.buffer]));
        return (await open()).decryptions.into(job, envelope, options, send);
      }),
    decryptInParts: (job, envelope, options, partBytes, take) =>
      asResult(async () => (await open()).decryptions.inParts(job, envelope, options, partBytes, take)),
    inspect: (job, envelope, options) =>
      asResult(async () => {
        const { jobs, inspections } = await open();
        return jobs.run(job, () => inspections.inspect(job, envelope, options));
      }),
    openInside: (job, envelope, options) => asResult(() => engine.openInside(job, envelope, options)),
  };
}
