import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  bomLog,
  crlfLog,
  cutNested,
  duplicateEntry,
  escapingPaths,
  flipByte,
  gzipBomb,
  hostileLines,
  invalidUtf8,
  markupName,
  missingFragment,
  nulBytes,
  splitMembers,
  trailingGarbage,
  truncate,
  utf16Log,
  wrongGzipCrc,
  wrongNestedCrc,
  wrongTarChecksum,
  zeroTarHeader,
  type Damage,
} from '../../workers/sample/damage';
import type { PackOptions } from '../../workers/public-api';
import {
  bundleOf,
  bytesOf,
  JOIN,
  KEEP,
  openCaseOf,
  pack,
  shownFiles,
  shownRecords,
  type Dropped,
} from './packing-case';
import { tar, tarEntry } from './tar-bytes';

/** Packs what is dropped, opens the package, and compares. */
async function round(dropped: readonly Dropped[], options: PackOptions) {
  const open = await openCaseOf(dropped);
  const { blob, manifest } = await pack(open, options);
  const again = await openCaseOf([{ name: dropped[0]!.name, bytes: await bytesOf(blob) }]);
  return { open, again, blob, manifest };
}

const both: [string, PackOptions][] = [
  ['join', JOIN],
  ['keep', KEEP],
];

describe.each(both)('packed and opened again (fragments: %s)', (_, options) => {
  test.each<[string, Damage[]]>([
    ['several gzip members', [splitMembers(100_000, 200_000, 200_001)]],
    ['a duplicate path', [duplicateEntry('var/run/log/hostd.log')]],
    ['a missing fragment', [missingFragment(1)]],
    ['the first fragment missing', [missingFragment(0)]],
    ['a bundle that is cut', [truncate({ fraction: 0.6 })]],
    ['a byte that is flipped', [flipByte(0.5)]],
    ['a wrong checksum of the whole', [wrongGzipCrc()]],
    ['a rotated log that is damaged', [wrongNestedCrc('var/run/log/hostd.0.gz')]],
    ['a rotated log that is cut', [cutNested('var/run/log/hostd.0.gz', 0.5)]],
    ['a tar header that is damaged', [wrongTarChecksum('var/run/log/vobd.log')]],
    ['a tar header of zeros', [zeroTarHeader('var/run/log/vobd.log')]],
    ['UTF-16', [utf16Log(), utf16Log('var/run/log/auth.log', true)]],
    ['a log with a mark, one with CRLF, one that is no UTF-8', [bomLog(), crlfLog(), invalidUtf8()]],
    ['hostile lines and zeros', [hostileLines(), nulBytes()]],
    ['hostile paths', [escapingPaths(), markupName()]],
    ['garbage behind its end', [trailingGarbage(5_000)]],
    ['a bomb', [gzipBomb(64 * 1024 * 1024)]],
  ])('%s', async (_, damage) => {
    const bundle = await bundleOf({ fragments: true, damage });
    const { open, again } = await round([bundle], options);
    expect(await shownFiles(again)).toEqual(await shownFiles(open));
    expect(shownRecords(again)).toEqual(shownRecords(open));
  });
});

test('a log in UTF-16 that its archive is cut in', async () => {
  const log = Buffer.from(
    `\ufeff${'2016-11-22T18:00:05.312Z info hostd[89E02B70] [x] event\n'.repeat(50)}`,
    'utf16le',
  );
  const whole = tar(
    tarEntry({ name: 'top/a.txt', data: 'a' }),
    tarEntry({ name: 'top/hostd.log', data: log }),
  );
  const cut = gzipSync(whole.subarray(0, 3 * 512 + 2001));
  for (const options of [JOIN, KEEP]) {
    const { open, again, manifest } = await round([{ name: 'a.tgz', bytes: cut }], options);
    expect(open.content.records).toBeGreaterThan(10);
    expect(shownRecords(again)).toEqual(shownRecords(open));
    expect(manifest.map(({ bytes }) => bytes)).toEqual([1, 2001]);
  }
});

test('a nested archive that holds nothing but an archive in fragments has the same top folder when they are joined', async () => {
  const inner = tar(tarEntry({ name: 'deep/a.txt', data: 'a' }), tarEntry({ name: 'deep/b.txt', data: 'b' }));
  const pieces = [0, 1].map((i) =>
    tarEntry({
      name: `x/in.tar.FRAG-0000${i}`,
      data: inner.subarray(i * 1024, i === 0 ? 1024 : inner.length),
    }),
  );
  const bytes = gzipSync(tar(tarEntry({ name: 'top/nest.tgz', data: gzipSync(tar(...pieces)) })));
  const { open, again } = await round([{ name: 'a.tgz', bytes }], JOIN);
  expect((await shownFiles(open)).map(({ path }) => path)).toEqual(
    ['a', 'b'].map((name) => `nest.tgz/in.tar/${name}.txt`),
  );
  expect(await shownFiles(again)).toEqual(await shownFiles(open));
});

test('a nested tar that is cut has nothing of what lies behind it', async () => {
  const inner = tar(
    tarEntry({ name: 'in/a.txt', data: 'a' }),
    tarEntry({ name: 'in/b.txt', data: 'b'.repeat(2000) }),
  );
  const bytes = gzipSync(
    tar(
      tarEntry({ name: 'top/in.tar', data: inner.subarray(0, 3 * 512 + 700) }),
      tarEntry({ name: 'top/secret', data: 'of someone else '.repeat(100) }),
    ),
  );
  const { open, again, manifest } = await round([{ name: 'a.tgz', bytes }], KEEP);
  const sizes = (await shownFiles(open)).map(({ path, bytes }) => [path, bytes]);
  expect(sizes).toEqual([
    ['in.tar/a.txt', 1],
    ['in.tar/b.txt', 700],
    ['secret', 1600],
  ]);
  expect(await shownFiles(again)).toEqual(await shownFiles(open));
  expect(manifest.find(({ path }) => path === 'top/in.tar/in/b.txt')).toMatchObject({ bytes: 700 });
});
