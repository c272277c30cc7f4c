import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateZlib } from '../../workers/bytes/zlib-inflate';
import { Failure } from '../../workers/failure';
import type { InflateExports } from '../../workers/kernel/inflate';
import { freshKernel } from './kernel';
import { randomBytes } from './sample-bytes';

const kernel = await freshKernel<InflateExports>();

/** Inflates `stream`, offered in chunks of `size`; what came out before a failure, and its code. */
async function inflated(stream: Uint8Array, size: number): Promise<{ bytes: Buffer; code: string | null }> {
  async function* chunks() {
    for (let at = 0; at < stream.length; at += size) yield stream.slice(at, at + size);
  }
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of inflateZlib(kernel, chunks())) pieces.push(piece);
    return { bytes: Buffer.concat(pieces), code: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { bytes: Buffer.concat(pieces), code: error.code };
  }
}

const text = Buffer.from('2020-07-28T09:11:46.500Z cpu2:66518)WARNING: state in doubt\n'.repeat(3000));
const contents = [Buffer.alloc(0), Buffer.from('x'), text, Buffer.from(randomBytes(70_001, 3))];

describe('a zlib stream', () => {
  it.each([1, 2, 3, 7, 4096, 1 << 20])('comes out whole from chunks of %i bytes', async (size) => {
    for (const content of contents) {
      if (size < 4096 && content.length > 1000 && content !== text) continue;
      const { bytes, code } = await inflated(deflateSync(content), size);
      expect(code).toBeNull();
      expect(bytes.equals(content)).toBe(true);
    }
  });

  it('may have bytes behind it', async () => {
    const stream = Buffer.concat([deflateSync(text), Buffer.alloc(300, 7)]);
    for (const size of [5, 1 << 20])
      expect(await inflated(stream, size)).toEqual({ bytes: text, code: null });
  });

  it('that ends early gives what there is, then fails with truncated', async () => {
    const stream = deflateSync(randomBytes(20_000, 5));
    for (const cut of [0, 1, 2, 500, stream.length - 5, stream.length - 4, stream.length - 1]) {
      for (const size of [3, 1 << 20]) {
        const { bytes, code } = await inflated(stream.subarray(0, cut), size);
        expect([cut, code]).toEqual([cut, 'truncated']);
        expect(bytes.equals(Buffer.from(randomBytes(20_000, 5)).subarray(0, bytes.length))).toBe(true);
        if (cut >= stream.length - 4) expect(bytes.length).toBe(20_000);
      }
    }
  });

  it('fails with corrupt where header, data or checksum are wrong', async () => {
    const stream = deflateSync(text);
    const flipped = (at: number) => stream.map((byte, i) => (i === at ? byte ^ 0x41 : byte));
    for (const at of [0, 1, stream.length - 1, stream.length - 4])
      expect([at, (await inflated(flipped(at), 64)).code]).toEqual([at, 'corrupt']);
    const { code } = await inflated(flipped(60), 64);
    expect(['corrupt', 'truncated']).toContain(code);
  });
});
