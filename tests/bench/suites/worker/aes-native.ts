import { hybridSuite } from '../../../../workers/envelope/hybrid-suite';
import { kernelSuite } from '../../../../workers/envelope/kernel-suite';
import { embeddedEnvelopeKernel } from '../../../../workers/kernel/embedded-envelope';
import { checksum, decryptHere, envelopeWork, type EnvelopeWork } from '../../contenders/envelope-work';
import { nativeCbc, nativeSectors } from '../../contenders/sector-ciphers';
import type { Comparison, Contender, WorkerSuite } from '../../suite';

/** With `crypto.subtle`, on one thread: what the page does with it against what one would do with it at once. */
export default {
  name: 'aes-native',
  rounds: 5,
  origins: ['secure'],
  async *prepare(quick): AsyncGenerator<Comparison> {
    const kernel = await embeddedEnvelopeKernel();
    const suites = { hybrid: hybridSuite(kernel, crypto.subtle), kernel: kernelSuite(kernel) };
    const contender = (name: keyof typeof suites, work: EnvelopeWork, output: Uint8Array): Contender => ({
      name,
      run: () => decryptHere(suites[name], work, output),
      outcome: () => checksum(output),
    });

    const mebibytes = quick ? 8 : 64;
    const output = new Uint8Array(mebibytes << 20);
    yield await sectors(mebibytes, output, contender);

    const xts = await envelopeWork('XTS-AES-256', mebibytes << 20);
    yield {
      title: `XTS-AES-256 with crypto.subtle, ${mebibytes} MiB`,
      bytes: xts.data.length,
      contenders: [contender('hybrid', xts, output), contender('kernel', xts, output)],
      targets: {},
    };
    for (const [size, target] of quick
      ? [[8, 1.2] as const]
      : ([
          [64, 1.2],
          [256, 3],
        ] as const)) {
      yield await message(size, target, contender);
    }
  },
} satisfies WorkerSuite;

type MakeContender = (name: 'hybrid' | 'kernel', work: EnvelopeWork, output: Uint8Array) => Contender;

async function sectors(mebibytes: number, output: Uint8Array, contender: MakeContender): Promise<Comparison> {
  const work = await envelopeWork('AES-256', mebibytes << 20);
  // IVs and padding come free for the native calls.
  const each = nativeSectors(work);
  const key = await crypto.subtle.importKey('raw', work.key, 'AES-CBC', false, ['decrypt']);
  return {
    title: `AES-256 CBC in sectors with crypto.subtle, ${mebibytes} MiB`,
    bytes: work.data.length,
    contenders: [
      contender('hybrid', work, output),
      {
        name: 'crypto.subtle per sector',
        run: () => nativeCbc(key, each, output),
        outcome: () => checksum(output),
      },
      contender('kernel', work, output),
    ],
    targets: { 'crypto.subtle per sector': 14 },
  };
}

async function message(mebibytes: number, target: number, contender: MakeContender): Promise<Comparison> {
  const work = await envelopeWork('AES-256-GCM', mebibytes << 20);
  const sealed = new Uint8Array(work.data.length + work.tag.length);
  sealed.set(work.data);
  sealed.set(work.tag, work.data.length);
  const key = await crypto.subtle.importKey('raw', work.key, 'AES-GCM', false, ['decrypt']);
  const output = new Uint8Array(mebibytes << 20);
  let whole = new Uint8Array(0);
  return {
    title: `AES-256-GCM with crypto.subtle, ${mebibytes} MiB`,
    bytes: work.data.length,
    contenders: [
      contender('hybrid', work, output),
      {
        name: 'crypto.subtle whole',
        async run() {
          whole = new Uint8Array(0);
          whole = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: work.iv }, key, sealed));
        },
        outcome: () => checksum(whole),
      },
    ],
    targets: { 'crypto.subtle whole': target },
  };
}
