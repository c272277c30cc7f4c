import { readFileSync } from 'node:fs';
import type { CaseEvent } from '../../workers/hsm/finding';
import { written } from '../unit/hsm-writing';
import { expect, open, runCommand, test, textFile, type TestFile } from './page';
import type { Locator, Page } from 'playwright/test';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/hsm/${name}`, import.meta.url), 'utf8');

const OFFICER = 'CN_CRYPTO_OFFICER (2)';
const [A, B] = ['hsm-aaaaaaaaaaa', 'hsm-bbbbbbbbbbb'];

/** An officer makes a user; someone guesses its password; the user exports a key that was synchronised. */
const STORY: (CaseEvent & { stream: string })[] = [
  { stream: A, seq: 0, at: 0, opcode: 'CN_LOGIN', user: 'admin', userType: OFFICER, session: '0x7014006' },
  { stream: B, seq: 0, at: 0.03, opcode: 'CN_LOGIN', user: 'admin', userType: OFFICER, session: '0x8014006' },
  { stream: A, seq: 1, at: 10, opcode: 'CN_CREATE_USER', user: 'bob', session: '0x7014006' },
  { stream: B, seq: 1, at: 10.03, opcode: 'CN_CREATE_USER', user: 'bob', session: '0x8014006' },
  ...[0, 1, 2, 3, 4, 5].map((i) => ({
    stream: A,
    seq: 2 + i,
    at: 100 + i * 5,
    opcode: 'CN_LOGIN',
    user: 'bob',
    response: '163:HSM Error: RET_USER_LOGIN_FAILURE',
  })),
  { stream: A, seq: 8, at: 140, opcode: 'CN_LOGOUT', user: 'admin', userType: OFFICER },
  { stream: A, seq: 9, at: 200, opcode: 'CN_LOGIN', user: 'bob', session: '0x9004004' },
  { stream: B, seq: 2, at: 200.03, opcode: 'CN_LOGIN', user: 'bob', session: '0x9104004' },
  { stream: A, seq: 10, at: 210, opcode: 'CN_GENERATE_KEY', key: 262160, session: '0x9004003' },
  { stream: A, seq: 11, at: 210.0026, opcode: 'CN_EXTRACT_MASKED_OBJECT_USER', key: 262160 },
  { stream: B, seq: 3, at: 210.08, opcode: 'CN_INSERT_MASKED_OBJECT_USER', key: 262160 },
  { stream: A, seq: 15, at: 300, opcode: 'CN_WRAP_KEY', key: 262160 },
  { stream: A, seq: 16, at: 300.045, opcode: 'CN_NIST_AES_WRAP', key: 6 },
  { stream: B, seq: 4, at: 400, opcode: 'CN_TOMBSTONE_OBJECT', key: 262160 },
];

const story = (): TestFile[] =>
  [A, B].map((name) => {
    const events = STORY.filter(({ stream }) => stream === name);
    return textFile(`${name}.log`, events.map((event) => `${written(event)}\n`).join('\n'));
  });

async function enter(page: Page): Promise<Locator> {
  await page.locator('nav button').filter({ hasText: 'Key log' }).first().click();
  return page.getByRole('region', { name: 'Key log' });
}

const part = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the key log' }).getByRole('button', { name }).click();

const rows = (page: Page) => page.locator('.hsm .table [role=row][aria-selected]');
const details = (page: Page) => page.getByRole('complementary');

test('a case without a key log says what to drop', async ({ page }) => {
  await open(page, [textFile('notes.txt', 'nothing of the kind')]);
  const view = await enter(page);
  await expect(view.getByText('No key log in this case')).toBeVisible();
  for (const shape of ['get-log-events', 'filter-log-events', 'S3', 'Insights', 'Subscription']) {
    await expect(view.getByText(shape).first()).toBeVisible();
  }
});

test('findings stand first, the worst on top, and lead to their events', async ({ page }) => {
  await open(page, story());
  await enter(page);
  await expect(rows(page).first()).toContainText('critical');
  await expect(rows(page).first()).toContainText('bob was let in');
  await rows(page).filter({ hasText: '3 events are missing' }).click();
  await expect(details(page)).toContainText('proved');
  await expect(details(page)).toContainText('a page of results without the next one');
  await expect(details(page)).toContainText('Events of it (2)');
  await expect(details(page)).toContainText('a gap lies between');
  await details(page).getByRole('button', { name: 'CN_WRAP_KEY' }).click();
  await expect(details(page)).toContainText('An encrypted copy of this key was exported');
  await expect(page.locator('.row.selected')).toContainText('CN_WRAP_KEY');
});

test('an event is told in words, with whose it is and why', async ({ page }) => {
  await open(page, story());
  await enter(page);
  await part(page, 'Events');
  await page.getByRole('combobox').first().fill('opcode:CN_WRAP_KEY');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click();
  const told = details(page);
  await expect(told).toContainText('the only one logged in');
  await expect(told).toContainText('A gap lies between the login and this event');
  await expect(told).toContainText('Two key handles follow');
  await expect(told).toContainText('success (0x0 in client tools)');
  await expect(told).toContainText('0xf (15)');
  await told.getByRole('button', { name: 'Show on the timeline' }).click();
  await expect(page.locator('.timeline .selected')).not.toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Show in the key log' })).toBeVisible();
  await page.getByRole('button', { name: 'Show in the key log' }).click();
  await expect(details(page)).toContainText('An encrypted copy of this key was exported');
  await details(page)
    .getByRole('button', { name: /Open in Files, line/ })
    .click();
  await expect(page.getByText('CN_WRAP_KEY').first()).toBeVisible();
});

test('the table sorts, and a field narrows the query', async ({ page }) => {
  await open(page, story());
  await enter(page);
  await part(page, 'Events');
  await expect(rows(page).first()).toContainText('CN_LOGIN');
  await page.getByRole('button', { name: 'Sort by Command' }).or(page.getByTitle('Sort by Command')).click();
  await expect(rows(page).first()).toContainText('CN_CREATE_USER');
  await page.getByRole('combobox').first().fill('response:163');
  await expect(page.getByText('6 of 19 events')).toBeVisible();
  await rows(page).first().click();
  await expect(details(page)).toContainText('wrong password');
  await details(page).getByTitle('Only events with this Stream').click();
  await expect(page.getByRole('combobox').first()).toHaveValue(`response:163 stream:${A}`);
  await page.getByRole('combobox').first().fill('opcde:x');
  await expect(page.getByText('opcde').last()).toBeVisible();
});

test('one key’s life stands across the HSMs, one user’s with its sessions', async ({ page }) => {
  await open(page, story());
  await enter(page);
  await part(page, 'Keys');
  await rows(page).filter({ hasText: '262160' }).click();
  const life = details(page);
  await expect(life).toContainText('by bob (the only one logged in)');
  await expect(life).toContainText('1 time, under key 6');
  await expect(life).toContainText('+2.6 ms');
  await expect(life).toContainText('5 events');
  const steps = life.locator('svg [role=button]');
  await expect(steps).toHaveCount(5);
  await expect(steps.nth(2)).toHaveAttribute('aria-label', new RegExp(`received.*${B}`));
  await steps.nth(3).click();
  await expect(page.locator('.row.selected')).toContainText('CN_WRAP_KEY');

  await part(page, 'Users');
  await rows(page).filter({ hasText: 'bob' }).click();
  await expect(details(page)).toContainText('by admin');
  await expect(details(page).locator('tbody tr')).toHaveCount(2);
  await details(page)
    .getByRole('button', { name: /commands/ })
    .first()
    .click();
  await expect(details(page)).toContainText('CN_EXTRACT_MASKED_OBJECT_USER');
});

test('lanes tell what is under the pointer, a click filters the table to it', async ({ page }) => {
  await open(page, story());
  await enter(page);
  const track = page.getByRole('application', { name: new RegExp(`^${A}: 14 events`) });
  // The lanes stay where they are once the table is there.
  await expect(rows(page).first()).toBeVisible();
  const box = (await track.boundingBox())!;
  // The exports are at three quarters of the time; failed logins at a quarter.
  const at = (seconds: number) => box.x + ((seconds + 4) / 408) * box.width;
  await page.mouse.move(at(110), box.y + box.height / 2);
  await expect(page.getByText(/1 event, 1 failed/)).toBeVisible();
  await expect(page.locator('.tip')).toContainText('CN_LOGIN');
  await page.mouse.click(at(300), box.y + box.height / 2);
  await expect(page.getByText('2 of 19 events')).toBeVisible();
  await expect(page.getByRole('combobox').first()).toHaveValue(new RegExp(`^stream:${A} after:`));
  await page.mouse.move(at(300), box.y + box.height / 2);
  await page.mouse.wheel(0, -100);
  await page.mouse.wheel(0, -100);
  await expect(page.getByRole('button', { name: 'Show all of the time' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all of the time' }).click();
  await expect(page.getByRole('button', { name: 'Show all of the time' })).toHaveCount(0);
  await track.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText('CN_LOGIN');
});

test('a stream without a name asks for one in place', async ({ page }) => {
  const text = (name: string) => fixture(name);
  await open(page, [
    textFile('hsm-abcde123456.log', text('hsm-abcde123456.log')),
    textFile('copied.txt', text('hsm-zyxwv987654.log')),
  ]);
  await enter(page);
  await part(page, 'Keys');
  await rows(page).first().click();
  await expect(details(page)).toContainText('no name');
  await page.getByRole('button', { name: 'Which HSM is this?' }).click();
  const form = page.getByRole('form', { name: 'Name of the stream in copied.txt' });
  await expect(form).toContainText('never merged');
  await form.getByRole('textbox').fill('hsm-zyxwv987654');
  await form.getByRole('button', { name: 'Set the name' }).click();
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Which HSM is this?' })).toHaveCount(0);
  await expect(page.getByRole('application', { name: /^hsm-zyxwv987654/ })).toBeVisible();
  await rows(page).first().click();
  await expect(details(page)).toContainText('1 insertion on other HSMs');
});

test('events and findings are saved as NDJSON and CSV', async ({ page }) => {
  await open(page, story());
  await enter(page);
  await part(page, 'Events');
  await page.getByRole('combobox').first().fill('opcode:CN_LOGIN');
  await expect(page.getByText(/^\d+ of 19 events$/)).toBeVisible();
  const saved = async (name: string | RegExp) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };
  const events = await saved('Events that match, as NDJSON');
  expect(events.name).toBe('cloudhsm-events.ndjson');
  const lines = events.text.trim().split('\n');
  expect(lines).toHaveLength(10);
  expect(JSON.parse(lines[0]!)).toMatchObject({ stream: A, opcode: 'CN_LOGIN', userName: 'admin' });
  const findings = await saved('Findings as CSV');
  expect(findings.name).toBe('cloudhsm-findings.csv');
  expect(findings.text).toMatch(/^rule,severity/);
  expect(findings.text).toContain('login-after-burst');
});

test('the cluster’s certificates stand with their exact handles', async ({ page }) => {
  const message =
    '{"object_handle": 463180677312929947, "op_code": "CreateObject", "response": "OK", "attributes": null, "timestamp": 1725482483671}';
  const stream = {
    messageType: 'DATA_MESSAGE',
    logGroup: '/aws/cloudhsm/cluster-likphkxygsn',
    logStream: 'cluster-likphkxygsn',
    logEvents: [{ id: '1', timestamp: 1725482483671, message }],
  };
  await open(page, [textFile('cluster.json', JSON.stringify(stream))]);
  await enter(page);
  await part(page, 'Certificates');
  await expect(rows(page).first()).toContainText('463180677312929947');
  await rows(page).first().click();
  await expect(details(page)).toContainText('A certificate was stored.');
});

test('HSMs of two clusters are told apart, and what aws logs tail wrote is read', async ({ page }) => {
  const event = (seq: number, rest: string) =>
    `Time: 01/24/18 00:39:3${seq}.000000, usecs:151675437${seq}000000\nSequence No : 0x${seq}\nReboot counter : 0x1\n` +
    `Command Type(hex) : CN_MGMT_CMD (0x0)\n${rest}`;
  const login =
    'Opcode : CN_LOGIN (0xd)\nSession Handle : 0x1001\nResponse : 0:HSM Return: SUCCESS\n' +
    'Log type : MGMT_USER_DETAILS_LOG (2)\nUser Name : cu\nUser Type : CN_CRYPTO_USER (1)';
  const made =
    'Opcode : CN_GENERATE_KEY (0x17)\nSession Handle : 0x1001\nResponse : 0:HSM Return: SUCCESS\n' +
    'Log type : MGMT_KEY_DETAILS_LOG (1)\nPriv/Secret Key Handle : 7\nPublic Key Handle : 0';
  const tail = (stream: string, ...events: string[]) =>
    events.map((text, i) => `2018-01-24T00:39:4${i}.123000+00:00 ${stream} ${text}\n`).join('');
  await open(page, [
    textFile('cluster-aaaaaaaaaaa.txt', tail('hsm-aaaaaaaaaaa', event(0, login), event(5, made))),
    textFile('cluster-bbbbbbbbbbb.txt', tail('hsm-bbbbbbbbbbb', event(0, login))),
  ]);
  await enter(page);
  await expect(page.getByRole('button', { name: 'hsm-aaaaaaaaaaa', exact: true })).toHaveAttribute(
    'title',
    /Cluster: cluster-aaaaaaaaaaa/,
  );
  const { findings, files } = await page.evaluate(async () => ({
    findings: await window.bundlescope.hsm.findings(),
    files: (await window.bundlescope.files()).map(({ path }) => path),
  }));
  expect(findings.map(({ rule }) => rule)).not.toContain('key-not-synced');
  expect(files).toContain('cluster-aaaaaaaaaaa.txt/hsm-aaaaaaaaaaa.log');
});

test('commands of the palette lead through the view', async ({ page }) => {
  await open(page, story());
  await enter(page);
  await expect(rows(page).first()).toBeVisible();
  await runCommand(page, 'failed events');
  await expect(page.getByText('6 of 19 events')).toBeVisible();
  await page.keyboard.press('Escape');
  await runCommand(page, 'show keys');
  await expect(rows(page).first()).toContainText('262160');
});
