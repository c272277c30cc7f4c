import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { INFLATE, Inflater, type InflateExports } from '../../workers/kernel/inflate';
import { expectSame, inflate, INPUT_BYTES, same } from './inflating';
import { freshKernel } from './kernel';
import { logText, randomBytes, randomNumbers, runs, WAYS } from './sample-bytes';

describe('inflate agrees with zlib', async () => {
  const kernel = await freshKernel<InflateExports>();
  const kinds = { random: randomBytes, text: logText, runs };

  for (const [name, options] of Object.entries(WAYS)) {
    it(`on what was compressed so: ${name}`, () => {
      for (const [kind, make] of Object.entries(kinds)) {
        const whole = make(70_000, 3);
        const sizes = [65535, 65536, 65537, 70_000];
        for (let n = 0; n <= 1025; n += n < 300 ? 1 : 29) sizes.push(n);
        for (const size of sizes) {
          const bytes = whole.subarray(0, size);
          const data = zlib.deflateRawSync(bytes, options);
          expectSame(inflate(kernel, data), bytes, `${size} bytes of ${kind}`);
        }
      }
    });
  }

  it('on large input through its own window', () => {
    for (const [kind, make] of Object.entries(kinds)) {
      const bytes = make(3_000_000, 5);
      const data = zlib.deflateRawSync(bytes, { level: 6 });
      expectSame(inflate(kernel, data, { pieces: [100_000] }), bytes, kind);
    }
  });

  it('on what is nearly empty but long', () => {
    const bytes = new Uint8Array(5_000_000);
    expectSame(inflate(kernel, zlib.deflateRawSync(bytes)), bytes, 'zeros');
  });

  it('wherever the input is cut and the window ends', () => {
    const random = randomNumbers(11);
    for (const [name, options] of Object.entries(WAYS)) {
      for (const [kind, make] of Object.entries(kinds)) {
        const bytes = make(9000, 17);
        const data = zlib.deflateRawSync(bytes, options);
        for (const piece of [1, 2, 3, 7, 24, 25, 100, 1000]) {
          for (const windowBytes of [1, 100, 300, 4096]) {
            const what = `${name}, ${kind}, pieces of ${piece}, window of ${windowBytes}`;
            expectSame(inflate(kernel, data, { pieces: [piece], windowBytes }), bytes, what);
          }
        }
        const pieces = Array.from({ length: 50 }, () => random(60));
        expectSame(
          inflate(kernel, data, { pieces, windowBytes: 1 + random(2000) }),
          bytes,
          `${name}, ${kind}`,
        );
      }
    }
  });

  it('says how much input belonged to the stream', () => {
    const bytes = logText(5000);
    const data = zlib.deflateRawSync(bytes);
    const longer = Buffer.concat([data, randomBytes(100)]);
    for (const piece of [1, 7, 1000]) {
      const result = inflate(kernel, longer, { pieces: [piece] });
      expectSame(result, bytes, `pieces of ${piece}`);
      expect(result.used).toBe(data.length);
    }
  });
});

describe('inflate and its memory', () => {
  it('switches between streams at any seam', async () => {
    const kernel = await freshKernel<InflateExports>();
    const inputs = kernel.allocate(INPUT_BYTES);
    let at = inputs;
    const streams = Object.values(WAYS).map((options, i) => {
      const bytes = Buffer.concat([logText(20_000, i), runs(20_000, i)]);
      const data = zlib.deflateRawSync(bytes, options);
      kernel.bytes().set(data, at);
      const stream = {
        bytes,
        data,
        at,
        used: 0,
        parts: [] as Uint8Array[],
        inflater: new Inflater(kernel, 700),
      };
      at += data.length;
      return stream;
    });
    const running = new Set(streams);
    const random = randomNumbers(37);
    while (running.size) {
      const stream = [...running][random(running.size)]!;
      const { inflater, data } = stream;
      const status = inflater.run(
        stream.at + stream.used,
        Math.min(data.length - stream.used, 600 + random(400)),
      );
      stream.used += inflater.consumed;
      stream.parts.push(kernel.bytes().slice(inflater.producedAt, inflater.producedAt + inflater.produced));
      inflater.deliver(inflater.pending);
      if (status === INFLATE.streamEnd) running.delete(stream);
      else expect(status).not.toBe(INFLATE.broken);
    }
    for (const { bytes, parts } of streams) expect(same(Buffer.concat(parts), bytes)).toBe(true);
  });

  it('gives its block back, the current stream being another or itself', async () => {
    const kernel = await freshKernel<InflateExports>();
    const bytes = logText(3000);
    const data = zlib.deflateRawSync(bytes);
    expectSame(inflate(kernel, data), bytes, 'first');
    const reserved = kernel.exports.reservedBytes();
    for (let round = 0; round < 20; round++) {
      const other = new Inflater(kernel, 1000);
      expectSame(inflate(kernel, data, { windowBytes: 1000 }), bytes, `round ${round}`);
      other.dispose();
      other.dispose();
    }
    expect(kernel.exports.reservedBytes() - reserved).toBeLessThan(600_000);
  });
});
