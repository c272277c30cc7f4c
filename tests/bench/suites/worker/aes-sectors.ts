import { kernelSuite } from '../../../../workers/envelope/kernel-suite';
import { embeddedEnvelopeKernel } from '../../../../workers/kernel/embedded-envelope';
import { checksum, decryptHere, envelopeWork } from '../../contenders/envelope-work';
import { nobleCbc, nobleEcb, nobleXts, sjclCbc } from '../../contenders/sector-ciphers';
import type { Comparison, Contender, WorkerSuite } from '../../suite';

/** Sector modes in WASM alone, on one thread, against JavaScript. */
export default {
  name: 'aes-sectors',
  rounds: 3,
  async *prepare(quick): AsyncGenerator<Comparison> {
    const mebibytes = quick ? 8 : 64;
    const suite = kernelSuite(await embeddedEnvelopeKernel());
    const output = new Uint8Array(mebibytes << 20);
    let made: Uint8Array = output;
    const contender = (name: string, run: () => void | Promise<void>): Contender => ({
      name,
      before: () => (made = output),
      run,
      outcome: () => checksum(made),
    });

    const cbc = await envelopeWork('AES-256', mebibytes << 20);
    yield {
      title: `AES-256 CBC in sectors, ${mebibytes} MiB`,
      bytes: cbc.data.length,
      contenders: [
        contender('kernel', () => decryptHere(suite, cbc, output)),
        contender('noble cbc() per sector', () => nobleCbc(cbc, output)),
        contender('noble ecb() whole', () => void (made = nobleEcb(cbc))),
        contender('sjcl', () => sjclCbc(cbc, output)),
      ],
      targets: { 'noble cbc() per sector': 17, 'noble ecb() whole': 10, sjcl: 7 },
    };

    const xts = await envelopeWork('XTS-AES-256', mebibytes << 20);
    yield {
      title: `XTS-AES-256, ${mebibytes} MiB`,
      bytes: xts.data.length,
      contenders: [
        contender('kernel', () => decryptHere(suite, xts, output)),
        contender('noble ecb() whole', () => void (made = nobleXts(xts))),
      ],
      targets: { 'noble ecb() whole': 9 },
    };
  },
} satisfies WorkerSuite;
