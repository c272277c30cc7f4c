import { execFileSync, spawnSync } from 'node:child_process';
import {
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
import { crc32, inflateRawSync, constants } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipDataOffset, zipEntries, type ZipEntry } from '../../workers/archive/zip';
import type { RandomAccess } from '../../workers/bytes/random-access';
import type { Warning } from '../../workers/warning';
import { ascii, concat } from './tar-bytes';
import { directoryRecord, extraField, localEntry, u64Bytes, zip, type ZipField } from './zip-bytes';

interface Read {
  entries: ZipEntry[];
  warnings: Warning[];
  /** The largest and the number of the reads. */
  reads: { most: number; count: number; bytes: number };
  access: RandomAccess;
}

function accessTo(bytes: Uint8Array): RandomAccess & { reads: Read['reads'] } {
  const reads = { most: 0, count: 0, bytes: 0 };
  return {
    size: bytes.length,
    reads,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && Number.isSafeInteger(offset + length)))
        throw new RangeError(`${offset} ${length}`);
      const piece = bytes.slice(offset, offset + length);
      reads.most = Math.max(reads.most, length);
      reads.bytes += piece.length;
      reads.count++;
      return Promise.resolve(piece);
    },
  };
}

async function read(bytes: Uint8Array): Promise<Read> {
  const access = accessTo(bytes);
  const warnings: Warning[] = [];
  const entries: ZipEntry[] = [];
  for await (const batch of zipEntries(access, (warning) => warnings.push(warning))) entries.push(...batch);
  expect(access.reads.most).toBeLessThanOrEqual(1024 * 1024);
  return { entries, warnings, reads: access.reads, access };
}

/** The content of an entry; with its size unknown, what inflating gives. */
async function content(bytes: Uint8Array, entry: ZipEntry): Promise<string> {
  const from = await zipDataOffset(accessTo(bytes), entry, () => undefined);
  const data = bytes.subarray(from!, from! + entry.packedBytes);
  if (entry.method === 0) return Buffer.from(data).toString('latin1');
  const finishFlush = entry.size === null ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
  return inflateRawSync(data, { finishFlush }).toString('latin1');
}

const paths = ({ entries }: Read) => entries.map(({ path }) => path);
const codes = ({ warnings }: Read) => warnings.map(({ code }) => code);

const LOGS: ZipField[] = [
  { name: 'top/', method: 0 },
  { name: 'top/a.log', data: 'line of a log\n'.repeat(300) },
  { name: 'top/stored.bin', data: 'as it is', method: 0 },
  { name: 'top/empty', data: '' },
  { name: '../../x', data: 'hostile' },
];

describe('directories', () => {
  test.each([
    ['plain', {}],
    ['with a comment', { comment: 'collected by hand' }],
    ['with the longest comment', { comment: new Uint8Array(65_535).fill(80) }],
    ['with a comment that looks like an end', { comment: concat([ascii('PK\x05\x06'), new Uint8Array(18)]) }],
    ['behind other data', { prefix: new Uint8Array(70_000).fill(7) }],
    ['zip64', { zip64: true }],
    ['zip64 behind other data', { zip64: true, prefix: ascii('#!/bin/sh\n') }],
    ['with descriptors', { entries: LOGS.map((field) => ({ ...field, descriptor: 'signed' as const })) }],
  ])('%s', async (_what, parts) => {
    const bytes = zip({ entries: LOGS, ...parts });
    const whole = await read(bytes);
    expect(whole.warnings).toEqual([]);
    expect(paths(whole)).toEqual(LOGS.map(({ name }) => name));
    for (const [i, entry] of whole.entries.entries()) {
      const data = String(LOGS[i]!.data ?? '');
      expect(entry).toMatchObject({
        size: data.length,
        crc32: crc32(data),
        readable: true,
        encryption: null,
      });
      expect(entry.kind).toBe(i === 0 ? 'directory' : 'file');
      expect(entry.modified).toBe(Date.UTC(2026, 0, 9, 16, 4, 30));
      expect(await content(bytes, entry)).toBe(data);
    }
  });

  test('a zip of nothing', async () => {
    expect(await read(zip({ entries: [] }))).toMatchObject({ entries: [], warnings: [] });
  });

  test('names: flagged, Unicode extra, CP437, Unix', async () => {
    const unicode = (name: string, crc: number) =>
      extraField(0x7075, concat([Uint8Array.of(1, crc, crc >> 8, crc >> 16, crc >> 24), ascii(name)]));
    const dos = Uint8Array.of(0x81, 0x62, 0x65, 0x72); // "über" in CP437
    const found = await read(
      zip({
        entries: [
          { name: 'größe', flags: 2048, system: 0 },
          { name: dos, system: 0 },
          { name: dos, system: 0, extra: unicode('日本', crc32(dos)) },
          { name: dos, system: 0, extra: unicode('not of this name', 1) },
          { name: 'größe', system: 3 },
          { name: Uint8Array.of(0xff, 0x61), flags: 2048 },
          { name: 'seen\0hidden' },
          { name: 'back\\slash', system: 0 },
        ],
      }),
    );
    expect(paths(found)).toEqual([
      'größe',
      'über',
      '日本',
      'über',
      'größe',
      '\ufffda',
      'seen\ufffdhidden',
      'back\\slash',
    ]);
  });

  test('times, permissions and kinds', async () => {
    const unixTime = extraField(0x5455, Uint8Array.of(1, 0x00, 0xf1, 0x53, 0x65));
    const ntfs = extraField(
      0x000a,
      concat([
        new Uint8Array(4),
        Uint8Array.of(1, 0, 24, 0),
        u64Bytes((1_700_000_000_123 + 11_644_473_600_000) * 10_000, 0, 0),
      ]),
    );
    const { entries } = await read(
      zip({
        entries: [
          { name: 'unix', extra: unixTime, external: 0o100640 << 16 },
          { name: 'ntfs', extra: ntfs },
          { name: 'link', external: 0o120777 << 16 },
          { name: 'folder', external: 0o040755 << 16 },
          { name: 'device', external: 0o020600 << 16 },
          { name: 'dos folder', external: 0x10, system: 0 },
          { name: 'cut extra', extra: Uint8Array.of(0x55, 0x54, 200, 0, 1) },
        ],
      }),
    );
    expect(entries).toMatchObject([
      { kind: 'file', mode: 0o640, modified: 0x6553f100 * 1000 },
      { kind: 'file', modified: 1_700_000_000_123 },
      { kind: 'symlink' },
      { kind: 'directory', mode: 0o755 },
      { kind: 'other' },
      { kind: 'directory', mode: 0 },
      { kind: 'file', modified: Date.UTC(2026, 0, 9, 16, 4, 30) },
    ]);
  });

  test('sizes in zip64 fields', async () => {
    const size = 10 * 1024 ** 3;
    const bytes = zip({
      entries: [
        {
          name: 'big',
          method: 0,
          data: 'x',
          extra: extraField(1, u64Bytes(size)),
          claims: { size: 0xffffffff },
        },
        {
          name: 'all',
          data: 'abc',
          method: 0,
          extra: extraField(1, u64Bytes(3, 3, 0)),
          claims: { size: 0xffffffff, packed: 0xffffffff, offset: 0xffffffff },
        },
      ],
    });
    const found = await read(bytes);
    expect(found.entries).toMatchObject([
      { size, packedBytes: 1 },
      { size: 3, packedBytes: 3, headerOffset: 0 },
    ]);
  });

  test('encrypted and unsupported entries are named', async () => {
    const aes = extraField(0x9901, Uint8Array.of(2, 0, 0x41, 0x45, 3, 8, 0));
    const found = await read(
      zip({
        entries: [
          { name: 'old', flags: 1, data: 'x' },
          { name: 'strong', flags: 65, data: 'x' },
          { name: 'aes', flags: 1, method: 99, extra: aes, data: 'x' },
          { name: 'zstd', method: 93, data: 'x' },
          { name: 'strange', method: 77, data: 'x' },
          { name: 'fine', data: 'x' },
        ],
      }),
    );
    expect(found.entries.map(({ encryption, readable, method }) => [encryption, readable, method])).toEqual([
      ['ZipCrypto', false, 8],
      ['strong encryption', false, 8],
      ['AES-256', false, 8],
      [null, false, 93],
      [null, false, 77],
      [null, true, 8],
    ]);
    expect(found.warnings).toMatchObject([
      { code: 'zip-encrypted', path: 'old', offset: 0 },
      { code: 'zip-encrypted', path: 'strong' },
      { code: 'zip-encrypted', path: 'aes', message: 'is encrypted (AES-256): its content cannot be read' },
      { code: 'zip-unsupported-method', path: 'zstd', message: expect.stringContaining('Zstandard') },
      { code: 'zip-unsupported-method', path: 'strange', message: expect.stringContaining('method 77') },
    ]);
  });

  test('claims that cannot be', async () => {
    const found = await read(
      zip({
        entries: [
          { name: 'long', data: 'x', claims: { packed: 0xfffffff0 } },
          { name: 'far', data: 'x', claims: { offset: 0xfffffff0 } },
          { name: 'no zip64', data: 'x', claims: { size: 0xffffffff } },
          {
            name: 'absurd',
            data: 'x',
            extra: extraField(1, new Uint8Array(8).fill(255)),
            claims: { size: 0xffffffff },
          },
          { name: 'fine', data: 'x' },
        ],
      }),
    );
    expect(codes(found)).toEqual(Array(4).fill('zip-bad-size'));
    expect(found.entries.map(({ size }) => size)).toEqual([1, 1, null, null, 1]);
    for (const { packedBytes } of found.entries) expect(packedBytes).toBeLessThan(1000);
    const far = found.entries[1]!;
    const warnings: Warning[] = [];
    expect(await zipDataOffset(found.access, far, (warning) => warnings.push(warning))).toBeNull();
    expect(warnings).toMatchObject([{ code: 'zip-bad-header', path: 'far' }]);
  });

  test('entries that share bytes', async () => {
    const same = await read(
      zip({ entries: [1, 2, 3].map((i) => ({ name: `copy ${i}`, data: 'x', claims: { offset: 0 } })) }),
    );
    expect(same.warnings).toMatchObject([
      { code: 'zip-overlap', offset: 0, message: expect.stringContaining('2 entries') },
    ]);
    // In any order; and no false alarm for one that is only not sorted.
    const data = 'x'.repeat(100);
    const sizes = { method: 0, data };
    const locals = localEntry({ name: 'a', ...sizes }).length;
    const swapped = [
      { name: 'a', ...sizes, claims: { offset: locals } },
      { name: 'b', ...sizes, claims: { offset: 0 } },
    ];
    expect(codes(await read(zip({ entries: swapped })))).toEqual([]);
    swapped[1]!.claims.offset = locals - 20;
    expect(codes(await read(zip({ entries: swapped })))).toEqual(['zip-overlap']);
  });

  test('a damaged directory: what it no longer lists is found by the headers', async () => {
    const second = directoryRecord(LOGS[0]!, 0).length + directoryRecord(LOGS[1]!, 0).length;
    const found = await read(zip({ entries: LOGS, damage: (directory) => (directory[second] = 0) }));
    expect(paths(found)).toEqual(LOGS.map(({ name }) => name));
    expect(codes(found)).toEqual(['zip-bad-directory', 'zip-truncated']);
    expect(codes(await read(zip({ entries: LOGS, count: 9 })))).toEqual(['zip-bad-directory']);
  });

  test('200,000 entries come in bounded pieces', async () => {
    const count = 200_000;
    const local = localEntry({ name: 'n-000000', method: 0 });
    const record = directoryRecord({ name: 'n-000000', method: 0 }, 0);
    const end = zip({ entries: [], zip64: true });
    const bytes = new Uint8Array(count * (local.length + record.length) + end.length);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < count; i++) {
      bytes.set(local, i * local.length);
      const at = count * local.length + i * record.length;
      bytes.set(record, at);
      bytes.set(ascii(String(i).padStart(6, '0')), at + 48);
      view.setUint32(at + 42, i * local.length, true);
    }
    const endAt = bytes.length - end.length;
    bytes.set(end, endAt);
    view.setBigUint64(endAt + 32, BigInt(count), true);
    view.setBigUint64(endAt + 40, BigInt(count * record.length), true);
    view.setBigUint64(endAt + 48, BigInt(count * local.length), true);
    view.setBigUint64(endAt + 64, BigInt(endAt), true);
    const whole = await read(bytes);
    expect(whole.warnings).toEqual([]);
    expect(whole.entries).toHaveLength(count);
    expect(whole.entries.at(-1)).toMatchObject({
      path: 'n-199999',
      headerOffset: (count - 1) * local.length,
    });
    const salvaged = await read(bytes.subarray(0, endAt));
    expect(salvaged.entries).toHaveLength(count);
    expect(salvaged.reads.bytes).toBeLessThan(1.2 * bytes.length);
  });
});

describe('zips without a directory', () => {
  test.each([undefined, 'signed', 'bare', 'wide'] as const)(
    'cut anywhere, descriptors: %s',
    async (descriptor) => {
      const entries: ZipField[] = [
        { name: 'a.log', data: 'line of a log\n'.repeat(50), descriptor },
        { name: 'e', data: '', descriptor },
        { name: 's', data: 'PK\x03\x04 and PK\x01\x02 in it, and PK\x07\x08', method: 0, descriptor },
        { name: 'z.log', data: 'the last line\n'.repeat(40), descriptor },
      ];
      const bytes = zip({ entries });
      let at = 0;
      const places = entries.map((field) => {
        const data = at + 30 + String(field.name).length;
        at += localEntry(field).length;
        return { data, end: at };
      });
      for (let cut = 4; cut < bytes.length; cut += 3) {
        const part = bytes.subarray(0, cut);
        const found = await read(part);
        expect(codes(found)).toEqual(['zip-truncated']);
        expect(found.warnings[0]!.offset).toBe(cut);
        const whole = places.filter(({ end }) => cut >= end);
        expect(found.entries.length).toBeGreaterThanOrEqual(whole.length);
        for (const [i, entry] of found.entries.entries()) {
          expect(entry.path).toBe(entries[i]!.name);
          expect(entry.dataOffset).toBe(places[i]!.data);
          const data = String(entries[i]!.data);
          // Without a signature, a descriptor is known only by the header behind it.
          const isOpen = descriptor === 'bare' && entry.method === 0 && entry.size === null;
          if (i < whole.length) expect(isOpen || (await content(part, entry)) === data).toBe(true);
          else if (entry.method === 8 && entry.packedBytes > 0) {
            const got = inflateRawSync(
              part.subarray(entry.dataOffset!, entry.dataOffset! + entry.packedBytes),
              {
                finishFlush: constants.Z_SYNC_FLUSH,
              },
            );
            expect(data.startsWith(got.toString('latin1'))).toBe(true);
          }
        }
      }
    },
  );

  test('an entry whose end is cut has no size', async () => {
    const local = localEntry({ name: 'cut.log', data: 'line\n'.repeat(1000), descriptor: 'signed' });
    const found = await read(local.subarray(0, local.length - 20));
    expect(found.entries).toMatchObject([{ path: 'cut.log', size: null, crc32: null, dataOffset: 37 }]);
    expect(found.warnings).toMatchObject([{ code: 'zip-truncated', path: 'cut.log' }]);
  });

  test('a whole zip stored in a cut one is not taken for it', async () => {
    const inner = zip({ entries: [{ name: 'inner', data: 'x' }] });
    const outer = zip({
      entries: [
        { name: 'host.zip', data: inner, method: 0 },
        { name: 'next', data: 'y' },
      ],
    });
    const cut = outer.subarray(0, 30 + 8 + inner.length + 10);
    expect(paths(await read(cut))).toEqual(['host.zip']);
    const none = zip({ entries: [] });
    const empty = zip({ entries: [{ name: 'none.zip', data: none, method: 0 }] }).subarray(
      0,
      30 + 8 + none.length,
    );
    expect(paths(await read(empty))).toEqual(['none.zip']);
  });

  test('what is no zip', async () => {
    for (const bytes of [
      new Uint8Array(),
      ascii('PK'),
      new Uint8Array(3_000_000).fill(0x50),
      ascii('no zip '.repeat(99)),
    ]) {
      expect(await read(bytes)).toMatchObject({ entries: [], warnings: [{ code: 'zip-truncated' }] });
    }
  });
});

test('random damage never throws or runs away', async () => {
  let seed = 11;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const bases = [
    zip({ entries: LOGS, zip64: true }),
    zip({ entries: LOGS.map((field) => ({ ...field, descriptor: 'bare' as const })), prefix: ascii('sfx') }),
  ];
  for (let round = 0; round < 300; round++) {
    const bytes = bases[round % 2]!.slice(0, round % 3 ? undefined : -random(200));
    for (let i = 0; i < 1 + random(10); i++) bytes[random(bytes.length)] = random(256);
    const found = await read(bytes);
    expect(found.reads.bytes).toBeLessThan(200_000);
    for (const entry of found.entries) {
      expect(entry.packedBytes).toBeGreaterThanOrEqual(0);
      expect(entry.packedBytes).toBeLessThanOrEqual(bytes.length);
      expect(entry.size === null || Number.isSafeInteger(entry.size)).toBe(true);
    }
  }
});

const hasZip = spawnSync('zip', ['-v']).status === 0;
const hasPython = spawnSync('python3', ['-c', 'import zipfile']).status === 0;

describe.runIf(hasZip || hasPython)('what other tools write', () => {
  let folder = '';
  const files = { 'a.log': 'a line\n'.repeat(2000), 'sub/ü.txt': 'umlaut', 'sub/noise': '', empty: '' };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zip-test-'));
    mkdirSync(join(folder, 'sub'));
    for (const [path, data] of Object.entries(files)) {
      writeFileSync(join(folder, path), data);
      utimesSync(join(folder, path), 1_700_000_001, 1_700_000_001);
    }
    symlinkSync('a.log', join(folder, 'link'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function check(bytes: Uint8Array, exactTimes: boolean) {
    const found = await read(bytes);
    expect(found.warnings).toEqual([]);
    for (const [path, data] of Object.entries(files)) {
      const entry = found.entries.find((one) => one.path === path)!;
      expect(entry, path).toMatchObject({ kind: 'file', size: data.length, crc32: crc32(data) });
      if (exactTimes) expect(entry.modified).toBe(1_700_000_001_000);
      expect(await content(bytes, entry)).toBe(data);
    }
    return found;
  }

  test.runIf(hasZip)('Info-ZIP: to a file, to a pipe, encrypted', async () => {
    execFileSync('zip', ['-qry', 'plain.zip', '.', '-x', '*.zip'], { cwd: folder });
    const found = await check(readFileSync(join(folder, 'plain.zip')), true);
    expect(found.entries.find(({ path }) => path === 'link')).toMatchObject({ kind: 'symlink' });
    expect(found.entries.find(({ path }) => path === 'sub/')).toMatchObject({ kind: 'directory' });
    const piped = execFileSync('zip', ['-qr', '-', '.', '-x', '*.zip'], { cwd: folder });
    await check(piped, true);
    const cut = await read(piped.subarray(0, piped.length - 30));
    expect(paths(cut).sort()).toEqual(paths(await read(piped)).sort());
    execFileSync('zip', ['-q', '-P', 'secret', 'locked.zip', 'a.log'], { cwd: folder });
    const locked = await read(readFileSync(join(folder, 'locked.zip')));
    expect(locked.entries).toMatchObject([{ path: 'a.log', encryption: 'ZipCrypto', readable: false }]);
    expect(codes(locked)).toEqual(['zip-encrypted']);
  });

  test.runIf(hasPython)('Python: deflated, stored, zip64, bzip2', async () => {
    const script = `
import sys, zipfile
with zipfile.ZipFile('py.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    z.comment = b'c' * 300
    for name in sys.argv[1:]:
        with z.open(zipfile.ZipInfo(name), 'w', force_zip64=True) as out: out.write(open(name, 'rb').read())
    z.writestr('bz', 'x' * 100, zipfile.ZIP_BZIP2)
`;
    execFileSync('python3', ['-c', script, ...Object.keys(files)], { cwd: folder });
    const bytes = readFileSync(join(folder, 'py.zip'));
    const found = await read(bytes);
    expect(codes(found)).toEqual(['zip-unsupported-method']);
    for (const [path, data] of Object.entries(files)) {
      const entry = found.entries.find((one) => one.path === path)!;
      expect(await content(bytes, entry)).toBe(data);
    }
  });
});
