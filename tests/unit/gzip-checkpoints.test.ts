import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GzipStream, type GzipCheckpoint } from '../../workers/bytes/gzip-stream';
import type { InflateExports } from '../../workers/kernel/inflate';
import { Collector, gunzip, same, type Way } from './gunzipping';
import { freshKernel } from './kernel';
import { logText, randomBytes, runs, WAYS } from './sample-bytes';

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
      expect(checkpoint.history.length).toBe(Math.min(32768, checkpoint.memberInflated));
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

  it('leave the CRC checked of a member that is entered at its start', () => {
    // A stored block ends right at the checkpoint, which hence stands in front of the next member's first block.
    const first = zlib.gzipSync(whole.subarray(0, 5000), { level: 0 });
    const second = zlib.gzipSync(whole);
    second[second.length - 8]! ^= 1;
    const data = Buffer.concat([first, second]);
    const [checkpoint] = gunzip(kernel, data, { checkpointEvery: 5000 }).checkpoints;
    expect(checkpoint).toMatchObject({ inflatedAt: 5000, member: 2, memberInflated: 0 });
    expect(resumeFrom(data, checkpoint!).codes).toEqual(['gzip-wrong-crc']);
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
