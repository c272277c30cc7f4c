import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { ChosenPaths } from '../../workers/engine/chosen-paths';
import { archiveBytes } from '../../workers/package/archive-writer';
import { DistinctNames } from '../../workers/package/distinct-names';
import { evenPieces, FRAGMENT_BYTES, piecesOf, Stretches } from '../../workers/package/fragment-writer';
import type { PackedFile } from '../../workers/package/packed-file';
import { pathTest } from '../../workers/package/path-pattern';
import { wholeBlocks } from '../../workers/package/sparse-pieces';
import { asUtf16 } from '../../workers/package/utf16-text';
import { bundleOf, bytesOf, JOIN, KEEP, openCaseOf, pack, sha256, withGnuTar } from './packing-case';
import { ascii } from './tar-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;

function packed(path: string, data: Uint8Array | string, more: Partial<PackedFile> = {}): PackedFile {
  const bytes = ascii(data);
  return {
    path,
    bytes: bytes.length,
    modified: Date.UTC(2026, 1, 3),
    mode: 0o640,
    async *content() {
      yield bytes.slice(0, bytes.length >> 1);
      yield bytes.slice(bytes.length >> 1);
    },
    ...more,
  };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return Buffer.concat(parts);
}

const LONG = `top/${'folder with a long name/'.repeat(12)}file.log`;
const NAMES = [
  'a',
  'top/with space',
  'top/日本語-ümläut.log',
  `top/${'日'.repeat(80)}`,
  LONG,
  `top/${'x'.repeat(255)}`,
  'top/new\nline',
  'top/back\\slash',
  'top/-dash',
];

describe('a tar', () => {
  test('keeps names of any kind and length, times with their fractions, modes and empty files', async () => {
    const files = NAMES.map((path, i) =>
      packed(path, 'x'.repeat(i * 300), { modified: 1_600_000_000_000 + i * 1_250, mode: 0o600 + i }),
    );
    const entries = await unpackTar(await collected(archiveBytes('tar', each(files))), { strict: true });
    expect(
      entries.map(({ header, data }) => [header.name, header.mode, header.mtime?.getTime(), data?.length]),
    ).toEqual(files.map(({ path, mode, modified, bytes }) => [path, mode, modified, bytes]));
  });

  test.each([-1_500, -86_400_000, 0, 0.5e3, 2 ** 33 * 1000 + 7, 253_402_300_800_000])(
    'keeps the instant %d ms',
    async (modified) => {
      const tar = await collected(archiveBytes('tar', each([packed('a', 'a', { modified })])));
      const [entry] = await unpackTar(tar, { strict: true });
      expect(Number(entry!.header.pax?.mtime ?? entry!.header.mtime!.getTime() / 1000) * 1000).toBe(modified);
    },
  );

  test.runIf(hasGnuTar)('is what GNU tar reads, with sizes of more than 8 GiB in holes', async () => {
    const far = 9 * 1024 ** 3;
    const pieces = wholeBlocks(
      [
        { offset: 4096, bytes: 3 },
        { offset: far, bytes: 1 },
      ],
      10 * 1024 ** 3,
    );
    const data = `abc${'\0'.repeat(509)}d${'\0'.repeat(511)}`;
    const sparse = packed('top/sparse.bin', data, { bytes: 10 * 1024 ** 3, sparse: { pieces } });
    const tgz = await collected(
      archiveBytes('tgz', each([...NAMES.map((name) => packed(name, name)), sparse])),
    );
    await withGnuTar(new Blob([new Uint8Array(tgz)]), (tar, folder) => {
      const listed = tar('-tvz', '--quoting-style=literal', '--utc', '--full-time');
      expect(listed).toContain('10737418240 2026-02-03 00:00:00 top/sparse.bin');
      tar('-xz');
      for (const name of NAMES) expect(readFileSync(join(folder, name), 'utf8')).toBe(name);
      expect(lstatSync(join(folder, 'top/sparse.bin')).size).toBe(10 * 1024 ** 3);
      const file = openSync(join(folder, 'top/sparse.bin'), 'r');
      const at = (offset: number) => {
        const bytes = Buffer.alloc(5);
        readSync(file, bytes, 0, 5, offset);
        return bytes.toString('latin1');
      };
      expect([at(4094), at(far - 1), at(far + 511)]).toEqual(['\0\0abc', '\0d\0\0\0', '\0\0\0\0\0']);
      closeSync(file);
      expect(lstatSync(join(folder, LONG)).mode & 0o7777).toBe(0o640);
    });
  });

  test('is begun no further than what was taken of it', async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<PackedFile> {
      for (;;) yield packed(`file-${asked++}`, new Uint8Array(1 << 20));
    }
    const bytes = archiveBytes('tar', endless());
    await bytes.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    // Nothing is written in advance.
    expect(asked).toBe(1);
    await bytes.return(undefined);
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(before);
  });

  test.each(['tgz', 'tar', 'zip'] as const)(
    'a failure of a file ends a %s with that failure',
    async (kind) => {
      const bad = packed('bad', 'abcdef', {
        // eslint-disable-next-line require-yield -- it fails before its first byte
        async *content() {
          throw new RangeError('the disk is gone');
        },
      });
      const bytes = archiveBytes(kind, each([packed('good', 'good'), bad, packed('never', 'never')]));
      await expect(collected(bytes)).rejects.toThrow('the disk is gone');
    },
  );
});

test.each(['tgz', 'tar', 'zip'] as const)(
  'whoever wants no more of a %s hears of no failure',
  async (kind) => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<PackedFile> {
      try {
        for (let i = 0; ; i++) yield packed(`file-${i}`, randomBytes(1 << 18));
      } finally {
        isClosed = true;
      }
    }
    for await (const chunk of archiveBytes(kind, endless())) if (chunk.length > 0) break;
    expect(isClosed).toBe(true);
  },
);

describe('a package as other programs see it', () => {
  test.runIf(hasGnuTar).each([
    ['keep', KEEP],
    ['join', JOIN],
  ] as const)('GNU tar lists and unpacks it (fragments: %s)', async (_, options) => {
    const bundle = await bundleOf({ fragments: true });
    const open = await openCaseOf([bundle]);
    const { blob, manifest } = await pack(open, options);
    await withGnuTar(blob, (tar, folder) => {
      // Whatever the locale, names are given as they are.
      const names = tar('--quoting-style=literal', '-tz')
        .trimEnd()
        .split('\n')
        .filter((name) => !name.endsWith('/'));
      expect(names).toEqual(manifest.map(({ path }) => path));
      tar('-xz');
      for (const { path, bytes, sha256: digest } of manifest) {
        const data = readFileSync(join(folder, path));
        expect([path, data.length, sha256(data)]).toEqual([path, bytes, digest]);
      }
      expect(readdirSync(folder)).toEqual([bundle.name.replace(/\.tgz$/, '')]);
    });
    expect(gunzipSync(await bytesOf(blob)).length % 512).toBe(0);
  });
});

test.each<[number[], number, number[]]>([
  [[], 5000, []],
  [[0, 3], 5000, [0, 512]],
  [[10, 512, 600, 512], 5000, [10, 512, 600, 512]],
  [[0, 512, 512, 512], 5000, [0, 512, 512, 512]],
  [[0, 100, 200, 100, 300, 1], 5000, [0, 512]],
  [[4999, 1], 5000, [4999, 1]],
  [[4000, 600, 4700, 300], 5000, [4000, 1000]],
])('pieces %j of %d bytes fill their blocks: %j', (given, size, wanted) => {
  const pieces = [];
  for (let i = 0; i < given.length; i += 2) pieces.push({ offset: given[i]!, bytes: given[i + 1]! });
  const whole = wholeBlocks(pieces, size).flatMap(({ offset, bytes }) => [offset, bytes]);
  expect(whole).toEqual(wanted);
});

describe('fragments', () => {
  test.each([
    [1, 1, ['x.FRAG-000']],
    [1, FRAGMENT_BYTES, ['x.FRAG-000']],
    [1, FRAGMENT_BYTES + 1, ['x.FRAG-000', 'x.FRAG-001']],
    [2, 3 * FRAGMENT_BYTES, ['x.FRAG-000', 'x.FRAG-001', 'x.FRAG-002']],
    [3, 2 * FRAGMENT_BYTES + 1, ['x.FRAG-000', 'x.FRAG-001', 'x.FRAG-002']],
  ])('(%d of them) of %d bytes anew are as long as vm-support writes them', (before, bytes, names) => {
    const suffixes = ['.FRAG-000', '.FRAG-001', '.FRAG-002'].slice(0, before);
    const pieces = piecesOf('x', suffixes, bytes);
    expect(pieces.map(({ path }) => path)).toEqual(names);
    expect(pieces.reduce((sum, piece) => sum + piece.bytes, 0)).toBe(bytes);
    expect(pieces.slice(0, -1).every((piece) => piece.bytes === FRAGMENT_BYTES)).toBe(true);
  });

  test.each([0, 1, 5, FRAGMENT_BYTES])('keep their names where they became short (%d bytes)', (bytes) => {
    const suffixes = ['.FRAG-00000', '.FRAG-00001', '.FRAG-00002'];
    const pieces = piecesOf('x', suffixes, bytes);
    expect(pieces.map(({ path }) => path)).toEqual(suffixes.map((suffix) => `x${suffix}`));
    expect(pieces.reduce((sum, piece) => sum + piece.bytes, 0)).toBe(bytes);
  });

  test.each([0, 1, 2, 3, 100, 101])('before a gap stay as many (%d bytes)', (bytes) => {
    const pieces = evenPieces(['a', 'b', 'c'], bytes);
    expect(pieces.map(({ path }) => path)).toEqual(['a', 'b', 'c']);
    expect(pieces.reduce((sum, piece) => sum + piece.bytes, 0)).toBe(bytes);
  });

  test('are cut out of chunks of any size, each with a buffer of its own', async () => {
    const chunks = each(
      [ascii('abc'), new Uint8Array(0), ascii('defgh'), ascii('i')].map((one) => one.slice()),
    );
    const stretches = new Stretches(chunks);
    const parts: string[] = [];
    for (const length of [2, 2, 0, 4, 5]) {
      const part: number[] = [];
      for await (const chunk of stretches.next(length)) {
        part.push(...chunk);
        chunk.fill(0);
      }
      parts.push(String.fromCharCode(...part));
    }
    expect(parts).toEqual(['ab', 'cd', '', 'efgh', 'i']);
  });
});

describe('paths that are chosen', () => {
  test.each<[pattern: string, path: string, isMeant: boolean]>([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/', 'a/b/c', true],
    ['a/', 'a', false],
    ['a/', 'ab/c', false],
    ['*.log', 'var/run/log/hostd.log', true],
    ['*.log', 'hostd.log.1', false],
    ['var/*/hostd*', 'var/run/log/hostd.0.gz', true],
    ['var/*/x/', 'var/run/x/y', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['*a*a*', 'a', false],
    ['*', '', true],
    ['a*b', 'a*b', true],
    ['[a].(b)', '[a].(b)', true],
    ['[a].*', 'aXb', false],
  ])('%s means %s: %s', (pattern, path, isMeant) => {
    expect(pathTest(pattern)(path)).toBe(isMeant);
  });

  test('cost no more than path and pattern are long', () => {
    const test = pathTest('a*'.repeat(1000) + 'b');
    const started = performance.now();
    for (let i = 0; i < 100; i++) expect(test('a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test('as many paths as files cost no more than each of them', () => {
  const paths = Array.from({ length: 30_000 }, (_, i) => `var/run/log/${i % 100}/hostd.${i}.log`);
  const folders = Array.from({ length: 5_000 }, (_, i) => `commands/${i}/`);
  const chosen = new ChosenPaths([...paths, ...folders, { path: 'x', source: 3 }], { index: [] });
  const started = performance.now();
  expect(chosen.firstInVain).toBe(paths[0]);
  for (const path of paths) expect(chosen.mean(0, path)).toBe(true);
  for (let i = 0; i < 30_000; i++) expect(chosen.mean(0, `commands/${i}/y`)).toBe(i < 5_000);
  expect(chosen.mean(0, '/'.repeat(60_000))).toBe(false);
  expect([chosen.mean(0, 'x'), chosen.mean(3, 'x/'), chosen.firstInVain]).toEqual([
    false,
    false,
    { path: 'x', source: 3 },
  ]);
  expect([chosen.mean(3, 'x'), chosen.firstInVain]).toEqual([true, null]);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('thousands of one name are told apart as fast', () => {
  const names = new DistinctNames();
  const started = performance.now();
  const given = Array.from({ length: 20_000 }, () => names.take('hostd.log'));
  expect(new Set(given).size).toBe(20_000);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('names side by side are told apart', () => {
  const names = new DistinctNames();
  const given = ['a.tgz', 'a.tgz', 'a-2.tgz', 'a.tar.gz', 'a.tar.gz', 'x', 'x', '', 'p/q'];
  expect(given.map((name) => names.take(name))).toEqual([
    'a.tgz',
    'a-2.tgz',
    'a-2-2.tgz',
    'a.tar.gz',
    'a-2.tar.gz',
    'x',
    'x-2',
    'unnamed',
    'p_q',
  ]);
});

test.each([true, false])(
  'text becomes UTF-16 again (big endian: %s), wherever it is cut',
  async (bigEndian) => {
    const text = 'aé日😀\r\n'.repeat(3);
    const bytes = ascii(text);
    const wanted = Buffer.from(`\ufeff${text}`, 'utf16le');
    if (bigEndian) wanted.swap16();
    for (let cut = 0; cut <= bytes.length; cut++) {
      const chunks = each([bytes.slice(0, cut), bytes.slice(cut)]);
      const out = await collected(asUtf16(chunks, { bigEndian, mark: true }));
      expect(out.equals(wanted)).toBe(true);
    }
    expect(gzipSync(bytes).length).toBeGreaterThan(0);
  },
);
