import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { generatedStream } from '../bench/hsm-logs';
import { writeEnvelope } from '../unit/envelope-writing';
import { readReport } from '../unit/report-reading';
import { entry, hostdLog, tarOf } from './made';
import { expect, open, ready, runCommand, textFile } from './page';
import { caseFile, drop, markFirst, report, rows, sha256, studied, test } from './reporting';

test('a case file carries marks, notes, queries and view to whoever opens the same bundle', async ({
  page,
  elsewhere: other,
}) => {
  const bundle = await studied();
  await open(page, [textFile('other.log', hostdLog(5, 'other')), bundle]);
  await markFirst(page, '"made line 7"', 'look here\nand there');
  await markFirst(page, '"made line 9"', 'and here');
  await markFirst(page, '"other 3"', 'of the other file');
  const field = page.getByRole('combobox', { name: 'Query' });
  await field.fill('"made line" level>=info');
  await field.press('Enter');
  // A query is kept once it is answered.
  await expect(rows(page).first()).toContainText('made line 0');
  const downloading = page.waitForEvent('download');
  await runCommand(page, 'save case file');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('other.log.case.json');
  const saved = readFileSync(await download.path());

  await open(other.page, [{ ...bundle, name: 'renamed.tgz' }]);
  await markFirst(other.page, '"made line 9"', 'mine');
  await drop(other.page, [{ name: 'from-a-colleague.txt', bytes: saved }]);
  const notice = other.page.getByText(/^Case file attached: 2 marks/);
  await expect(notice).toContainText('1 note was joined with yours');
  await expect(notice).toContainText('Not open here: other.log');
  await expect(notice).not.toContainText('Findings differ');
  expect(await other.page.evaluate(() => window.bundlescope.files())).not.toContainEqual(
    expect.objectContaining({ path: 'from-a-colleague.txt' }),
  );
  await expect(other.page.getByRole('combobox', { name: 'Query' })).toHaveValue('"made line" level>=info');
  await rows(other.page).first().click();
  await other.page.keyboard.press('M');
  const marks = other.page.getByRole('list', { name: 'Marks' }).getByRole('listitem');
  await expect(marks).toHaveCount(2);
  await expect(marks.filter({ hasText: 'look here' })).toContainText('made line 7');
  await expect(marks.filter({ hasText: 'mine' })).toContainText('and here');

  // It is stored with the case, and can be taken back.
  await other.page.getByRole('button', { name: 'Undo' }).click();
  await expect(other.page.getByText('The case file was taken back.')).toBeVisible();
  await expect(other.page.getByRole('combobox', { name: 'Query' })).toHaveValue('"made line 9"');
  await rows(other.page).first().click();
  await other.page.keyboard.press('M');
  await expect(marks).toHaveCount(1);
  await expect(marks.first()).toContainText('mine');
  await expect(marks.first()).not.toContainText('and here');
});

test('a case file attached by the API stays after a reload, and twice is as good as once', async ({
  page,
  elsewhere: other,
}) => {
  const bundle = await studied();
  await open(page, [bundle]);
  await markFirst(page, '"made line 7"', 'look here');
  const text = await caseFile(page);
  await open(other.page, [bundle]);
  await other.page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const attach = () =>
    other.page.evaluate((json) => window.bundlescope.attachCaseFile(new Blob([json])), text);
  const first = await attach();
  expect(first).toMatchObject({
    sources: [{ name: bundle.name, sha256: sha256(bundle.bytes), source: 0 }],
    missing: [],
    marks: 1,
    notesJoined: 0,
    marksMissing: [],
    findings: { added: [], missing: [] },
  });
  expect(await attach()).toEqual(first);
  other.watch.pageReloads();
  await other.page.reload();
  await ready(other.page);
  other.watch.pageIsThere();
  const again = JSON.parse(await caseFile(other.page)) as { marks: unknown; view: object };
  const before = JSON.parse(text) as { marks: unknown; view: { timeline: object } };
  expect(again.marks).toEqual(before.marks);
  expect(again.view).toMatchObject({ view: 'timeline', timeline: { query: '"made line 7"' } });
});

test('a case file has no content of the bundle', async ({ page }) => {
  const bundle = await studied();
  await open(page, [bundle]);
  await markFirst(page, '"made line 7"', 'my own words');
  const file = await caseFile(page);
  const lines = await page.evaluate(async () => {
    const { events } = await window.bundlescope.events({ limit: 10_000 });
    return events.flatMap(({ raw, message }) => [...raw.split('\n'), message]);
  });
  expect(lines.length).toBeGreaterThan(50);
  for (const line of lines) {
    // The query is the user's own.
    if (line.trim().length > 12 && !'"made line 7"'.includes(line)) expect(file).not.toContain(line.trim());
  }
  const content = await page.evaluate(async () => {
    const findings = await window.bundlescope.findings();
    return findings.flatMap(({ title, cause, objects }) => [title, cause, ...Object.values(objects).flat()]);
  });
  expect(content.length).toBeGreaterThan(5);
  for (const text of content) expect(file).not.toContain(text);
  expect(file).not.toContain('Sup3rSecretPassw0rd');
  expect(file).toContain('my own words');
});

test('findings of CloudHSM are in the report in words, in the case file by rule and line', async ({
  page,
}) => {
  await open(page, [textFile('hsm-a.log', Buffer.from(generatedStream(1, 300)).toString())]);
  const found = await page.evaluate(() => window.bundlescope.hsm.findings());
  expect(found.length).toBeGreaterThan(3);
  expect(found.length).toBeLessThan(1_000);
  const text = await caseFile(page);
  const { findings } = JSON.parse(text) as {
    findings: { hsm: { rule: string; places: { line: number }[] }[] };
  };
  expect(findings.hsm.map(({ rule }) => rule)).toEqual(found.map(({ rule }) => rule));
  for (const { places } of findings.hsm) expect(places[0]!.line).toBeGreaterThan(0);
  const shown = readReport(await report(page)).text;
  for (const { title, explanation } of found.slice(0, 100)) {
    expect(text).not.toContain(title);
    expect(shown).toContain(title);
    expect(shown).toContain(explanation.slice(0, 60));
  }
  expect(shown).toContain(`hsm-a.log:${findings.hsm[0]!.places[0]!.line}`);
  const attached = await page.evaluate(
    (json) => window.bundlescope.attachCaseFile(new Blob([json])),
    text.replace(`"rule": "${found[0]!.rule}"`, '"rule": "zeroized"'),
  );
  expect(attached.findings.missing).toEqual(['hsm/zeroized']);
  expect(attached.findings.added).toEqual([`hsm/${found[0]!.rule}`]);
});

test('of what is open for one visit nothing is in report or case file', async ({ page }) => {
  const secret = 'XyzzySecretWord';
  const key = randomBytes(32);
  const plain = Array.from(
    { length: 60 },
    (_, i) => `2026-02-03T05:${String(i).padStart(2, '0')}:00.000Z cpu2:1075473)${secret}: step ${i}\n`,
  ).join('');
  const dump = writeEnvelope({ version: 1, cipher: 'AES-256', key, plain: Buffer.from(plain) });
  const bytes = await tarOf([
    entry('esx/var/run/log/hostd.log', hostdLog(50)),
    entry('esx/var/core/vmkernel-zdump.1', Buffer.concat([Buffer.alloc(4096, 1), dump])),
  ]);
  await open(page, [{ name: 'esx.tar', bytes }]);
  await markFirst(page, '"made line 7"', 'kept');
  await page.waitForTimeout(1200);
  await page.evaluate(
    (rawKey) => window.bundlescope.openInside('var/core/vmkernel-zdump.1', { rawKey }),
    key.toString('hex'),
  );
  expect(await page.evaluate((word) => window.bundlescope.count(word), secret)).toBe(60);
  await markFirst(page, secret, `seen ${secret}`);
  for (const text of [await report(page), await caseFile(page)]) {
    expect(text).toContain('kept');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('(decrypted)');
  }
  expect(readReport(await report(page)).text).toContain('for one visit only');
});

test('a file of another bundle, a damaged one and one of a newer page are refused, with nothing changed', async ({
  page,
  elsewhere: other,
}) => {
  const bundle = await studied();
  await open(page, [bundle]);
  await markFirst(page, '"made line 7"', 'theirs');
  const text = await caseFile(page);
  await open(other.page, [textFile('hostd.log', hostdLog(20))]);
  await markFirst(other.page, '"made line 3"', 'mine');
  const before = JSON.parse(await caseFile(other.page)) as { made: string };
  const codeOf = (json: string) =>
    other.page.evaluate(
      (one) =>
        window.bundlescope.attachCaseFile(new Blob([one])).then(
          () => 'attached',
          (error: Error & { code: string }) => `${error.code}: ${error.message}`,
        ),
      json,
    );
  const refused = await codeOf(text);
  expect(refused).toMatch(/^other-bundle: /);
  expect(refused).toContain(sha256(bundle.bytes));
  expect(refused).toContain('"hostd.log"');
  expect(await codeOf(text.slice(0, -9))).toMatch(/^not-a-case-file/);
  expect(await codeOf('x')).toMatch(/^not-a-case-file/);
  expect(await codeOf(text.replace(/"version": \d+/, '"version": 99'))).toMatch(/^case-file-version/);
  expect(
    await other.page.evaluate(() =>
      window.bundlescope.attachCaseFile('x' as unknown as Blob).catch((e: { code: string }) => e.code),
    ),
  ).toBe('bad-argument');
  await drop(other.page, [textFile('case.json', text.slice(0, 300))]);
  await expect(other.page.getByText('this case file cannot be read')).toBeVisible();
  const after = JSON.parse(await caseFile(other.page)) as { made: string };
  expect({ ...after, made: '' }).toEqual({ ...before, made: '' });
  expect(await other.page.evaluate(() => window.bundlescope.count())).toBe(20);
});

test('dropped where nothing is open, a case file says which bundle it wants; with its bundle it is attached', async ({
  page,
  elsewhere: other,
}) => {
  const bundle = await studied();
  await open(page, [bundle]);
  await markFirst(page, '"made line 7"', 'theirs');
  const file = textFile('case.json', await caseFile(page));
  await drop(other.page, [file]);
  const notice = other.page.getByText('Open the bundle it is about');
  await expect(notice).toContainText(`"${bundle.name}"`);
  await expect(notice).toContainText(sha256(bundle.bytes));
  await expect(notice).toContainText('nothing is open');
  await expect(other.page.getByRole('heading', { level: 1, name: 'Bundlescope' })).toBeVisible();
  await drop(other.page, [file, bundle]);
  await expect(other.page.getByText(/^Case file attached: 1 mark/)).toBeVisible();
});

test('the view saves both, attaches a file and says what is not here, also on a narrow screen', async ({
  page,
}) => {
  const bundle = await studied();
  await open(page, [bundle]);
  await markFirst(page, '"made line 7"', 'mine');
  const show = async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
    await page.getByRole('tab', { name: 'Report and case file' }).click();
  };
  await show();
  for (const [button, ending] of [
    ['Save report', 'report.html'],
    ['Save case file', 'case.json'],
  ] as const) {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(`vc-lab-2018-11-13.${ending}`);
    await expect(page.getByText(`Saved as vc-lab-2018-11-13.${ending}`)).toBeVisible();
    const text = readFileSync(await download.path(), 'utf8');
    if (ending === 'report.html') expect(readReport(text).text).toContain('mine');
    else expect(JSON.parse(text)).toMatchObject({ format: 'bundlescope-case', marks: [{ note: 'mine' }] });
  }

  const file = JSON.parse(await caseFile(page)) as {
    version: number;
    sources: object[];
    marks: object[];
    findings: object[];
    view: Record<string, unknown>;
  };
  file.sources.push({ name: '<b>other</b>.tgz', bytes: 12_345_678, sha256: 'cd'.repeat(32) });
  file.marks.push({ source: 0, path: 'gone‮.log', line: 12, note: 'about a line that is gone' });
  // As a page of old has written it.
  file.version = 1;
  file.findings = [{ rule: 'rule-of-old', severity: 'high', places: [{ source: 0, path: 'x', line: 1 }] }];
  file.view.view = 'handover';
  const attach = async (content: string) => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach case file…' }).click();
    await (await choosing).setFiles({ name: 'x.json', mimeType: '', buffer: Buffer.from(content) });
  };
  await attach('{"format": "bundlescope-case"');
  await expect(page.getByRole('alert')).toContainText('this case file cannot be read');
  await attach(JSON.stringify(file));
  await expect(page.getByText(/^Case file attached: 1 mark/)).toBeVisible();
  await show();
  const section = page.getByRole('region', { name: 'Case file' });
  await expect(section).toContainText('1 mark taken over.');
  await expect(section).toContainText('<b>other</b>.tgz (11.8 MiB');
  await expect(section).toContainText('gone‹U+202E›.log:12 about a line that is gone');
  await expect(section).toContainText('Only in the file: rule-of-old');
  await expect(section).toContainText('Only here: ');
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  await section.getByRole('button', { name: 'Undo' }).click();
  await expect(section.getByText('Attached last')).toHaveCount(0);
  await expect(page.getByText(/^Case file attached/)).toHaveCount(0);
});
