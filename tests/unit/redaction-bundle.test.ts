import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { pressed, unpressed } from '../../workers/redaction/command-paths';
import { bytesOf, openCaseOf, pack } from './packing-case';
import { plantedBundle, PLANTED_WORDS, SECRETS, type PlantedBundle } from './planted-secrets';
import { originalOf, redactedPackage, type RedactedPackage } from './redacted-package';
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
  let originals: Map<string, Uint8Array>;

  beforeAll(async () => {
    bundle = await plantedBundle();
    const open = await openCaseOf([bundle], scanWorkers);
    redacted = await redactedPackage(open, { words: PLANTED_WORDS }, 'join');
    const plain = await pack(open, { dumps: 'drop', fragments: 'join' });
    originals = new Map(
      (await unpacked('', await bytesOf(plain.blob))).map(({ path, data }) => [path, data]),
    );
    open.close();
    files = await unpacked('', redacted.bytes);
  }, 60_000);

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

  test('comes out without chosen words in other encodings', () => {
    const notes = files.find(({ path }) => path.endsWith('opt/planted/notes.txt'));
    const text = decoder.decode(notes?.data);
    expect(text).toContain('data:');
    expect(text).not.toMatch(/luebottle|bl%75|ZWJvdHRsZ|VlYm90dGxl|1ZWJvdHRsZ/);
  });

  test('is turned back by the map, byte by byte', () => {
    const { aliases } = redacted;
    let compared = 0;
    for (const { path, data } of files) {
      if (path.endsWith('!header') || HIDDEN.test(path)) continue;
      const name = pressed(decoder.decode(originalOf(encoder.encode(unpressed(path)), aliases)));
      const original = originals.get(name);
      expect(original, `the original of ${path} (${name})`).toBeDefined();
      const isWide = data[0] === 0xff && data[1] === 0xfe;
      const text = (bytes: Uint8Array) => (isWide ? encoder.encode(wide.decode(bytes)) : bytes);
      const again = decoder.decode(originalOf(text(data), aliases));
      if (again !== decoder.decode(text(original!)))
        expect(lines(again), path).toEqual(lines(decoder.decode(text(original!))));
      compared++;
    }
    expect(compared).toBeGreaterThan(200);
  });

  test('has no address in the name of a command’s output', () => {
    const paths = files.map(({ path }) => path).filter((path) => path.includes('vmkping'));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      expect(path).not.toContain('10771544');
      const name = path.slice(path.lastIndexOf('/') + 1);
      expect(decoder.decode(originalOf(encoder.encode(name), redacted.aliases))).toBe(
        'vmkping_-c-3-10771544.txt',
      );
    }
  });

  test('leaves out what cannot be redacted, and says why', () => {
    const dropped = redacted.manifest.filter(({ action }) => action === 'dropped');
    const reasonOf = (name: string) => dropped.find(({ path }) => path.endsWith(name))?.reason;
    expect(reasonOf('opt/planted/program')).toContain('a program');
    expect(reasonOf('opt/planted/store.db')).toContain('a database');
    expect(reasonOf('var/core/hostd-zdump.000')).toBeDefined();
    expect(reasonOf('var/log/latin.txt')).toContain('encoding');
    for (const { path, reason } of dropped) expect(reason, path).toBeTruthy();
  });
});

/** Keys and certificates become placeholders, which are not turned back. */
const HIDDEN = /(?:castore\.pem|server\.pem|vpxa\.json|planted\/(?:passwords|prints)\.txt)$/;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const wide = new TextDecoder('utf-16le', { ignoreBOM: true });

/** The first lines that would be shown of a difference. */
function lines(text: string): string[] {
  return text.split('\n');
}
