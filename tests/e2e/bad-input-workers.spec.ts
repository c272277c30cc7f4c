import type { Page } from 'playwright/test';
import { truncate, unlink, writeFile } from 'node:fs/promises';
import { entry, gzipOf, hostdLine, hostdLog, noise, tarOf } from './made';
import { expect, open, ready, test, textFile } from './page';
import { engineWorker, scanWorkers } from './page-workers';
import { engineIsSlow } from './slow-engine';

/** A query that fails, as its code and message; null when it answers. */
const failureOf = (page: Page, query: string) =>
  page.evaluate(
    (wanted) =>
      window.bundlescope.count(wanted).then(
        () => null,
        (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
      ),
    query,
  );

const count = (page: Page, query = '') => page.evaluate((wanted) => window.bundlescope.count(wanted), query);

/** Gives files by hand, from the disk. */
async function give(page: Page, paths: string[]) {
  await page.locator('input[data-pick=files]').setInputFiles(paths);
  await page.evaluate(() => window.bundlescope.whenIdle());
}

test.describe('regular expressions', () => {
  test('one that never ends is stopped, the next query answers', async ({ page }) => {
    const text = `${hostdLog(20)}${hostdLine(`${'a'.repeat(50_000)}!`, 30)}${hostdLog(20, 'later')}`;
    await open(page, [textFile('hostd.log', text)]);
    const began = Date.now();
    const asked = failureOf(page, '/(a+)+$/');
    // The page itself goes on meanwhile.
    for (let n = 0; n < 5; n++)
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await count(page)).toBe(41);
    expect(await asked).toMatchObject({ code: 'expression-too-slow' });
    expect(Date.now() - began).toBeLessThan(20_000);
    expect(await count(page, '"later 7"')).toBe(1);
    expect(await count(page, '/later [78]$/')).toBe(2);
  });

  test('typed into the bar it is told, and the bar goes on working', async ({ page }) => {
    await open(page, [textFile('hostd.log', hostdLog(20) + hostdLine(`${'a'.repeat(50_000)}!`, 30))]);
    await page.getByRole('button', { name: 'Timeline', exact: true }).click();
    const bar = page.getByRole('combobox').first();
    await bar.fill('/(a+)+$/');
    await bar.press('Enter');
    await expect(page.getByText(/regular expression took more than/).first()).toBeVisible({
      timeout: 20_000,
    });
    await bar.fill('"line 7"');
    await bar.press('Enter');
    await expect(page.getByRole('grid')).toContainText('made line 7', { timeout: 20_000 });
  });

  test('one over a table is stopped as well: the engine answers meanwhile, and the table goes on working', async ({
    page,
  }) => {
    const head = '2024-01-01T00:00:0';
    const task = (n: number, name: string) =>
      `${head}${n}.000Z info hostd[9BC1B70] [Originator@6876 sub=Vimsvc.TaskManager opID=aa${n} user=${name}] Task Created : haTask-${n}-vim.VirtualMachine.powerOn-${n}\n`;
    await open(page, [textFile('hostd.log', task(1, 'anna') + task(2, `${'a'.repeat(60)}!`))]);
    const { first, total, during, ended } = await page.evaluate(async () => {
      const { bundlescope } = window;
      const code = (call: Promise<unknown>) =>
        call.then(
          () => 'done',
          (error: Error & { code?: string }) => error.code,
        );
      const { total: all } = await bundlescope.operations();
      const hanging = code(bundlescope.operations({ query: '/(a+)+$/' }));
      const abort = new AbortController();
      const cancelled = code(bundlescope.operations({ query: '/(a+)+$/', signal: abort.signal }));
      // Another question is answered before.
      const records = await bundlescope.count();
      abort.abort();
      return { ended: await cancelled, during: records, first: await hanging, total: all };
    });
    expect({ first, total, during, ended }).toEqual({
      first: 'expression-too-slow',
      total: 2,
      during: 2,
      ended: 'cancelled',
    });
    const found = await page.evaluate(() => window.bundlescope.operations({ query: '/ann[a]/' }));
    expect(found.total).toBe(1);
    await page.getByRole('button', { name: 'Operations', exact: true }).click();
    const bar = page.getByRole('combobox').first();
    await expect(page.getByText('2 operations', { exact: true })).toBeVisible();
    await bar.fill('/(a+)+$/');
    await bar.press('Enter');
    await expect(page.getByText(/regular expression took more than/).first()).toBeVisible({
      timeout: 20_000,
    });
    await bar.fill('who:anna');
    await bar.press('Enter');
    await expect(page.getByText('1 of 2 operations')).toBeVisible();
  });

  test('what is no expression is an error with its column', async ({ page }) => {
    await open(page, [textFile('hostd.log', hostdLog(3))]);
    expect(await failureOf(page, 'line /(/')).toMatchObject({ code: 'query-bad-regex' });
  });
});

test.describe('workers that die', () => {
  for (const [how, end] of [
    [
      'with an error',
      () =>
        void setTimeout(() => {
          throw new Error('made to fail');
        }),
    ],
    ['without a word', () => self.close()],
  ] as const) {
    test(`the engine, ${how}: told, started again, the stored case is back`, async ({ page, watch }) => {
      await open(page, [textFile('hostd.log', hostdLog(25))]);
      await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
      await (await engineWorker(page)).evaluate(end);
      await expect(page.getByText(/The engine stopped/).first()).toBeVisible({ timeout: 45_000 });
      await expect.poll(() => count(page).catch(() => -1), { timeout: 20_000 }).toBe(25);
      expect(await count(page, '"line 7"')).toBe(1);
      watch.errors.length = 0;
    });

    test(`a search worker, ${how}: another goes on with the search`, async ({ page, watch }) => {
      await open(page, [textFile('hostd.log', hostdLog(25))]);
      expect(await count(page, '"line 7"')).toBe(1);
      for (const worker of await scanWorkers(page)) await worker.evaluate(end);
      expect(await count(page, '"line 8"')).toBe(1);
      expect(await count(page, '/line [89]$/')).toBe(2);
      await expect(page.getByText(/search worker stopped/).first()).toBeVisible();
      watch.errors.length = 0;
    });
  }

  test('the engine dies before anything is stored: the same files are read again', async ({
    page,
    watch,
  }) => {
    const big = await gzipOf(Buffer.from(hostdLog(60_000)));
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      void window.bundlescope.open([new File([bytes], 'hostd.0.gz')]).catch(() => undefined);
    }, Buffer.from(big).toString('base64'));
    await (
      await engineWorker(page)
    ).evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('made to fail');
        }),
    );
    await expect(page.getByText(/The engine stopped/).first()).toBeVisible({ timeout: 20_000 });
    await expect.poll(() => count(page).catch(() => -1), { timeout: 30_000 }).toBe(60_000);
    watch.errors.length = 0;
  });
});

test.describe('files that vanish', () => {
  test('before they are read: the failure names the file, the others are read', async ({ page }, info) => {
    const [gone, cut, whole] = ['gone.log', 'cut.log', 'whole.log'].map((name) => info.outputPath(name));
    for (const path of [gone!, cut!, whole!]) await writeFile(path, hostdLog(50));
    // Keeps the files from being opened until the disk has changed.
    await page.evaluate(() => {
      const hold = (event: Event) => {
        event.stopImmediatePropagation();
        (window as unknown as { held: File[] }).held = [...(event.target as HTMLInputElement).files!];
      };
      window.addEventListener('change', hold, { capture: true, once: true });
    });
    await page.locator('input[data-pick=files]').setInputFiles([gone!, cut!, whole!]);
    await unlink(gone!);
    await truncate(cut!, 100);
    const { sources } = await page.evaluate(() =>
      window.bundlescope.open((window as unknown as { held: File[] }).held),
    );
    expect(sources.map(({ name }) => name)).toEqual(['gone.log', 'cut.log', 'whole.log']);
    for (const source of sources.slice(0, 2)) {
      expect(source.warnings).toHaveLength(1);
      expect(source.warnings[0]!.code).toBe('unreadable');
      expect(source.warnings[0]!.message).toContain(source.name);
    }
    expect(sources[2]!.warnings).toEqual([]);
    expect(await count(page, 'file:whole.log')).toBe(50);
    expect(await count(page, '"line 7"')).toBe(1);
  });

  test('after they were read: text is unreadable by name, counts and other files stay', async ({
    page,
  }, info) => {
    const path = info.outputPath('vanishing.log');
    await writeFile(path, hostdLog(50));
    await give(page, [path]);
    await open(page, [textFile('other.log', hostdLog(20))]);
    await unlink(path);
    expect(await count(page)).toBe(70);
    expect(await count(page, 'file:vanishing.log opid:made-7')).toBe(1);
    const failures = await page.evaluate(async () => {
      const outcome = (work: Promise<unknown>) =>
        work.then(
          () => null,
          (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
        );
      return [
        await outcome(window.bundlescope.read('vanishing.log')),
        await outcome(window.bundlescope.events({ query: 'file:vanishing.log' })),
        await outcome(window.bundlescope.count('"line 7"')),
      ];
    });
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'unreadable' });
      expect(failure!.message).toContain('vanishing.log');
    }
    expect(await count(page, 'file:other.log "line 7"')).toBe(1);
  });
});

test('cancel in the middle keeps what was read, and the next bundle opens', async ({ page }, info) => {
  test.skip(engineIsSlow, 'reading is over before a late question comes');
  const path = info.outputPath('big.tar');
  const log = Buffer.from(hostdLog(40_000));
  const entries = Array.from({ length: 40 }, (_, n) => entry(`b/var/run/log/hostd.${n}.log`, log));
  await writeFile(
    path,
    await tarOf([entry('b/var/run/log/first.log', hostdLog(10)), ...entries, entry('b/x', noise(9))]),
  );
  // Reading may be over before a click from outside arrives.
  await page.evaluate(() => {
    const watch = new MutationObserver(() => {
      const cancel = document.querySelector<HTMLButtonElement>('button[aria-label^="Cancel reading"]');
      if (cancel) {
        watch.disconnect();
        setTimeout(() => cancel.click());
        return;
      }
      const progress = document.querySelector<HTMLButtonElement>('button[aria-label*="being read"]');
      if (progress?.getAttribute('aria-expanded') === 'false') progress.click();
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
  await page.locator('input[data-pick=files]').setInputFiles(path);
  await page.evaluate(() => window.bundlescope.whenIdle());
  const kept = await count(page);
  expect(kept).toBeLessThan(10 + 40 * 40_000);
  const files = await page.evaluate(() => window.bundlescope.files());
  for (const file of files.slice(-1)) {
    expect(
      await page.evaluate(async (wanted) => (await window.bundlescope.read(wanted)).size, file.path),
    ).toBe(file.bytes);
  }
  const later = await open(page, [textFile('later.log', hostdLog(7))]);
  expect(later.sources[0]!.warnings).toEqual([]);
  expect(await count(page, 'file:later.log')).toBe(7);
  await ready(page);
});
