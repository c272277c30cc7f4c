import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import type { Page } from 'playwright/test';
import type { EventRecord, EventsExportOptions } from '../../workers/public-api';
import { parquetRows } from '../unit/export-reading';
import { hostdLine, hostdLog } from './made';
import { expect, open, test, textFile } from './page';

type Format = EventsExportOptions['format'];
const FORMATS: Format[] = ['ndjson', 'csv', 'timesketch', 'ecs', 'parquet'];

/** Bytes that a log may hold and that others trip over. */
const HOSTILE = Buffer.concat(
  [
    "=cmd|'/c calc'!A1",
    'say "x", \'y\'; \\ \t end\n--> =1+1 on its second line\n--> "third"',
    'NUL \u0000 and escape \u001b[31m',
    Buffer.from([0xed, 0xa0, 0x80, 0x20, 0xff, 0xfe]),
    '</script>\u2028\u2029\ufeff😀',
  ].flatMap((text, second) => {
    const [before, after] = hostdLine('TEXT', second).split('TEXT') as [string, string];
    // A carriage return before the line feed belongs to the line's end.
    return [Buffer.from(before), Buffer.from(text), Buffer.from(second === 3 ? `\r${after}` : after)];
  }),
);

async function exported(page: Page, options: EventsExportOptions): Promise<Buffer> {
  const base64 = await page.evaluate(async (given) => {
    const blob = await window.bundlescope.exportEvents(given);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  }, options);
  return Buffer.from(base64, 'base64');
}

/** The messages in a file of this form. */
async function messages(format: Format, bytes: Buffer): Promise<unknown[]> {
  if (format === 'parquet') return (await parquetRows(bytes)).map(({ message }) => message);
  if (format === 'csv') {
    const parsed = Papa.parse<{ message: string }>(bytes.toString(), {
      header: true,
      newline: '\r\n',
      skipEmptyLines: true,
    });
    expect(parsed.errors).toEqual([]);
    return parsed.data.map(({ message }) => message);
  }
  const lines = bytes.toString().split('\n').slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { message: string }).message);
}

async function events(page: Page, query = ''): Promise<EventRecord[]> {
  return page.evaluate(
    async (q) => (await window.bundlescope.events({ query: q, limit: 10_000 })).events,
    query,
  );
}

test('NDJSON holds what events() gives, with the statement on every record', async ({ page }) => {
  await open(page, [textFile('hostd.log', hostdLog(250))]);
  const query = 'made line';
  const bytes = await exported(page, { format: 'ndjson', query, zone: 'Europe/Berlin' });
  const lines = bytes.toString().trimEnd().split('\n');
  expect(lines).toHaveLength(250);
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records[0]!.export).toEqual({
    query,
    zone: 'Europe/Berlin',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    count: 250,
  });
  expect(records.map(({ sourceName: _name, export: _of, ...event }) => event)).toEqual(
    await events(page, query),
  );
  expect(records[0]!.sourceName).toBe('hostd.log');
});

test('every form holds as many records as count() says, whatever stands in them', async ({ page }) => {
  await open(page, [
    { name: 'hostile.log', bytes: HOSTILE },
    textFile('hostd.log', hostdLog(2_500)),
    textFile('no-times.log', 'one\ntwo\nthree\n'),
  ]);
  for (const query of ['', 'made line -opid:made-7', 'file:hostile.log', '"=1+1"']) {
    const found = await events(page, query);
    expect(await page.evaluate((q) => window.bundlescope.count(q), query)).toBe(found.length);
    expect(found.length).toBeGreaterThan(0);
    for (const format of FORMATS) {
      const written = await messages(format, await exported(page, { format, query }));
      const expected = found.map(({ message }) =>
        format === 'csv' && /^[=+\-@\t\r\n]/.test(message) ? `'${message}` : message,
      );
      expect(written, `${format} of ${query}`).toEqual(expected);
    }
  }
  expect((await events(page, 'file:hostile.log')).map(({ message }) => message)).toEqual([
    "=cmd|'/c calc'!A1",
    'say "x", \'y\'; \\ \t end\n=1+1 on its second line\n"third"',
    'NUL \u0000 and escape \u001b[31m',
    '\ufffd\ufffd\ufffd \ufffd\ufffd',
    '</script>\u2028\u2029\ufeff😀',
  ]);
});

test('no records make an empty file that is whole; wrong arguments are errors', async ({ page }) => {
  await open(page, [textFile('hostd.log', hostdLog(3))]);
  const query = '"is in no line"';
  for (const format of FORMATS) {
    const bytes = await exported(page, { format, query });
    expect(await messages(format, bytes), format).toEqual([]);
    expect(bytes.length > 0, format).toBe(format === 'csv' || format === 'parquet');
  }
  const codes = await page.evaluate(async () => {
    const tries: unknown[] = [
      { format: 'xml' },
      {},
      undefined,
      'csv',
      { format: 'csv', zone: 7 },
      { format: 'csv', zone: 'Mars/Olympus' },
      { format: 'csv', anchor: 5 },
      { format: 'csv', anchor: 'noon' },
      { format: 'csv', query: 5 },
      { format: 'csv', query: 'after:nonsense' },
    ];
    return Promise.all(
      tries.map((options) =>
        window.bundlescope.exportEvents(options as EventsExportOptions).then(
          () => 'done',
          (error: Error & { code?: string }) => error.code,
        ),
      ),
    );
  });
  const wrong = 'bad-argument';
  expect(codes).toEqual([
    wrong,
    wrong,
    wrong,
    wrong,
    wrong,
    wrong,
    wrong,
    'bad-anchor',
    wrong,
    'query-bad-time',
  ]);
});

async function showDialog(page: Page, query: string): Promise<void> {
  await page.evaluate(() => window.bundlescope.whenIdle());
  await page.getByRole('button', { name: 'Timeline', exact: true }).click();
  const field = page.getByRole('combobox', { name: 'Query' });
  await field.fill(query);
  await field.press('Enter');
  await field.press('Escape');
  await page.getByRole('button', { name: 'Export records …' }).click();
}

test('the timeline exports what its query shows, as a download', async ({ page }) => {
  await open(page, [textFile('esx01.log', hostdLog(300))]);
  await showDialog(page, 'opid:made-1*');
  const dialog = page.getByRole('dialog', { name: 'Export records' });
  await expect(dialog.getByText('111 records that the query finds')).toBeVisible();
  await dialog.getByRole('radio', { name: /^CSV/ }).check();
  const begun = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const download = await begun;
  expect(download.suggestedFilename()).toMatch(/^esx01\.\d{8}T\d{6}Z\.csv$/);
  const bytes = await readFile(await download.path());
  expect(await messages('csv', bytes)).toEqual(
    (await events(page, 'opid:made-1*')).map((one) => one.message),
  );
  await expect(dialog.getByText(/^111 records, .*esx01/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('x');
  await expect(dialog).toBeVisible();
});

/** A stand-in for the browser's file picker, whose disk takes so many ms for a write. */
async function pickFiles(page: Page, delay: number): Promise<void> {
  await page.evaluate((wait) => {
    const picked = { name: '', parts: [] as string[], closed: false, removed: false };
    Object.assign(window, {
      picked,
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        picked.name = suggestedName;
        return {
          name: suggestedName,
          createWritable: async () => ({
            write: async (chunk: Uint8Array) => {
              await new Promise((resolve) => setTimeout(resolve, wait));
              picked.parts.push(new TextDecoder().decode(chunk));
            },
            close: async () => void (picked.closed = true),
            abort: async () => void (picked.parts.length = 0),
          }),
          getFile: async () => ({ size: picked.parts.length }),
          remove: async () => void (picked.removed = true),
        };
      },
    });
  }, delay);
}

const picked = (page: Page) =>
  page.evaluate(() => {
    const { name, parts, closed, removed } = (
      window as unknown as { picked: { name: string; parts: string[]; closed: boolean; removed: boolean } }
    ).picked;
    return { name, text: parts.join(''), closed, removed };
  });

test('an export into a picked file is written while it is made', async ({ page }) => {
  await open(page, [textFile('esx01.log', hostdLog(4_000))]);
  await pickFiles(page, 1);
  await showDialog(page, '');
  const dialog = page.getByRole('dialog', { name: 'Export records' });
  await dialog.getByRole('radio', { name: /^Timesketch/ }).check();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByText(/^4,000 records, /)).toBeVisible();
  const file = await picked(page);
  expect(file).toMatchObject({ closed: true, removed: false });
  expect(file.name).toMatch(/^esx01\.timesketch\.\d{8}T\d{6}Z\.jsonl$/);
  expect(await messages('timesketch', Buffer.from(file.text))).toHaveLength(4_000);
});

test('a running export tells how far it is, and is cancelled without leaving a file', async ({ page }) => {
  await open(page, [textFile('esx01.log', hostdLog(40_000))]);
  await pickFiles(page, 300);
  await showDialog(page, '');
  const dialog = page.getByRole('dialog', { name: 'Export records' });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByText(/^\d+ % written$/)).toBeVisible();
  // It goes on without the dialog.
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Export records …' }).click();
  await expect(dialog.getByRole('progressbar', { name: 'Progress of the export' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText('Cancelled: no file was written.')).toBeVisible();
  expect(await picked(page)).toMatchObject({ text: '', closed: false, removed: true });
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
});

test('an option that there is not, and a case without an id, are refused', async ({ page }) => {
  await open(page, [textFile('esx01.log', hostdLog(5))]);
  const codes = await page.evaluate(() => {
    const { bundlescope } = window;
    const calls: (() => Promise<unknown>)[] = [
      () => bundlescope.exportEvents({ format: 'csv', qeury: 'level>=error' } as never),
      () => bundlescope.openCase(undefined as never),
      () => bundlescope.deleteCase({} as never),
      () => bundlescope.hsm.setStream(undefined as never, 'x'),
      () => bundlescope.exportEvents({ format: 'csv', query: 'x', zone: 'UTC', onProgress: () => undefined }),
    ];
    return Promise.all(
      calls.map((call) =>
        Promise.resolve()
          .then(call)
          .then(
            () => 'done',
            (error: Error & { code?: string }) => error.code,
          ),
      ),
    );
  });
  expect(codes).toEqual(['bad-argument', 'bad-argument', 'bad-argument', 'bad-argument', 'done']);
});
