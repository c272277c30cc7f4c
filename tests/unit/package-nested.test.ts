import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import type { PackOptions } from '../../workers/public-api';
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
  shownRecords,
  type Dropped,
} from './packing-case';
import { ascii, concat, END, tar, tarEntry } from './tar-bytes';
import { zip } from './zip-bytes';

const hostd = (count: number, from = 0) =>
  Array.from(
    { length: count },
    (_, i) =>
      `2016-11-22T18:${String(from + i).padStart(2, '0')}:05.312Z info hostd[89E02B70] [Originator@6876 sub=Vimsvc] Event ${i}\n`,
  ).join('');

async function again(name: string, blob: Blob) {
  return openCaseOf([{ name, bytes: await bytesOf(blob) }]);
}

const namesIn = (entries: Awaited<ReturnType<typeof entriesOf>>) => entries.map(({ header }) => header.name);

describe('nested archives', () => {
  test('a bundle of vCenter: what nothing changes in is copied byte by byte', async () => {
    const bundle = await bundleOf({ layout: 'vcenter' });
    const open = await openCaseOf([bundle]);
    const { blob, manifest } = await pack(open, KEEP);
    const packed = await again(bundle.name, blob);
    expect(await shownFiles(packed)).toEqual(await shownFiles(open));
    expect(shownRecords(packed)).toEqual(shownRecords(open));
    const before = await unpackTar(gunzipSync(bundle.bytes), { strict: true });
    const after = await entriesOf(blob);
    const nested = before.filter(({ header }) => /\.tgz$/.test(header.name));
    expect(nested.length).toBeGreaterThan(1);
    for (const { header, data } of nested) {
      const copy = after.find((entry) => entry.header.name === header.name)!;
      expect(sha256(copy.data!)).toBe(sha256(data!));
      expect([copy.header.mtime, copy.header.mode]).toEqual([header.mtime, header.mode]);
      // The manifest has the archive and every file in it.
      expect(manifest.find(({ path }) => path === header.name)).toMatchObject({
        bytes: data!.length,
        sha256: sha256(data!),
        action: 'kept',
      });
      for (const inner of await unpackTar(gunzipSync(data!), { strict: true })) {
        if (inner.header.type !== 'file') continue;
        const entry = manifest.find(({ path }) => path === `${header.name}/${inner.header.name}`);
        expect(entry).toMatchObject({ bytes: inner.data!.length, sha256: sha256(inner.data!) });
      }
    }
  });

  test('those that something is left out of are written anew in their own kind, down to the innermost', async () => {
    const innermost = tar(
      tarEntry({ name: 'deep/a.txt', data: 'a' }),
      tarEntry({ name: 'deep/b.txt', data: 'b' }),
    );
    const kinds: [string, Uint8Array][] = [
      ['in.tgz', gzipSync(innermost)],
      ['in.tar', innermost],
      [
        'in.zip',
        zip({
          entries: [
            { name: 'deep/a.txt', data: 'a' },
            { name: 'deep/b.txt', data: 'b' },
          ],
        }),
      ],
    ];
    const outer = gzipSync(
      tar(
        ...kinds.flatMap(([name, data]) => [
          tarEntry({ name: `top/${name}`, data }),
          tarEntry({ name: `top/whole-${name}`, data }),
        ]),
        tarEntry({ name: 'top/plain.txt', data: 'p' }),
      ),
    );
    const open = await openCaseOf([{ name: 'outer.tgz', bytes: outer }]);
    const { blob, manifest } = await pack(open, {
      ...KEEP,
      exclude: kinds.map(([name]) => `${name}/*b.txt`),
    });
    const packed = await again('outer.tgz', blob);
    const left = (await shownFiles(open)).filter(({ path }) => !/^in\..*b\.txt$/.test(path));
    const plainly = (files: typeof left) => files.map(({ path, sha256 }) => [path, sha256]);
    expect(plainly(await shownFiles(packed))).toEqual(plainly(left));
    const entries = await entriesOf(blob);
    for (const [name, data] of kinds) {
      const whole = entries.find(({ header }) => header.name === `top/whole-${name}`)!;
      expect(sha256(whole.data!)).toBe(sha256(data));
      const rebuilt = entries.find(({ header }) => header.name === `top/${name}`)!;
      expect(sha256(rebuilt.data!)).not.toBe(sha256(data));
      const magic = Buffer.from(rebuilt.data!.subarray(0, 2)).toString('hex');
      expect(magic).toBe(name === 'in.tgz' ? '1f8b' : name === 'in.zip' ? '504b' : '6465');
      expect(manifest.find(({ path }) => path === `top/${name}`)).toMatchObject({
        action: 'kept',
        reason: expect.stringContaining('written anew'),
      });
      expect(manifest.some(({ path }) => path === `top/${name}/deep/b.txt`)).toBe(false);
    }
  });

  test('one that nothing is left of is not there', async () => {
    const inner = gzipSync(tar(tarEntry({ name: 'x/a.txt', data: 'a' })));
    const outer = gzipSync(
      tar(tarEntry({ name: 'top/in.tgz', data: inner }), tarEntry({ name: 'top/p.txt', data: 'p' })),
    );
    const open = await openCaseOf([{ name: 'outer.tgz', bytes: outer }]);
    for (const exclude of [['in.tgz'], ['in.tgz/'], ['*a.txt']]) {
      const { blob } = await pack(open, { ...KEEP, exclude });
      expect(namesIn(await entriesOf(blob))).toEqual(['top/p.txt']);
    }
    const { blob } = await pack(open, { ...KEEP, include: ['in.tgz'] });
    expect(namesIn(await entriesOf(blob))).toEqual(['top/in.tgz']);
  });

  test('damage is told of the archive that has it, not of one with files of the same names', async () => {
    const whole = tar(
      tarEntry({ name: 'x/a.txt', data: 'a' }),
      tarEntry({ name: 'x/b.bin', data: 'b'.repeat(2000) }),
    );
    const zipped = gzipSync(whole);
    // The checksum at its end.
    const wrong = zipped.map((byte, i) => (i === zipped.length - 6 ? byte ^ 1 : byte));
    const outer = tar(
      tarEntry({ name: 'top/p.txt', data: 'p' }),
      tarEntry({ name: 'top/cut.tar', data: whole.subarray(0, 1024 + 512 + 900) }),
      tarEntry({ name: 'top/whole.tar', data: whole }),
      tarEntry({ name: 'top/wrong.tgz', data: wrong }),
    );
    const open = await openCaseOf([{ name: 'outer.tar', bytes: outer }]);
    for (const options of [KEEP, { ...KEEP, exclude: ['*a.txt'] }]) {
      const { manifest } = await pack(open, options);
      const reasonOf = (path: string) => manifest.find((entry) => entry.path === path)!.reason ?? '';
      expect(reasonOf('top/cut.tar/x/b.bin')).toBe('has 900 of 2000 bytes: the archive ends here');
      expect(reasonOf('top/whole.tar/x/b.bin')).toBe('');
      expect(reasonOf('top/whole.tar')).not.toContain('bytes');
      expect(reasonOf('top/wrong.tgz')).toContain('checksum');
    }
  });

  test('empty and damaged ones are copied', async () => {
    const inner = gzipSync(tar(tarEntry({ name: 'x/hostd.log', data: hostd(5) })));
    const damaged = inner.subarray(0, inner.length - 6);
    const outer = gzipSync(
      tar(
        tarEntry({ name: 'top/p.txt', data: 'p' }),
        tarEntry({ name: 'top/empty.tar', data: tar() }),
        tarEntry({ name: 'top/empty.tgz', data: gzipSync(tar()) }),
        tarEntry({ name: 'top/damaged.tgz', data: damaged }),
        tarEntry({
          name: 'top/binary.gz',
          data: gzipSync(Uint8Array.from({ length: 5000 }, (_, i) => i * 7)),
        }),
      ),
    );
    const open = await openCaseOf([{ name: 'outer.tgz', bytes: outer }]);
    const { blob } = await pack(open, KEEP);
    const digests = async (packed: Uint8Array) =>
      new Map((await unpackTar(gunzipSync(packed))).map(({ header, data }) => [header.name, sha256(data!)]));
    const [after, before] = [await digests(await bytesOf(blob)), await digests(outer)];
    for (const [name, digest] of before) expect([name, after.get(name)]).toEqual([name, digest]);
    expect(after.size).toBe(before.size);
  });
});

describe('sources', () => {
  const folder = (files: Record<string, string | Uint8Array>): Dropped[] =>
    Object.entries(files).map(([path, data], i) => ({
      name: path.split('/').at(-1)!,
      bytes: ascii(data),
      folderPath: path,
      modified: Date.UTC(2026, 0, 1, 0, 0, i, 250),
    }));

  test.each<[string, PackOptions]>([
    ['keep', KEEP],
    ['join', JOIN],
  ])('a folder stands under its name (%s)', async (_, options) => {
    const inner = gzipSync(tar(tarEntry({ name: 'x/a.txt', data: 'a' })));
    const dropped = folder({
      'esx/var/log/hostd.log': hostd(9),
      'esx/var/log/hostd.0.gz': gzipSync(hostd(9, 10)),
      'esx/empty': '',
      'esx/in.tgz': inner,
    });
    const open = await openCaseOf(dropped);
    const { blob } = await pack(open, options);
    const entries = await entriesOf(blob);
    expect(namesIn(entries).sort()).toEqual(dropped.map(({ folderPath }) => folderPath).sort());
    for (const { name, bytes, folderPath, modified } of dropped) {
      const entry = entries.find(({ header }) => header.name === folderPath)!;
      expect([name, sha256(entry.data!), entry.header.mtime?.getTime()]).toEqual([
        name,
        sha256(bytes),
        modified,
      ]);
    }
    const packed = await again('esx.tgz', blob);
    expect(await shownFiles(packed)).toEqual(await shownFiles(open));
    expect(shownRecords(packed)).toEqual(shownRecords(open));
  });

  test('a zip', async () => {
    const bytes = zip({
      entries: [
        { name: 'esx/var/log/hostd.log', data: hostd(9), external: 0o100640 << 16, system: 3 },
        { name: 'esx/stored.txt', data: 'stored', method: 0 },
        { name: 'esx/binary.gz', data: gzipSync(Uint8Array.from({ length: 5000 }, (_, i) => i * 7)) },
        { name: 'esx/var/log/hostd.0.gz', data: gzipSync(hostd(9, 20)) },
      ],
    });
    const open = await openCaseOf([{ name: 'esx.zip', bytes }]);
    const { blob } = await pack(open, KEEP);
    const packed = await again('esx.tgz', blob);
    const files = await shownFiles(open);
    expect(files.map(({ path, bytes }) => [path, bytes > 0])).toContainEqual(['binary.gz', true]);
    // A zip of DOS says nothing of permissions.
    const withModes = files.map((file) => ({ ...file, mode: file.mode || 0o644 }));
    expect(await shownFiles(packed)).toEqual(withModes);
    expect(shownRecords(packed)).toEqual(shownRecords(open));
  });

  test.each([
    ['hostd.log', ascii(hostd(9))],
    ['hostd.0.gz', gzipSync(hostd(9))],
    ['binary.gz', gzipSync(Uint8Array.from({ length: 5000 }, (_, i) => i * 7))],
    ['empty.txt', new Uint8Array(0)],
  ])('a file by itself: %s', async (name, bytes) => {
    const open = await openCaseOf([{ name, bytes }]);
    const { blob, manifest } = await pack(open, JOIN);
    const entries = await entriesOf(blob);
    expect(namesIn(entries)).toEqual([name]);
    expect(sha256(entries[0]!.data!)).toBe(sha256(bytes));
    expect(manifest).toMatchObject([{ path: name, bytes: bytes.length, action: 'kept' }]);
  });

  test('several stand beside one another, archives as archives, under names of their own', async () => {
    const bundle = await bundleOf({ fragments: true });
    const dropped = [
      bundle,
      { ...bundle },
      { name: 'hostd.log', bytes: ascii(hostd(9)) },
      { name: 'hostd.log', bytes: ascii(hostd(5)) },
      ...folder({ 'esx/a.txt': 'a' }),
    ];
    const open = await openCaseOf(dropped);
    const second = bundle.name.replace(/\.tgz$/, '-2.tgz');
    const kept = await entriesOf((await pack(open, KEEP)).blob);
    expect(namesIn(kept)).toEqual([bundle.name, second, 'hostd.log', 'hostd-2.log', 'esx/a.txt']);
    expect(sha256(kept[0]!.data!)).toBe(sha256(bundle.bytes));
    const { blob, manifest } = await pack(open, JOIN);
    const joined = await entriesOf(blob);
    expect(namesIn(joined)).toEqual(namesIn(kept));
    expect(manifest.find(({ path }) => path === second)).toMatchObject({ action: 'joined' });
    for (const packed of [kept, joined]) {
      const first = await again(bundle.name, new Blob([packed[1]!.data!]));
      const own = (await shownFiles(open)).filter(({ source }) => source === 0);
      expect(await shownFiles(first)).toEqual(own);
    }
    expect(concat([END]).length).toBe(1024);
  });
});
