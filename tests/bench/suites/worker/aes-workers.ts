import { CryptoPool } from '../../../../workers/crypto/crypto-pool';
import type { CipherName } from '../../../../workers/envelope/ciphers';
import { checksum, decryptParts, envelopeWork, type EnvelopeWork } from '../../contenders/envelope-work';
import type { Comparison, Contender, WorkerSuite } from '../../suite';

const CIPHERS: CipherName[] = ['AES-256', 'XTS-AES-256', 'AES-256-GCM'];

/** The page's own pool and its real workers: two of them over one, with and without `crypto.subtle`. */
export default {
  name: 'aes-workers',
  rounds: 7,
  origins: ['insecure', 'secure'],
  async *prepare(quick): AsyncGenerator<Comparison> {
    const mebibytes = quick ? 16 : 64;
    const isNative = (crypto.subtle as SubtleCrypto | undefined) !== undefined;
    const output = new Uint8Array(mebibytes << 20);
    const pools = { one: poolOf(1), two: poolOf(2) };
    const contender = (name: string, pool: CryptoPool, work: EnvelopeWork): Contender => ({
      name,
      run: () => decryptParts(pool, work, output),
      outcome: () => checksum(output),
    });
    for (const cipher of CIPHERS) {
      const work = await envelopeWork(cipher, mebibytes << 20);
      yield {
        title: `${cipher} in workers${isNative ? ' with crypto.subtle' : ''}, ${mebibytes} MiB`,
        bytes: work.data.length,
        contenders: [contender('two workers', pools.two, work), contender('one worker', pools.one, work)],
        targets: { 'one worker': isNative ? 1.4 : 1.6 },
      };
    }
    pools.one.end();
    pools.two.end();
  },
} satisfies WorkerSuite;

function poolOf(count: number): CryptoPool {
  const start = () =>
    new Worker(new URL('../../../../workers/crypto.worker.ts', import.meta.url), { type: 'module' });
  return new CryptoPool({ start, count });
}
