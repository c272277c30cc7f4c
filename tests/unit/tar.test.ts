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
import { TarWalk, type TarEntry } from '../../workers/archive/tar';
import { MAX_LEFTOVER, READ_SLACK, type ByteSink } from '../../workers/bytes/sink';
import type { Kernel } from '../../workers/kernel/kernel';
import type { TarExports } from '../../workers/kernel/tar';
import type { Warning } from '../../workers/warning';
import { freshKernel } from './kernel';
import { ascii, concat, END, paxEntry, paxRecord, seal, tar, tarEntry, tarHeader } from './tar-bytes';

const CUTS = [1, 511, 512, 513, 10_000, Infinity];

let kernel: Kernel<TarExports>;
beforeAll(async () => {
  kernel = await freshKernel<TarExports>();
});

/** An entry with its bytes as a string, one character a byte: quick to compare. */
type Taken = TarEntry & { data: string };

interface Walked {
  entries: Taken[];
  warnings: Warning[];
}

interface WalkOptions {
  /** Bytes added to what is offered, each time. */
  cut?: number;
  /** Which entries are taken; all by default. */
  wants?: (entry: TarEntry) => boolean;
  /** Bytes the sink leaves unless it must take all. */
  leaves?: number;
}

/** Offers the tar in pieces at changing addresses, the way the stages before a TarWalk do. */
function walk(
  bytes: Uint8Array,
  { cut = Infinity, wants = () => true, leaves = 0 }: WalkOptions = {},
): Walked {
  const walked: Walked = { entries: [], warnings: [] };
  let ends = 0;
  const walker = new TarWalk(kernel, {
    entry(entry) {
      const taken = { ...entry, data: '' };
      walked.entries.push(taken);
      return wants(entry) ? new Collector(leaves, (data) => (taken.data = data)) : null;
    },
    warning: (warning) => walked.warnings.push(warning),
    end: () => ends++,
  });
  let from = 0;
  let to = 0;
  for (let move = 0; ; move = (move + 1) % 64) {
    to = Math.min(bytes.length, to + cut);
    const length = to - from;
    const block = kernel.allocate(length + 64 + READ_SLACK);
    kernel.bytes().fill(0xee, block, block + length + 64 + READ_SLACK);
    kernel.bytes().set(bytes.subarray(from, to), block + move);
    const final = to === bytes.length;
    const used = walker.push(block + move, length, final);
    kernel.release(block, length + 64 + READ_SLACK);
    if (used < 0 || used > length || length - used > (final ? 0 : MAX_LEFTOVER) || ends !== Number(final)) {
      throw new Error(`a push of ${length} bytes (final: ${final}) took ${used} and ended ${ends} times`);
    }
    from += used;
    if (final) return walked;
  }
}

let pushes = 0;

class Collector implements ByteSink {
  readonly #parts: Uint8Array[] = [];
  readonly #leaves: number;
  readonly #ended: (data: string) => void;
  #final = false;
  constructor(leaves: number, ended: (data: string) => void) {
    this.#leaves = leaves;
    this.#ended = ended;
  }
  push(ptr: number, length: number, final: boolean): number {
    if (this.#final) throw new Error('a push after the last one');
    this.#final = final;
    const used = final ? length : Math.max(0, length - this.#leaves);
    this.#parts.push(kernel.bytes().slice(ptr, ptr + used));
    // A sink may grow the memory, which detaches all views of it.
    if (pushes++ % 997 === 0) kernel.exports.memory.grow(1);
    if (final) this.#ended(latin1(concat(this.#parts)));
    return used;
  }
}

const latin1 = (data: Uint8Array) =>
  Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');
const stored = (bytes: Uint8Array, { dataOffset, storedBytes }: TarEntry) =>
  latin1(bytes.subarray(dataOffset, dataOffset + storedBytes));
const codes = (walked: Walked) => walked.warnings.map((warning) => warning.code);
const paths = (walked: Walked) => walked.entries.map((entry) => entry.path);

/** The same walk with every cut must come to the same. */
function walkAllWays(bytes: Uint8Array): Walked {
  const whole = walk(bytes);
  for (const cut of CUTS) {
    if (cut === 1 && bytes.length > 20_000) continue;
    expect(walk(bytes, { cut, leaves: 0 }), `cut at ${cut}`).toEqual(whole);
    expect(walk(bytes, { cut, leaves: 700 }), `cut at ${cut}, sinks leaving 700`).toEqual(whole);
  }
  return whole;
}

/** The content of an entry with its holes. */
function content(entry: Taken): Buffer {
  const data = Buffer.from(entry.data, 'latin1');
  if (!entry.sparse) return data;
  const whole = Buffer.alloc(entry.size);
  let at = 0;
  for (const { offset, bytes } of entry.sparse) {
    whole.set(data.subarray(at, at + bytes), offset);
    at += bytes;
  }
  return whole;
}

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

describe('headers', () => {
  test('names: prefix, invalid UTF-8, none, hostile, and a trailing slash', () => {
    const walked = walkAllWays(
      tar(
        tarEntry({ name: 'log', prefix: 'var/run', data: '1' }),
        tarEntry({ name: Uint8Array.of(0x61, 0xff, 0xfe, 0x62), data: '2' }),
        tarEntry({ name: '../../etc/passwd', data: '3' }),
        tarEntry({ name: 'no-folder/', data: '4' }),
        tarEntry({ name: 'folder', type: '5' }),
        tarEntry({ name: '', data: '5' }),
        tarEntry({ name: 'n'.repeat(100), prefix: 'p'.repeat(155), data: '6' }),
        tarEntry({ name: '\ufeffbom', data: '7' }),
        tarEntry({ name: 'gnu', prefix: 'no prefix', magic: 'gnu', data: '8' }),
        tarEntry({ name: 'v7', prefix: 'no prefix', magic: 'v7', type: '\0', data: '9' }),
        tarEntry({ name: 'seen\0hidden', data: 'a' }),
      ),
    );
    expect(walked.warnings).toEqual([]);
    expect(walked.entries.map(({ path, kind, data }) => [path, kind, data])).toEqual([
      ['var/run/log', 'file', '1'],
      ['a\ufffd\ufffdb', 'file', '2'],
      ['../../etc/passwd', 'file', '3'],
      ['no-folder/', 'file', '4'],
      ['folder', 'directory', ''],
      ['', 'file', '5'],
      [`${'p'.repeat(155)}/${'n'.repeat(100)}`, 'file', '6'],
      ['\ufeffbom', 'file', '7'],
      ['gnu', 'file', '8'],
      ['v7', 'file', '9'],
      ['seen', 'file', 'a'],
    ]);
  });

  test('PAX: names, sizes, times, global records, and their end', () => {
    const walked = walkAllWays(
      tar(
        paxEntry({ comment: 'a commit', mtime: '1000000000' }, 'g'),
        paxEntry({ path: 'päth/nul\0inside', size: '5', mtime: '1700000000.987654321', atime: 'x' }),
        tarEntry({ name: 'made-up', size: 0, data: 'hello' }),
        tarEntry({ name: 'after', data: '' }),
        paxEntry({ mtime: '' }, 'g'),
        paxEntry({ linkpath: 'ziel' }),
        tarEntry({ name: 'link', type: '2', link: 'short', modified: 12 }),
        paxEntry({ mtime: '-1.5' }, 'X'),
        tarEntry({ name: 'early' }),
      ),
    );
    expect(walked.warnings).toEqual([]);
    expect(walked.entries).toMatchObject([
      { path: 'päth/nul\ufffdinside', size: 5, modified: 1_700_000_000_987, data: 'hello' },
      { path: 'after', modified: 1_000_000_000_000 },
      { path: 'link', linkTarget: 'ziel', kind: 'symlink', modified: 12_000 },
      { path: 'early', modified: -1500 },
    ]);
  });

  test('GNU long names and links, and both with PAX', () => {
    const name = `${'long/'.repeat(60)}näme`;
    const target = 'target/'.repeat(80);
    const walked = walkAllWays(
      tar(
        tarEntry({ name: '././@LongLink', type: 'L', data: `${name}\0` }),
        tarEntry({ name: '././@LongLink', type: 'K', data: `${target}\0` }),
        tarEntry({ name: name.slice(0, 100), type: '2', magic: 'gnu' }),
        tarEntry({ name: '././@LongLink', type: 'L', data: '' }),
        tarEntry({ name: 'kept', data: 'x' }),
      ),
    );
    expect(walked.warnings).toEqual([]);
    expect(walked.entries).toMatchObject([{ path: name, linkTarget: target }, { path: 'kept' }]);
  });

  test('checksums of signed bytes, blanks in numbers, 12 digits, base-256', () => {
    const size256 = (value: bigint) => (header: Uint8Array) => {
      for (let i = 0; i < 12; i++)
        header[124 + i] = Number(BigInt.asUintN(96, value) >> BigInt(8 * (11 - i))) & 255;
      header[124]! |= 0x80;
    };
    const walked = walkAllWays(
      tar(
        tarEntry({ name: 'sïgned', checksum: 'signed', data: '1' }),
        tarEntry({ name: 'blanks', data: '22', change: (header) => header.set(ascii('         2 \0'), 124) }),
        tarEntry({ name: 'digits', data: '333', change: (header) => header.set(ascii('000000000003'), 124) }),
        tarEntry({ name: 'base256', data: '4444', change: size256(4n) }),
        tarEntry({ name: 'nothing', change: (header) => header.fill(0, 124, 148) }),
        tarEntry({ name: 'no-time', change: (header) => header.set(ascii('when?'), 136) }),
      ),
    );
    expect(walked.warnings).toEqual([]);
    expect(walked.entries.map(({ path, size, modified }) => [path, size, modified])).toEqual([
      ['sïgned', 1, 1.7e12],
      ['blanks', 2, 1.7e12],
      ['digits', 3, 1.7e12],
      ['base256', 4, 1.7e12],
      ['nothing', 0, 0],
      ['no-time', 0, null],
    ]);
  });

  test('files over 8 GiB, in octal, base-256 and PAX', () => {
    const bytes = 9 * 1024 ** 3;
    const base256 = (header: Uint8Array) => {
      header.fill(0, 124, 136);
      header[124] = 0x80;
      new DataView(header.buffer).setBigUint64(128, BigInt(bytes));
    };
    for (const header of [
      tarHeader({ size: bytes, change: (h) => h.set(ascii(bytes.toString(8).padStart(12, '0')), 124) }),
      tarHeader({ size: 0, change: base256 }),
      concat([paxEntry({ size: String(bytes) }), tarHeader({ size: 0 })]),
    ]) {
      const walked = walk(concat([header, new Uint8Array(5000)]), { cut: 512 });
      expect(walked.entries).toMatchObject([{ path: 'file', size: bytes }]);
      expect(walked.entries[0]!.data).toHaveLength(5000);
      expect(walked.warnings).toEqual([
        {
          code: 'tar-truncated',
          path: 'file',
          offset: header.length + 5000,
          message: `has 5000 of ${bytes} bytes: the archive ends here`,
        },
      ]);
    }
  });

  test('what is read after 9 GiB of data', () => {
    // The data is never there: the same few zeros are offered again and again.
    const seen: TarEntry[] = [];
    const warnings: Warning[] = [];
    let bytes = 0;
    const walker = new TarWalk(kernel, {
      entry(entry) {
        seen.push(entry);
        return {
          push(_ptr, length) {
            bytes += length;
            return length;
          },
        };
      },
      warning: (warning) => warnings.push(warning),
      end: () => undefined,
    });
    const size = 9 * 1024 ** 3;
    const piece = 64 * 1024 * 1024;
    const block = kernel.allocate(piece + READ_SLACK);
    const offer = (data: Uint8Array, final = false) => {
      kernel.bytes().set(data, block);
      expect(walker.push(block, data.length, final)).toBe(data.length);
    };
    offer(concat([paxEntry({ size: String(size) }), tarHeader({ name: 'big', size: 0 })]));
    for (let at = 0; at < size; at += piece) expect(walker.push(block, piece, false)).toBe(piece);
    offer(tar(tarEntry({ name: 'behind', data: 'x' })), true);
    kernel.release(block, piece + READ_SLACK);
    expect(warnings).toEqual([]);
    expect(bytes).toBe(size + 1);
    expect(seen).toMatchObject([
      { path: 'big', size },
      { path: 'behind', dataOffset: 1536 + size + 512 },
    ]);
  });

  test('hard links with a size have data only when no header follows', () => {
    const walked = walkAllWays(
      tar(
        tarEntry({ name: 'a', data: 'data' }),
        tarEntry({ name: 'b', type: '1', link: 'a', size: 4 }),
        tarEntry({ name: 'c', type: '1', link: 'a', data: 'data' }),
        tarEntry({ name: 'd', type: '5', size: 4096 }),
        tarEntry({ name: 'e', type: '1', link: 'a', size: 4 }),
      ),
    );
    expect(walked.warnings).toEqual([]);
    expect(walked.entries.map(({ path, size, data }) => [path, size, data])).toEqual([
      ['a', 4, 'data'],
      ['b', 0, ''],
      ['c', 4, 'data'],
      ['d', 0, ''],
      ['e', 0, ''],
    ]);
  });

  test('types nobody knows keep their data', () => {
    const walked = walkAllWays(
      tar(tarEntry({ name: 'q', type: 'Q', data: 'data' }), tarEntry({ type: '4' })),
    );
    expect(walked.entries).toMatchObject([
      { path: 'q', kind: 'other', data: 'data' },
      { path: 'file', kind: 'other', size: 0 },
    ]);
  });
});

describe('damage', () => {
  const good = (name: string, data = name) => tarEntry({ name, data });

  test('a bad header: what follows the next good one is read', () => {
    const bad = tarEntry({ name: 'bad', data: 'b'.repeat(2000), damage: (header) => (header[0] = 1) });
    const walked = walkAllWays(tar(good('first'), bad, good('last')));
    expect(paths(walked)).toEqual(['first', 'last']);
    expect(walked.warnings).toEqual([
      {
        code: 'tar-bad-header',
        path: '',
        offset: 1024,
        message: 'not a header, or its checksum is wrong: bytes 1024 to 3584 are not read',
      },
    ]);
  });

  test('a bad first and a bad last header, and no header at all', () => {
    const bad = tarEntry({ name: 'bad', data: 'b', damage: (header) => (header[500] = 9) });
    expect(paths(walkAllWays(tar(bad, good('x'))))).toEqual(['x']);
    expect(codes(walkAllWays(tar(good('x'), bad)))).toEqual(['tar-bad-header']);
    const noise = walkAllWays(ascii('this is no tar '.repeat(500)));
    expect(noise).toMatchObject({ entries: [], warnings: [{ code: 'tar-bad-header', offset: 0 }] });
    expect(walkAllWays(new Uint8Array())).toEqual({ entries: [], warnings: [] });
    expect(walkAllWays(new Uint8Array(10_240))).toEqual({ entries: [], warnings: [] });
  });

  test('pending names do not jump over a bad header', () => {
    const bad = tarEntry({ name: 'bad', damage: (header) => (header[0] = 1) });
    expect(paths(walkAllWays(tar(paxEntry({ path: 'wrong' }), bad, good('right'))))).toEqual(['right']);
  });

  test('sizes that cannot be', () => {
    const size = (bytes: number[]) => (header: Uint8Array) => header.set(bytes, 124);
    for (const change of [
      size([0x80, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      size([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf0]),
      size([0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      size([0xbf, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      size([...ascii('12345x')]),
      size([...ascii('-0000000001')]),
    ]) {
      for (const type of ['0', 'x', 'L', 'S', '1']) {
        const walked = walkAllWays(tar(good('a'), tarEntry({ name: 'absurd', type, change }), good('z')));
        expect(paths(walked)).toEqual(['a', 'z']);
        expect(walked.warnings).toMatchObject([{ code: 'tar-bad-size', path: 'absurd', offset: 1024 }]);
      }
    }
  });

  test('PAX records with wrong lengths or values', () => {
    for (const body of [
      '99 path=x\n',
      '0 path=x\n',
      'path=x\n',
      '9 path=x',
      '5 path=x\n',
      '7 path\n',
      '999999999',
    ]) {
      const walked = walkAllWays(tar(paxEntry(body), good('own name')));
      expect(paths(walked)).toEqual(['own name']);
      expect(walked.warnings).toMatchObject([{ code: 'tar-bad-pax', path: 'PaxHeaders/x', offset: 512 }]);
    }
    const kept = walkAllWays(
      tar(paxEntry(`${latin1(paxRecord('path', 'kept'))}77 mtime=1\n`), good('own name')),
    );
    expect(paths(kept)).toEqual(['kept']);
    for (const [key, value] of [
      ['size', '-1'],
      ['size', '9007199254740993'],
      ['size', '99999999999999999999'],
      ['size', 'many'],
      ['mtime', 'never'],
    ] as const) {
      const walked = walkAllWays(tar(paxEntry({ [key]: value }), good('x', 'data')));
      expect(walked.entries).toMatchObject([{ path: 'x', size: 4, modified: 1.7e12 }]);
      expect(codes(walked)).toEqual(['tar-bad-pax']);
    }
    expect(
      codes(walkAllWays(tar(paxEntry({ propertyIsEnumerable: '1', 'GNU.other': 'x' }), good('x')))),
    ).toEqual([]);
  });

  test('PAX bodies and names over 1 MiB are passed over', () => {
    for (const type of ['x', 'g', 'L', 'K']) {
      const body = new Uint8Array(1024 * 1024 + 1).fill(97);
      const walked = walk(tar(tarEntry({ name: 'huge', type, data: body }), good('own')), { cut: 10_000 });
      expect(paths(walked)).toEqual(['own']);
      expect(walked.warnings).toMatchObject([{ code: 'tar-bad-pax', path: 'huge', offset: 0 }]);
    }
    const claimed = walk(
      concat([tarHeader({ name: 'claimed', type: 'x', size: 2 ** 40 }), good('swallowed')]),
    );
    expect(codes(claimed)).toEqual(['tar-bad-pax', 'tar-truncated']);
  });

  test('one block of zeros, two archives, rubbish behind the end', () => {
    const lone = walkAllWays(tar(good('a'), new Uint8Array(512), good('b')));
    expect(paths(lone)).toEqual(['a', 'b']);
    expect(lone.warnings).toMatchObject([{ code: 'tar-zero-block', offset: 1024 }]);
    const two = walkAllWays(concat([tar(good('a')), new Uint8Array(8192), tar(good('b'))]));
    expect(paths(two)).toEqual(['a', 'b']);
    expect(two.warnings).toMatchObject([{ code: 'tar-concatenated', offset: 2048 + 8192 }]);
    for (const rubbish of ['x', 'rubbish '.repeat(1000)]) {
      expect(codes(walkAllWays(concat([tar(good('a')), ascii(rubbish)])))).toEqual([]);
    }
    expect(codes(walkAllWays(concat([good('a'), new Uint8Array(512)])))).toEqual([]);
    expect(codes(walkAllWays(concat([good('a'), new Uint8Array(100)])))).toEqual([]);
    expect(codes(walkAllWays(good('a')))).toEqual(['tar-no-end']);
  });

  test('an end inside a header, inside padding, inside records', () => {
    const whole = concat([good('a'), good('b')]);
    expect(walkAllWays(whole.subarray(0, 1100)).warnings).toMatchObject([
      { code: 'tar-truncated', offset: 1100 },
    ]);
    expect(walkAllWays(whole.subarray(0, 600)).warnings).toMatchObject([{ code: 'tar-no-end', offset: 600 }]);
    const pax = concat([paxEntry({ path: 'lost' }), good('x')]);
    expect(walkAllWays(pax.subarray(0, 520)).warnings).toMatchObject([
      { code: 'tar-truncated', path: 'PaxHeaders/x', offset: 520 },
    ]);
  });

  test('warnings of one archive are limited', () => {
    const piece = concat([good('a'), new Uint8Array(512)]);
    const walked = walk(tar(...Array.from({ length: 1500 }, () => piece)));
    expect(walked.entries).toHaveLength(1500);
    expect(walked.warnings).toHaveLength(1001);
    expect(walked.warnings.at(-1)!.code).toBe('tar-more-warnings');
  });
});

describe('sparse maps that cannot be', () => {
  const mapped = (map: string, more: Record<string, string> = {}) =>
    paxEntry({ 'GNU.sparse.name': 'sparse', 'GNU.sparse.size': '1000', 'GNU.sparse.map': map, ...more });

  test.each([
    ['not in order', '10,4,0,4'],
    ['overlapping', '0,6,4,2'],
    ['past the end', '0,4,998,4'],
    ['an odd number', '0,4,8'],
    ['no numbers', '0,four,8,4'],
    ['another sum', '0,4'],
    ['negative', '0,-4,8,12'],
    ['absurd', '0,4,99999999999999999999,4'],
  ])('form 0.1: %s', (_what, map) => {
    const walked = walkAllWays(tar(mapped(map), tarEntry({ data: 'abcdefgh' }), tarEntry({ name: 'next' })));
    expect(walked.entries).toMatchObject([
      { path: 'sparse', size: 8, storedBytes: 8, sparse: null, data: 'abcdefgh' },
      { path: 'next' },
    ]);
    expect(walked.warnings).toMatchObject([{ code: 'tar-bad-sparse', path: 'sparse' }]);
  });

  test('form 0.1 and 0.0 as they should be, up to a file of holes only', () => {
    const good = walkAllWays(tar(mapped('2,4,998,2,1000,0'), tarEntry({ data: 'abcdef' })));
    expect(good.warnings).toEqual([]);
    expect(good.entries[0]!.sparse).toEqual([
      { offset: 2, bytes: 4 },
      { offset: 998, bytes: 2 },
    ]);
    const pairs: [string, string][] = [
      ['GNU.sparse.size', '50'],
      ['GNU.sparse.numblocks', '2'],
      ['GNU.sparse.offset', '0'],
      ['GNU.sparse.numbytes', '1'],
      ['GNU.sparse.offset', '40'],
      ['GNU.sparse.numbytes', '2'],
    ];
    const old = walkAllWays(tar(paxEntry(pairs), tarEntry({ name: 'old', data: 'abc' })));
    expect(old.warnings).toEqual([]);
    expect(old.entries[0]).toMatchObject({ path: 'old', size: 50, storedBytes: 3 });
    const holes = walkAllWays(tar(mapped('1000,0', { 'GNU.sparse.size': '1000' }), tarEntry({ data: '' })));
    expect(holes.entries[0]).toMatchObject({ size: 1000, storedBytes: 0, sparse: [] });
    // A bomb is only a claim: nothing is allocated for it.
    const bomb = walkAllWays(
      tar(mapped('9007199254740990,1', { 'GNU.sparse.size': '9007199254740991' }), tarEntry({ data: 'x' })),
    );
    expect(bomb.entries[0]).toMatchObject({ size: Number.MAX_SAFE_INTEGER, storedBytes: 1 });
  });

  const form1 = {
    'GNU.sparse.major': '1',
    'GNU.sparse.minor': '0',
    'GNU.sparse.name': 'v1',
    'GNU.sparse.realsize': '100',
  };
  const block = (map: string) => map.padEnd(Math.ceil(map.length / 512) * 512, '\0');

  test('form 1.0', () => {
    const good = walkAllWays(tar(paxEntry(form1), tarEntry({ data: `${block('2\n0\n3\n97\n3\n')}abcdef` })));
    expect(good.warnings).toEqual([]);
    expect(good.entries).toMatchObject([
      { path: 'v1', size: 100, storedBytes: 6, dataOffset: 2048, data: 'abcdef' },
    ]);
    const none = walkAllWays(tar(paxEntry(form1), tarEntry({ data: block('0\n') })));
    expect(none.entries).toMatchObject([{ path: 'v1', size: 100, storedBytes: 0, sparse: [] }]);
    for (const map of [
      'x',
      '2\n0\n3\n',
      '1\n5\n100\n',
      '1\n-5\n',
      '99999999999999\n1\n1\n',
      '300000\n',
      '\n\n',
      `1\n${'9'.repeat(17)}\n1\n`,
    ]) {
      const walked = walkAllWays(
        tar(paxEntry(form1), tarEntry({ data: `${block(map)}abc` }), tarEntry({ name: 'next' })),
      );
      expect(paths(walked)).toEqual(['v1', 'next']);
      expect(walked.entries[0]).toMatchObject({ sparse: null, size: 3 });
      expect(codes(walked)).toEqual(['tar-bad-sparse']);
    }
    const noMap = walkAllWays(tar(paxEntry(form1), tarEntry({ data: 'short' }), tarEntry({ name: 'next' })));
    expect(noMap.entries).toMatchObject([{ path: 'v1', data: 'short' }, { path: 'next' }]);
    expect(codes(noMap)).toEqual(['tar-bad-sparse']);
  });

  test('old GNU form without an end to its map', () => {
    const extended = tarHeader({
      name: 'old',
      type: 'S',
      magic: 'gnu',
      size: 4,
      change: (header) => {
        header.set(ascii('00000000000\x0000000000004\0'), 386);
        header[482] = 1;
        header.set(ascii('00000000100\0'), 483);
      },
    });
    const more = new Uint8Array(512);
    more.set(ascii('00000000020\x0000000000000\0'));
    more[504] = 1;
    const last = more.slice();
    last[504] = 0;
    const good = walkAllWays(
      tar(extended, more, last, ascii('abcd'.padEnd(512, '\0')), tarEntry({ name: 'next' })),
    );
    expect(good.warnings).toEqual([]);
    expect(good.entries).toMatchObject([
      { path: 'old', size: 64, storedBytes: 4, dataOffset: 1536 },
      { path: 'next' },
    ]);
    const endless = walk(concat([extended, ...Array.from({ length: 20_000 }, () => more)]), { cut: 10_000 });
    expect(endless.entries).toEqual([]);
    expect(codes(endless)).toEqual(['tar-truncated']);
    const piece = new Uint8Array(512);
    for (let i = 0; i < 21; i++) piece.set(ascii('00000000020\x0000000000000\0'), i * 24);
    piece[504] = 1;
    const end = piece.slice();
    end[504] = 0;
    const tooMany = walk(
      tar(extended, ...Array.from({ length: 13_000 }, () => piece), end, ascii('abcd'.padEnd(512, '\0'))),
    );
    expect(tooMany.entries).toMatchObject([{ path: 'old', size: 4, sparse: null }]);
    expect(codes(tooMany)).toEqual(['tar-bad-sparse']);
  });
});

describe('sinks', () => {
  const bytes = tar(
    tarEntry({ name: 'a', data: 'a'.repeat(5000) }),
    tarEntry({ name: 'b', data: 'b'.repeat(700) }),
    tarEntry({ name: 'c', data: '' }),
  );

  test('entries nobody wants are passed over', () => {
    for (const cut of CUTS) {
      const walked = walk(bytes, { cut, wants: ({ path }) => path === 'b' });
      expect(walked.entries.map(({ data }) => data.length)).toEqual([0, 700, 0]);
    }
  });

  test('a satisfied sink gets nothing more but the end', () => {
    const pushes: [number, boolean][] = [];
    const walker = new TarWalk(kernel, {
      entry: ({ path }) =>
        path !== 'a'
          ? null
          : {
              get satisfied() {
                return pushes.length > 0;
              },
              push(_ptr, length, final) {
                pushes.push([length, final]);
                return length;
              },
            },
      warning: () => undefined,
      end: () => undefined,
    });
    const block = kernel.allocate(bytes.length + READ_SLACK);
    kernel.bytes().set(bytes, block);
    let from = 0;
    for (let to = 1000; from < bytes.length; to = Math.min(bytes.length, to + 1000)) {
      from += walker.push(block + from, to - from, to === bytes.length);
    }
    expect(pushes).toEqual([
      [488, false],
      [0, true],
    ]);
  });

  test('a tar in a tar is walked by a walk in a walk', () => {
    const inner = tar(
      tarEntry({ name: 'x', data: 'xx' }),
      tarEntry({ name: 'ÿ', data: 'yyy' }),
      tarEntry({ name: 'z' }),
    );
    const outer = tar(
      tarEntry({ name: 'before', data: '1' }),
      tarEntry({ name: 'inner.tar', data: inner }),
      tarEntry({ name: 'after', data: '2' }),
    );
    for (const cut of [512, 700, Infinity]) {
      const seen: string[] = [];
      const note = (entry: TarEntry) => seen.push(`${entry.path} ${entry.size}`);
      const nested = () =>
        new TarWalk(kernel, {
          entry: (entry) => (note(entry), null),
          warning: (warning) => seen.push(warning.code),
          end: () => seen.push('end'),
        });
      const walker = new TarWalk(kernel, {
        entry: (entry) => (note(entry), entry.path === 'inner.tar' ? nested() : null),
        warning: (warning) => seen.push(warning.code),
        end: () => seen.push('outer end'),
      });
      const block = kernel.allocate(outer.length + READ_SLACK);
      kernel.bytes().set(outer, block);
      let from = 0;
      let to = 0;
      while (to < outer.length) {
        to = Math.min(outer.length, to + cut);
        from += walker.push(block + from, to - from, to === outer.length);
      }
      kernel.release(block, outer.length + READ_SLACK);
      const size = inner.length;
      expect(seen).toEqual([
        'before 1',
        `inner.tar ${size}`,
        'x 2',
        'ÿ 3',
        'z 0',
        'end',
        'after 1',
        'outer end',
      ]);
    }
  });

  test('200,000 empty entries, in pieces of any size', () => {
    const one = tarEntry({ name: 'bundle/tiny', data: '' });
    const pieces = 2000;
    const block = kernel.allocate(pieces * 512 + 1024 + READ_SLACK);
    for (let i = 0; i < pieces; i++) kernel.bytes().set(one, block + i * 512);
    let entries = 0;
    const walker = new TarWalk(kernel, {
      entry: ({ path }) => {
        if (path === 'bundle/tiny') entries++;
        return null;
      },
      warning: (warning) => expect(warning).toBeUndefined(),
      end: () => undefined,
    });
    for (let i = 0; i < 100; i++) expect(walker.push(block, pieces * 512, false)).toBe(pieces * 512);
    kernel.bytes().set(END, block);
    walker.push(block, 1024, true);
    expect(entries).toBe(200_000);
  });
});

test('random damage never throws, hangs or leaves bytes', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const base = tar(
    paxEntry({ path: 'p/q', mtime: '1.5', size: '600' }),
    tarEntry({ name: 'x', data: 'x'.repeat(600) }),
    tarEntry({ type: 'L', data: 'long\0' }),
    tarEntry({ name: 'y', data: 'y' }),
    paxEntry({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '100' }),
    tarEntry({ name: 's', data: '1\n0\n3\n'.padEnd(512, '\0') + 'abc' }),
    tarEntry({ name: 'o', type: 'S', data: 'abc' }),
  );
  for (let round = 0; round < 400; round++) {
    const bytes = base.slice();
    for (let i = 0; i < 1 + random(12); i++) bytes[random(bytes.length)] = random(256);
    // Half the rounds mend the checksums, so that the damage is believed.
    for (let at = 0; round % 2 && at + 512 <= bytes.length; at += 512) {
      if (latin1(bytes.subarray(at + 257, at + 262)) === 'ustar') seal(bytes.subarray(at, at + 512));
    }
    const whole = walk(bytes);
    expect(walk(bytes, { cut: 1 + random(1500), leaves: random(900) })).toEqual(whole);
  }
});
