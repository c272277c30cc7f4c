import type { Page } from 'playwright/test';

/**
 * Keeps questions of the page to its engine from leaving, by their names, until they are released: as if the engine took
 * its time over them, while it answers all others at once.
 */
export async function hold(page: Page, ...names: string[]): Promise<void> {
  await page.evaluate((held) => {
    const { prototype } = Worker;
    const post = Object.getOwnPropertyDescriptor(prototype, 'postMessage')!;
    const send = post.value as (...parts: unknown[]) => void;
    const waiting: (() => void)[] = [];
    prototype.postMessage = function (this: Worker, message: { path?: string[] }, ...more: unknown[]): void {
      const go = (): void => send.call(this, message, ...more);
      if (held.includes(message.path?.[0] ?? '')) waiting.push(go);
      else go();
    };
    Object.assign(window, {
      heldCalls: () => waiting.length,
      releaseCalls: () => {
        Object.defineProperty(prototype, 'postMessage', post);
        for (const go of waiting) go();
      },
    });
  }, names);
}

type Held = { heldCalls(): number; releaseCalls(): void };

/** Waits until so many questions are held. */
export async function heldCalls(page: Page, count: number): Promise<void> {
  await page.waitForFunction((least) => (window as unknown as Held).heldCalls() >= least, count);
}

/** Lets all go that were held, in their order, and whatever comes. */
export async function release(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as Held).releaseCalls());
}
