import { test as base, expect, type Page } from 'playwright/test';
import type { BundlescopeApi } from '../../workers/public-api';
import { slowEngine } from './slow-engine';

declare global {
  interface Window {
    bundlescope: BundlescopeApi;
  }
}

/** What must not happen on any page of any test: errors, blocked content, requests once the page is there. */
export class Watch {
  readonly errors: string[] = [];
  readonly violations: string[] = [];
  readonly lateRequests: string[] = [];
  #loaded = false;

  static async over(page: Page): Promise<Watch> {
    const watch = new Watch();
    page.on('pageerror', (error) => watch.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const isViolation = /Content.Security.Policy|Trusted ?Type/i.test(message.text());
      (isViolation ? watch.violations : watch.errors).push(message.text());
    });
    page.on('request', (request) => {
      const inPage = /^(blob|data):/.test(request.url());
      if (watch.#loaded && !inPage) watch.lateRequests.push(request.url());
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    return watch;
  }

  /** From here on any request is wrong. */
  pageIsThere(): void {
    this.#loaded = true;
  }

  /** The page is about to be loaded anew. */
  pageReloads(): void {
    this.#loaded = false;
  }

  expectClean(): void {
    expect(this.errors, 'errors on the page').toEqual([]);
    expect(this.violations, 'blocked by the policy').toEqual([]);
    expect(this.lateRequests, 'requests after load').toEqual([]);
  }
}

/** A test whose page is open, ready and watched; it fails when the watch saw anything wrong. */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch = await Watch.over(page);
      await slowEngine(page);
      await page.goto(baseURL ?? '/');
      await ready(page);
      watch.pageIsThere();
      await use(watch);
      watch.expectClean();
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the page's own API answers. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => 'bundlescope' in window);
  await page.evaluate(() => window.bundlescope.whenIdle());
}

/** A file to hand to the page: bytes under a name, or a text. */
export interface TestFile {
  name: string;
  bytes: Uint8Array;
}

/** Opens files through the page's API and answers its report. */
export async function open(page: Page, files: TestFile[]) {
  const encoded = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  return page.evaluate(async (inputs) => {
    const made = inputs.map(
      ({ name, base64 }) => new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name),
    );
    return window.bundlescope.open(made);
  }, encoded);
}

/** A text file to open. */
export function textFile(name: string, text: string): TestFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** Runs the command that the palette finds first for these words. */
export async function runCommand(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox');
  await field.fill(words);
  await field.press('Enter');
}
