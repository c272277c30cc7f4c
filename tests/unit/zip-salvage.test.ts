import { inflateRawSync, constants } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ascii } from './tar-bytes';
import { localEntry, zip, type ZipField } from './zip-bytes';
import { codes, content, LOGS, paths, read } from './zip-reading';

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
