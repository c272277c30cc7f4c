import type { Page } from 'playwright/test';

/** Longest delay of a question to the engine, ms; 0 for none. */
const LONGEST = Number(process.env.BUNDLESCOPE_SLOW_ENGINE ?? 0);

/** Whether questions to the engine are late: what has to reach it in the middle of short work cannot be tested then. */
export const engineIsSlow = LONGEST > 0;

/**
 * With BUNDLESCOPE_SLOW_ENGINE=ms every question of the page to a worker leaves up to so much later, each by another
 * time and in the order asked. A test or a view that counts on quick answers shows itself.
 */
export async function slowEngine(page: Page): Promise<void> {
  if (LONGEST === 0) return;
  await page.addInitScript((longest) => {
    const { prototype } = Worker;
    const send = Object.getOwnPropertyDescriptor(prototype, 'postMessage')!.value as (
      ...parts: unknown[]
    ) => void;
    const lines = new WeakMap<Worker, { due: number; parts: unknown[] }[]>();
    const sendFirst = (worker: Worker, line: { due: number; parts: unknown[] }[]): void => {
      send.apply(worker, line.shift()!.parts);
      if (line.length > 0) setTimeout(sendFirst, Math.max(0, line[0]!.due - performance.now()), worker, line);
    };
    prototype.postMessage = function (this: Worker, ...parts: unknown[]): void {
      const line = lines.get(this) ?? [];
      lines.set(this, line);
      // The square makes most delays short, as they are.
      const delay = Math.random() ** 2 * longest;
      line.push({ due: performance.now() + delay, parts });
      if (line.length === 1) setTimeout(sendFirst, delay, this, line);
    };
  }, LONGEST);
}
