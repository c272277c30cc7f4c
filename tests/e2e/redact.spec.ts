import type { AliasMap, ManifestEntry } from '../../workers/public-api';
import { plantedBundle, PLANTED_WORDS, SECRETS } from '../unit/planted-secrets';
import { expect, open, test } from './page';

test('a redacted package has none of the secrets, gives the same answers, and is turned back', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { name, bytes } = await plantedBundle();
  await open(page, [{ name, bytes }]);

  const packed = await page.evaluate(async (words) => {
    const api = window.bundlescope;
    const { blob, manifest, aliases } = await api.pack({
      dumps: 'drop',
      fragments: 'join',
      redact: { words },
    });
    const before = {
      operations: (await api.operations({ limit: 10_000 })).operations.length,
      records: await api.count('-file:latin.txt'),
      findings: (await api.findings()).map(({ rule }) => rule),
    };
    const log = await (await api.read('var/run/log/auth.log')).text();
    return { before, manifest, aliases: aliases!, log, size: blob.size };
  }, PLANTED_WORDS);
  const manifest = packed.manifest as ManifestEntry[];
  expect(packed.size).toBeGreaterThan(10_000);
  expect(manifest.filter(({ action }) => action === 'redacted').length).toBeGreaterThan(100);
  for (const { text } of SECRETS)
    expect(JSON.stringify(manifest)).not.toContain(JSON.stringify(text).slice(1, -1));

  const again = await page.evaluate(
    async ({ words, file }) => {
      const api = window.bundlescope;
      const { blob } = await api.pack({ dumps: 'drop', fragments: 'join', redact: { words } });
      await api.open([new File([blob], file)]);
      await api.whenIdle();
      const source = (await api.files()).at(-1)!.source;
      const files = (await api.files()).filter((one) => one.source === source);
      const log = await (await api.read({ source, path: 'var/run/log/auth.log' })).text();
      return {
        files: files.map(({ path }) => path),
        log,
        records: (await api.count('-file:latin.txt')) as number,
      };
    },
    { words: PLANTED_WORDS, file: 'redacted.tgz' },
  );
  // Both are open now: every record is there twice, but for those of a text that cannot be redacted.
  expect(again.records).toBe(packed.before.records * 2);
  for (const { kind, text } of SECRETS) {
    expect(again.log.includes(text), `${kind} ${text}`).toBe(false);
    expect(
      again.files.some((path) => path.includes(text)),
      `${kind} ${text}`,
    ).toBe(false);
  }
  const back = await page.evaluate(
    async ({ log, aliases }) => (await window.bundlescope.turnBack(log, aliases)).text(),
    { log: again.log, aliases: packed.aliases as AliasMap },
  );
  expect(back).toBe(packed.log);
});

test('redaction with dumps that are not dropped is refused', async ({ page }) => {
  const { name, bytes } = await plantedBundle();
  await open(page, [{ name, bytes }]);
  for (const dumps of ['keep', 'decrypt', 'recrypt'] as const) {
    const code = await page.evaluate(
      (treatment) =>
        window.bundlescope.pack({ dumps: treatment, fragments: 'keep', redact: {} }).then(
          () => 'none',
          (error: { code: string }) => error.code,
        ),
      dumps,
    );
    expect(code).toBe('dumps-cannot-be-redacted');
  }
  const refused = await page.evaluate(() =>
    window.bundlescope.turnBack('x', { format: 'other' } as never).then(
      () => 'none',
      (error: { code: string }) => error.code,
    ),
  );
  expect(refused).toBe('not-an-alias-map');
});
