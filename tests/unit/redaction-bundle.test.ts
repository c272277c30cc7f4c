import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCaseOf } from './packing-case';
import { plantedBundle, PLANTED_WORDS, SECRETS, type PlantedBundle } from './planted-secrets';
import { redactedPackage, type RedactedPackage } from './redacted-package';
import { scanWorkers } from './scan-workers-on-this-thread';

interface Unpacked {
  path: string;
  data: Uint8Array;
}

/** All files of an archive, archives in it opened; what is left of the paths is whole. */
async function unpacked(path: string, bytes: Uint8Array): Promise<Unpacked[]> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const inner = gunzipSync(bytes);
    // A member's header may hold the name of a file.
    return [{ path: `${path}!header`, data: bytes.slice(0, 64) }, ...(await unpacked(path, inner))];
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const files = Object.entries(unzipSync(bytes));
    return (await Promise.all(files.map(([name, data]) => unpacked(`${path}/${name}`, data)))).flat();
  }
  if (new TextDecoder('latin1').decode(bytes.subarray(257, 262)) === 'ustar') {
    const entries = await unpackTar(bytes, { strict: true });
    const all = await Promise.all(
      entries.map(({ header, data }) => unpacked(`${path}/${header.name}`, data ?? new Uint8Array())),
    );
    return all.flat();
  }
  return [{ path, data: bytes }];
}

/** Texts that a secret may be left in. */
function formsOf(text: string): string[] {
  const ascii = text.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [text, JSON.stringify(text).slice(1, -1), ascii, encodeURIComponent(text)].map((form) =>
    form.toLowerCase(),
  );
}

function leaks(text: string): string[] {
  const lower = text.toLowerCase();
  return SECRETS.filter((secret) => formsOf(secret.text).some((form) => lower.includes(form))).map(
    ({ kind, text: secret }) => `${kind} ${secret}`,
  );
}

describe('a bundle with more than 200 secrets', () => {
  let bundle: PlantedBundle;
  let redacted: RedactedPackage;
  let files: Unpacked[];

  beforeAll(async () => {
    bundle = await plantedBundle();
    const open = await openCaseOf([bundle], scanWorkers);
    const started = performance.now();
    redacted = await redactedPackage(open, { words: PLANTED_WORDS });
    console.log('packed in', performance.now() - started, redacted.aliases.aliases.length);
    open.close();
    files = await unpacked('', redacted.bytes);
  });

  test('has them', () => expect(new Set(SECRETS.map(({ text }) => text)).size).toBeGreaterThanOrEqual(200));

  test('comes out with none of them', () => {
    const left: string[] = [];
    const look = (where: string, text: string) =>
      left.push(...leaks(text).map((leak) => `${leak} in ${where}`));
    for (const { path, data } of files) {
      look('a path', path);
      for (const encoding of ['utf-8', 'latin1', 'utf-16le']) {
        look(`${path} as ${encoding}`, new TextDecoder(encoding).decode(data));
      }
    }
    for (const entry of redacted.manifest) look('the manifest', JSON.stringify(entry));
    expect(left).toEqual([]);
  });
});
