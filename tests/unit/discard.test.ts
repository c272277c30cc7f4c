import { describe, expect, it } from 'vitest';
import { discard } from '../../workers/bytes/discard';

const MIB = 1 << 20;

describe('discard', () => {
  it('takes the memory of whole buffers away', () => {
    const [a, b] = [new Uint8Array(MIB).fill(1), new Uint8Array(64 << 10)];
    discard(a, b);
    expect([a.buffer.byteLength, b.buffer.byteLength, a.length]).toEqual([0, 0, 0]);
  });

  it('leaves a buffer alone that is only seen in part, or small', () => {
    const whole = new Uint8Array(MIB).fill(7);
    const small = new Uint8Array(1000).fill(7);
    discard(whole.subarray(1), whole.subarray(0, MIB - 1), small);
    expect([whole.length, whole.at(-1), small.at(-1)]).toEqual([MIB, 7, 7]);
  });

  it('leaves memory alone that cannot be sent', () => {
    const wasm = new Uint8Array(new WebAssembly.Memory({ initial: 2 }).buffer);
    const shared = new Uint8Array(new SharedArrayBuffer(MIB));
    discard(wasm, shared);
    expect([wasm.length, shared.length]).toEqual([2 * 65536, MIB]);
  });

  it('does nothing the second time', () => {
    const bytes = new Uint8Array(MIB);
    discard(bytes);
    expect(() => discard(bytes)).not.toThrow();
  });
});
