import type { Page } from 'playwright/test';

/** A stand-in for the browser's file picker, whose disk takes so many ms for a write. */
export async function pickFiles(page: Page, delay: number): Promise<void> {
  await page.evaluate((wait) => {
    const written: number[] = [];
    Object.assign(window, {
      written,
      isBegun: false,
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => ({
        name: suggestedName,
        createWritable: async () => ({
          write: async (chunk: Uint8Array) => {
            Object.assign(window, { isBegun: true });
            await new Promise((resolve) => setTimeout(resolve, wait));
            for (const byte of chunk) written.push(byte);
          },
          close: async () => void Object.assign(window, { isWhole: true }),
          abort: async () => void (written.length = 0),
        }),
        getFile: async () => ({ size: written.length }),
        remove: async () => void Object.assign(window, { isRemoved: true }),
      }),
    });
  }, delay);
}

/** What came of the picked file: its bytes, and whether it was finished or removed. */
export async function pickedFile(page: Page) {
  return page.evaluate(() => {
    const made = window as unknown as { written?: number[]; isWhole?: boolean; isRemoved?: boolean };
    return { bytes: made.written ?? [], isWhole: made.isWhole === true, isRemoved: made.isRemoved === true };
  });
}

/** Waits until the first write to the picked file is under way. */
export async function writingBegun(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as { isBegun?: boolean }).isBegun === true);
}
