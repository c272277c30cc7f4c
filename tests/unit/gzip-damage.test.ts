import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GzipStream } from '../../workers/bytes/gzip-stream';
import type { ByteSink } from '../../workers/bytes/sink';
import type { InflateExports } from '../../workers/kernel/inflate';
import type { Warning } from '../../workers/warning';
import { Collector, Feeder, gunzip, same } from './gunzipping';
import { freshKernel } from './kernel';
import { logText, randomBytes, randomNumbers, runs, WAYS } from './sample-bytes';

const TEXT = logText(40_000);

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
    const bomb = zlib.gzipSync(Buffer.alloc(20_000_000), { level: 9 });
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
    expect(total).toBe(20_000_000);
    expect(warnings).toEqual([]);
    expect(kernel.exports.reservedBytes()).toBeLessThan(8_000_000);
  });

  it('stops when the inner sink has had enough', () => {
    const bomb = zlib.gzipSync(Buffer.alloc(20_000_000));
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

  it('gives nothing to a sink that wants nothing', () => {
    const sink = new Collector(kernel);
    sink.satisfied = true;
    const stream = new GzipStream(kernel, sink);
    expect(stream.satisfied).toBe(true);
    new Feeder(kernel, stream, zlib.gzipSync(TEXT), [100]).run();
    expect(sink.pushes).toBe(0);
  });

  it('tells a sink that breaks its promise', () => {
    const data = zlib.gzipSync(randomBytes(500_000));
    const stream = new GzipStream(kernel, { push: () => 0 });
    expect(() => new Feeder(kernel, stream, data).run()).toThrow('a sink left');
    stream.dispose();
  });
});
