import type { Page } from 'playwright';
import type { BundlescopeApi } from '../../workers/public-api';

declare global {
  interface Window {
    bundlescope: BundlescopeApi;
    /** The file from disk that the bench gave the page. */
    benchFile?: File;
    /** Several of them. */
    benchFiles?: File[];
  }
}

/** Gives the page a real file from disk, as `window.benchFile`. */
export async function giveFile(page: Page, path: string): Promise<void> {
  await giveFiles(page, [path]);
}

/** Gives the page real files from disk, as `window.benchFiles`. */
export async function giveFiles(page: Page, paths: string[]): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.id = 'bench-file';
    input.hidden = true;
    document.body.append(input);
  });
  await page.setInputFiles('#bench-file', paths);
  await page.evaluate(() => {
    const input = document.getElementById('bench-file') as HTMLInputElement;
    window.benchFiles = [...input.files!];
    window.benchFile = window.benchFiles[0]!;
    input.remove();
  });
}

/** Opens the file that was given and answers how many records there are. */
export function openGiven(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await window.bundlescope.open([window.benchFile!]);
    return window.bundlescope.count();
  });
}

/** The same with all files that were given. */
export function openGivenFiles(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await window.bundlescope.open(window.benchFiles!);
    return window.bundlescope.count();
  });
}
