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

/** Counts the questions that the page asks from now on, by their names; what this gives tells how many there were of one. */
export async function countCalls(page: Page): Promise<(name: string) => Promise<number>> {
  await page.evaluate(() => {
    const { prototype } = Worker;
    const send = Object.getOwnPropertyDescriptor(prototype, 'postMessage')!.value as (
      ...parts: unknown[]
    ) => void;
    const counts = new Map<string, number>();
    prototype.postMessage = function (this: Worker, message: { path?: string[] }, ...more: unknown[]): void {
      const name = message.path?.[0] ?? '';
      counts.set(name, (counts.get(name) ?? 0) + 1);
      send.call(this, message, ...more);
    };
    Object.assign(window, { callsOf: (name: string) => counts.get(name) ?? 0 });
  });
  return (name) =>
    page.evaluate((one) => (window as unknown as { callsOf(of: string): number }).callsOf(one), name);
}
