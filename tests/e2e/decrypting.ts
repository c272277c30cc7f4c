import type { Page } from 'playwright/test';
import type { DecryptOptions, FileReference } from '../../workers/public-api';
import { fixture, fragments, withFiles, type EnvelopeCase } from './envelope-cases';
import { bundle } from './made';

/** Options of `decrypt` whose Blobs are given as bytes. */
export type Asked = Omit<DecryptOptions, 'keyFile'> & { keyFile?: string; keyPath?: string };

export interface Answer {
  plain: Buffer;
  authenticated: boolean;
  warnings: { code: string; path: string }[];
}

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Decrypts through the page's API; the answer, or what it failed with. */
export async function decrypt(
  page: Page,
  envelope: { base64: string } | { reference: FileReference },
  options: Asked,
): Promise<Answer | { code: string; message: string }> {
  const answer = await page.evaluate(
    async ([what, { keyFile, keyPath, ...rest }]) => {
      const blobOf = (text: string) => new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
      const key = keyFile === undefined ? keyPath : blobOf(keyFile);
      try {
        const { blob, authenticated, warnings } = await window.bundlescope.decrypt(
          'base64' in what ? blobOf(what.base64) : what.reference,
          { ...rest, ...(key !== undefined && { keyFile: key }) },
        );
        const url = await new Promise<string>((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result as string);
          reader.readAsDataURL(blob);
        });
        return { plain: url.slice(url.indexOf(',') + 1), authenticated, warnings };
      } catch (error) {
        const { code, message } = error as Error & { code: string };
        return { code, message };
      }
    },
    [envelope, options] as const,
  );
  const { plain, ...rest } = answer;
  return plain === undefined
    ? (rest as { code: string; message: string })
    : ({ ...rest, plain: Buffer.from(plain, 'base64') } as Answer);
}

/** What opens a case, all of it given with the call. */
export function optionsOf(one: EnvelopeCase): Asked {
  return {
    ...(one.keyFile && { keyFile: base64(fixture(one.keyFile)) }),
    ...(one.password !== null && { password: one.password }),
    ...(one.privateKey && { privateKey: Buffer.from(fixture(one.privateKey)).toString() }),
    ...(one.privateKeyPassword && { privateKeyPassword: one.privateKeyPassword }),
    ...(one.rawKeyHex && { rawKey: one.rawKeyHex }),
    ...(one.aad !== undefined && { aad: one.aad }),
  };
}

/** A bundle with its incident key, a kernel dump whole and in fragments, and a dump under another key. */
export function bundleWithDumps() {
  const kernelDump = fixture('vmkernel-zdump.1');
  return bundle({
    logBytes: 100_000,
    damage: withFiles({
      'vm-support-incident-key': fixture('aes-256.key'),
      'var/core/vmkernel-zdump.1': kernelDump,
      ...fragments('var/core/vmkernel-zdump.2', kernelDump, 10_000),
      ...fragments('var/core/vmkernel-zdump.3', kernelDump, 4096),
      'var/core/hostd-zdump.000': fixture('hostd-zdump.000'),
      'vmfs/volumes/datastore1/web01/vmmcores.ve': fixture('aes-256-gzip.ve'),
    }),
  });
}
