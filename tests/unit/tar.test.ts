import { describe, expect, test } from 'vitest';
import { TarWalk, type TarEntry } from '../../workers/archive/tar';
import { READ_SLACK } from '../../workers/bytes/sink';
import type { Warning } from '../../workers/warning';
import { ascii, concat, END, paxEntry, tar, tarEntry, tarHeader } from './tar-bytes';
import { CUTS, kernel, walk, walkAllWays } from './tar-walking';

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
