import { execFileSync, spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Packing } from '../../workers/engine/packing';
import { selectedFiles } from '../../workers/engine/packing-selection';
import { PackingTree } from '../../workers/engine/packing-tree';
import { freshEnvelopeKernel } from './envelope-kernel';
import { allEntriesOf, bytesOf, JOIN, KEEP, openCaseOf, pack } from './packing-case';
import { tar, tarEntry } from './tar-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;
const LOG = '2016-11-22T18:00:05.312Z info hostd[89E02B70] [x] event\n';
const LONG = `deep/${'folder-with-a-long-name/'.repeat(6)}`;

describe.runIf(hasGnuTar)('folders, links and owners of a tar', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-others-'));
    const top = join(folder, 'top');
    mkdirSync(join(top, LONG), { recursive: true });
    mkdirSync(join(top, 'empty-folder'));
    mkdirSync(join(top, 'var'), { mode: 0o750 });
    writeFileSync(join(top, 'var/hostd.log'), LOG.repeat(9));
    writeFileSync(join(top, 'var/hostd.0.gz'), gzipSync(LOG.repeat(9)));
    writeFileSync(join(top, 'var/syslog.log'), Buffer.from(`\ufeff${LOG}`, 'utf16le'));
    writeFileSync(join(top, 'var/empty'), '');
    writeFileSync(join(top, LONG, 'file'), 'deep');
    writeFileSync(join(top, 'var/holes'), Buffer.concat([Buffer.alloc(100_000), Buffer.from('x')]));
    writeFileSync(
      join(top, 'var/in.tar'),
      tar(tarEntry({ name: 'x/', type: '5' }), tarEntry({ name: 'x/a', data: 'a' })),
    );
    linkSync(join(top, 'var/hostd.log'), join(top, 'z-hard-link'));
    symlinkSync('var/hostd.log', join(top, 'symlink'));
    symlinkSync('t'.repeat(150), join(top, 'long-symlink'));
    for (const name of ['var', 'empty-folder', 'var/empty'])
      utimesSync(join(top, name), 1_600_000_000, 1_650_000_000);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const packedBy = (...args: string[]) => {
    const file = join(folder, 'made.tgz');
    execFileSync('tar', ['-czf', file, ...args, 'top'], { cwd: folder });
    return new Uint8Array(readFileSync(file));
  };
  const listed = (bytes: Uint8Array, ...more: string[]) =>
    execFileSync('tar', ['-tvzf', '-', '--full-time', '--utc', ...more], { input: bytes })
      .toString()
      .split('\n');

  test.each([
    ['gnu', ['--format=gnu', '--sort=name']],
    ['gnu, sparse', ['--format=gnu', '--sparse', '--sort=name']],
    ['posix', ['--format=posix', '--sort=name']],
    ['ustar', ['--format=ustar', '--sort=name', '--exclude=long-symlink']],
    ['posix with owners', ['--format=posix', '--sort=name', '--owner=someone:1234', '--group=them:3000000']],
  ])('are there again, as GNU tar lists them: %s', async (_, args) => {
    const made = packedBy(...args);
    const open = await openCaseOf([{ name: 'top.tgz', bytes: made }]);
    for (const options of [KEEP, JOIN]) {
      const { blob, manifest } = await pack(open, options);
      const bytes = await bytesOf(blob);
      for (const numeric of [[], ['--numeric-owner']]) {
        // Archives in archives stand where they stood.
        expect(listed(bytes, ...numeric).sort()).toEqual(listed(made, ...numeric).sort());
      }
      expect(manifest.some(({ path }) => path.endsWith('/') || path.includes('link'))).toBe(false);
    }
  });

  test('stay out where something is left out, or all is written anew', async () => {
    const open = await openCaseOf([{ name: 'top.tgz', bytes: packedBy('--format=gnu', '--sort=name') }]);
    const types = async (options: typeof KEEP) =>
      new Set((await allEntriesOf((await pack(open, options)).blob)).map(({ header }) => header.type));
    expect(await types(KEEP)).toEqual(new Set(['directory', 'file', 'symlink', 'link']));
    expect(await types({ ...KEEP, exclude: ['var/empty'] })).toEqual(new Set(['file']));
    // Names of owners and what links lead to may be confidential.
    const tree = new PackingTree(open.content, selectedFiles(open.content, {}));
    const treatments = [
      { rewritesAll: true, treat: async () => null, rename: (path: string) => `x/${path}` },
    ];
    const packed = await open.jobs.run(1, async (job) => {
      const hashes = await freshEnvelopeKernel();
      const packing = new Packing({ content: open.content, tree, treatments, joins: false, isChosen: () => true, hashes, job });
      const parts: Uint8Array[] = [];
      for await (const chunk of packing.bytes()) parts.push(chunk);
      return unpackTar(gunzipSync(Buffer.concat(parts)), { strict: true });
    });
    expect(new Set(packed.map(({ header }) => header.type))).toEqual(new Set(['directory', 'file']));
    expect(packed.every(({ header }) => header.name.startsWith('x/top/') && !header.uname)).toBe(true);
  });
});

test('in a tar that is damaged those are there that can be read', async () => {
  const folder = (name: string) => tarEntry({ name, type: '5' });
  const bad = folder('top/bad/').fill(7, 148, 156);
  const bytes = tar(
    folder('top/'),
    tarEntry({ name: 'top/a', data: 'a' }),
    bad,
    folder('top/lost/'),
    tarEntry({ name: 'top/b', data: 'b' }),
    folder('top/last/'),
  );
  const open = await openCaseOf([{ name: 'top.tar', bytes }]);
  const { blob } = await pack(open, KEEP);
  const names = (await unpackTar(gunzipSync(await bytesOf(blob)), { strict: true })).map(
    ({ header }) => header.name,
  );
  expect(names.filter((name) => !name.endsWith('/'))).toEqual(['top/a', 'top/b']);
  expect(names).not.toContain('top/bad/');
  expect(names).toContain('top/');
  expect(names).toContain('top/last/');
});
