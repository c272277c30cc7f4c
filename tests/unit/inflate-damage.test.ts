import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAX_LEFTOVER, READ_SLACK } from '../../workers/bytes/sink';
import { INFLATE, Inflater, type InflateExports } from '../../workers/kernel/inflate';
import { BitWriter, codesOf, lengthsOf } from './bit-writer';
import { expectSame, inflate, same, type Way } from './inflating';
import { freshKernel } from './kernel';
import { referenceInflate } from './reference-inflate';
import { logText, randomBytes, randomNumbers, runs, WAYS } from './sample-bytes';

describe('inflate and damage', async () => {
  const kernel = await freshKernel<InflateExports>();
  const expectAsReference = (data: Uint8Array, what: string, ways: Way[]): void => {
    const reference = referenceInflate(data);
    for (const way of ways) {
      const result = inflate(kernel, data, way);
      if (result.end !== reference.end || !same(result.output, reference.output)) {
        expect.fail(
          `${what}, ${JSON.stringify(way)}: ${result.end} (${result.fault}) after ${result.output.length} bytes, ` +
            `reference: ${reference.end} after ${reference.output.length}`,
        );
      }
    }
  };
  const samples = Object.entries(WAYS).map(([name, options]): [string, Buffer] => [
    name,
    zlib.deflateRawSync(Buffer.concat([logText(500), runs(300), randomBytes(40)]), options),
  ]);

  it('decodes what stands before a cut, wherever it is', () => {
    for (const [name, data] of samples) {
      for (let cut = 0; cut < data.length; cut++) {
        const part = data.subarray(0, cut);
        expectAsReference(part, `${name} cut at ${cut}`, [
          { behind: 0 },
          { behind: 0xff },
          { behind: 0x5a, pieces: [7], windowBytes: 64 },
        ]);
        const partial = zlib.inflateRawSync(part, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
        expect(inflate(kernel, part).output.length).toBeGreaterThanOrEqual(partial.length);
      }
    }
  });

  it('stops at what cannot be, whatever byte is wrong', () => {
    const random = randomNumbers(23);
    for (const [name, data] of samples) {
      for (let at = 0; at < data.length; at++) {
        for (const flip of [0xff, 1 << random(8), 1 + random(255)]) {
          const damaged = Uint8Array.from(data);
          damaged[at]! ^= flip;
          const ways = [
            { behind: 0 },
            { behind: 0xff, pieces: [1 + random(30)], windowBytes: 1 + random(500) },
          ];
          expectAsReference(damaged, `${name}, byte ${at} ^ ${flip}`, ways);
        }
      }
    }
  });

  it('survives bytes that never were a stream', () => {
    const random = randomNumbers(29);
    for (let round = 0; round < 3000; round++) {
      const data = randomBytes(random(400), round);
      // Often a dynamic header, which random bytes rarely pass.
      if (data.length && round % 2) data[0] = (data[0]! & ~7) | 4 | random(2);
      expectAsReference(data, `round ${round}`, [
        { behind: 0xff },
        { pieces: [1 + random(9)], windowBytes: 50 },
      ]);
    }
  });

  it('reads no bit behind what it is given, however long the symbols are', () => {
    // Codes of 1 to 15 bits; the literal takes 11, length and distance with their extra bits 20 and 28.
    const growing = (symbols: number[]) =>
      symbols.map((symbol, i): [number, number] => [symbol, Math.min(i + 1, 15)]);
    const fillers = Array.from({ length: 13 }, (_, i) => 100 + i);
    const literals = lengthsOf(
      286,
      Object.fromEntries(growing([...fillers.slice(0, 10), 97, ...fillers.slice(10), 256, 284])),
    );
    const distances = lengthsOf(
      30,
      Object.fromEntries(growing([...Array.from({ length: 15 }, (_, i) => i), 29])),
    );
    const stored = new BitWriter().number(0, 3).align().number(32768, 16).number(32767, 16);
    for (const byte of randomBytes(32768)) stored.number(byte, 8);
    stored.dynamic(true, literals, distances);
    const [literal, distance] = [codesOf(literals), codesOf(distances)];
    for (let i = 0; i < 60; i++) {
      for (let n = i % 4; n > 0; n--) stored.code(literal[97]!);
      stored
        .code(literal[284]!)
        .number(i % 31, 5)
        .code(distance[29]!)
        .number(i * 131, 13);
    }
    const data = stored.code(literal[256]!).bytes();
    const { output, end } = referenceInflate(data);
    expect(end).toBe('end');
    for (let cut = data.length - 200; cut < data.length; cut++) {
      for (const behind of [0, 0x5a, 0xff]) {
        const result = inflate(kernel, data, { pieces: [cut, 1 + (cut % 29)], behind });
        expectSame(result, output, `cut at ${cut}, ${behind} behind`);
        expectAsReference(data.subarray(0, cut), `ends at ${cut}`, [{ behind }]);
      }
    }
  });

  it('reaches back 32,768 bytes across window ends, and not past a stream that began in the window', () => {
    const far = randomBytes(32768);
    const stored = new BitWriter().number(0, 3).align().number(32767, 16).number(0x8000, 16);
    for (const byte of far.subarray(0, 32767)) stored.number(byte, 8);
    stored.number(3, 3).fixed(97).fixed(257).fixedDistance(29).number(8191, 13).fixed(256);
    const expected = Buffer.concat([far.subarray(0, 32767), Buffer.from('a'), far.subarray(0, 3)]);
    for (const windowBytes of [1, 1000, 32767, 32768, 32769, 100_000]) {
      expectSame(inflate(kernel, stored.bytes(), { windowBytes }), expected, `window of ${windowBytes}`);
    }

    const inflater = new Inflater(kernel, 1000);
    const input = kernel.allocate(1024);
    const run = (data: Uint8Array): number => {
      kernel.bytes().set(data, input);
      return inflater.run(input, data.length);
    };
    expect(run(new BitWriter().number(3, 3).fixed(97).fixed(98).fixed(99).fixed(256).bytes())).toBe(
      INFLATE.streamEnd,
    );
    inflater.start();
    const back = new BitWriter().number(3, 3).fixed(97).fixed(257).fixedDistance(1).fixed(256).bytes();
    expect(run(back)).toBe(INFLATE.broken);
    expect(inflater.fault).toBe('distance reaches back before the start');
    expect(inflater.pending).toBe(4);
    inflater.dispose();
  });

  it('writes nothing outside its block', async () => {
    const guarded = await freshKernel<InflateExports>();
    const guard = (): number => {
      const at = guarded.exports.reserve(65536);
      guarded.bytes().fill(0xc3, at, at + 65536);
      return at;
    };
    // Inputs and the window's block are made to fill their blocks to the last byte.
    const around = guarded.exports.inflateContextBytes() + 32768 + MAX_LEFTOVER + 384 + READ_SLACK;
    const guards = [guard()];
    const inflater = new Inflater(guarded, 262144 - around);
    guards.push(guard());
    const input = guarded.allocate(65536);
    guards.push(guard());
    const random = randomNumbers(31);
    for (let round = 0; round < 400; round++) {
      const [, sample] = samples[round % samples.length]!;
      const data = round % 4 ? Uint8Array.from(sample) : zlib.deflateRawSync(runs(400_000, round));
      if (round % 4 > 1) data[random(data.length)]! ^= 1 << random(8);
      inflater.start();
      guarded.bytes().set(data, input);
      for (let used = 0; used < data.length;) {
        const status = inflater.run(input + used, data.length - used);
        used += inflater.consumed;
        if (status !== INFLATE.windowFull) break;
        // Leftovers of all sizes up to the largest one allowed.
        inflater.deliver(Math.max(0, inflater.pending - random(MAX_LEFTOVER + 1)));
      }
    }
    for (const at of guards) {
      expect(
        guarded
          .bytes()
          .subarray(at, at + 65536)
          .every((byte) => byte === 0xc3),
      ).toBe(true);
    }
  });
});
