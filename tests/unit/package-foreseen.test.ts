import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { planPackage } from '../../workers/engine/package-plan';
import type { PackOptions } from '../../workers/public-api';
import {
  cutNested,
  duplicateEntry,
  escapingPaths,
  missingFragment,
  truncate,
  utf16Log,
  wrongNestedCrc,
} from '../../workers/sample/damage';
import { freeJob } from './case-treatment';
import { fixture } from './envelope-decrypting';
import { bundleOf, JOIN, KEEP, openCaseOf, pack, type Dropped } from './packing-case';
import { tar, tarEntry } from './tar-bytes';
import { zip } from './zip-bytes';

const PASSWORD = 'Passw0rd!';
const LOG_FROM = Date.UTC(2016, 10, 22, 18);
const log = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `${new Date(LOG_FROM + i * 60_000).toISOString()} info hostd[89E02B70] [x] Event ${i}\n`,
  ).join('');

function inFragments(name: string, bytes: Uint8Array, each: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / each) }, (_, number) =>
    tarEntry({
      name: `${name}.FRAG-${String(number).padStart(5, '0')}`,
      data: bytes.subarray(number * each, (number + 1) * each),
    }),
  );
}

/** A bundle with dumps, archives in archives, fragments, and logs in every form. */
function mixed(): Uint8Array {
  const host = [
    tarEntry({ name: 'esx/etc/vmware/esx.conf', data: '/a = "b"\n' }),
    tarEntry({ name: 'esx/error.log', data: 'none\n' }),
    tarEntry({ name: 'esx/action.log', data: 'none\n' }),
    tarEntry({ name: 'esx/vm-support-incident-key', data: fixture('aes-256.key') }),
  ];
  const inner = tar(
    ...host,
    tarEntry({ name: 'esx/var/core/debug.ve', data: fixture('aes-256.ve') }),
    tarEntry({ name: 'esx/var/run/log/hostd.log', data: log(300) }),
  );
  const nested = tar(tarEntry({ name: 'n/a.log', data: log(200) }), tarEntry({ name: 'n/b', data: 'text' }));
  const zipped = zip({
    entries: [
      { name: 'z/hostd.log', data: log(100) },
      { name: 'z/x', data: 'x' },
    ],
  });
  return gzipSync(
    tar(
      tarEntry({ name: 'vc/', type: '5' }),
      tarEntry({ name: 'vc/esx.tgz', data: gzipSync(inner) }),
      tarEntry({ name: 'vc/n.tar', data: nested }),
      tarEntry({ name: 'vc/z.zip', data: zipped }),
      ...inFragments('vc/pieces.tgz', gzipSync(nested), 400),
      ...inFragments('vc/long.log', Buffer.from(log(900)), 10_000),
      tarEntry({ name: 'vc/gone.log.FRAG-00001', data: 'a piece\n' }),
      tarEntry({ name: 'vc/hostd.0.gz', data: gzipSync(log(500)) }),
      tarEntry({ name: 'vc/wide.log', data: Buffer.from(`\ufeff${log(50)}`, 'utf16le') }),
      tarEntry({ name: 'vc/var/core/core.java.1', data: randomBytes(3000) }),
      tarEntry({ name: 'vc/hard', type: '1', link: 'vc/hostd.0.gz' }),
      tarEntry({ name: 'vc/empty', data: '' }),
    ),
  );
}

async function asFolder(bytes: Uint8Array): Promise<Dropped[]> {
  const entries = await unpackTar(gunzipSync(bytes), { strict: true });
  return entries.flatMap(({ header: { name, type }, data }) =>
    type === 'file' ? [{ name: name.split('/').at(-1)!, folderPath: name, bytes: data! }] : [],
  );
}

const MIDDLE = new Date(LOG_FROM + 150 * 60_000).toISOString();
const CHOICES: [string, PackOptions][] = [
  ['joined', JOIN],
  ['as it is', KEEP],
  ['cut', { ...JOIN, after: MIDDLE }],
  ['cut, in fragments', { ...KEEP, before: MIDDLE }],
  ['without some', { ...JOIN, exclude: ['n.tar/b', 'z.zip/x'] }],
  ['without some, in fragments', { ...KEEP, exclude: ['pieces.tgz/b'] }],
  ['without dumps', { ...JOIN, dumps: 'drop' }],
  ['with dumps decrypted', { ...JOIN, dumps: 'decrypt', keys: { password: PASSWORD } }],
  [
    'with dumps for a password',
    { ...KEEP, dumps: 'recrypt', keys: { password: PASSWORD }, to: { password: 'x' } },
  ],
  [
    'with dumps under a raw key, cut',
    {
      ...JOIN,
      dumps: 'recrypt',
      keys: { password: PASSWORD },
      to: { rawKey: '11'.repeat(32) },
      after: MIDDLE,
    },
  ],
];

async function compared(dropped: readonly Dropped[], options: PackOptions) {
  const open = await openCaseOf(dropped);
  const { files, space } = await planPackage(open, freeJob(), options);
  const { blob, manifest } = await pack(open, options);
  const counts: Record<string, number> = {};
  for (const { action } of manifest) counts[action] = (counts[action] ?? 0) + 1;
  expect(files).toEqual(counts);
  expect(space.packed).toBeGreaterThanOrEqual(blob.size);
  return { space, blob };
}

describe.each(CHOICES)('what is foreseen is what is done: %s', (_, options) => {
  test('an archive of archives', async () => {
    const { space, blob } = await compared([{ name: 'vc.tgz', bytes: mixed() }], options);
    expect(space.packed / blob.size).toBeLessThan(2.5);
  });
  test('a folder', async () => {
    await compared(await asFolder(mixed()), options);
  });
  test('two of them', async () => {
    const bytes = mixed();
    await compared(
      [
        { name: 'a.tgz', bytes },
        { name: 'a.tgz', bytes },
      ],
      options,
    );
  });
});

describe.each([
  ['join', JOIN],
  ['keep', KEEP],
] as const)('of damaged bundles, too (fragments: %s)', (_, options) => {
  test.each([
    ['cut', [truncate({ fraction: 0.6 })]],
    ['a missing fragment', [missingFragment(1)]],
    ['a rotated log that is cut', [cutNested('var/run/log/hostd.0.gz', 0.5)]],
    [
      'a wrong checksum, UTF-16, a duplicate, hostile paths',
      [
        wrongNestedCrc('var/run/log/hostd.0.gz'),
        utf16Log(),
        duplicateEntry('var/run/log/hostd.log'),
        escapingPaths(),
      ],
    ],
  ])('%s', async (_, damage) => {
    await compared([await bundleOf({ fragments: true, damage })], options);
    await compared([await bundleOf({ layout: 'vcenter', damage: [] })], options);
  });
});

test('a small bundle is not taken to be smaller than it is', async () => {
  for (const release of ['6.7', '7.0', '8.0'] as const) {
    for (const logBytes of [10_000, 200_000, 2_000_000]) {
      const { space, blob } = await compared([await bundleOf({ release, logBytes, fragments: true })], JOIN);
      expect(space.packed / blob.size).toBeLessThan(1.6);
    }
  }
});
