import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { zipDataOffset } from '../../workers/archive/zip';
import type { Warning } from '../../workers/warning';
import { ascii, concat } from './tar-bytes';
import { directoryRecord, extraField, localEntry, u64Bytes, zip } from './zip-bytes';
import { codes, content, LOGS, paths, read } from './zip-reading';

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
