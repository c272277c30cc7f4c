import { createHash } from 'node:crypto';
import { base64, bundleWithDumps, decrypt, optionsOf, type Answer } from './decrypting';
import { CASES, caseOf, fixture, type EnvelopeCase } from './envelope-cases';
import { entry, gzipOf, tarOf } from './made';
import { expect, open, ready, test } from './page';

function expectPlain(answer: Awaited<ReturnType<typeof decrypt>>, one: EnvelopeCase): void {
  if ('code' in answer) throw new Error(`${one.file}: ${answer.code}: ${answer.message}`);
  expect(answer.plain.length, one.file).toBe(one.plainBytes);
  expect(createHash('sha256').update(answer.plain).digest('hex'), one.file).toBe(one.plainSha256);
  expect(answer.authenticated, one.file).toBe(one.version === 2);
  expect(answer.warnings, one.file).toEqual([]);
}

test('the origin is not secure', async ({ page }) => {
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, 'undefined']);
});

test('all 27 good cases come out exactly', async ({ page }) => {
  const good = CASES.filter((one) => one.expectCode === undefined);
  expect(good).toHaveLength(27);
  for (const one of good)
    expectPlain(await decrypt(page, { base64: base64(fixture(one.file)) }, optionsOf(one)), one);
});

test('all 9 bad cases fail with their code', async ({ page }) => {
  const bad = CASES.filter((one) => one.expectCode !== undefined);
  expect(bad).toHaveLength(9);
  for (const one of bad) {
    const answer = await decrypt(page, { base64: base64(fixture(one.file)) }, optionsOf(one));
    expect(one.expectCode, one.file).toContain('code' in answer ? answer.code : 'no failure');
  }
});

const KERNEL_DUMP = caseOf('vmkernel-zdump.1');
const HOSTD_DUMP = caseOf('hostd-zdump.000');

test.describe('dumps in a bundle', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, [await bundleWithDumps()]);
  });

  test('are found and described, fragments joined first', async ({ page }) => {
    const envelopes = await page.evaluate(() => window.bundlescope.envelopes());
    const brief = envelopes.map(({ path, offset, cipher, wrapped, opensWith, plainBytesMax }) => [
      path,
      offset,
      cipher,
      wrapped,
      opensWith,
      plainBytesMax,
    ]);
    const most = 43_008;
    expect(brief.sort()).toEqual([
      ['var/core/hostd-zdump.000', 4096, 'XTS-AES-256', true, 'other-key', most],
      ['var/core/vmkernel-zdump.1', 4096, 'AES-256', true, 'incident-key', most],
      ['var/core/vmkernel-zdump.2', 4096, 'AES-256', true, 'incident-key', most],
      ['var/core/vmkernel-zdump.3', 4096, 'AES-256', true, 'incident-key', most],
      ['vmfs/volumes/datastore1/web01/vmmcores.ve', 0, 'AES-256', false, 'incident-key', null],
    ]);
    const dump = envelopes.find(({ path }) => path === 'var/core/vmkernel-zdump.1')!;
    expect(dump).toMatchObject({
      version: 1,
      compression: null,
      keyInfo: KERNEL_DUMP.keyInfo,
      keyId: { kind: 'fqid', server: null, cluster: 'crypto-util' },
      plainBytes: null,
      authenticated: false,
      unlockedBy: null,
      problem: null,
    });
    expect(dump.advice.join(' ')).toContain('password');
  });

  test('open one by one with the password of the bundle', async ({ page }) => {
    for (const number of [1, 2, 3]) {
      const reference = `var/core/vmkernel-zdump.${number}`;
      expectPlain(await decrypt(page, { reference }, { password: KERNEL_DUMP.password! }), KERNEL_DUMP);
    }
    const wrong = await decrypt(page, { reference: 'var/core/vmkernel-zdump.1' }, { password: 'nope' });
    expect(wrong).toMatchObject({ code: 'wrong-password' });
    const locked = await decrypt(page, { reference: 'var/core/vmkernel-zdump.1' }, {});
    expect(locked).toMatchObject({ code: 'key-needed' });
  });

  test('open all at once with one unlocked key; another key is named where it is needed', async ({
    page,
  }) => {
    const unlocked = await page.evaluate(
      (password) => window.bundlescope.unlock('vm-support-incident-key', { password }),
      KERNEL_DUMP.password!,
    );
    expect(unlocked).toEqual({ id: expect.any(String), cipher: 'AES-256', keyInfo: KERNEL_DUMP.keyInfo });
    const envelopes = await page.evaluate(() => window.bundlescope.envelopes());
    const openable = envelopes.filter(({ unlockedBy }) => unlockedBy === unlocked.id);
    expect(openable.map(({ plainBytes }) => plainBytes)).toEqual([42_900, 42_900, 42_900, null]);
    const answers = await Promise.all(
      openable.map(({ path, source }) => decrypt(page, { reference: { path, source } }, {})),
    );
    answers.forEach((answer, i) => expectPlain(answer, i < 3 ? KERNEL_DUMP : caseOf('aes-256-gzip.ve')));
    const other = await decrypt(page, { reference: 'var/core/hostd-zdump.000' }, {});
    expect(other).toMatchObject({ code: 'wrong-key' });
    expect((other as { message: string }).message).toContain(HOSTD_DUMP.keyInfo!.slice(0, 60));
    const given = { keyFile: base64(fixture(HOSTD_DUMP.keyFile!)), password: HOSTD_DUMP.password! };
    expectPlain(await decrypt(page, { reference: 'var/core/hostd-zdump.000' }, given), HOSTD_DUMP);
  });

  test('come with their clear header when it is asked for', async ({ page }) => {
    const reference = 'var/core/vmkernel-zdump.2';
    const answer = await decrypt(page, { reference }, { password: KERNEL_DUMP.password!, withHeader: true });
    const { plain } = answer as Answer;
    const header = Buffer.from(fixture(KERNEL_DUMP.file).subarray(0, 4096));
    expect(plain.subarray(0, 4096).equals(header)).toBe(true);
    expectPlain({ ...(answer as Answer), plain: plain.subarray(4096) }, KERNEL_DUMP);
  });

  test('are locked again after a reload', async ({ page, watch }) => {
    await page.evaluate(
      (password) => window.bundlescope.unlock('vm-support-incident-key', { password }),
      KERNEL_DUMP.password!,
    );
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    watch.pageReloads();
    await page.reload();
    await ready(page);
    watch.pageIsThere();
    await expect.poll(async () => (await page.evaluate(() => window.bundlescope.envelopes())).length).toBe(5);
    const envelopes = await page.evaluate(() => window.bundlescope.envelopes());
    expect(envelopes.map(({ unlockedBy }) => unlockedBy)).toEqual([null, null, null, null, null]);
    const locked = await decrypt(page, { reference: 'var/core/vmkernel-zdump.1' }, {});
    expect(locked).toMatchObject({ code: 'key-needed' });
  });
});

test('dumps are found when dropped alone, in a folder of a tar and in an archive in an archive', async ({
  page,
}) => {
  const dump = fixture(KERNEL_DUMP.file);
  const inner = await gzipOf(await tarOf([entry('core/inner-zdump.000', dump)]));
  const outer = await tarOf([entry('a/vmkernel-zdump.1', dump), entry('a/inner.tgz', inner)]);
  await open(page, [
    { name: 'vmkernel-zdump.1', bytes: dump },
    { name: 'outer.tar', bytes: outer },
    { name: 'secret.key', bytes: fixture(KERNEL_DUMP.keyFile!) },
  ]);
  const envelopes = await page.evaluate(() => window.bundlescope.envelopes());
  expect(envelopes.map(({ offset, opensWith }) => [offset, opensWith])).toEqual([
    [4096, 'other-key'],
    [4096, 'other-key'],
    [4096, 'other-key'],
  ]);
  for (const { path, source } of envelopes) {
    const options = { password: KERNEL_DUMP.password! };
    expectPlain(await decrypt(page, { reference: { path, source } }, options), KERNEL_DUMP);
  }
});

test('a cut dump is salvaged on request, and what is bad is named', async ({ page }) => {
  const one = caseOf('aes-256-42893-bytes.ve');
  const whole = (await decrypt(page, { base64: base64(fixture(one.file)) }, optionsOf(one))) as Answer;
  const cut = { base64: base64(fixture('bad-truncated.ve')) };
  const answer = (await decrypt(page, cut, { ...optionsOf(one), salvage: true })) as Answer;
  expect(answer.warnings.map(({ code }) => code)).toContain('truncated');
  expect(answer.plain.length).toBeGreaterThan(0);
  const common = Math.min(answer.plain.length, whole.plain.length);
  expect(answer.plain.subarray(0, common).equals(whole.plain.subarray(0, common))).toBe(true);
});

test('a damaged version 2 envelope is never given, salvaged or not', async ({ page }) => {
  const one = CASES.find(({ file }) => file === 'bad-gcm-data-flipped.ve')!;
  const answer = await decrypt(
    page,
    { base64: base64(fixture(one.file)) },
    { ...optionsOf(one), salvage: true },
  );
  expect(answer).toMatchObject({ code: 'not-authentic' });
});

test('what is no envelope and what is no key is told by a code', async ({ page }) => {
  const text = { base64: base64(Buffer.from('nothing of the kind'.repeat(500))) };
  expect(await decrypt(page, text, {})).toMatchObject({ code: 'not-an-envelope' });
  const one = caseOf('aes-256.ve');
  const envelope = { base64: base64(fixture(one.file)) };
  const noKeyFile = { keyFile: text.base64, password: 'x' };
  expect(await decrypt(page, envelope, noKeyFile)).toMatchObject({ code: 'not-a-key-file' });
  expect(await decrypt(page, envelope, { key: 'key-77' })).toMatchObject({ code: 'key-needed' });
  expect(await decrypt(page, envelope, { rawKey: 'not a key' })).toMatchObject({ code: 'wrong-key' });
  expect(await decrypt(page, envelope, { ...optionsOf(one), offset: 4096 })).toMatchObject({
    code: 'not-an-envelope',
  });
});
