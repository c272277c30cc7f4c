import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright/test';
import { writeEnvelope, type EnvelopeSpec } from '../unit/envelope-writing';
import { caseOf, fixture } from './envelope-cases';
import { entry, gzipOf, hostdLog, noise, tarOf } from './made';
import { expect, open, ready, test, textFile } from './page';

const KEY = randomBytes(32);
const rawKey = KEY.toString('hex');
/** Occurs inside of envelopes only, in every place that a word can be. */
const SECRET = 'XyzzySecretWord';

const STEPS = Array.from(
  { length: 60 },
  (_, i) =>
    `2026-02-03T05:${String(i).padStart(2, '0')}:00.000Z cpu2:1075473)${SECRET}Module: ${i}: the step of ${SECRET}`,
);
const CRASH = [
  '2026-02-03T06:00:00.000Z cpu3:1075474)@BlueScreen: PCPU 3 locked up. Failed to ack TLB invalidate.',
  `2026-02-03T06:00:00.001Z cpu3:1075474)0x4122e445b4d8:[0x418014a7b71a]${SECRET}Panic@vmkernel#nover+0x61 stack: 0x3000000008`,
];

function sealed(plain: Uint8Array, spec: Partial<EnvelopeSpec> = {}): Uint8Array {
  return writeEnvelope({ version: 1, cipher: 'AES-256', key: KEY, plain, ...spec });
}

const DUMP = Buffer.concat([
  noise(7000),
  deflateSync([...STEPS, ...CRASH].join('\n') + '\n'),
  noise(5000, 2),
  Buffer.from(`\0a string of ${SECRET} memory\0`),
]);

async function bundleWithEnvelopes() {
  const configuration = await gzipOf(
    await tarOf([
      entry(`etc/vmware/${SECRET}.conf`, `the ${SECRET} setting`),
      entry('etc/hosts', '127.0.0.1 localhost'),
      entry(`var/log/hostd.log`, hostdLog(30, `${SECRET} line`).replaceAll('sub=Made', `sub=${SECRET}Sub`)),
    ]),
  );
  const dump = sealed(DUMP, { attributes: [['vmware.contentType', 'vmware.vmkernel.dump']] });
  return {
    name: 'esx-made.tar',
    bytes: await tarOf([
      entry('esx-made/var/run/log/hostd.log', hostdLog(50)),
      entry('esx-made/var/core/vmkernel-zdump.1', Buffer.concat([noise(4096, 3), dump])),
      entry(
        'esx-made/local.tgz.ve',
        writeEnvelope({
          version: 2,
          cipher: 'AES-256-GCM',
          key: KEY,
          plain: configuration,
          aad: Buffer.from('ESXConfiguration'),
        }),
      ),
    ]),
  };
}

/** Everything in all of IndexedDB, localStorage and sessionStorage, as one text; bytes as Latin letters. */
function storedText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: string[] = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      location.href,
    ];
    const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
    const dump = async (value: unknown, depth = 0): Promise<void> => {
      if (depth > 12) return;
      if (typeof value === 'string') found.push(value);
      else if (value instanceof Blob) found.push(latin(new Uint8Array(await value.arrayBuffer())));
      else if (value instanceof ArrayBuffer) found.push(latin(new Uint8Array(value)));
      else if (ArrayBuffer.isView(value))
        found.push(latin(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
      else if (value instanceof Map || value instanceof Set)
        for (const one of value) await dump(one, depth + 1);
      else if (typeof value === 'object' && value !== null)
        for (const [key, one] of Object.entries(value)) {
          found.push(key);
          await dump(one, depth + 1);
        }
    };
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('IndexedDB'));
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [values, keys] = await Promise.all([settled(objects.getAll()), settled(objects.getAllKeys())]);
        await dump(keys);
        await dump(values);
      }
      database.close();
    }
    return found.join('\n');
  });
}

async function opened(page: Page): Promise<void> {
  await open(page, [await bundleWithEnvelopes()]);
  await page.evaluate(async (key) => {
    await window.bundlescope.openInside('var/core/vmkernel-zdump.1', { rawKey: key });
    await window.bundlescope.openInside('local.tgz.ve', { rawKey: key });
  }, rawKey);
}

test('the API looks inside a dump without keeping anything of it', async ({ page }) => {
  await open(page, [await bundleWithEnvelopes()]);
  const report = await page.evaluate(
    (key) =>
      window.bundlescope.inspect('var/core/vmkernel-zdump.1', {
        rawKey: key,
        strings: { filter: 'secretword' },
      }),
    rawKey,
  );
  expect(report).toMatchObject({
    kind: 'zdump',
    bytes: DUMP.length,
    authenticated: false,
    zlibStreams: [{ offset: 7000, state: 'whole' }],
    recovered: {
      lines: 62,
      formats: { VMkernel: 62 },
      from: '2026-02-03T05:00:00.000Z',
      to: '2026-02-03T06:00:00.001Z',
    },
  });
  expect(report.recovered.crash.map(({ text }) => text)).toEqual(CRASH);
  expect(report.strings.total).toBe(62);
  expect(report.strings.first.at(-1)).toEqual({
    offset: DUMP.indexOf('a string of'),
    inflatedAt: null,
    text: `a string of ${SECRET} memory`,
  });
  expect(report.lookedFor.length).toBeGreaterThan(3);
  const locked = await page.evaluate(() =>
    window.bundlescope
      .inspect('var/core/vmkernel-zdump.1')
      .catch((error: Error & { code: string }) => error.code),
  );
  expect(locked).toBe('key-needed');
  expect(await page.evaluate(() => window.bundlescope.count())).toBe(50);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  expect((await storedText(page)).includes(SECRET)).toBe(false);
});

test('recovered lines and the files of an archive join the case', async ({ page }) => {
  await opened(page);
  const { total, events } = await page.evaluate(() =>
    window.bundlescope.events({ query: 'file:*recovered.log', limit: 3 }),
  );
  expect(total).toBe(62);
  expect(events[1]).toMatchObject({
    file: 'var/core/vmkernel-zdump.1 (decrypted)/recovered.log',
    time: '2026-02-03T05:01:00.000Z',
    raw: STEPS[1],
    recoveredAt: { offset: 7000, inflatedAt: STEPS[0]!.length + 1 },
  });
  const answers = await page.evaluate(async (word) => {
    const api = window.bundlescope;
    return {
      text: await api.count(word),
      component: await api.count(`component:${word}Sub`),
      all: await api.count(),
      files: (await api.files()).map(({ path }) => path),
      setting: await (await api.read(`local.tgz.ve (decrypted)/etc/vmware/${word}.conf`)).text(),
    };
  }, SECRET);
  expect(answers.text).toBe(60 + 1 + 30);
  expect(answers.component).toBe(30);
  expect(answers.all).toBe(50 + 62 + 30);
  expect(answers.files).toContain('local.tgz.ve (decrypted)/etc/hosts');
  expect(answers.setting).toBe(`the ${SECRET} setting`);
  // Once more changes nothing.
  const again = await page.evaluate(() => window.bundlescope.openInside('local.tgz.ve', { rawKey: '00' }));
  expect(again.sources).toMatchObject([{ visitOnly: true, name: 'local.tgz.ve (decrypted)' }]);
  expect(await page.evaluate(() => window.bundlescope.count())).toBe(50 + 62 + 30);
});

test('nothing of it is stored, whatever is opened, marked and searched, and a reload locks it', async ({
  page,
  watch,
}) => {
  await opened(page);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  expect((await storedText(page)).includes(SECRET)).toBe(false);
  // Something searched for, marked and shown in it.
  await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click();
  const query = page.getByRole('combobox').first();
  await query.fill(`${SECRET} level>=info`);
  await query.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: SECRET }).first()).toBeVisible();
  await page.getByRole('row').filter({ hasText: SECRET }).first().click();
  await page.getByRole('textbox', { name: /note/i }).fill(`a note about ${SECRET}`);
  await page.getByRole('textbox', { name: /note/i }).blur();
  // Something else dropped later goes before it, and is stored.
  await open(page, [textFile('later.log', hostdLog(40, 'later line'))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await page.waitForTimeout(1500);
  const counts = await page.evaluate(
    async (word) => [
      await window.bundlescope.count(),
      await window.bundlescope.count('later'),
      await window.bundlescope.count(word),
    ],
    SECRET,
  );
  expect(counts).toEqual([50 + 62 + 30 + 40, 40, 91]);
  const stored = await storedText(page);
  expect(stored.includes('later line')).toBe(true);
  expect(stored.includes(SECRET)).toBe(false);
  expect(stored.includes('recovered.log')).toBe(false);
  expect(stored.includes(Buffer.from(SECRET, 'utf16le').toString('latin1'))).toBe(false);

  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  const after = await page.evaluate(async (word) => {
    const api = window.bundlescope;
    const envelopes = await api.envelopes();
    return {
      all: await api.count(),
      found: await api.count(word),
      files: (await api.files()).map(({ path }) => path).filter((path) => path.includes('decrypted')),
      locked: envelopes.map(({ unlockedBy }) => unlockedBy),
    };
  }, SECRET);
  expect(after).toEqual({ all: 90, found: 0, files: [], locked: [null, null] });
});

test('marks on recovered lines go along when something else is opened', async ({ page }) => {
  await opened(page);
  await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click();
  const query = page.getByRole('combobox').first();
  await query.fill('"step of" 17');
  await query.press('Enter');
  await page.getByRole('row').filter({ hasText: 'Module: 17' }).click();
  await expect(page.getByText(/Recovered from a decrypted dump: byte \d/)).toBeVisible();
  await page.getByRole('textbox', { name: /note/i }).fill('look at this');
  await page.getByRole('textbox', { name: /note/i }).blur();
  await expect(page.getByRole('row').filter({ hasText: 'Module: 17' }).getByLabel('Marked')).toBeVisible();
  await open(page, [textFile('later.log', hostdLog(40, 'later line'))]);
  await expect(page.getByRole('row').filter({ hasText: 'Module: 17' }).getByLabel('Marked')).toBeVisible();
  await expect(
    page.getByRole('row').filter({ hasText: 'Module: 17' }).getByText('recovered', { exact: true }),
  ).toBeVisible();
});

test('a note that is being typed when its record gets another number is kept, on its record', async ({
  page,
}) => {
  await opened(page);
  await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click();
  const query = page.getByRole('combobox', { name: 'Query' });
  await query.fill('"step of" 17');
  await query.press('Enter');
  const row = page.getByRole('row').filter({ hasText: 'Module: 17' });
  await row.click();
  await expect(page.getByText(/Recovered from a decrypted dump: byte \d/)).toBeVisible();
  // Typed without a rest until the field goes: what was typed last is not saved by itself before.
  const typed = await page.evaluate(
    async (log) => {
      const field = document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Note"]')!;
      field.focus();
      let keys = 0;
      const type = () => {
        field.value = `typed ${++keys}`;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      };
      type();
      const typing = new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          if (field.isConnected) return type();
          clearInterval(timer);
          resolve();
        }, 20);
      });
      await window.bundlescope.open([new File([log], 'later.log')]);
      await typing;
      return field.value;
    },
    hostdLog(40, 'later line'),
  );
  expect(typed).toMatch(/^typed [1-9]/);
  await expect(row.getByLabel('Marked')).toBeVisible();
  await page.keyboard.press('M');
  const marks = page.getByRole('list', { name: 'Marks' }).getByRole('listitem');
  await expect(marks).toHaveCount(1);
  await expect(marks).toContainText('Module: 17');
  await expect(marks).toContainText(typed);
});

test('the Dumps view looks inside, filters strings and adds the log to the timeline', async ({ page }) => {
  await open(page, [await bundleWithEnvelopes()]);
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await expect(page.getByRole('heading', { name: 'Encrypted files' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Look inside/ })).toHaveCount(0);
  await unlockRaw(page, rawKey);
  const path = 'var/core/vmkernel-zdump.1';
  await page.getByRole('button', { name: `Look inside ${path}` }).click();
  const inside = page.getByRole('region', { name: `Inside ${path}` });
  await expect(inside.getByText('zdump (its layout is not known')).toBeVisible();
  await expect(inside.getByRole('heading', { name: 'Crash lines (2)' })).toBeVisible();
  await expect(inside.getByRole('list', { name: 'Crash lines (2)' })).toContainText('@BlueScreen');
  await expect(inside.getByRole('heading', { name: 'Recovered log (62 lines)' })).toBeVisible();
  const strings = inside.getByRole('list', { name: /^Strings/ });
  await inside.getByRole('searchbox', { name: 'Filter strings' }).fill('SECRETWORD memory');
  await expect(strings.getByRole('listitem')).toHaveCount(1);
  await expect(strings).toContainText(`a string of ${SECRET} memory`);
  await inside.getByRole('searchbox', { name: 'Filter strings' }).fill('no such text');
  await expect(inside.getByText('No string that is listed holds this text.')).toBeVisible();

  await inside.getByRole('button', { name: /to the timeline/ }).click();
  await expect(inside.getByText('In the case, for this visit only')).toBeVisible();
  await inside.getByRole('button', { name: 'Show on the timeline' }).click();
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: `${SECRET}Module` })
      .first(),
  ).toContainText('recovered');

  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await page.getByRole('button', { name: `Close what is inside ${path}` }).click();
  await expect(inside).toHaveCount(0);
});

test('an archive opens from the Dumps view, and a dump with nothing in it says what was looked for', async ({
  page,
}) => {
  const made = await bundleWithEnvelopes();
  await open(page, [made, { name: 'empty-zdump.000', bytes: sealed(noise(60_000, 5)) }]);
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await unlockRaw(page, rawKey);
  await page.getByRole('button', { name: 'Look inside empty-zdump.000' }).click();
  const nothing = page.getByRole('region', { name: 'Inside empty-zdump.000' });
  await expect(nothing.getByText('No line of a known log was found.')).toBeVisible();
  await nothing.getByText('What was looked for').click();
  await expect(nothing.getByText('zlib streams (RFC 1950)')).toBeVisible();
  await expect(nothing.getByRole('button', { name: /timeline|bundle/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Look inside local.tgz.ve' }).click();
  const archive = page.getByRole('region', { name: 'Inside local.tgz.ve' });
  await archive.getByRole('button', { name: 'Open local.tgz.ve as part of the bundle' }).click();
  await expect(archive.getByText('In the case, for this visit only')).toBeVisible();
  await archive.getByRole('button', { name: 'Show in the files' }).click();
  await expect(page.getByText('local.tgz.ve (decrypted)').first()).toBeVisible();
});

test('looking inside shows how far it is and can be stopped; forgetting the keys closes it', async ({
  page,
}) => {
  const large = sealed(noise(24 * 1024 * 1024, 4));
  await open(page, [
    { name: 'large-zdump.000', bytes: large },
    { name: 'small.ve', bytes: sealed(DUMP) },
  ]);
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await unlockRaw(page, rawKey);
  await page.getByRole('button', { name: 'Look inside large-zdump.000' }).click();
  await expect(page.getByRole('progressbar', { name: /inside large-zdump.000/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop looking inside large-zdump.000' }).click();
  await expect(page.getByRole('button', { name: 'Look inside large-zdump.000' })).toBeVisible();
  await expect(page.getByRole('region', { name: /^Inside/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Look inside small.ve' }).click();
  await expect(page.getByRole('region', { name: 'Inside small.ve' })).toContainText(SECRET);
  await page.getByRole('button', { name: 'Forget all keys' }).click();
  await expect(page.getByRole('region', { name: /^Inside/ })).toHaveCount(0);
  await unlockRaw(page, rawKey);
  await expect(page.getByRole('button', { name: 'Look inside small.ve' })).toBeVisible();
  await expect(page.getByRole('region', { name: /^Inside/ })).toHaveCount(0);
});

test('a cut dump is looked into on request, and says what is missing', async ({ page }) => {
  const whole = sealed(Buffer.concat([DUMP, noise(300_000, 8)]));
  await open(page, [{ name: 'cut-zdump.000', bytes: whole.subarray(0, whole.length - 100_000) }]);
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await unlockRaw(page, rawKey);
  await page.getByRole('button', { name: 'Look inside cut-zdump.000' }).click();
  await expect(page.getByRole('alert')).toContainText('The file ends too early');
  await page.getByRole('button', { name: 'Look at what there is' }).click();
  const inside = page.getByRole('region', { name: 'Inside cut-zdump.000' });
  await expect(inside.getByRole('heading', { name: 'Recovered log (62 lines)' })).toBeVisible();
  await expect(inside.locator('.warn').first()).toBeVisible();
  await inside.getByRole('button', { name: /to the timeline/ }).click();
  await expect(inside.getByText('In the case, for this visit only')).toBeVisible();
  expect(await page.evaluate(() => window.bundlescope.count())).toBe(62);
});

test('a case that is left meanwhile gets nothing of the envelope', async ({ page }) => {
  await open(page, [await bundleWithEnvelopes()]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const [code, count] = await page.evaluate(async (key) => {
    const api = window.bundlescope;
    const { id } = (await api.cases())[0]!;
    const opening = api.openInside('local.tgz.ve', { rawKey: key }).then(
      () => 'opened',
      (error: Error & { code: string }) => error.code,
    );
    await api.openCase(id);
    return [await opening, await api.count()] as const;
  }, rawKey);
  // It may be open before the case is left; nothing of it is kept then either.
  expect(['cancelled', 'case-closed', 'opened']).toContain(code);
  expect(count).toBe(50);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  expect((await storedText(page)).includes(SECRET)).toBe(false);
});

test('the dumps of the fixtures give their log lines', async ({ page }) => {
  const one = caseOf('vmkernel-zdump.1');
  await open(page, [
    { name: 'vmkernel-zdump.1', bytes: fixture('vmkernel-zdump.1') },
    { name: one.keyFile!, bytes: fixture(one.keyFile!) },
  ]);
  const [report, more] = await page.evaluate(
    async ([keyFile, password]) => {
      const options = { keyFile, password: password ?? undefined };
      const found = await window.bundlescope.inspect('vmkernel-zdump.1', options);
      const before = await window.bundlescope.count();
      await window.bundlescope.openInside('vmkernel-zdump.1', options);
      return [found, (await window.bundlescope.count()) - before] as const;
    },
    [one.keyFile!, one.password] as const,
  );
  expect(report.bytes).toBe(one.plainBytes);
  expect(report.recovered.lines).toBeGreaterThan(10);
  expect(more).toBeGreaterThan(10);
});

async function unlockRaw(page: Page, key: string): Promise<void> {
  await page.getByRole('radio', { name: /^Raw key/ }).check();
  const field = page.getByLabel('Key, hexadecimal or base64');
  await field.fill(key);
  await field.press('Enter');
  await expect(page.getByText(/unlocked: opens? \d/)).toBeVisible();
}
