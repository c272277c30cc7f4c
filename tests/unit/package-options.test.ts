import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Packings } from '../../workers/engine/packings';
import type { FileReference, PackOptions } from '../../workers/public-api';
import { codeOf } from './envelope-decrypting';
import {
  bundleOf,
  bytesOf,
  entriesOf,
  JOIN,
  KEEP,
  openCaseOf,
  pack,
  sha256,
  shownFiles,
  type Dropped,
} from './packing-case';
import { ascii, tar, tarEntry } from './tar-bytes';

const bundle: Dropped = {
  name: 'a.tgz',
  bytes: gzipSync(
    tar(
      tarEntry({ name: 'top/etc/hosts', data: 'hosts' }),
      tarEntry({ name: 'top/etc/passwd', data: 'users' }),
      tarEntry({ name: 'top/var/log/a.log', data: 'a' }),
      tarEntry({ name: 'top/var/log/a.log', data: 'again' }),
      tarEntry({ name: 'top/var/log/b.txt', data: 'b' }),
      tarEntry({ name: 'top/var/log/star*.txt', data: 's' }),
      tarEntry({ name: 'top/var/log/starry.txt', data: 'sky' }),
    ),
  ),
};

async function packedNames(open: Awaited<ReturnType<typeof openCaseOf>>, options: Partial<PackOptions>) {
  const entries = await entriesOf((await pack(open, { ...KEEP, ...options })).blob);
  return entries.map(({ header, data }) => [header.name.replace('top/', ''), Buffer.from(data!).toString()]);
}

test('a package of nothing is refused, also when all that was chosen is left out', async () => {
  const core = tarEntry({ name: 'top/var/core/hostd-zdump.000', data: 'memory' });
  const open = await openCaseOf([{ name: 'a.tgz', bytes: gzipSync(tar(core)) }]);
  expect(await codeOf(() => pack(open, { ...KEEP, dumps: 'drop' }))).toBe('nothing-to-pack');
});

test('damage of the dropped archive is told, since the package is whole', async () => {
  const bytes = Uint8Array.from(bundle.bytes);
  bytes[bytes.length - 5]! ^= 1;
  bytes[bytes.length - 8]! ^= 1;
  const open = await openCaseOf([{ name: 'a.tgz', bytes }]);
  expect((await pack(open, KEEP)).warnings).toEqual([
    { code: 'source-damaged', path: 'a.tgz', message: expect.stringContaining('checksum') },
  ]);
  expect((await pack(await openCaseOf([bundle]), KEEP)).warnings).toEqual([]);
});

describe('what is chosen', () => {
  const all = [
    'etc/hosts',
    'etc/passwd',
    'var/log/a.log',
    'var/log/a.log',
    'var/log/b.txt',
    'var/log/star*.txt',
    'var/log/starry.txt',
  ];

  test.each<[Partial<PackOptions>, number[]]>([
    [{}, [0, 1, 2, 3, 4, 5, 6]],
    [{ include: ['etc/'] }, [0, 1]],
    [{ include: ['etc/', 'var/log/a.log'] }, [0, 1, 2]],
    [{ include: ['var/log/a.log#2'] }, [3]],
    [{ include: ['*.log'] }, [2]],
    [{ include: ['*a.log*'] }, [2, 3]],
    // A file of that very name is there; the second is a pattern.
    [{ include: ['var/log/star*.txt'] }, [5]],
    [{ include: ['var/log/star*y.txt'] }, [6]],
    [{ include: [{ source: 0, path: 'etc/hosts' }] }, [0]],
    [{ exclude: ['var/'] }, [0, 1]],
    [{ include: ['etc/'], exclude: ['etc/passwd'] }, [0]],
    [{ exclude: ['*.txt', 'etc/*'] }, [2, 3]],
  ])('%j', async (options, wanted) => {
    const open = await openCaseOf([bundle]);
    const names = (await packedNames(open, options)).map(([name]) => name);
    expect(names).toEqual(wanted.map((i) => all[i]));
  });

  test.each<[Partial<PackOptions>, string]>([
    [{ include: ['etc/nothing'] }, '"etc/nothing"'],
    [{ exclude: ['*.gz'] }, '"*.gz"'],
    [{ include: ['etc'] }, '"etc"'],
    [{ include: ['etc/', { source: 3, path: 'etc/' }] }, '"etc/" of source 3'],
  ])('a path that means nothing is named: %j', async (options, named) => {
    const open = await openCaseOf([bundle]);
    await expect(pack(open, { ...KEEP, ...options })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(named),
    });
  });

  test('nothing left is nothing to pack', async () => {
    const open = await openCaseOf([bundle]);
    for (const options of [{ include: [] as FileReference[] }, { exclude: ['*'] }])
      expect(await codeOf(() => pack(open, { ...KEEP, ...options }))).toBe('nothing-to-pack');
    expect(await codeOf(async () => pack(await openCaseOf([]), KEEP))).toBe('nothing-to-pack');
  });

  test('a log of an export of streams leads to the export, which is packed as it was delivered', async () => {
    const events = [0, 1, 2].map((i) => ({
      timestamp: 1_516_756_763_172 + i,
      message: `Time: 01/24/18 00:39:23.17277${i}, usecs:151675676317277${i}\nSequence No : 0x${i}\nReboot counter : 0xe8\nCommand Type(hex) : CN_MGMT_CMD (0x0)\nOpcode : CN_LOGIN (0xd)\nSession Handle : 0xc008002\nResponse : 0:HSM Return: SUCCESS\nLog type : MGMT_USER_DETAILS_LOG (2)\nUser Name : u\nUser Type : CN_CRYPTO_USER (1)\n`,
      logStreamName: `hsm-abcde12345${i % 2}`,
    }));
    const delivered = ascii(JSON.stringify({ events }));
    const open = await openCaseOf([
      { name: 'logs.json', bytes: delivered, folderPath: 'case/logs.json' },
      { name: 'other.txt', bytes: ascii('other'), folderPath: 'case/other.txt' },
    ]);
    const stream = (await shownFiles(open)).find(({ path }) => path.includes('hsm-abcde123450'))!;
    expect(stream).toBeDefined();
    const { blob, manifest } = await pack(open, { ...KEEP, include: [stream.path] });
    const [entry, ...rest] = await entriesOf(blob);
    expect([entry!.header.name, sha256(entry!.data!), rest.length]).toEqual([
      'case/logs.json',
      sha256(delivered),
      0,
    ]);
    expect(manifest).toHaveLength(1);
    const whole = await entriesOf((await pack(open, KEEP)).blob);
    expect(whole.map(({ header }) => header.name).sort()).toEqual(['case/logs.json', 'case/other.txt']);
  });
});

describe('where it goes', () => {
  test('chunk by chunk, or in parts: the same bytes', async () => {
    const open = await openCaseOf([await bundleOf({ fragments: true })]);
    const { blob, manifest } = await pack(open, JOIN);
    const whole = await bytesOf(blob);
    const chunks: Uint8Array[] = [];
    let writing = 0;
    const into = await open.packings.into(900, JOIN, async (chunk) => {
      expect(++writing).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      chunks.push(chunk.slice());
      writing--;
    });
    expect(sha256(Buffer.concat(chunks))).toBe(sha256(whole));
    expect(into.manifest).toEqual(manifest);
    const parts: [number, number, boolean][] = [];
    const blobs: Blob[] = [];
    await open.packings.inParts(901, JOIN, 100_000, async ({ number, blob, isLast }) => {
      parts.push([number, blob.size, isLast]);
      blobs.push(blob);
    });
    expect(sha256(await bytesOf(new Blob(blobs)))).toBe(sha256(whole));
    expect(parts.slice(0, -1).every(([, size, isLast]) => size === 100_000 && !isLast)).toBe(true);
    expect(parts.at(-1)![2]).toBe(true);
  });

  test('more than one Blob holds is refused', async () => {
    const open = await openCaseOf([await bundleOf({})]);
    const packings = new Packings(open, open.packings.crypto, 50_000);
    expect(await codeOf(() => packings.pack(902, KEEP))).toBe('too-large');
  });

  test('what a writer fails with ends it', async () => {
    const open = await openCaseOf([await bundleOf({})]);
    const full = async () => {
      throw new RangeError('the disk is full');
    };
    await expect(open.packings.into(903, KEEP, full)).rejects.toThrow('the disk is full');
    await expect(open.packings.inParts(904, KEEP, 1000, full)).rejects.toThrow('the disk is full');
  });

  test('it is told how far it is, and ends when it is cancelled', async () => {
    const open = await openCaseOf([await bundleOf({ logBytes: 8 << 20 })]);
    await open.packings.into(905, KEEP, async () => undefined);
    const told = open.told.filter(({ job }) => job === 905);
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
    expect(told.every(({ done, total }, i) => done <= total && done >= (told[i - 1]?.done ?? 0))).toBe(true);
    let chunks = 0;
    const cancelled = open.packings.into(906, KEEP, async () => {
      if (++chunks === 1) open.jobs.cancel(906);
    });
    expect(await codeOf(() => cancelled)).toBe('cancelled');
    expect(chunks).toBe(1);
    // The next one begins anew.
    expect((await pack(open, KEEP)).manifest.length).toBeGreaterThan(10);
  });
});

describe('what can no longer be read', () => {
  test('an archive fails, with its name', async () => {
    const open = await openCaseOf([bundle]);
    // As browsers answer for a file that was moved.
    const gone = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    const file = open.content.blobs[0] as File;
    file.slice = () => Object.assign(new Blob(), { arrayBuffer: gone });
    open.content.reader.clear();
    await expect(pack(open, KEEP)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('a.tgz'),
    });
  });

  test('a file of a folder is left out, and the manifest says why', async () => {
    const files = ['a.txt', 'b.txt', 'c.txt'].map((name) => ({
      name,
      bytes: ascii(`the text of ${name}`),
      folderPath: `case/${name}`,
    }));
    const open = await openCaseOf(files);
    // The last file is gone, and a part of the one before.
    open.content.blobs[0] = open.content.blobs[0]!.slice(0, 20);
    open.content.reader.clear();
    const { blob, manifest } = await pack(open, KEEP);
    expect((await entriesOf(blob)).map(({ header }) => header.name)).toEqual(['case/a.txt']);
    expect(manifest.map(({ path, action }) => [path, action])).toEqual([
      ['case/a.txt', 'kept'],
      ['case/b.txt', 'dropped'],
      ['case/c.txt', 'dropped'],
    ]);
    expect(manifest[1]!.reason).toContain('can no longer be read');
  });
});

test('what was opened out of an envelope is never part of it', async () => {
  const open = await openCaseOf([bundle]);
  const before = (await pack(open, KEEP)).manifest;
  const inputs = [{ file: new File(['secret'], 'secret.txt'), folderPath: '' }];
  const dropped = { name: 'key', inputs, isFolder: false, visitOnly: true };
  await open.addKey({ envelope: null, dropped, places: [null] });
  expect(open.content.visitSources.length).toBe(1);
  expect((await pack(open, KEEP)).manifest).toEqual(before);
});
