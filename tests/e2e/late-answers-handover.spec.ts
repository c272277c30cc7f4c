import type { Page } from 'playwright/test';
import { heldCalls, hold, release } from './held-calls';
import { bundle, hostdLog } from './made';
import { expect, open, runCommand, test, textFile } from './page';

async function openLog(page: Page, name: string): Promise<string> {
  await open(page, [textFile(name, hostdLog(200))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const cases = await page.evaluate(() => window.bundlescope.cases());
  return cases.find(({ sources }) => sources.includes(name))!.id;
}

/** Two cases, of which the second is open. */
async function twoCases(page: Page): Promise<{ first: string; second: string }> {
  const first = await openLog(page, 'a.log');
  await runCommand(page, 'close case');
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  return { first, second: await openLog(page, 'b.log') };
}

const openCase = (page: Page, id: string) => page.evaluate((one) => window.bundlescope.openCase(one), id);

async function showHandover(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByRole('button', { name: 'Build package' })).toBeEnabled();
}

/** A file picker as browsers have it: open until the user picks, and not to be opened twice. */
async function slowPicker(page: Page): Promise<void> {
  await page.evaluate(() => {
    const asked: ((handle: unknown) => void)[] = [];
    Object.assign(window, {
      showSaveFilePicker: ({ suggestedName }: { suggestedName: string }) => {
        if (asked.length > 0) {
          return Promise.reject(new DOMException('File picker already active.', 'NotAllowedError'));
        }
        const handle = {
          name: suggestedName,
          createWritable: async () => {
            Object.assign(window, { hasWritten: true });
            return {
              write: async () => undefined,
              close: async () => undefined,
              abort: async () => undefined,
            };
          },
          getFile: async () => ({ size: 1 }),
        };
        return new Promise((resolve) => asked.push(() => resolve(handle)));
      },
      isPicking: () => asked.length,
      pickNow: () => asked[0]?.(null),
    });
  });
}

type Picker = { isPicking(): number; pickNow(): void; hasWritten?: boolean };
const isPicking = (page: Page) => page.evaluate(() => (window as unknown as Picker).isPicking());
const pick = (page: Page) => page.evaluate(() => (window as unknown as Picker).pickNow());
const hasWritten = (page: Page) => page.evaluate(() => (window as unknown as Picker).hasWritten === true);

test('whoever asks for a file while the browser asks already gets no download instead', async ({ page }) => {
  await openLog(page, 'a.log');
  await showHandover(page);
  await slowPicker(page);
  const button = page.getByRole('button', { name: 'Build package' });
  await button.click();
  await expect.poll(() => isPicking(page)).toBe(1);
  await button.click();
  await page.waitForTimeout(1_000);
  await expect(page.getByText('The package is ready')).toHaveCount(0);
  await pick(page);
  await expect(page.getByText('The package is ready')).toBeVisible();
  expect(await hasWritten(page)).toBe(true);
  await expect(page.getByText(/saved as/i).first()).toBeVisible();
});

test('a case that is left while the browser asks for the file gives nothing to the next one', async ({
  page,
}) => {
  const { first, second } = await twoCases(page);
  await showHandover(page);
  await slowPicker(page);
  await page.getByRole('button', { name: 'Build package' }).click();
  await expect.poll(() => isPicking(page)).toBe(1);
  await openCase(page, first);
  await showHandover(page);
  await pick(page);
  await page.waitForTimeout(500);
  expect(await hasWritten(page)).toBe(false);

  await slowPicker(page);
  await page.getByRole('navigation').getByText('Timeline', { exact: true }).click();
  await expect(page.locator('[aria-rowindex="2"]')).toContainText('made line');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.poll(() => isPicking(page)).toBe(1);
  await openCase(page, second);
  await page.getByRole('navigation').getByText('Timeline', { exact: true }).click();
  await expect(page.locator('[aria-rowindex="2"]')).toBeVisible();
  await pick(page);
  await page.waitForTimeout(500);
  expect(await hasWritten(page)).toBe(false);
});

test('what was saved of one case is not said of the next', async ({ page }) => {
  const { first } = await twoCases(page);
  const showReport = async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
    await page.getByRole('tab', { name: 'Report' }).click();
  };
  await showReport();
  await page.getByRole('button', { name: 'Save report' }).click();
  await expect(page.getByText(/^Saved as b\.log/)).toBeVisible();
  await openCase(page, first);
  await showReport();
  await expect(page.getByRole('button', { name: 'Save report' })).toBeVisible();
  await expect(page.getByText(/^Saved as/)).toHaveCount(0);
});

test('the newest choice is planned, however long an older one takes to say', async ({ page }) => {
  await open(page, [await bundle({ logBytes: 60_000 })]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await showHandover(page);
  const count = page.getByText(/ unpacked, about /);
  await expect(count).toBeVisible();
  const everything = await count.innerText();

  // A folder in what is left out: what lies beside it has to be asked for.
  await page.getByRole('radio', { name: 'chosen files and folders' }).check();
  await page.getByRole('button', { name: 'Choose all' }).click();
  const folder = page.getByRole('treeitem', { name: /^var\b/ }).first();
  await folder.locator('.check').click();
  await folder.focus();
  await page.keyboard.press('ArrowRight');
  const below = page.getByRole('treeitem', { name: /^run\b/ }).first();
  await expect(below).toBeVisible();
  await hold(page, 'folder');
  await below.locator('.check').click();
  // Choices rest a moment before they are planned.
  await page.waitForTimeout(700);
  await heldCalls(page, 1);
  await page.getByRole('radio', { name: 'everything' }).check();
  await page.waitForTimeout(700);
  await expect(count).toHaveText(everything);
  await release(page);
  // Also not for a moment.
  for (let look = 0; look < 10; look++) {
    expect(await count.innerText()).toBe(everything);
    await page.waitForTimeout(80);
  }
});

test('a text is turned back again after its map was changed while it was worked on', async ({ page }) => {
  await openLog(page, 'a.log');
  await showHandover(page);
  await page.getByRole('tab', { name: 'Turn back' }).click();
  const map = (original: string) => ({
    name: `${original}.aliases.json`,
    mimeType: '',
    buffer: Buffer.from(
      JSON.stringify({
        format: 'bundlescope-aliases',
        version: 1,
        aliases: [{ kind: 'host-name', original, alias: 'host-1' }],
      }),
    ),
  });
  const picking = async (original: string) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose alias map' }).click();
    await (await chooser).setFiles(map(original));
    await expect(page.getByText(`${original}.aliases.json: 1 alias`)).toBeVisible();
  };
  const submit = page.getByRole('button', { name: 'Turn back', exact: true });
  await picking('esx01');
  await page.getByLabel('Text with aliases').fill('look at host-1');
  await hold(page, 'turnBack');
  await submit.click();
  await heldCalls(page, 1);
  await picking('esx02');
  await release(page);
  await expect(submit).toBeEnabled();
  await expect(page.locator('pre')).toHaveCount(0);
  await submit.click();
  await expect(page.locator('pre')).toHaveText('look at esx02');
});

test('the end of a building does not take the keyboard away from who types elsewhere', async ({ page }) => {
  await openLog(page, 'a.log');
  await showHandover(page);
  await hold(page, 'packInParts');
  await page.getByRole('button', { name: 'Build package' }).click();
  await heldCalls(page, 1);
  const field = page.getByLabel('From', { exact: true });
  await field.focus();
  await release(page);
  await expect(page.getByText('The package is ready')).toBeVisible();
  await page.waitForTimeout(200);
  await expect(field).toBeFocused();
});
