import { gcm } from '@noble/ciphers/aes.js';
import { createDecryptionStream, init } from '@transcend-io/encrypt-web-streams';
import { kernelSuite } from '../../../../workers/envelope/kernel-suite';
import { embeddedEnvelopeKernel } from '../../../../workers/kernel/embedded-envelope';
import { checksum, decryptHere, envelopeWork, type EnvelopeWork } from '../../contenders/envelope-work';
import type { WorkerSuite } from '../../suite';

/** Bytes handed to a stream at a time. */
const STEP_BYTES = 256 << 10;

/** GCM in WASM alone, on one thread; ours verifies the tag before it decrypts anything. */
export default {
  name: 'aes-gcm',
  rounds: 3,
  async *prepare(quick) {
    const mebibytes = quick ? 8 : 64;
    const suite = kernelSuite(await embeddedEnvelopeKernel());
    const output = new Uint8Array(mebibytes << 20);
    const work = await envelopeWork('AES-256-GCM', mebibytes << 20);
    const sealed = new Uint8Array(work.data.length + work.tag.length);
    sealed.set(work.data);
    sealed.set(work.tag, work.data.length);
    await init();
    let byNoble: Uint8Array = output;
    yield {
      title: `AES-256-GCM, ${mebibytes} MiB`,
      bytes: work.data.length,
      contenders: [
        {
          name: 'kernel',
          run: () => decryptHere(suite, work, output),
          outcome: () => checksum(output),
        },
        {
          name: 'encrypt-web-streams',
          run: () => byStream(work, sealed, output),
          outcome: () => checksum(output),
        },
        {
          name: 'noble gcm()',
          run: () => void (byNoble = gcm(work.key, work.iv).decrypt(sealed)),
          outcome: () => checksum(byNoble),
        },
      ],
      targets: { 'encrypt-web-streams': 10 },
    };
  },
} satisfies WorkerSuite;

async function byStream({ key, iv }: EnvelopeWork, sealed: Uint8Array, output: Uint8Array): Promise<void> {
  let from = 0;
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(sealed.subarray(from, from + STEP_BYTES));
      from += STEP_BYTES;
      if (from >= sealed.length) controller.close();
    },
  });
  const reader = source.pipeThrough(createDecryptionStream(key, iv)).getReader();
  let at = 0;
  for (let got = await reader.read(); !got.done; got = await reader.read()) {
    output.set(got.value, at);
    at += got.value.length;
  }
}
