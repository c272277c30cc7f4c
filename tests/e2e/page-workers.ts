import type { Page, Worker } from 'playwright/test';
import { expect } from './page';

/** The worker that the page asks. */
export async function engineWorker(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  return (await named(page, 'bundlescope-engine'))[0]!;
}

/** The workers that search texts; none before the first text was searched. */
export function scanWorkers(page: Page): Promise<Worker[]> {
  return named(page, 'bundlescope-scan');
}

async function named(page: Page, beginning: string): Promise<Worker[]> {
  const workers = page.workers();
  const names = await Promise.all(workers.map((worker) => worker.evaluate(() => self.name)));
  return workers.filter((_, i) => names[i]!.startsWith(beginning));
}
