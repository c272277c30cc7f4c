import type { Page } from 'playwright';
import { keyLogs } from '../../key-logs';
import { giveFiles, openGivenFiles } from '../../page-file';
import type { Figure, PageSuite } from '../../suite';
import { watchedTasks } from '../../tasks';

const QUERY = 'opcode:CN_MODIFY_OBJECT user:user7';

/** A million events over four streams in the key log: how long it takes, and how long the page's thread is held up. */
export default {
  name: 'key-log',
  async run(bench) {
    const { paths, events } = await keyLogs(bench.quick ? 50_000 : 1_000_000);
    const { page, browser, settle, close } = await bench.freshPage();
    const figures: Figure[] = [];
    const watched = async (doing: string, work: () => Promise<unknown>) => {
      const start = performance.now();
      figures.push(...(await watchedTasks(page, browser, `${doing} (key log)`, work)));
      const ms = performance.now() - start;
      figures.push({ what: `${doing} (key log), with the tracing`, value: ms, unit: 'ms' });
    };
    try {
      await settle();
      await giveFiles(page, paths);
      await watched(`loading ${events.toLocaleString('en')} events`, () => openGivenFiles(page));
      await watched('working the events out and drawing', () => enter(page, events));
      await watched('looking at every part', () => lookAround(page));
      await watched('typing a query', () => filter(page));
      await watched('zooming and following the lanes', () => zoom(page));
      await watched('scrolling the table', () => scroll(page));
    } finally {
      await close();
    }
    return figures;
  },
} satisfies PageSuite;

async function enter(page: Page, events: number): Promise<void> {
  await page.locator('nav button').filter({ hasText: 'Key log' }).first().click();
  await part(page, 'Events');
  await page
    .getByText(`${events.toLocaleString('en')} events`)
    .first()
    .waitFor({ timeout: 300_000 });
  await part(page, 'Findings');
  await page.getByText(/\d findings$/).waitFor({ timeout: 300_000 });
  await page.locator('.hsm .table [role=row][aria-selected]').first().waitFor();
}

async function lookAround(page: Page): Promise<void> {
  for (const name of ['Findings', 'Keys', 'Users', 'Events']) {
    await part(page, name);
    await page.locator('.hsm .table [role=row][aria-selected]').nth(2).click();
    await page.getByRole('complementary').waitFor();
    await page.waitForTimeout(700);
  }
}

async function filter(page: Page): Promise<void> {
  await page.getByRole('combobox').first().click();
  await page.keyboard.type(QUERY, { delay: 40 });
  await page.keyboard.press('Escape');
  await page.getByText(/^[\d,]+ of [\d,]+ events$/).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1_500);
}

async function zoom(page: Page): Promise<void> {
  const box = (await page.locator('.track').first().boundingBox())!;
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, step < 40 ? -60 : 80);
    await page.mouse.move(box.x + box.width / 3 + step, box.y + box.height / 2);
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(1_000);
}

async function scroll(page: Page): Promise<void> {
  const box = (await page.locator('.hsm .table').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < 120; step++) {
    await page.mouse.wheel(0, step % 40 === 39 ? 100_000 : 300);
    await page.waitForTimeout(16);
  }
}

async function part(page: Page, name: string): Promise<void> {
  await page.locator('.hsm .parts nav button').filter({ hasText: name }).click({ timeout: 300_000 });
}
