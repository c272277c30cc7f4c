import type { Page } from 'playwright/test';
import { hostdLog, noise } from './made';
import { expect, open, ready, runCommand, test, textFile } from './page';

const MIB = 1024 * 1024;

const count = (page: Page, query = '') => page.evaluate((wanted) => window.bundlescope.count(wanted), query);
const cases = (page: Page) => page.evaluate(() => window.bundlescope.cases());

/** How a call of the API fails, as code and message; null when it does not. */
const failureOf = (page: Page, call: 'openCase' | 'deleteCase', id: string) =>
  page.evaluate(
    ([name, argument]) =>
      window.bundlescope[name](argument).then(
        () => null,
        (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
      ),
    [call, id] as const,
  );

const whenStored = (page: Page) =>
  page.evaluate(() =>
    window.bundlescope.whenIdle({ stored: true }).then(
      () => null,
      (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
    ),
  );

/** Opens a log, waits until it is stored, and answers the case's id. */
async function stored(page: Page, name: string, lines: number): Promise<string> {
  await open(page, [textFile(name, hostdLog(lines))]);
  expect(await whenStored(page)).toBeNull();
  return (await cases(page)).find(({ name: found }) => found === name)!.id;
}

/** Leaves the open case, as its menu does. */
async function leave(page: Page) {
  await runCommand(page, 'close case');
  await expect.poll(() => page.evaluate(async () => (await window.bundlescope.files()).length)).toBe(0);
}

async function reload(page: Page) {
  await page.goto('about:blank');
  await page.goBack();
  await ready(page);
}

/** Changes what stands in a store of the page's databases: null deletes. */
const write = (
  page: Page,
  database: string,
  store: string,
  key: string | readonly (string | number)[],
  value: unknown,
) =>
  page.evaluate(
    async ([name, storeName, k, v]) => {
      const asked = indexedDB.open(name);
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error!);
      });
      const change = db.transaction(storeName, 'readwrite');
      if (v === null) change.objectStore(storeName).delete(k as IDBValidKey);
      else change.objectStore(storeName).put(v, k as IDBValidKey);
      await new Promise((resolve) => (change.oncomplete = resolve));
      db.close();
    },
    [database, store, key, value] as const,
  );

const keysOf = (page: Page, database: string, store: string) =>
  page.evaluate(
    async ([name, storeName]) => {
      const asked = indexedDB.open(name);
      const db = await new Promise<IDBDatabase>((resolve) => (asked.onsuccess = () => resolve(asked.result)));
      const all = db.transaction(storeName).objectStore(storeName).getAllKeys() as IDBRequest<
        (string | (string | number)[])[]
      >;
      await new Promise((resolve) => (all.onsuccess = resolve));
      db.close();
      return all.result;
    },
    [database, store] as const,
  );

test('a full storage: told by name, the case stays usable, what was stored stays', async ({
  page,
  context,
  watch,
}) => {
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  // Before anything is written: the browser remembers for a while how much room there was.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 8 * MIB });
  const id = await stored(page, 'small.log', 30);
  await open(page, [{ name: 'large.bin', bytes: noise(12 * MIB) }, textFile('more.log', hostdLog(40))]);
  const failure = await whenStored(page);
  expect(failure).toMatchObject({ code: 'quota-exceeded' });
  await expect(page.getByText(/no room left/).first()).toBeVisible();
  expect(await count(page)).toBe(70);
  expect(await count(page, '"line 7"')).toBe(2);
  expect((await cases(page)).map((entry) => [entry.id, entry.stored])).toEqual([[id, false]]);

  await reload(page);
  expect(await count(page)).toBe(30);
  expect(await count(page, '"line 7"')).toBe(1);
  expect((await cases(page)).map((entry) => [entry.id, entry.stored])).toEqual([[id, true]]);
  watch.lateRequests.length = 0;
});

for (const version of [0, 99]) {
  test(`a case of version ${version} is refused by its name, and can be deleted`, async ({ page, watch }) => {
    const own = await stored(page, 'own.log', 12);
    const foreign = {
      version,
      id: 'foreign',
      name: 'Tuesday <b>case</b>',
      created: '2026-01-01',
      stored: true,
    };
    await write(page, 'bundlescope-cases', 'records', 'foreign', foreign);
    await write(page, 'bundlescope-cases', 'records', 'last-case', 'foreign');
    await write(page, 'bundlescope-parts', 'parts', ['foreign', 'blob', 1], 'kept');
    await reload(page);
    await expect(page.getByText(/Tuesday <b>case<\/b>/).first()).toBeVisible();
    expect(await count(page)).toBe(0);
    expect((await cases(page)).map(({ id }) => id).sort()).toEqual(['foreign', own].sort());
    const failure = await failureOf(page, 'openCase', 'foreign');
    expect(failure).toMatchObject({ code: 'case-version' });
    expect(failure!.message).toContain('Tuesday');
    expect(failure!.message).toContain(String(version));
    // Nothing of it was thrown away.
    expect(await keysOf(page, 'bundlescope-parts', 'parts')).toContainEqual(['foreign', 'blob', 1]);
    await page.evaluate((id) => window.bundlescope.openCase(id), own);
    expect(await count(page)).toBe(12);
    expect(await failureOf(page, 'deleteCase', 'foreign')).toBeNull();
    expect(await keysOf(page, 'bundlescope-parts', 'parts')).not.toContainEqual(['foreign', 'blob', 1]);
    expect(await count(page)).toBe(12);
    watch.lateRequests.length = 0;
  });
}

test('records that are none, and cases that lack parts, are refused and do no harm', async ({
  page,
  watch,
}) => {
  const id = await stored(page, 'own.log', 12);
  await write(page, 'bundlescope-cases', 'records', 'rubbish', 'a text');
  await write(page, 'bundlescope-cases', 'records', 'nothing', 0);
  const parts = await keysOf(page, 'bundlescope-parts', 'parts');
  const chunk = parts.find((key) => Array.isArray(key) && key[1] === 'chunk')!;
  await write(page, 'bundlescope-parts', 'parts', chunk, null);
  await reload(page);
  expect(await count(page)).toBe(0);
  for (const one of ['rubbish', 'nothing', id]) {
    expect(await failureOf(page, 'openCase', one)).toMatchObject({ code: 'case-damaged' });
  }
  const index = parts.find((key) => Array.isArray(key) && key[1] === 'index')!;
  await write(page, 'bundlescope-parts', 'parts', index, { rows: 4 });
  expect(await failureOf(page, 'openCase', id)).toMatchObject({ code: 'case-damaged' });
  for (const one of ['rubbish', 'nothing', id]) expect(await failureOf(page, 'deleteCase', one)).toBeNull();
  expect(await cases(page)).toEqual([]);
  expect(await failureOf(page, 'openCase', id)).toMatchObject({ code: 'no-such-case' });
  expect(await failureOf(page, 'deleteCase', id)).toMatchObject({ code: 'no-such-case' });
  watch.lateRequests.length = 0;
});

test('two cases: each is itself, one is deleted, and one while it is open', async ({ page, watch }) => {
  const first = await stored(page, 'first.log', 11);
  await leave(page);
  const second = await stored(page, 'second.log', 22);
  expect(await count(page)).toBe(22);
  await page.evaluate((id) => window.bundlescope.openCase(id), first);
  expect(await count(page)).toBe(11);
  expect(await count(page, '"line 7"')).toBe(1);
  expect(await failureOf(page, 'deleteCase', second)).toBeNull();
  expect(await count(page)).toBe(11);
  expect((await cases(page)).map(({ id }) => id)).toEqual([first]);
  expect(await failureOf(page, 'deleteCase', first)).toBeNull();
  expect(await cases(page)).toEqual([]);
  expect(await count(page)).toBe(0);
  expect(await keysOf(page, 'bundlescope-parts', 'parts')).toEqual([]);
  await open(page, [textFile('third.log', hostdLog(3))]);
  expect(await whenStored(page)).toBeNull();
  await reload(page);
  expect(await count(page)).toBe(3);
  watch.lateRequests.length = 0;
});
