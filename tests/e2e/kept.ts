import type { Page } from 'playwright/test';
import { expect } from './page';

/**
 * Every byte that the page keeps anywhere: IndexedDB, the two storages, cookies, the history and, where the origin has
 * them, caches and the private file system. Texts as UTF-8.
 */
export async function everythingKept(page: Page): Promise<Buffer> {
  const text = await page.evaluate(async () => {
    const chunks: Uint8Array[] = [];
    const encoder = new TextEncoder();
    const seen = new Set<unknown>();
    const walk = async (value: unknown): Promise<void> => {
      if (typeof value === 'string') chunks.push(encoder.encode(`${value}\n`));
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      if (value instanceof Blob) chunks.push(new Uint8Array(await value.arrayBuffer()));
      else if (value instanceof ArrayBuffer) chunks.push(new Uint8Array(value));
      else if (ArrayBuffer.isView(value))
        chunks.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      else {
        const isList = value instanceof Set || Array.isArray(value);
        const pairs = value instanceof Map ? [...value] : isList ? [] : Object.entries(value);
        for (const one of isList ? value : pairs.flat()) await walk(one);
      }
    };
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const values = database.transaction(store).objectStore(store);
        const [keys, all] = await Promise.all([asked(values.getAllKeys()), asked(values.getAll())]);
        await walk([keys, all]);
      }
      database.close();
    }
    await walk([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, window.name]);
    // An insecure origin has neither.
    if ('caches' in window) {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
          await walk([name, request.url, await (await cache.match(request))?.blob()]);
      }
    }
    const walkFolder = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        await walk([name, handle.kind === 'file' ? await (handle as FileSystemFileHandle).getFile() : null]);
        if (handle.kind === 'directory') await walkFolder(handle as FileSystemDirectoryHandle);
      }
    };
    if ('storage' in navigator) await walkFolder(await navigator.storage.getDirectory());
    const reader = new FileReader();
    const url = await new Promise<string>((resolve) => {
      reader.onload = () => resolve(reader.result as string);
      reader.readAsDataURL(new Blob(chunks as BlobPart[]));
    });
    return url.slice(url.indexOf(',') + 1);
  });
  return Buffer.from(text, 'base64');
}

/** How the only stored case is looked at, as it is kept with the case: a moment after the last choice. */
export async function keptView(page: Page): Promise<Record<string, unknown>> {
  const views = await page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await asked(indexedDB.open('bundlescope-cases'));
    const records = await asked(database.transaction('records').objectStore('records').getAll());
    database.close();
    return records.flatMap((record: unknown) =>
      typeof record === 'object' && record !== null && 'view' in record ? [record.view ?? {}] : [],
    );
  });
  expect(views).toHaveLength(1);
  return views[0] as Record<string, unknown>;
}
