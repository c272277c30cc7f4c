import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pathTrouble } from '../../workers/package/hostile-path';
import { bytesOf, entriesOf, KEEP, openCaseOf, pack } from './packing-case';
import { paxEntry, tar, tarEntry } from './tar-bytes';
import { zip } from './zip-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;
const hasUnzip = spawnSync('unzip', ['-v']).status === 0;

const TROUBLES: [path: string, code: string][] = [
  ['../x', 'path-leads-out'],
  ['a/../b', 'path-leads-out'],
  ['a/..', 'path-leads-out'],
  ['/etc/../x', 'path-leads-out'],
  ['/etc/x', 'path-absolute'],
  ['//etc/x', 'path-absolute'],
  ['a//b', 'path-empty-part'],
  ['/', 'path-without-name'],
  ['a/b/', 'path-of-a-folder'],
];

test.each(TROUBLES)('%s: %s', (path, code) => {
  expect(pathTrouble(path, false, 'tar')).toMatchObject({ code });
  expect(pathTrouble(path, false, 'zip')).toMatchObject({ code });
});

test.each(['a', 'a/b', './a', 'a/.', '..a', 'a../b', 'a/...', 'C:\\x', 'a b'])('%j is plain', (path) => {
  expect(pathTrouble(path, false, 'tar')).toBeNull();
});

test('a folder may end in a slash', () => {
  expect(pathTrouble('a/b/', true, 'tar')).toBeNull();
  expect(pathTrouble('../', true, 'tar')).toMatchObject({ code: 'path-leads-out' });
});

const bundleOf = (paths: readonly string[]) =>
  gzipSync(
    tar(...paths.flatMap((path) => [paxEntry({ path }), tarEntry({ name: 'x', data: `text of ${path}` })])),
  );

test('they are kept as they are, and told of', async () => {
  const paths = [...TROUBLES.map(([path]) => path), 'top/plain'];
  const open = await openCaseOf([{ name: 'a.tgz', bytes: bundleOf(paths) }]);
  const { blob, warnings, manifest } = await pack(open, KEEP);
  expect((await entriesOf(blob)).map(({ header }) => header.name)).toEqual(
    paths.filter((path) => !path.endsWith('/')),
  );
  expect(manifest.map(({ path }) => path)).toEqual(paths);
  expect(warnings.map(({ path, code }) => [path, code])).toEqual(TROUBLES);
});

test('so are those of folders, links and nested archives, copied or written anew', async () => {
  const inner = tar(tarEntry({ name: '../in', data: 'in' }), tarEntry({ name: 'plain', data: 'plain' }));
  const zipped = zip({
    entries: [
      { name: '../z', data: 'z' },
      { name: 'plain', data: 'p' },
    ],
  });
  const bytes = gzipSync(
    tar(
      tarEntry({ name: '../folder/', type: '5' }),
      tarEntry({ name: 'top/a', data: 'a' }),
      tarEntry({ name: 'top/hard', type: '1', link: '../top/a' }),
      tarEntry({ name: 'top/soft', type: '2', link: '../../etc' }),
      tarEntry({ name: 'top/in.tar', data: inner }),
      tarEntry({ name: 'top/in.zip', data: zipped }),
    ),
  );
  const open = await openCaseOf([{ name: 'a.tgz', bytes }]);
  const told = async (options = KEEP) =>
    (await pack(open, options)).warnings.map(({ path, code }) => [path, code]);
  const wanted = [
    ['../folder/', 'path-leads-out'],
    // What a symbolic link leads to is followed by nobody who unpacks.
    ['top/hard', 'link-leads-out'],
    ['top/in.tar/../in', 'path-leads-out'],
    ['top/in.zip/../z', 'path-leads-out'],
  ];
  expect(await told()).toEqual(wanted);
  expect((await told({ ...KEEP, exclude: ['*plain'] })).filter(([path]) => path !== 'top/hard')).toEqual(
    wanted.filter(([path]) => path !== 'top/hard'),
  );
});

test('of very many the first are told of', async () => {
  const bytes = gzipSync(
    tar(...Array.from({ length: 1000 }, (_, i) => tarEntry({ name: `../${i}`, data: 'x' }))),
  );
  const { warnings } = await pack(await openCaseOf([{ name: 'a.tgz', bytes }]), KEEP);
  expect(warnings).toHaveLength(201);
  expect(warnings.at(-1)).toMatchObject({ code: 'package-more-warnings', path: '' });
});

describe('what is told of them is what happens', () => {
  let folder = '';
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'package-paths-')), 'a/b/c');
    mkdirSync(folder, { recursive: true });
  });
  afterEach(() => rmSync(join(folder, '../../..'), { recursive: true, force: true }));

  const there = (path: string) => existsSync(join(folder, path));

  test.runIf(hasGnuTar)('with GNU tar', async () => {
    const unpack = async (...paths: string[]) => {
      const open = await openCaseOf([{ name: 'a.tgz', bytes: bundleOf(paths) }]);
      const { blob } = await pack(open, KEEP);
      return spawnSync('tar', ['-xzf', '-'], { cwd: folder, input: await bytesOf(blob) }).status;
    };
    expect([await unpack('../out', 'top/a'), there('../out'), there('out'), there('top/a')]).toEqual([
      2,
      false,
      false,
      true,
    ]);
    expect([await unpack('n/../out2', 'top/b'), there('out2'), there('top/b')]).toEqual([2, false, true]);
    expect([await unpack('/abs/x'), there('abs/x'), existsSync('/abs/x')]).toEqual([0, true, false]);
    expect([await unpack('e//f'), there('e/f')]).toEqual([0, true]);
    expect([await unpack('/'), await unpack('g/h/', 'top/c'), there('top/c')]).toEqual([2, 2, true]);
    expect(statSync(join(folder, 'g/h')).isDirectory()).toBe(true);
  });

  test.runIf(hasUnzip)('with unzip', async () => {
    const inner = zip({
      entries: ['../out', 'n/../m', '/abs/x', 'e//f', 'plain'].map((name) => ({ name, data: 'text' })),
    });
    const bytes = gzipSync(tar(tarEntry({ name: 'top/in.zip', data: inner })));
    const { blob } = await pack(await openCaseOf([{ name: 'a.tgz', bytes }]), {
      ...KEEP,
      exclude: ['*plain'],
    });
    const [entry] = await entriesOf(blob);
    writeFileSync(join(folder, 'in.zip'), entry!.data!);
    execFileSync('unzip', ['-Z1', 'in.zip'], { cwd: folder });
    spawnSync('unzip', ['-oq', 'in.zip'], { cwd: folder });
    expect(['../out', 'out', 'n/m', 'abs/x', 'e/f'].map(there)).toEqual([false, true, true, true, true]);
    expect(existsSync('/abs/x')).toBe(false);
  });
});
