import { randomBytes } from 'node:crypto';
import { writeEnvelope } from '../unit/envelope-writing';
import { base64, decrypt, optionsOf } from './decrypting';
import { CASES, fixture } from './envelope-cases';
import { expect, test } from './page';

// The same page under a name that browsers trust: the crypto workers then have `crypto.subtle`.
test.use({
  baseURL: async ({ baseURL }, use) => use(baseURL!.replace('bundlescope.intranet.test', 'localhost')),
});

test('all cases come out as they do on an insecure origin', async ({ page }) => {
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([true, 'object']);
  for (const one of CASES) {
    const answer = await decrypt(page, { base64: base64(fixture(one.file)) }, optionsOf(one));
    if (one.expectCode) expect(one.expectCode, one.file).toContain('code' in answer ? answer.code : 'none');
    else expect('plain' in answer && answer.plain.length, one.file).toBe(one.plainBytes);
  }
});

for (const cipher of ['AES-192', 'AES-256', 'XTS-AES-256', 'AES-256-GCM'] as const) {
  test(`megabytes of ${cipher} come out, in several parts and native calls`, async ({ page }) => {
    const key = randomBytes({ 'AES-192': 24, 'AES-256': 32, 'XTS-AES-256': 64, 'AES-256-GCM': 32 }[cipher]);
    const plain = randomBytes((3 << 20) + 12_345);
    const bytes = writeEnvelope({ version: cipher === 'AES-256-GCM' ? 2 : 1, cipher, key, plain });
    const answer = await decrypt(page, { base64: base64(bytes) }, { rawKey: key.toString('hex') });
    expect('plain' in answer && Buffer.from(answer.plain).equals(plain)).toBe(true);
  });
}
