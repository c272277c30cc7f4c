import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GzipStream } from '../../workers/bytes/gzip-stream';
import { MAX_LEFTOVER, type ByteSink } from '../../workers/bytes/sink';
import type { InflateExports } from '../../workers/kernel/inflate';
import type { Warning } from '../../workers/warning';
import { Collector, Feeder, gunzip, same, type Way } from './gunzipping';
import { freshKernel } from './kernel';
import { logText, randomBytes, randomNumbers, runs, WAYS } from './sample-bytes';

const TEXT = logText(40_000);

interface HeaderFields {
  flags?: number;
  extra?: Uint8Array;
  name?: string;
  comment?: string;
  /** Added to the right CRC. */
  wrongBy?: number;
}

/** A member with any header, which zlib does not write. */
function member(text: Uint8Array, header: HeaderFields & { crc?: boolean } = {}): Buffer {
  const { extra, name, comment, crc, wrongBy = 0 } = header;
  const flags =
    (header.flags ?? 0) |
    (crc ? 2 : 0) |
    (extra ? 4 : 0) |
    (name !== undefined ? 8 : 0) |
    (comment !== undefined ? 16 : 0);
  const parts = [Buffer.from([0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3])];
  if (extra) parts.push(Buffer.from([extra.length & 255, extra.length >> 8]), Buffer.from(extra));
  if (name !== undefined) parts.push(Buffer.from(`${name}\0`, 'latin1'));
  if (comment !== undefined) parts.push(Buffer.from(`${comment}\0`, 'latin1'));
  if (crc) {
    const value = (zlib.crc32(Buffer.concat(parts)) + wrongBy) & 0xffff;
    parts.push(Buffer.from([value & 255, value >> 8]));
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(zlib.crc32(text), 0);
  trailer.writeUInt32LE(text.length, 4);
  return Buffer.concat([...parts, zlib.deflateRawSync(text), trailer]);
}

describe('a gzip stream', async () => {
  const kernel = await freshKernel<InflateExports>();

  it('delivers what went in, whatever the seams and leftovers', () => {
    const random = randomNumbers(3);
    const leaves = [() => 0, () => 1, (length: number) => length, (length: number) => random(length + 1)];
    for (const [name, options] of Object.entries(WAYS)) {
      for (const make of [logText, runs, randomBytes]) {
        const bytes = make(2500, 5);
        const data = zlib.gzipSync(bytes, options);
        for (const pieces of [[1], [2], [3], [7], [1000], undefined]) {
          for (const windowBytes of [1, 500, undefined]) {
            for (const leave of leaves) {
              const { bytes: got, codes } = gunzip(kernel, data, { pieces, windowBytes, leave });
              if (!same(got, bytes) || codes.length) {
                expect.fail(
                  `${name}, pieces of ${pieces}, window of ${windowBytes}: ${got.length}, ${codes}`,
                );
              }
            }
          }
        }
      }
    }
  });

  it('keeps the largest leftovers contiguous across windows', () => {
    const bytes = Buffer.concat([logText(600_000), randomBytes(300_000), new Uint8Array(600_000)]);
    const data = zlib.gzipSync(bytes);
    for (const windowBytes of [10_000, 100_000, undefined]) {
      for (const leave of [() => MAX_LEFTOVER, () => MAX_LEFTOVER - 1, () => 40_000]) {
        const outcome = gunzip(kernel, data, { windowBytes, leave, pieces: [50_000] });
        expect(same(outcome.bytes, bytes)).toBe(true);
        expect(outcome.codes).toEqual([]);
      }
    }
  });

  it('counts bytes and members', () => {
    const data = zlib.gzipSync(TEXT);
    const { stream } = gunzip(kernel, Buffer.concat([data, data, data]), { pieces: [100] });
    expect(stream.compressedBytes).toBe(3 * data.length);
    expect(stream.inflatedBytes).toBe(3 * TEXT.length);
    expect(stream.members).toBe(3);
    expect(stream.satisfied).toBe(true);
  });

  it('takes empty members', () => {
    const empty = zlib.gzipSync('');
    const outcome = gunzip(kernel, Buffer.concat([empty, member(TEXT), empty]), { pieces: [1] });
    expect(same(outcome.bytes, TEXT)).toBe(true);
    expect(outcome.codes).toEqual([]);
    expect(outcome.stream.members).toBe(3);
  });

  it('takes several members, compressed differently, as one text', () => {
    const parts = Object.values(WAYS).map((options, i) => {
      const bytes = logText(5000, i);
      return { bytes, data: zlib.gzipSync(bytes, options) };
    });
    const data = Buffer.concat(parts.map((p) => p.data));
    const bytes = Buffer.concat(parts.map((p) => p.bytes));
    for (const pieces of [[1], [17], undefined]) {
      for (const windowBytes of [1, 700, undefined]) {
        const outcome = gunzip(kernel, data, { pieces, windowBytes, leave: (n) => n >> 1 });
        expect(same(outcome.bytes, bytes)).toBe(true);
        expect(outcome.codes).toEqual([]);
      }
    }
  });

  it.each<[string, HeaderFields & { crc?: boolean }]>([
    ['no field', {}],
    ['an extra field', { extra: randomBytes(300) }],
    ['an empty extra field', { extra: new Uint8Array(0) }],
    ['the longest extra field', { extra: new Uint8Array(65535) }],
    ['a name', { name: 'hostd.log' }],
    ['an empty name', { name: '' }],
    ['a name longer than any leftover', { name: 'n'.repeat(200_000) }],
    ['a comment', { comment: 'rotated' }],
    ['a checksum', { crc: true }],
    ['everything', { extra: randomBytes(5), name: 'a', comment: 'b', crc: true, flags: 1 }],
  ])('reads a header with %s', (_name, header) => {
    const data = member(TEXT, header);
    for (const pieces of data.length > 100_000 ? [[1000], undefined] : [[1], [3], undefined]) {
      const outcome = gunzip(kernel, data, { pieces });
      expect(outcome.codes).toEqual([]);
      expect(same(outcome.bytes, TEXT)).toBe(true);
    }
  });

  it('reports reserved flags and a wrong header checksum, and goes on', () => {
    const data = member(TEXT, { flags: 0x60, name: 'x', crc: true, wrongBy: 1 });
    for (const pieces of [[1], undefined]) {
      const outcome = gunzip(kernel, data, { pieces });
      expect(outcome.codes).toEqual(['gzip-reserved-flags', 'gzip-wrong-header-crc']);
      expect(outcome.warnings[0]!.message).toContain('0x60');
      expect(same(outcome.bytes, TEXT)).toBe(true);
    }
  });

  it('passes zeros behind the end silently, also between members', () => {
    const data = zlib.gzipSync(TEXT);
    const padded = Buffer.concat([data, Buffer.alloc(700), data, Buffer.alloc(200_000)]);
    for (const pieces of [[500], undefined]) {
      const outcome = gunzip(kernel, padded, { pieces });
      expect(outcome.codes).toEqual([]);
      expect(same(outcome.bytes, Buffer.concat([TEXT, TEXT]))).toBe(true);
      expect(outcome.stream.compressedBytes).toBe(padded.length);
    }
  });

  it.each([
    ['text', Buffer.from('-----END-----'), 0],
    ['text behind zeros', Buffer.from('\0\0\0x'), 3],
    ['what begins like a member and is none', Buffer.from([0x1f, 0x8b, 7, 0]), 0],
    ['one byte', Buffer.from([1]), 0],
    ['much', randomBytes(100_000, 77), 0],
  ])('reports bytes behind the last member: %s', (_name, junk, at) => {
    const data = zlib.gzipSync(TEXT);
    for (const pieces of [[1000], [7], undefined]) {
      const outcome = gunzip(kernel, Buffer.concat([data, junk]), { pieces });
      expect(outcome.codes).toEqual(['gzip-trailing-bytes']);
      expect(outcome.warnings[0]!.offset).toBe(data.length + at);
      expect(same(outcome.bytes, TEXT)).toBe(true);
    }
  });

  it('reports a wrong checksum and a wrong length, and keeps the data', () => {
    const data = zlib.gzipSync(TEXT);
    const flipped = (at: number) =>
      Buffer.concat([data.map((byte, i) => (i === at ? byte ^ 1 : byte)), data]);
    const crc = gunzip(kernel, flipped(data.length - 8));
    expect(crc.codes).toEqual(['gzip-wrong-crc']);
    expect(crc.warnings[0]!.message).toContain(zlib.crc32(TEXT).toString(16));
    expect(same(crc.bytes, Buffer.concat([TEXT, TEXT]))).toBe(true);
    const length = gunzip(kernel, flipped(data.length - 4));
    expect(length.codes).toEqual(['gzip-wrong-length']);
    expect(length.warnings[0]!.message).toContain(`${TEXT.length} bytes, not ${TEXT.length + 1}`);
    expect(same(length.bytes, Buffer.concat([TEXT, TEXT]))).toBe(true);
  });

  it('says nothing of a wrong checksum when it shall not compute any', () => {
    const data = zlib.gzipSync(TEXT);
    data[data.length - 8]! ^= 1;
    expect(gunzip(kernel, data, { checksum: false }).codes).toEqual([]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'gzip-truncated', 0],
    ['text', Buffer.from('2026-11-01T00:00:00Z info'), 'gzip-corrupt', 0],
    ['zeros', Buffer.alloc(100), 'gzip-corrupt', 0],
    ['half the magic', Buffer.from([0x1f, 0]), 'gzip-corrupt', 1],
    ['another method', Buffer.from([0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 0]), 'gzip-corrupt', 2],
  ])('says that this is no gzip: %s', (_name, data, code, offset) => {
    for (const pieces of [[1], undefined]) {
      const outcome = gunzip(kernel, data, { pieces, path: 'var/log/a.gz' });
      expect(outcome.warnings).toMatchObject([{ code, offset, path: 'var/log/a.gz' }]);
      expect(outcome.bytes.length).toBe(0);
    }
  });

  it('gives its memory back', async () => {
    const own = await freshKernel<InflateExports>();
    const data = zlib.gzipSync(TEXT);
    gunzip(own, data);
    gunzip(own, data.subarray(0, 110));
    const reserved = own.exports.reservedBytes();
    for (let i = 0; i < 20; i++) gunzip(own, i % 2 ? data : data.subarray(0, 100 + i));
    const abandoned = new GzipStream(own, new Collector(own));
    abandoned.dispose();
    abandoned.dispose();
    expect(abandoned.push(0, 5, true)).toBe(5);
    expect(own.exports.reservedBytes()).toBe(reserved);
  });
});

describe('bare DEFLATE data', async () => {
  const kernel = await freshKernel<InflateExports>();
  const data = zlib.deflateRawSync(TEXT);
  const expected = { crc32: zlib.crc32(TEXT), bytes: TEXT.length };
  const read = (bytes: Uint8Array, options: Way = {}) =>
    gunzip(kernel, bytes, { format: 'deflate', ...options });

  it('is checked against what is expected of it', () => {
    for (const pieces of [[1], undefined]) {
      const outcome = read(data, { expected, pieces });
      expect(outcome.codes).toEqual([]);
      expect(same(outcome.bytes, TEXT)).toBe(true);
      expect(outcome.stream.compressedBytes).toBe(data.length);
    }
    expect(read(data).codes).toEqual([]);
    expect(read(data, { expected: { ...expected, crc32: 1 } }).codes).toEqual(['deflate-wrong-crc']);
    expect(read(data, { expected: { bytes: TEXT.length + 2 ** 32 } }).codes).toEqual([
      'deflate-wrong-length',
    ]);
    expect(read(data, { expected: { crc32: expected.crc32 | 0 } }).codes).toEqual([]);
  });

  it('is told when it is cut off, damaged, or followed by something', () => {
    expect(read(data.subarray(0, 500)).codes).toEqual(['deflate-truncated']);
    expect(read(Buffer.alloc(0), { codePrefix: 'zip' }).codes).toEqual(['zip-truncated']);
    expect(read(Buffer.from([7])).codes).toEqual(['deflate-corrupt']);
    const followed = read(Buffer.concat([data, Buffer.alloc(1)]), { expected, path: 'a.zip' });
    expect(followed.warnings).toMatchObject([
      { code: 'deflate-trailing-bytes', offset: data.length, path: 'a.zip' },
    ]);
    expect(same(followed.bytes, TEXT)).toBe(true);
  });
});

describe('streams in each other', () => {
  it('do not disturb each other', async () => {
    const kernel = await freshKernel<InflateExports>();
    const inner = zlib.gzipSync(TEXT, { level: 1 });
    const middle = zlib.gzipSync(
      Buffer.concat([inner, zlib.gzipSync(TEXT, { strategy: zlib.constants.Z_FIXED })]),
    );
    const outer = zlib.gzipSync(middle, { level: 0 });
    for (const windowBytes of [300, 5000, undefined]) {
      const warnings: Warning[] = [];
      const options = { windowBytes, onWarning: (w: Warning) => warnings.push(w) };
      const sink = new Collector(kernel, (n) => n >> 2);
      const chain = [0, 1, 2].reduce<ByteSink>((to) => new GzipStream(kernel, to, options), sink);
      new Feeder(kernel, chain, outer, [400]).run();
      expect(same(sink.bytes, Buffer.concat([TEXT, TEXT]))).toBe(true);
      expect(sink.finals).toBe(1);
      expect(warnings).toEqual([]);
    }
  });

  it('may run side by side, a piece of each in turn', async () => {
    const kernel = await freshKernel<InflateExports>();
    const random = randomNumbers(43);
    const all = Object.values(WAYS).map((options, i) => {
      const bytes = Buffer.concat([logText(30_000, i), randomBytes(2000, i)]);
      const sink = new Collector(kernel, (n) => random(n + 1));
      const stream = new GzipStream(kernel, sink, { windowBytes: 2000 });
      return { bytes, sink, feeder: new Feeder(kernel, stream, zlib.gzipSync(bytes, options), [300, 100]) };
    });
    for (let running = all; running.length; running = running.filter(({ feeder }) => !feeder.done)) {
      running[random(running.length)]!.feeder.step();
    }
    for (const { bytes, sink } of all) expect(same(sink.bytes, bytes)).toBe(true);
  });
});
