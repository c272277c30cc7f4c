import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  bytesOf,
  entriesOf,
  JOIN,
  KEEP,
  openCaseOf,
  pack,
  sha256,
  shownFiles,
  shownRecords,
} from './packing-case';
import { inFragments } from './fragmented';
import { tar, tarEntry } from './tar-bytes';
import { zip } from './zip-bytes';

const hostd = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `2016-11-22T18:00:05.${String(i).padStart(3, '0')}Z info hostd[89E02B70] [x] Event ${i}\n`,
  ).join('');

const inner = tar(
  tarEntry({ name: 'x/hostd.log', data: hostd(40) }),
  tarEntry({ name: 'x/in.tar', data: tar(tarEntry({ name: 'y/deep.txt', data: 'deep' })) }),
  ...inFragments('x/out.txt', Buffer.from('a long text in pieces'), 5),
  tarEntry({ name: 'x/last.txt', data: 'last' }),
);

describe.each<[string, Uint8Array]>([
  ['tgz', gzipSync(inner)],
  ['tar', inner],
  [
    'zip',
    zip({
      entries: [
        { name: 'x/hostd.log', data: hostd(40) },
        { name: 'x/last.txt', data: 'last' },
      ],
    }),
  ],
])('an archive in fragments: %s', (kind, archive) => {
  const name = `in.${kind}`;
  const bundle = gzipSync(
    tar(...inFragments(`top/${name}`, archive, 700), tarEntry({ name: 'top/plain.txt', data: 'plain' })),
  );

  test('is put together and opened', async () => {
    const open = await openCaseOf([{ name: 'a.tgz', bytes: bundle }]);
    const files = await shownFiles(open);
    const inside =
      kind === 'zip' ? ['hostd.log', 'last.txt'] : ['hostd.log', 'in.tar/deep.txt', 'last.txt', 'out.txt'];
    expect(files.map(({ path }) => path)).toEqual([...inside.map((path) => `${name}/${path}`), 'plain.txt']);
    expect(open.content.records).toBe(40);
    expect(open.content.sources[0]!.warnings).toEqual([]);
    expect(open.content.sources[0]!.entries).toBe(files.length);
  });

  test.each([
    ['keep', KEEP],
    ['join', JOIN],
  ] as const)('is packed as it was (fragments: %s)', async (how, options) => {
    const open = await openCaseOf([{ name: 'a.tgz', bytes: bundle }]);
    const { blob, manifest } = await pack(open, options);
    const again = await openCaseOf([{ name: 'a.tgz', bytes: await bytesOf(blob) }]);
    expect(await shownFiles(again)).toEqual(await shownFiles(open));
    expect(shownRecords(again)).toEqual(shownRecords(open));
    const entries = (await entriesOf(blob)).map(({ header, data }) => [header.name, sha256(data!)]);
    if (how === 'keep') {
      const before = await entriesOf(new Blob([new Uint8Array(bundle)]));
      const wanted = before.map(({ header, data }) => [header.name, sha256(data!)]);
      expect(entries.sort()).toEqual(wanted.sort());
    } else {
      expect(entries.map(([path]) => path).sort()).toEqual([`top/${name}`, 'top/plain.txt']);
      // One that has fragments inside is written anew.
      if (kind === 'zip') expect(entries).toContainEqual([`top/${name}`, sha256(archive)]);
      expect(manifest.find(({ path }) => path === `top/${name}`)?.action).toBe('joined');
    }
  });

  test('without some of its files it is written anew, in fragments as vm-support makes them', async () => {
    const open = await openCaseOf([{ name: 'a.tgz', bytes: bundle }]);
    for (const options of [KEEP, JOIN]) {
      const { blob } = await pack(open, { ...options, exclude: ['*last.txt'] });
      const again = await openCaseOf([{ name: 'a.tgz', bytes: await bytesOf(blob) }]);
      const digests = (files: Awaited<ReturnType<typeof shownFiles>>) =>
        files.map(({ path, sha256 }) => [path, sha256]);
      const left = (await shownFiles(open)).filter(({ path }) => !path.endsWith('last.txt'));
      expect(digests(await shownFiles(again))).toEqual(digests(left));
    }
  });
});

test('one of which a fragment is missing stays in its pieces, and the manifest says why', async () => {
  const bytes = gzipSync(
    tar(
      ...inFragments('top/a.txt', Buffer.from('a text in pieces'), 3, [2]),
      ...inFragments('top/b.txt', Buffer.from('a text in pieces'), 8, [0]),
      ...inFragments('top/c.txt', Buffer.from('a text in pieces'), 8),
      tarEntry({ name: 'top/c.txt', data: 'it is there already' }),
      ...inFragments('top/whole.txt', Buffer.from('a text in pieces'), 8),
    ),
  );
  const open = await openCaseOf([{ name: 'a.tgz', bytes }]);
  const { blob, manifest } = await pack(open, JOIN);
  const reasons = new Map(manifest.map(({ path, action, reason }) => [path, `${action}: ${reason ?? ''}`]));
  expect(Object.fromEntries(reasons)).toEqual({
    'top/a.txt.FRAG-00000': 'kept: fragment 2 is missing: not joined',
    'top/a.txt.FRAG-00001': 'kept: fragment 2 is missing: not joined',
    'top/a.txt.FRAG-00003': 'kept: fragment 2 is missing: not joined',
    'top/a.txt.FRAG-00004': 'kept: fragment 2 is missing: not joined',
    'top/a.txt.FRAG-00005': 'kept: fragment 2 is missing: not joined',
    'top/b.txt.FRAG-00001': 'kept: fragment 0 is missing: not joined',
    'top/c.txt.FRAG-00000': 'kept: a file of the plain name is there too: not joined',
    'top/c.txt.FRAG-00001': 'kept: a file of the plain name is there too: not joined',
    'top/c.txt': 'kept: ',
    'top/whole.txt': 'joined: ',
  });
  const before = await entriesOf(new Blob([new Uint8Array(bytes)]));
  const names = (entries: typeof before) => entries.map(({ header }) => header.name).sort();
  const packed = names(await entriesOf(blob)).filter((name) => name !== 'top/whole.txt');
  expect(packed).toEqual(names(before).filter((name) => !name.startsWith('top/whole.txt')));
});

test('two thousand fragments are put together in order', async () => {
  const whole = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) ^ (i >> 8));
  const bytes = tar(...inFragments('top/core', whole, 100));
  const open = await openCaseOf([{ name: 'a.tar', bytes }]);
  const { blob, manifest } = await pack(open, JOIN);
  expect(manifest).toMatchObject([
    { path: 'top/core', action: 'joined', bytes: 200_000, sha256: sha256(whole) },
  ]);
  const [entry] = await entriesOf(blob);
  expect(sha256(entry!.data!)).toBe(sha256(whole));
});

test.each([
  ['joined', JOIN, ['top/core']],
  ['left in pieces', KEEP, ['top/core.FRAG-00000', 'top/core.FRAG-00001']],
] as const)('a fragment that is cut off is told of where it is %s', async (_, options, paths) => {
  const whole = tar(...inFragments('top/core', Buffer.alloc(4000, 'x'), 2000));
  const open = await openCaseOf([{ name: 'a.tar', bytes: whole.subarray(0, 512 + 2048 + 512 + 700) }]);
  const { manifest } = await pack(open, options);
  expect(manifest.map(({ path }) => path)).toEqual(paths);
  for (const { reason } of manifest)
    expect(reason).toBe('FRAG-00001 has 700 of 2000 bytes: the archive ends here');
});
