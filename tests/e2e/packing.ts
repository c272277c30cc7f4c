import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import type { Page } from 'playwright/test';
import type { ManifestEntry, PackOptions, PackPlan } from '../../workers/public-api';

/** A package as it came out of the page. */
export interface PackedInPage {
  bytes: Buffer;
  manifest: ManifestEntry[];
  keyFile: Buffer | null;
}

interface Refused {
  code: string;
  message: string;
}

/** Packs in the page; the package comes back as bytes, a failure as its code. */
export async function packInPage(page: Page, options: PackOptions): Promise<PackedInPage | Refused> {
  const answer = await page.evaluate(async (options) => {
    const textOf = async (blob: Blob) => {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let binary = '';
      for (let at = 0; at < bytes.length; at += 8192)
        binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return btoa(binary);
    };
    try {
      const { blob, manifest, keyFile } = await window.bundlescope.pack(options);
      return { base64: await textOf(blob), manifest, keyFile: keyFile ? await textOf(keyFile) : null };
    } catch (error) {
      return { code: (error as Error & { code: string }).code, message: (error as Error).message };
    }
  }, options);
  if (answer.code !== undefined) return { code: answer.code, message: answer.message };
  const { base64, manifest, keyFile } = answer;
  return {
    bytes: Buffer.from(base64, 'base64'),
    manifest,
    keyFile: keyFile === null ? null : Buffer.from(keyFile, 'base64'),
  };
}

/** The package that came; throws what packing failed with. */
export function madeOf(answer: PackedInPage | Refused): PackedInPage {
  if ('code' in answer) throw new Error(`${answer.code}: ${answer.message}`);
  return answer;
}

/** The files of a package by their paths below its top folder, by a reader of tar that is not ours. */
export async function filesOf(bytes: Buffer): Promise<Map<string, Buffer>> {
  const entries = await unpackTar(gunzipSync(bytes), { strict: true });
  return new Map(
    entries.flatMap(({ header, data }) =>
      data ? [[header.name.slice(header.name.indexOf('/') + 1), Buffer.from(data)]] : [],
    ),
  );
}

export function planInPage(page: Page, options: PackOptions): Promise<PackPlan> {
  return page.evaluate((options) => window.bundlescope.packPlan(options), options);
}

/** Forgets everything that was opened. */
export async function emptyCase(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await window.bundlescope.whenIdle({ stored: true });
    for (const { id } of await window.bundlescope.cases()) await window.bundlescope.deleteCase(id);
  });
}
