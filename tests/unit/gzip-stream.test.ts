import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GzipStream, type GzipCheckpoint, type GzipStreamOptions } from '../../workers/bytes/gzip-stream';
import { MAX_LEFTOVER, type ByteSink } from '../../workers/bytes/sink';
import type { InflateExports } from '../../workers/kernel/inflate';
import type { Kernel } from '../../workers/kernel/kernel';
import type { Warning } from '../../workers/warning';
import { freshKernel } from './kernel';
import { logText, randomBytes, randomNumbers, runs, WAYS } from './sample-bytes';

type GzipKernel = Kernel<InflateExports>;

/** Keeps what it gets, leaves as many bytes as it is told to, and checks what is promised to a sink. */
class Collector implements ByteSink {
  finals = 0;
  pushes = 0;
  satisfied = false;
  readonly #kernel: GzipKernel;
  readonly #leave: (length: number) => number;
  readonly #parts: Uint8Array[] = [];
  #left = new Uint8Array(0);

  constructor(kernel: GzipKernel, leave: (length: number) => number = () => 0) {
    this.#kernel = kernel;
    this.#leave = leave;
  }

  push(ptr: number, length: number, final: boolean): number {
    this.pushes++;
    demand(this.finals === 0, 'bytes after the final ones');
    if (final) this.finals++;
    const bytes = this.#kernel.bytes().slice(ptr, ptr + length);
    // What was left must come again, in front.
    demand(same(bytes.subarray(0, this.#left.length), this.#left), 'what was left did not come again');
    const used = final ? length : length - Math.min(length, MAX_LEFTOVER, this.#leave(length));
    this.#parts.push(bytes.subarray(0, used));
    this.#left = bytes.slice(used);
    return used;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

// Cheaper than an expectation, of which there would be millions.
function demand(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Feeds a sink as an owner does: pieces of these sizes in turn, and again what was left. */
class Feeder {
  done = false;
  readonly #kernel: GzipKernel;
  readonly #sink: ByteSink;
  readonly #data: Uint8Array;
  readonly #pieces: number[];
  readonly #input: number;
  #used = 0;
  #offered = 0;
  #turn = 0;

  constructor(kernel: GzipKernel, sink: ByteSink, data: Uint8Array, pieces = [data.length]) {
    this.#kernel = kernel;
    this.#sink = sink;
    this.#data = data;
    this.#pieces = pieces;
    this.#input = kernel.allocate(data.length + 128);
  }

  step(): void {
    const data = this.#data;
    this.#offered = Math.min(data.length, this.#offered + this.#pieces[this.#turn++ % this.#pieces.length]!);
    const piece = data.subarray(this.#used, this.#offered);
    this.#kernel.bytes().set(piece, this.#input);
    this.#kernel.bytes().fill(0xa5, this.#input + piece.length, this.#input + piece.length + 128);
    const final = this.#offered === data.length;
    const used = this.#sink.push(this.#input, piece.length, final);
    demand(used >= 0 && piece.length - used <= (final ? 0 : 1024), `${used} of ${piece.length} bytes used`);
    this.#used += used;
    this.done = final;
    if (final) this.#kernel.release(this.#input, data.length + 128);
  }

  run(): void {
    while (!this.done) this.step();
  }
}

interface Outcome {
  bytes: Buffer;
  warnings: Warning[];
  codes: string[];
  stream: GzipStream;
  sink: Collector;
  checkpoints: GzipCheckpoint[];
}

interface Way extends GzipStreamOptions {
  pieces?: number[];
  leave?: (length: number) => number;
}

function gunzip(kernel: GzipKernel, data: Uint8Array, way: Way = {}): Outcome {
  const { pieces, leave, ...options } = way;
  const warnings: Warning[] = [];
  const checkpoints: GzipCheckpoint[] = [];
  const sink = new Collector(kernel, leave);
  const stream = new GzipStream(kernel, sink, {
    ...(options.checkpointEvery && { onCheckpoint: (checkpoint) => checkpoints.push(checkpoint) }),
    onWarning: (warning) => warnings.push(warning),
    ...options,
  });
  new Feeder(kernel, stream, data, pieces).run();
  expect(sink.finals).toBe(1);
  return { bytes: sink.bytes, warnings, codes: warnings.map((w) => w.code), stream, sink, checkpoints };
}

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

describe('a damaged gzip stream', async () => {
  const kernel = await freshKernel<InflateExports>();
  const text = Buffer.concat([logText(600), runs(500), randomBytes(60)]);
  const streams = Object.entries(WAYS).map(([name, options]): [string, Buffer] => [
    name,
    Buffer.concat([
      zlib.gzipSync(text.subarray(0, 400), options),
      zlib.gzipSync(text.subarray(400), options),
    ]),
  ]);

  it('delivers everything before a cut, and says where it is', () => {
    for (const [name, data] of streams) {
      const firstEnd = zlib.gzipSync(text.subarray(0, 400), WAYS[name]!).length;
      for (let cut = 0; cut < data.length; cut++) {
        const part = data.subarray(0, cut);
        for (const pieces of [undefined, [5]]) {
          const outcome = gunzip(kernel, part, { pieces, windowBytes: pieces ? 50 : undefined });
          const what = `${name} cut at ${cut}`;
          expect(same(outcome.bytes, text.subarray(0, outcome.bytes.length)), what).toBe(true);
          // Two whole members, or one, are no truncation.
          expect(outcome.codes, what).toEqual(cut === firstEnd ? [] : ['gzip-truncated']);
          if (cut === firstEnd) continue;
          expect(outcome.warnings[0]!.offset, what).toBe(cut);
          expect(outcome.warnings[0]!.message).toContain(
            `compressed byte ${cut}, inflated byte ${outcome.bytes.length}`,
          );
          if (cut >= firstEnd) expect(outcome.bytes.length, what).toBeGreaterThanOrEqual(400);
          const partial =
            cut < 18 ? Buffer.alloc(0) : zlib.gunzipSync(part, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
          expect(outcome.bytes.length, what).toBeGreaterThanOrEqual(partial.length);
        }
      }
    }
  });

  it('never fails on a wrong byte, and says that something is wrong', () => {
    const random = randomNumbers(41);
    for (const [name, data] of streams) {
      for (let at = 0; at < data.length; at++) {
        const damaged = Uint8Array.from(data);
        damaged[at]! ^= 1 << random(8);
        const pieces = [1 + random(200)];
        const once = gunzip(kernel, damaged, {
          pieces,
          windowBytes: 1 + random(500),
          leave: (n) => random(n + 1),
        });
        const again = gunzip(kernel, damaged);
        expect(same(once.bytes, again.bytes), `${name}, byte ${at}`).toBe(true);
        expect(once.codes).toEqual(again.codes);
        if (!same(once.bytes, text)) expect(once.codes.length, `${name}, byte ${at}`).toBeGreaterThan(0);
      }
    }
  });

  it('delivers what stands before damage at once, and swallows the rest', () => {
    const data = Buffer.concat([zlib.gzipSync(TEXT), zlib.gzipSync(TEXT)]);
    const first = zlib.gzipSync(TEXT).length;
    // Block type 3 at the start of the second member's data.
    data[first + 10] = 7;
    for (const pieces of [[100], undefined]) {
      const outcome = gunzip(kernel, data, { pieces });
      expect(outcome.codes).toEqual(['gzip-corrupt']);
      expect(outcome.warnings[0]).toMatchObject({ offset: first + 10, path: '' });
      expect(outcome.warnings[0]!.message).toBe(
        `member 2: invalid block type at compressed byte ${first + 10}, inflated byte ${TEXT.length}`,
      );
      expect(same(outcome.bytes, TEXT)).toBe(true);
      expect(outcome.stream.satisfied).toBe(true);
    }
  });

  it('inflates bombs without more memory', () => {
    const bomb = zlib.gzipSync(Buffer.alloc(50_000_000), { level: 9 });
    let total = 0;
    const sink: ByteSink = {
      push: (_ptr, length) => {
        total += length;
        return length;
      },
    };
    const warnings: Warning[] = [];
    const stream = new GzipStream(kernel, sink, { onWarning: (w) => warnings.push(w) });
    new Feeder(kernel, stream, bomb).run();
    expect(total).toBe(50_000_000);
    expect(warnings).toEqual([]);
    expect(kernel.exports.reservedBytes()).toBeLessThan(8_000_000);
  });

  it('stops when the inner sink has had enough', () => {
    const bomb = zlib.gzipSync(Buffer.alloc(50_000_000));
    const sink = new Collector(kernel);
    const stream = new GzipStream(kernel, sink, { windowBytes: 4096 });
    const input = kernel.allocate(bomb.length + 64);
    kernel.bytes().set(bomb, input);
    const push = sink.push.bind(sink);
    sink.push = (ptr, length, final) => {
      sink.satisfied = sink.pushes === 2;
      return push(ptr, length, final);
    };
    expect(stream.push(input, bomb.length - 10, false)).toBe(bomb.length - 10);
    expect(sink.pushes).toBe(3);
    expect(stream.satisfied).toBe(true);
    expect(stream.push(input + bomb.length - 10, 10, true)).toBe(10);
    expect([sink.pushes, sink.finals]).toEqual([3, 0]);
  });

  it('tells a sink that breaks its promise', () => {
    const data = zlib.gzipSync(randomBytes(500_000));
    const stream = new GzipStream(kernel, { push: () => 0 });
    expect(() => new Feeder(kernel, stream, data).run()).toThrow('a sink left');
    stream.dispose();
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

describe('checkpoints', async () => {
  const kernel = await freshKernel<InflateExports>();
  const whole = Buffer.concat([logText(60_000, 8), randomBytes(30_000, 9), runs(60_000, 10)]);

  const resumeFrom = (data: Uint8Array, checkpoint: GzipCheckpoint, way: Way = {}) =>
    gunzip(kernel, data.subarray(checkpoint.compressedFrom), { ...way, resume: structuredClone(checkpoint) });

  it('enter a stream in the middle of blocks of all kinds', () => {
    const seen = new Set<string>();
    for (const [name, options] of Object.entries(WAYS)) {
      const data = zlib.gzipSync(whole, options);
      const { checkpoints, bytes } = gunzip(kernel, data, { checkpointEvery: 4999, pieces: [3333] });
      expect(same(bytes, whole)).toBe(true);
      expect(checkpoints.length).toBeGreaterThan(15);
      for (const checkpoint of checkpoints) {
        const { decoder } = checkpoint;
        seen.add(['header', decoder.literalLengths ? 'dynamic' : 'fixed', 'stored'][decoder.mode]!);
        const outcome = resumeFrom(data, checkpoint, { pieces: [2000], windowBytes: 3000 });
        if (!same(outcome.bytes, whole.subarray(checkpoint.inflatedAt)) || outcome.codes.length) {
          expect.fail(
            `${name} from ${checkpoint.inflatedAt}: ${outcome.codes}, ${outcome.bytes.length} bytes`,
          );
        }
        expect(outcome.stream.inflatedBytes).toBe(whole.length);
        expect(outcome.stream.compressedBytes).toBe(data.length);
      }
    }
    expect([...seen].sort()).toEqual(['dynamic', 'fixed', 'stored']);
  });

  it('stand between blocks', () => {
    // Stored blocks, of 65,535 bytes here, end without a code of their own.
    const data = zlib.gzipSync(whole, { level: 0, memLevel: 9 });
    const [checkpoint] = gunzip(kernel, data, { checkpointEvery: 65535 }).checkpoints;
    expect(checkpoint!.decoder).toMatchObject({ mode: 0, lastBlock: false, storedLeft: 0 });
    expect(same(resumeFrom(data, checkpoint!).bytes, whole.subarray(65535))).toBe(true);
  });

  it('stand at any symbol', () => {
    const bytes = whole.subarray(55_000, 62_000);
    for (const options of Object.values(WAYS)) {
      const data = zlib.gzipSync(bytes, options);
      const { checkpoints } = gunzip(kernel, data, { checkpointEvery: 1, windowBytes: 777 });
      for (const checkpoint of checkpoints.filter((_, i) => i % 13 === 0)) {
        const { bytes: rest } = resumeFrom(data, checkpoint);
        expect(same(rest, bytes.subarray(checkpoint.inflatedAt))).toBe(true);
      }
    }
  });

  it('lead from one member to the next', () => {
    const members = [0, 1, 2, 3].map((i) => whole.subarray(i * 10_000, (i + 1) * 10_000));
    const data = Buffer.concat([
      ...members.map((bytes, i) => Buffer.concat([zlib.gzipSync(bytes, { level: 3 * i }), Buffer.alloc(i)])),
      Buffer.from('trailing'),
    ]);
    // Every 5,000 bytes: also where a member ends and the next begins.
    const { checkpoints } = gunzip(kernel, data, { checkpointEvery: 5000 });
    expect(checkpoints.some((c) => c.memberInflated === 0 && c.member > 1)).toBe(true);
    for (const checkpoint of checkpoints) {
      const { bytes, warnings, stream } = resumeFrom(data, checkpoint, { pieces: [77] });
      expect(same(bytes, whole.subarray(checkpoint.inflatedAt, 40_000))).toBe(true);
      expect(warnings).toMatchObject([{ code: 'gzip-trailing-bytes', offset: data.length - 8 }]);
      expect(stream.members).toBe(4);
    }
  });

  it('leave the CRC of the member entered unchecked, but not its length nor the next one', () => {
    const good = zlib.gzipSync(whole);
    const bad = Uint8Array.from(good);
    bad[bad.length - 8]! ^= 1;
    const { checkpoints } = gunzip(kernel, good, { checkpointEvery: 50_000 });
    expect(resumeFrom(bad, checkpoints[0]!).codes).toEqual([]);
    expect(resumeFrom(Buffer.concat([good, bad]), checkpoints[0]!).codes).toEqual(['gzip-wrong-crc']);
    bad[bad.length - 2]! ^= 1;
    expect(resumeFrom(bad, checkpoints[0]!).codes).toEqual(['gzip-wrong-length']);
  });

  it('work for bare DEFLATE data', () => {
    const data = zlib.deflateRawSync(whole);
    const expected = { crc32: 1, bytes: whole.length };
    const options: Way = { format: 'deflate', expected };
    const { checkpoints, codes } = gunzip(kernel, data, { ...options, checkpointEvery: 40_000 });
    expect(codes).toEqual(['deflate-wrong-crc']);
    expect(checkpoints.length).toBe(3);
    for (const checkpoint of checkpoints) {
      const outcome = resumeFrom(data, checkpoint, options);
      expect(same(outcome.bytes, whole.subarray(checkpoint.inflatedAt))).toBe(true);
      expect(outcome.codes).toEqual([]);
    }
  });

  it('are the same from a resumed stream, and cost what they must', () => {
    const data = zlib.gzipSync(whole);
    const options = { checkpointEvery: 20_000 };
    const { checkpoints } = gunzip(kernel, data, options);
    const rest = resumeFrom(data, checkpoints[2]!, options).checkpoints;
    expect(rest).toEqual(checkpoints.slice(3));
    for (const { history } of checkpoints) {
      expect(history.length).toBeLessThanOrEqual(32768);
      expect(history.buffer.byteLength).toBe(history.length);
    }
  });

  it('come every 2 MiB, and only when somebody wants them', () => {
    const bytes = logText(7_000_000);
    const checkpoints: GzipCheckpoint[] = [];
    gunzip(kernel, zlib.gzipSync(bytes), { onCheckpoint: (checkpoint) => checkpoints.push(checkpoint) });
    expect(checkpoints.map((c) => Math.floor(c.inflatedAt / 1024))).toEqual([2048, 4096, 6144]);
    gunzip(kernel, zlib.gzipSync(bytes), { checkpointEvery: 0, onCheckpoint: () => expect.fail() });
  });

  it('are refused when they make no sense', async () => {
    const own = await freshKernel<InflateExports>();
    const data = zlib.gzipSync(whole);
    const [checkpoint] = gunzip(kernel, data, { checkpointEvery: 20_000 }).checkpoints;
    const { decoder } = checkpoint!;
    const wrong: Partial<GzipCheckpoint>[] = [
      { history: new Uint8Array(32769) },
      { decoder: { ...decoder, mode: 3 } },
      { decoder: { ...decoder, bitCount: 8 } },
      { decoder: { ...decoder, bitCount: 1, bitValue: 2 } },
      { decoder: { ...decoder, storedLeft: 65536 } },
      { decoder: { ...decoder, literalLengths: null } },
      { decoder: { ...decoder, literalLengths: new Uint8Array(400) } },
      { decoder: { ...decoder, literalLengths: new Uint8Array(286).fill(16) } },
      { decoder: { ...decoder, literalLengths: new Uint8Array(286).fill(1) } },
      { decoder: { ...decoder, literalLengths: new Uint8Array(0) } },
    ];
    for (const change of wrong) {
      const resume = { ...checkpoint!, ...change };
      expect(() => new GzipStream(own, new Collector(own), { resume })).toThrow(/checkpoint/);
    }
    expect(own.exports.reservedBytes()).toBeLessThan(2_000_000);
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
