import type { Page } from 'playwright';
import { bundleFile } from '../../inputs';
import { giveFile, openGiven } from '../../page-file';
import type { Figure, PageSuite } from '../../suite';
import { watchedTasks } from '../../tasks';

const QUERY = 'level>=warning component:Vimsvc.* -user:root';

/** The longest task on the page's thread, from the browser's own trace. */
export default {
  name: 'longest-task',
  async run(bench) {
    const mebibytes = bench.quick ? 16 : 256;
    const file = await bundleFile(mebibytes);
    const { page, browser, settle, close } = await bench.freshPage();
    const figures: Figure[] = [];
    const watched = async (doing: string, work: () => Promise<unknown>) => {
      figures.push(...(await watchedTasks(page, browser, doing, work)));
    };
    try {
      await settle();
      await giveFile(page, file.path);
      await watched(`loading ${mebibytes} MiB of logs`, () => openGiven(page));
      await page.locator('nav button').filter({ hasText: 'Timeline' }).first().click();
      await page.locator('.pane .row').first().waitFor();
      await page.waitForTimeout(1_000);
      await watched('scrolling the timeline', () => scroll(page));
      await watched('typing a query', () => type(page));
    } finally {
      await close();
    }
    return figures;
  },
} satisfies PageSuite;

async function scroll(page: Page): Promise<void> {
  const box = (await page.locator('.pane').last().boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < 150; step++) {
    await page.mouse.wheel(0, step % 40 === 39 ? 100_000 : 300);
    await page.waitForTimeout(16);
  }
}

async function type(page: Page): Promise<void> {
  await page.getByRole('combobox').first().click();
  await page.keyboard.type(QUERY, { delay: 40 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.press('Enter');
}
