import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipEntries, zipDataOffset } from '../../workers/archive/zip';
import type { RandomAccess } from '../../workers/bytes/random-access';
import { crc32OfName } from '../../workers/archive/zip-fields';
import type { PackedFile } from '../../workers/package/packed-file';
import { zipBytes, type ZipLimits } from '../../workers/package/zip-writer';
import { KEEP, openCaseOf, pack, shownFiles, sha256, bytesOf } from './packing-case';

const hasUnzip = spawnSync('unzip', ['-v']).status === 0;
const hasPython = spawnSync('python3', ['-c', 'import zipfile']).status === 0;

function file(path: string, data: Uint8Array | string, more: Partial<PackedFile> = {}): PackedFile {
  const bytes = Buffer.from(data);
  return {
    path,
    bytes: bytes.length,
    modified: Date.UTC(2026, 0, 2, 3, 4, 6),
    mode: 0o640,
    content: async function* () {
      if (bytes.length > 0) yield new Uint8Array(bytes);
    },
    ...more,
  };
}

async function made(files: Iterable<PackedFile>, limits?: ZipLimits): Promise<Uint8Array<ArrayBuffer>> {
  async function* all() {
    yield* files;
  }
  const parts: Uint8Array[] = [];
  for await (const chunk of zipBytes(all(), limits)) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}

const accessTo = (bytes: Uint8Array): RandomAccess => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});

async function entriesOf(zip: RandomAccess) {
  const warnings: string[] = [];
  const entries = [];
  for await (const batch of zipEntries(zip, ({ code }) => warnings.push(code))) {
    for (const entry of batch) {
      const dataOffset = await zipDataOffset(zip, entry, ({ code }) => warnings.push(code));
      entries.push({ ...entry, dataOffset });
    }
  }
  return { entries, warnings };
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Python's zipfile reads: names, sizes, CRC-32 checked, versions needed. */
function pythonsView(name: string): [name: string, size: number, version: number][] {
  const script = `
import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, i.file_size, i.extract_version] for i in z.infolist()]))`;
  const out = execFileSync('python3', ['-c', script, name], { cwd: folder, maxBuffer: 1 << 28 });
  return JSON.parse(out.toString());
}

const FILES = [
  file('a/empty', ''),
  file('a/text.txt', 'a text that is deflated '.repeat(1000)),
  file('a/', '', { other: { type: 'directory', target: '', rawTarget: null }, mode: 0o755 }),
  file('a/link', '', { other: { type: 'symlink', target: 'text.txt', rawTarget: null }, mode: 0o777 }),
  file('a/caf\u00e9', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31) & 0xff))),
];

describe.each<[string, ZipLimits | undefined]>([
  ['plain fields', undefined],
  ['64 bits for everything', { bytes: 0, entries: 0 }],
  ['64 bits for what is larger than 1000 bytes', { bytes: 1000, entries: 4 }],
  ['64 bits for the places only', { bytes: 1000, entries: 100 }],
])('a zip with %s', (_, limits) => {
  test('is read here', async () => {
    const bytes = await made(FILES, limits);
    const { entries, warnings } = await entriesOf(accessTo(bytes));
    expect(warnings).toEqual([]);
    expect(entries.map(({ path, kind, size, mode }) => [path, kind, size, mode])).toEqual([
      ['a/empty', 'file', 0, 0o640],
      ['a/text.txt', 'file', 24_000, 0o640],
      ['a/', 'directory', 0, 0o755],
      ['a/link', 'symlink', 8, 0o777],
      ['a/caf\u00e9', 'file', 5000, 0o640],
    ]);
    expect(new Set(entries.map(({ modified }) => modified))).toEqual(
      new Set([Date.UTC(2026, 0, 2, 3, 4, 6)]),
    );
    for (const [i, { crc32, dataOffset }] of entries.entries()) {
      const parts: Uint8Array[] = [];
      for await (const chunk of FILES[i]!.content()) parts.push(chunk);
      if (entries[i]!.kind === 'file') expect(crc32).toBe(crc32OfName(Buffer.concat(parts)));
      expect(dataOffset).not.toBeNull();
    }
    const open = await openCaseOf([{ name: 'a.zip', bytes }]);
    expect(open.content.sources[0]!.warnings).toEqual([]);
    expect((await shownFiles(open)).map(({ path, bytes }) => [path, bytes])).toEqual([
      ['caf\u00e9', 5000],
      ['empty', 0],
      ['text.txt', 24_000],
    ]);
  });

  test('cut before its directory, its entries are found again', async () => {
    const bytes = await made(FILES, limits);
    const cut = bytes.subarray(0, bytes.length - 60);
    const open = await openCaseOf([{ name: 'a.zip', bytes: cut }]);
    expect((await shownFiles(open)).map(({ path, bytes }) => [path, bytes])).toEqual(
      expect.arrayContaining([['text.txt', 24_000]]),
    );
  });

  test.runIf(hasUnzip)('is read by unzip', async () => {
    writeFileSync(join(folder, 'u.zip'), await made(FILES, limits));
    execFileSync('unzip', ['-tq', 'u.zip'], { cwd: folder });
    execFileSync('unzip', ['-oq', 'u.zip', '-d', 'out'], { cwd: folder });
    expect(execFileSync('cat', ['out/a/link'], { cwd: folder }).toString()).toContain(
      'a text that is deflated',
    );
  });

  test.runIf(hasPython)("is read by Python's zipfile", async () => {
    writeFileSync(join(folder, 'p.zip'), await made(FILES, limits));
    const view = pythonsView('p.zip');
    expect(view.map(([name, size]) => [name, size])).toEqual([
      ['a/empty', 0],
      ['a/text.txt', 24_000],
      ['a/', 0],
      ['a/link', 8],
      ['a/caf\u00e9', 5000],
    ]);
    if (limits?.entries === 0) expect(new Set(view.map(([, , version]) => version))).toEqual(new Set([45]));
    if (!limits) expect(new Set(view.map(([, , version]) => version))).toEqual(new Set([20]));
  });
});

test('more than 65,535 files', async () => {
  const count = 65_540;
  const bytes = await made(Array.from({ length: count }, (_, i) => file(`f/${i}`, '')));
  const { entries, warnings } = await entriesOf(accessTo(bytes));
  expect([entries.length, warnings]).toEqual([count, []]);
  expect(entries.at(-1)).toMatchObject({ path: `f/${count - 1}` });
  if (!hasPython) return;
  writeFileSync(join(folder, 'many.zip'), bytes);
  expect(pythonsView('many.zip')).toHaveLength(count);
});

test('a nested zip that is written anew has its folders and links', async () => {
  const inner = await made([...FILES, file('a/out', 'out')]);
  const open = await openCaseOf([
    { name: 'in.zip', folderPath: 'top/in.zip', bytes: inner },
    { name: 'x', folderPath: 'top/x', bytes: Buffer.from('x') },
  ]);
  const { blob } = await pack(open, { ...KEEP, exclude: ['in.zip/out'] });
  const again = await openCaseOf([{ name: 'top.tgz', bytes: await bytesOf(blob) }]);
  const nested = again.content.containers.all.find(({ kind }) => kind === 'zip')!;
  const { layer, offset, size } = nested.stored!;
  const zip = again.content.reader.access(layer, offset, size ?? again.content.layers.get(layer).size);
  const { entries } = await entriesOf(zip);
  expect(entries.map(({ path, kind, mode, size }) => [path, kind, mode, size]).sort()).toEqual(
    (await entriesOf(accessTo(inner))).entries
      .filter(({ path }) => path !== 'a/out')
      .map(({ path, kind, mode, size }) => [path, kind, mode, size])
      .sort(),
  );
});

test('a file that has other than the bytes it says ends it', async () => {
  const wrong = file('a', 'abc', { bytes: 4 });
  await expect(made([wrong])).rejects.toMatchObject({ code: 'unreadable' });
  expect(sha256(await made([file('a', 'abc')]))).toHaveLength(64);
});
