import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  linkSync,
  utimesSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ascii } from './tar-bytes';
import { content, latin1, paths, stored, walk, walkAllWays } from './tar-walking';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;

describe.runIf(hasGnuTar)('what GNU tar writes', () => {
  let folder = '';
  const files = new Map<string, Uint8Array>();
  const LONG = `deep/${'folder-with-a-long-name/'.repeat(5)}`;
  const LONGER = `deep/${'x'.repeat(200)}/${'y'.repeat(180)}`;
  const NAMES = {
    short: ['a.txt', 'empty', 'block', 'blocks', 'ümläut-日本.log', '-dash', 'with space', 'back\\slash'],
    prefixed: [`${LONG}file.log`],
    long: [LONGER],
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tar-test-'));
    mkdirSync(join(folder, 'in', LONG), { recursive: true });
    mkdirSync(join(folder, 'in', LONGER, '..'), { recursive: true });
    const add = (path: string, data: Uint8Array) => {
      writeFileSync(join(folder, 'in', path), data);
      utimesSync(join(folder, 'in', path), 1_600_000_000.25, 1_650_000_000.25);
      files.set(path, data);
    };
    add('a.txt', ascii('hello\n'));
    add('empty', ascii(''));
    add('block', new Uint8Array(512).fill(65));
    add(
      'blocks',
      Uint8Array.from({ length: 30_001 }, (_, i) => (i * 7919) >> 3),
    );
    for (const path of [...NAMES.short.slice(4), ...NAMES.prefixed, ...NAMES.long])
      add(path, ascii(`in ${path}`));
    symlinkSync('a.txt', join(folder, 'in', 'link'));
    symlinkSync('t'.repeat(150), join(folder, 'in', 'long-link'));
    linkSync(join(folder, 'in', 'a.txt'), join(folder, 'in', 'z-hard'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function pack(format: string, names: string[], ...more: string[]): Uint8Array {
    const file = join(folder, `${format}.tar`);
    execFileSync('tar', [
      '-C',
      join(folder, 'in'),
      '-cf',
      file,
      `--format=${format}`,
      ...more,
      '--',
      ...names,
    ]);
    return readFileSync(file);
  }

  /** Names, sizes and times as `tar -tv` has them. */
  function listed(bytes: Uint8Array) {
    const file = join(folder, 'listed.tar');
    writeFileSync(file, bytes);
    const lines = execFileSync(
      'tar',
      ['--quoting-style=literal', '--full-time', '--numeric-owner', '-tvf', file],
      {
        env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
        encoding: 'utf8',
      },
    );
    return lines
      .trimEnd()
      .split('\n')
      .map((line) => {
        const parts = /^(.)\S+ \S+ +(\d+) (\S+ [\d:.]+) +(.*)$/.exec(line)!;
        const [path, target = ''] = parts[4]!.split(/ -> | link to /);
        const kind = { '-': 'file', d: 'directory', l: 'symlink', h: 'hardlink' }[parts[1]!];
        const modified = Date.parse(`${parts[3]!.replace(' ', 'T').slice(0, 23)}Z`);
        return { path, kind, size: Number(parts[2]), linkTarget: target, modified };
      });
  }

  test.each([
    ['v7', NAMES.short.concat('link', 'z-hard')],
    ['ustar', [...NAMES.short, ...NAMES.prefixed, 'link', 'z-hard']],
    ['gnu', [...NAMES.short, ...NAMES.prefixed, ...NAMES.long, 'link', 'long-link', 'z-hard', 'deep']],
    ['oldgnu', [...NAMES.short, ...NAMES.prefixed, ...NAMES.long, 'link', 'long-link', 'z-hard', 'deep']],
    ['pax', [...NAMES.short, ...NAMES.prefixed, ...NAMES.long, 'link', 'long-link', 'z-hard', 'deep']],
  ])('%s', (format, names) => {
    const bytes = pack(format, names);
    const walked = walkAllWays(bytes);
    expect(walked.warnings).toEqual([]);
    const found = walked.entries.map(({ path, kind, size, linkTarget, modified }) => {
      return { path, kind, size, linkTarget, modified };
    });
    expect(found).toEqual(listed(bytes));
    const unique = walked.entries.filter((entry, i) => paths(walked).indexOf(entry.path) === i);
    for (const entry of unique.filter(({ kind }) => kind === 'file')) {
      expect(entry.data === latin1(files.get(entry.path)!), entry.path).toBe(true);
      expect(bytes.subarray(entry.dataOffset, entry.dataOffset + entry.storedBytes).length).toBe(
        entry.data.length,
      );
      expect(stored(bytes, entry) === entry.data).toBe(true);
    }
    expect(unique.filter(({ kind }) => kind === 'file').length).toBeGreaterThan(7);
  });

  test('PAX states times to the fraction', () => {
    expect(walk(pack('pax', ['a.txt'])).entries[0]!.modified).toBe(1_650_000_000_250);
    expect(walk(pack('gnu', ['a.txt'])).entries[0]!.modified).toBe(1_650_000_000_000);
  });

  test('folders keep the slash that tar writes', () => {
    for (const format of ['ustar', 'gnu', 'pax']) {
      const walked = walk(pack(format, ['deep'], '--no-recursion'));
      expect(walked.entries).toMatchObject([{ path: 'deep/', kind: 'directory', size: 0 }]);
    }
  });

  test('times before 1970', () => {
    for (const format of ['gnu', 'pax']) {
      const walked = walk(pack(format, ['a.txt'], '--mtime=@-86400'));
      expect(walked.entries).toMatchObject([{ path: 'a.txt', modified: -86_400_000 }]);
    }
  });

  describe('sparse files', () => {
    const sizes = { few: 3, many: 40 };
    const sparse = new Map<string, Buffer>();

    beforeAll(() => {
      for (const [name, pieces] of Object.entries(sizes)) {
        const file = openSync(join(folder, 'in', name), 'w');
        const whole = Buffer.alloc(pieces * 65_536 + 100);
        for (let i = 0; i < pieces; i++) {
          const data = new Uint8Array(4096 + (i % 3) * 4096).fill(i + 1);
          writeSync(file, data, 0, data.length, i * 65_536 + 8192);
          whole.set(data, i * 65_536 + 8192);
        }
        writeSync(file, Uint8Array.of(0), 0, 1, whole.length - 1);
        closeSync(file);
        sparse.set(name, whole);
      }
    });

    test.each([
      ['gnu', []],
      ['oldgnu', []],
      ['pax', ['--sparse-version=0.0']],
      ['pax', ['--sparse-version=0.1']],
      ['pax', ['--sparse-version=1.0']],
    ])('%s %s', (format, options) => {
      const bytes = pack(format, ['few', 'many', 'a.txt'], '--sparse', '--hole-detection=raw', ...options);
      const walked = walkAllWays(bytes);
      expect(walked.warnings).toEqual([]);
      expect(paths(walked)).toEqual(['few', 'many', 'a.txt']);
      for (const entry of walked.entries.slice(0, 2)) {
        const whole = sparse.get(entry.path)!;
        expect(entry.size).toBe(whole.length);
        expect(entry.sparse!.length).toBeGreaterThanOrEqual(sizes[entry.path as 'few' | 'many']);
        expect(entry.storedBytes).toBeLessThan(whole.length / 2);
        expect(content(entry).equals(whole)).toBe(true);
        expect(stored(bytes, entry) === entry.data).toBe(true);
      }
      expect(walked.entries[2]!.data).toBe('hello\n');
    });
  });

  test('an archive cut anywhere gives all before the cut and names where', () => {
    const bytes = pack('pax', ['a.txt', 'blocks', 'block', ...NAMES.long]);
    const whole = walk(bytes);
    for (let end = 0; end < bytes.length; end += end < 4096 ? 61 : 509) {
      const cut = walk(bytes.subarray(0, end), { cut: 4096 });
      expect(cut.entries.length).toBeLessThanOrEqual(whole.entries.length);
      cut.entries.forEach((entry, i) => {
        const { data, ...rest } = whole.entries[i]!;
        expect(entry).toMatchObject(rest);
        const there = Math.max(0, Math.min(entry.storedBytes, end - entry.dataOffset));
        expect(entry.data === data.slice(0, there)).toBe(true);
        const isCut = there < entry.storedBytes;
        expect(cut.warnings.some(({ code, path }) => code === 'tar-truncated' && path === entry.path)).toBe(
          isCut,
        );
      });
      const last = whole.entries.at(-1)!;
      if (end > 0 && end < last.dataOffset + last.storedBytes) {
        expect(cut.warnings).toHaveLength(1);
        expect(cut.warnings[0]).toMatchObject({ offset: end });
        expect(['tar-truncated', 'tar-no-end']).toContain(cut.warnings[0]!.code);
      }
    }
  });
});
