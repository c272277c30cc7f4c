import type { Page } from 'playwright/test';
import { agencyConfig, agentState } from '../../workers/eam/sample-lines';
import { CASE_STUDIES, HEALTHY } from '../unit/eam-case-studies';
import { manyAgencies, vcenterBundle, type BundleFiles } from './eam-bundles';
import { expect, open, test } from './page';

type Tab = 'Findings' | 'ESX agents' | 'Java threads' | 'VPX_EXT_DATA';

async function look(page: Page, files: BundleFiles, tab: Tab = 'Findings'): Promise<void> {
  await open(page, [await vcenterBundle(files)]);
  await page.getByRole('button', { name: 'Findings', exact: true }).click();
  await page.getByRole('tab', { name: tab }).click();
}

const study = (name: string): BundleFiles => CASE_STUDIES.find((one) => one.name.includes(name))!.files;
const detail = (page: Page) => page.getByRole('complementary', { name: 'Finding' });

test('a consequence stands under its cause; an empty file and a line of a command prove it', async ({
  page,
}) => {
  await look(page, study('EAM does not start'));
  const rows = page.getByRole('tree', { name: 'Findings' }).getByRole('treeitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toHaveAttribute('aria-level', '1');
  await expect(rows.nth(0)).toContainText('eam.properties is empty');
  await expect(rows.nth(1)).toHaveAttribute('aria-level', '2');
  await expect(rows.nth(1)).toContainText('EAM does not run');

  // The first one is open where there is room.
  await expect(detail(page)).toContainText('The file is empty: 0 bytes.');
  await expect(detail(page)).toContainText('100% /');
  await expect(detail(page)).toContainText('KB 2148582');
  await expect(detail(page).getByText('How to check that it worked')).toBeVisible();
  expect(await detail(page).locator('a').count()).toBe(0);

  await page.getByRole('tree', { name: 'Findings' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(detail(page).getByRole('heading', { level: 3 })).toHaveText('EAM does not run');
  await expect(detail(page)).toContainText('Service exited. Exit code 1');
  await page.keyboard.press('c');
  await expect(detail(page).getByRole('heading', { level: 3 })).toContainText('eam.properties is empty');
});

test('evidence leads to the timeline and to its file', async ({ page }) => {
  await look(page, study('EAM does not start'));
  await page.getByRole('treeitem').nth(1).click();
  await detail(page)
    .getByRole('button', { name: /^Show on the timeline/ })
    .first()
    .click();
  await expect(page.getByText('Service exited. Exit code 1').first()).toBeVisible();
  await page.getByRole('button', { name: 'Findings', exact: true }).click();
  await page.getByRole('treeitem').nth(0).click();
  await detail(page).getByRole('button', { name: 'commands/df_-h.txt:2' }).click();
  await expect(page.getByRole('main')).toContainText(/\/dev\/sda3\s+11G\s+11G\s+0\s+100%/);
});

test('what the remedy does beside is said before the remedy', async ({ page }) => {
  const content = agentState({
    time: '2018-11-13T05:00:00.000Z',
    id: 'a-1',
    status: 'red',
    issues: [{ type: 'VibRequiresHostReboot' }],
  });
  await look(page, [{ path: 'var/log/vmware/eam/eam_api.log', content }]);
  const warning = detail(page).getByRole('note');
  await expect(warning).toContainText(/reboot/i);
  const said = (await warning.boundingBox())!;
  const remedy = (await detail(page).getByRole('heading', { name: 'Remedy' }).boundingBox())!;
  expect(said.y + said.height).toBeLessThanOrEqual(remedy.y);
});

test('a healthy bundle names the rules it was checked with', async ({ page }) => {
  await look(page, HEALTHY.files);
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  const panel = page.getByRole('tabpanel');
  for (const rule of ['props-empty', 'dup-agency', 'drs-blocked', 'usvm-mem']) {
    await expect(panel.getByText(rule, { exact: true })).toBeVisible();
  }
  await expect(panel).toContainText('vCenter support bundle');
});

test('findings are filtered by severity and area, by keys too', async ({ page }) => {
  await look(page, manyAgencies());
  const status = page.getByRole('tabpanel').getByRole('status');
  await expect(status).toHaveText('20 findings');
  await page.keyboard.press('2');
  await expect(status).toHaveText('10 of 20 findings');
  await page.keyboard.press('0');
  await expect(status).toHaveText('20 findings');
  await page.getByRole('button', { name: 'Warning: 10 findings' }).click();
  await expect(status).toHaveText('10 of 20 findings');
  await page.getByRole('combobox', { name: 'Area' }).selectOption('ESX Agent Manager');
  await expect(status).toHaveText('10 of 20 findings');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(status).toHaveText('20 findings');
});

test('40 agencies of 1,000 agents are a tree for keys, of which only what is in sight is drawn', async ({
  page,
}) => {
  await look(page, manyAgencies(), 'ESX agents');
  const tree = page.getByRole('tree', { name: 'Agencies and agents' });
  const status = page.getByRole('tabpanel').getByRole('status');
  await expect(status).toHaveText('40 agencies, 1,000 agents');
  await tree.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem').nth(1)).toHaveAttribute('aria-level', '2');
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(60);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const agent = page.getByRole('complementary', { name: 'Agent' });
  await expect(agent.getByRole('heading', { level: 3 })).toHaveText('Guest Introspection (0)');
  await expect(agent.locator('[aria-current=step]')).toContainText('VM is powered on');
  await expect(agent.locator('[aria-current=step]')).toContainText('Held up by VmPoweredOff');
  await expect(agent).toContainText('since 2018-11-13 05:00:00.000');
  await expect(agent).toContainText('Resolve makes EAM remedy this.');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('x');
  await expect(status).toHaveText('10 agencies, 10 agents');
  await page.keyboard.press('/');
  await expect(page.getByRole('tabpanel').getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('esxi-7-0');
  await expect(status).toHaveText('1 agency, 1 agent');
});

test('threads stand with whom they wait for, deadlocks first', async ({ page }) => {
  const worker = (own: number, other: number) => [
    `"eam-${own}" #1${own} prio=5 os_prio=0 tid=0x00007f7d840b6d4${own} nid=0x43${own} waiting for monitor entry [0x1]`,
    '   java.lang.Thread.State: BLOCKED (on object monitor)',
    `\tat Store${own}.save(Store.java:4)`,
    `\t- waiting to lock <0x000000000000000${other}> (a Store)`,
    `\t- locked <0x000000000000000${own}> (a Store)`,
    '\tat java.lang.Thread.run(Thread.java:840)',
    '',
  ];
  const content = [
    '2026-11-21 19:31:29',
    'Full thread dump Java HotSpot(TM) 64-Bit Server VM (25.251-b08 mixed mode):',
    '',
    ...worker(1, 2),
    ...worker(2, 1),
  ].join('\n');
  await look(page, [{ path: 'storage/log/vmware/eam/jvm.log.stdout', content }], 'Java threads');
  const deadlock = page.getByRole('region', { name: 'Deadlock' });
  await expect(deadlock).toContainText(/eam-1\s*→\s*eam-2\s*→\s*eam-1/);
  await deadlock.getByRole('button', { name: 'eam-2' }).click();
  const thread = page.getByRole('complementary', { name: 'Thread' });
  await expect(thread.locator('pre')).toHaveText(
    'Store2.save(Store.java:4)\njava.lang.Thread.run(Thread.java:840)',
  );
  await expect(thread).toContainText('Held by');
});

test('rows of the database are shown as they are; without any it is said what was looked for', async ({
  page,
}) => {
  const row = 'com.vmware.vim.eam,agency.2,"<obj a=""1""/>"';
  await look(page, [{ path: 'vpx_ext_data.csv', content: `EXT_ID,DATA_KEY,DATA\n${row}\n` }], 'VPX_EXT_DATA');
  await expect(page.getByRole('tabpanel').locator('pre')).toHaveText(row);
  await page.getByRole('tab', { name: 'Java threads' }).click();
  await expect(page.getByRole('heading', { name: 'No thread dump found' })).toBeVisible();
  await page.getByRole('tab', { name: 'ESX agents' }).click();
  await expect(page.getByRole('heading', { name: 'No agency and no agent of EAM found' })).toBeVisible();
});

test('hostile names are shown as text', async ({ page }) => {
  const hostile = '<img src=x onerror=alert(1)>\u202e';
  const content =
    agencyConfig('2018-11-13T03:00:00.000Z', 'id-1', `_VCNS_1_${hostile}_Guest Introspection`) +
    agentState({
      time: '2018-11-13T05:00:00.000Z',
      id: 'a-1',
      agency: 'id-1',
      status: 'red',
      vmName: hostile,
      issues: [{ type: 'VmPoweredOff', hostName: hostile, description: hostile }],
    });
  await look(page, [{ path: 'var/log/vmware/eam/eam_api.log', content }]);
  await expect(detail(page)).toContainText('<img src=x onerror=alert(1)>‹U+202E›');
  await page.getByRole('tab', { name: 'ESX agents' }).click();
  await page.getByRole('treeitem').nth(1).click();
  await expect(page.getByRole('complementary', { name: 'Agent' })).toContainText('<img src=x');
  expect(await page.locator('img').count()).toBe(0);
});
