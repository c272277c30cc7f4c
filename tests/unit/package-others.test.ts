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
import type { PackOptions } from '../../workers/public-api';
import { codeOf, fixture } from './envelope-decrypting';
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

  const packedOf = async (options: PackOptions, ...args: string[]) => {
    const bytes = packedBy('--format=gnu', '--sort=name', ...args);
    const open = await openCaseOf([{ name: 'top.tgz', bytes }]);
    const { blob, warnings } = await pack(open, options);
    const entries = (await allEntriesOf(blob)).map(({ header }) => header);
    return { entries, warnings, named: (name: string) => entries.find((one) => one.name === name) };
  };

  test('go by their paths where something is left out', async () => {
    const all = await packedOf(KEEP);
    const without = await packedOf({ ...KEEP, exclude: ['var/empty', 'var/hostd.0.gz'] });
    const names = ({ entries }: typeof all) => entries.map(({ name }) => name);
    // What stood in front of a file that is not there any more is there, too.
    expect(names(without)).toEqual(names(all).filter((name) => !/var\/(?:empty|hostd\.0\.gz)$/.test(name)));
    expect(without.warnings).toEqual([]);
    // Links are no files that can be asked for by name.
    expect(await codeOf(() => packedOf({ ...KEEP, include: ['var/hostd.log', 'z-hard-link'] }))).toBe(
      'bad-argument',
    );
    const few = await packedOf({ ...KEEP, include: ['var/hostd.log', 'var/empty'] });
    expect(few.entries.map(({ type, name }) => [type, name])).toEqual([
      ['directory', 'top/'],
      ['directory', 'top/var/'],
      ['file', 'top/var/empty'],
      ['file', 'top/var/hostd.log'],
    ]);
    expect(few.named('top/var/')).toMatchObject({ mode: 0o750, mtime: new Date(1_650_000_000_000) });
  });

  test('a hard link to what is not there is left out, and told of', async () => {
    const { named, warnings } = await packedOf({ ...KEEP, exclude: ['var/hostd.log'] });
    expect(named('top/symlink')).toMatchObject({ linkname: 'var/hostd.log' });
    expect(named('top/z-hard-link')).toBeUndefined();
    expect(warnings).toEqual([
      {
        code: 'link-left-out',
        path: 'top/z-hard-link',
        message: expect.stringContaining('"top/var/hostd.log"'),
      },
    ]);
    // Dumps that are dropped change nothing of it.
    expect((await packedOf({ ...KEEP, dumps: 'drop' })).named('top/z-hard-link')).toMatchObject({
      type: 'link',
      linkname: 'top/var/hostd.log',
    });
  });

  test('what is renamed is renamed in links too, and has no owner', async () => {
    const open = await openCaseOf([{ name: 'top.tgz', bytes: packedBy('--format=gnu', '--sort=name') }]);
    const tree = new PackingTree(open.content, selectedFiles(open.content, {}));
    const treatments = [
      { rewritesAll: true, treat: async () => null, rename: (path: string) => `x/${path}` },
    ];
    const packed = await open.jobs.run(1, async (job) => {
      const hashes = await freshEnvelopeKernel();
      const isChosen = () => true;
      const packing = new Packing({
        content: open.content,
        tree,
        treatments,
        joins: false,
        isChosen,
        hashes,
        job,
      });
      const parts: Uint8Array[] = [];
      for await (const chunk of packing.bytes()) parts.push(chunk);
      return unpackTar(gunzipSync(Buffer.concat(parts)), { strict: true });
    });
    const types = new Set(packed.map(({ header }) => header.type));
    expect(types).toEqual(new Set(['directory', 'file', 'symlink', 'link']));
    expect(packed.every(({ header }) => header.name.startsWith('x/top/') && !header.uname)).toBe(true);
    const link = packed.find(({ header }) => header.type === 'link')!.header;
    expect([link.name, link.linkname]).toEqual(['x/top/z-hard-link', 'x/top/var/hostd.log']);
  });
});

describe.runIf(hasGnuTar)('what else a tar holds', () => {
  const listed = (bytes: Uint8Array) =>
    execFileSync('tar', ['-tvzf', '-', '--full-time', '--utc'], { input: bytes })
      .toString()
      .split('\n')
      .sort();
  const packed = async (bytes: Uint8Array, options = KEEP) => {
    const open = await openCaseOf([{ name: 'top.tgz', bytes }]);
    const { blob, warnings } = await pack(open, options);
    return { bytes: await bytesOf(blob), warnings };
  };
  const device = (name: string, type: string, major: number, minor: number) =>
    tarEntry({
      name,
      type,
      change: (header) => {
        header.set(Buffer.from(major.toString(8).padStart(7, '0')), 329);
        header.set(Buffer.from(minor.toString(8).padStart(7, '0')), 337);
      },
    });

  test('devices and pipes', async () => {
    const made = gzipSync(
      tar(
        device('top/null', '3', 1, 3),
        device('top/disk', '4', 8, 17),
        tarEntry({ name: 'top/pipe', type: '6' }),
        tarEntry({ name: 'top/a', data: 'a' }),
      ),
    );
    const { bytes, warnings } = await packed(made);
    expect(listed(bytes)).toEqual(listed(made));
    expect(listed(bytes).join()).toMatch(/8,17/);
    expect(warnings).toEqual([]);
  });

  test('thousands of links in a row, also behind the last file and between fragments', async () => {
    const links = (folder: string) =>
      Array.from({ length: 1500 }, (_, i) =>
        tarEntry({ name: `top/${folder}/${i}`, type: '2', link: '../a' }),
      );
    const made = gzipSync(
      tar(
        ...links('bin'),
        tarEntry({ name: 'top/a', data: 'a' }),
        tarEntry({ name: 'top/log.FRAG-00000', data: 'one\n' }),
        ...links('between'),
        tarEntry({ name: 'top/log.FRAG-00001', data: 'two\n' }),
        ...links('behind'),
      ),
    );
    const before = listed(made);
    expect(listed((await packed(made)).bytes)).toEqual(before);
    const joined = listed((await packed(made, JOIN)).bytes);
    expect(joined.filter((line) => line.includes('->'))).toEqual(
      before.filter((line) => line.includes('->')),
    );
  });

  test('a nested tar that is written anew has its own, and nothing of what is around it', async () => {
    const inner = tar(
      tarEntry({ name: 'in/a', data: 'a' }),
      tarEntry({ name: 'in/b', data: 'b' }),
      tarEntry({ name: 'in/link', type: '2', link: 'a' }),
    );
    const made = gzipSync(
      tar(
        tarEntry({ name: 'top/in.tar', data: inner }),
        tarEntry({ name: 'top/of-the-outer', type: '2', link: 'x' }),
        tarEntry({ name: 'top/folder/', type: '5' }),
      ),
    );
    const { bytes } = await packed(made, { ...KEEP, exclude: ['in.tar/b'] });
    const outer = await unpackTar(gunzipSync(bytes), { strict: true });
    expect(outer.map(({ header }) => header.name)).toEqual(['top/in.tar', 'top/of-the-outer', 'top/folder/']);
    const nested = await unpackTar(outer[0]!.data!, { strict: true });
    expect(nested.map(({ header }) => header.name)).toEqual(['in/a', 'in/link']);
  });

  test('owner and links in front of a compressed log in UTF-16 with a mark', async () => {
    const data = gzipSync(Buffer.from(`\ufeff${LOG.repeat(5)}`, 'utf16le'));
    const made = gzipSync(
      tar(
        tarEntry({ name: 'top/b', data: 'b' }),
        tarEntry({ name: 'top/link', type: '2', link: 'b' }),
        tarEntry({
          name: 'top/hostd.0.gz',
          data,
          change: (header) => header.set(Buffer.from('someone'), 265),
        }),
      ),
    );
    const { bytes } = await packed(made);
    expect(listed(bytes)).toEqual(listed(made));
    expect(listed(bytes).join()).toContain('someone');
  });

  test('a hard link to a dump follows it under its new name, and goes with one that is dropped', async () => {
    const envelope = fixture('stored.ve');
    const made = gzipSync(
      tar(
        tarEntry({ name: 'top/vmmcores.ve', data: envelope }),
        tarEntry({ name: 'top/other-name.ve', type: '1', link: 'top/vmmcores.ve' }),
        tarEntry({ name: 'top/a', data: 'a' }),
      ),
    );
    const links = async (options: PackOptions) => {
      const { bytes, warnings } = await packed(made, options);
      const entries = await unpackTar(gunzipSync(bytes), { strict: true });
      const found = entries.filter(({ header }) => header.type === 'link');
      return [found.map(({ header }) => [header.name, header.linkname]), warnings.map(({ code }) => code)];
    };
    expect(await links({ ...KEEP, dumps: 'decrypt' })).toEqual([[['top/other-name.ve', 'top/vmmcores']], []]);
    expect(await links({ ...KEEP, dumps: 'drop' })).toEqual([[], ['link-left-out']]);
    expect(await links(KEEP)).toEqual([[['top/other-name.ve', 'top/vmmcores.ve']], []]);
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
