import { describe, expect, test } from 'vitest';
import type { CipherSuite } from '../../workers/envelope/cipher-suite';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { warmUp } from '../../workers/crypto/warm-up';
import { freshEnvelopeKernel } from './envelope-kernel';

/** The kernel's suite, and what was asked of it. */
async function watched(): Promise<{ suite: CipherSuite; asked: string[]; wiped: () => number }> {
  const kernel = kernelSuite(await freshEnvelopeKernel());
  const asked: string[] = [];
  let wiped = 0;
  const suite = {
    ...kernel,
    async sectorCbc(...given: Parameters<CipherSuite['sectorCbc']>) {
      asked.push('cbc');
      const cipher = await kernel.sectorCbc(...given);
      return { ...cipher, wipe: () => (wiped++, cipher.wipe()) };
    },
    async sectorXts(...given: Parameters<CipherSuite['sectorXts']>) {
      asked.push('xts');
      return kernel.sectorXts(...given);
    },
    async ghash(...given: Parameters<CipherSuite['ghash']>) {
      asked.push('ghash');
      return kernel.ghash(...given);
    },
  };
  return { suite, asked, wiped: () => wiped };
}

describe('warming up', () => {
  test('goes through every kind of work, and leaves no key open', async () => {
    const { suite, asked, wiped } = await watched();
    const start = performance.now();
    await warmUp(suite, () => false);
    expect(performance.now() - start).toBeGreaterThanOrEqual(200);
    expect(new Set(asked)).toEqual(new Set(['cbc', 'xts', 'ghash']));
    expect(wiped()).toBe(asked.filter((name) => name === 'cbc').length);
  });

  test('ends when there is work', async () => {
    const { suite, asked } = await watched();
    await warmUp(suite, () => asked.length > 0);
    expect(asked).toEqual(['cbc']);
  });
});
