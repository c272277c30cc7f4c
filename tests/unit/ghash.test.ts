import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AesKey, CounterMode, encryptBytes } from '../../workers/kernel/aes';
import { Ghash } from '../../workers/kernel/ghash';
import { findInMemory, freshEnvelopeKernel, hex, toHex } from './envelope-kernel';
import { randomBytes, randomNumbers } from './sample-bytes';

const kernel = await freshEnvelopeKernel();
const at = kernel.allocate(1 << 16);

interface Sealed {
  cipher: Uint8Array;
  tag: Uint8Array;
}

/** GCM (SP 800-38D, 7.1) put together from the kernel's parts. */
function seal(keyBytes: Uint8Array, iv: Uint8Array, aad: Uint8Array, plain: Uint8Array): Sealed {
  const key = AesKey.schedule(kernel, keyBytes);
  const mode = new CounterMode(key, iv);
  const ghash = Ghash.under(kernel, key);
  kernel.bytes().set(plain, at);
  mode.crypt(at, at, plain.length, 2);
  const cipher = kernel.bytes().slice(at, at + plain.length);
  ghash.updateBytes(aad);
  ghash.update(at, plain.length);
  ghash.updateLengths(aad.length, plain.length);
  const mask = encryptBytes(key, Uint8Array.of(...iv, 0, 0, 0, 1));
  const tag = ghash.state.map((byte, i) => byte ^ mask[i]!);
  mode.dispose();
  ghash.dispose();
  key.dispose();
  return { cipher, tag };
}

function nodeSeal(key: Uint8Array, iv: Uint8Array, aad: Uint8Array, plain: Uint8Array): Sealed {
  const name = `aes-${key.length * 8}-gcm` as 'aes-256-gcm';
  const gcm = createCipheriv(name, key, iv).setAAD(aad);
  const cipher = Buffer.concat([gcm.update(plain), gcm.final()]);
  return { cipher, tag: gcm.getAuthTag() };
}

/** The product of two blocks by the definition of SP 800-38D, 6.3. */
function multiply(x: bigint, y: bigint): bigint {
  let product = 0n;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) product ^= y;
    y = y & 1n ? (y >> 1n) ^ (0xe1n << 120n) : y >> 1n;
  }
  return product;
}

const number = (block: Uint8Array) => BigInt(`0x${toHex(block)}`);

function definedGhash(h: Uint8Array, state: Uint8Array, data: Uint8Array): string {
  let y = number(state);
  for (let i = 0; i < data.length; i += 16) {
    const block = new Uint8Array(16);
    block.set(data.subarray(i, i + 16));
    y = multiply(y ^ number(block), number(h));
  }
  return y.toString(16).padStart(32, '0');
}

describe('GHASH', () => {
  it('gives the values of test cases 2, 4 and 16 of the GCM specification', () => {
    const ghash = new Ghash(kernel, hex('66e94bd4ef8a2c3b884cfa59ca342b2e'));
    ghash.updateBytes(hex('0388dace60b6a392f328c2b971b2fe78'));
    ghash.updateLengths(0, 16);
    expect(toHex(ghash.state)).toBe('f38cbb1ad69223dcc3457ae5b6b0f885');
    ghash.dispose();

    const half = 'feffe9928665731c6d6a8f9467308308';
    const iv = hex('cafebabefacedbaddecaf888');
    const aad = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
    const plain = hex(
      `d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
       1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`,
    );
    expect(toHex(seal(hex(half), iv, aad, plain).tag)).toBe('5bc94fbc3221a5db94fae95ae7121a47');
    const { cipher, tag } = seal(hex(half + half), iv, aad, plain);
    expect(cipher).toEqual(
      hex(
        `522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
         8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662`,
      ),
    );
    expect(toHex(tag)).toBe('76fc6ece0f4e1768cddf8853bb2d551b');
  });

  it('agrees with the definition for sparse and dense keys, states and data', () => {
    const single = (bit: number) => {
      const block = new Uint8Array(16);
      block[bit >> 3] = 0x80 >> (bit & 7);
      return block;
    };
    const ones = new Uint8Array(16).fill(0xff);
    const blocks = [single(0), single(1), single(63), single(64), single(127), ones, randomBytes(16, 8)];
    for (const h of blocks) {
      const ghash = new Ghash(kernel, h);
      for (const state of blocks) {
        for (const count of [1, 64]) {
          const data = Buffer.concat(Array(count).fill(state));
          ghash.state = state;
          ghash.updateBytes(data);
          expect(toHex(ghash.state)).toBe(definedGhash(h, state, data));
        }
      }
      ghash.dispose();
    }
  });

  it('reduces each bit of the product rightly, in all 16 lanes', () => {
    const h = randomBytes(16, 44);
    const ghash = new Ghash(kernel, h);
    for (let bit = 0; bit < 128; bit++) {
      const data = new Uint8Array(64 * 16);
      data[(bit % 64) * 16 + (bit >> 3)] = 1 << (bit & 7);
      ghash.state = new Uint8Array(16);
      ghash.updateBytes(data);
      expect(toHex(ghash.state), `bit ${bit}`).toBe(definedGhash(h, new Uint8Array(16), data));
    }
    ghash.dispose();
  });

  it('makes GCM agree with Node at every length', () => {
    for (let length = 0; length <= 1025; length++) {
      const key = randomBytes([16, 24, 32][length % 3]!, length + 1);
      const iv = randomBytes(12, length + 2);
      const aad = randomBytes((length * 7) % 1026, length + 3);
      const plain = randomBytes(length, length + 4);
      const ours = seal(key, iv, aad, plain);
      const theirs = nodeSeal(key, iv, aad, plain);
      expect(Buffer.compare(ours.cipher, theirs.cipher), `${length} bytes`).toBe(0);
      expect(toHex(ours.tag), `${length} bytes`).toBe(toHex(theirs.tag));
    }
  });

  it('makes GCM agree with Node for thousands of random messages', () => {
    const random = randomNumbers(38);
    for (let round = 0; round < 2000; round++) {
      const key = randomBytes([16, 24, 32][round % 3]!, round + 1);
      const iv = randomBytes(12, round + 2);
      const plain = randomBytes(random(round % 20 ? 300 : 5000), round + 3);
      const aad = randomBytes(random(40), round + 4);
      const ours = seal(key, iv, aad, plain);
      expect(toHex(ours.tag), `round ${round}`).toBe(toHex(nodeSeal(key, iv, aad, plain).tag));
    }
  });

  it('gives the same in pieces of whole blocks', () => {
    const random = randomNumbers(5);
    const data = randomBytes(1 << 14, 1);
    const ghash = new Ghash(kernel, randomBytes(16, 2));
    kernel.bytes().set(data, at);
    ghash.update(at, data.length);
    const whole = toHex(ghash.state);
    for (let round = 0; round < 50; round++) {
      ghash.state = new Uint8Array(16);
      for (let done = 0; done < data.length;) {
        const piece = Math.min(data.length - done, 16 * random(200));
        ghash.update(at + done, piece);
        done += piece;
      }
      expect(toHex(ghash.state)).toBe(whole);
    }
    ghash.dispose();
  });

  it('joins parts at every split into what the whole gives', () => {
    const h = randomBytes(16, 3);
    const data = randomBytes(150 * 16 - 5, 4);
    const aad = randomBytes(21, 5);
    const blocks = 150;
    kernel.bytes().set(data, at);
    const whole = new Ghash(kernel, h);
    whole.updateBytes(aad);
    const start = whole.state;
    whole.update(at, data.length);
    whole.updateLengths(aad.length, data.length);
    const expected = toHex(whole.state);

    const part = (from: number, to: number) => {
      const worker = new Ghash(kernel, h);
      worker.update(at + 16 * from, Math.max(0, Math.min(16 * to, data.length) - 16 * from));
      const { state } = worker;
      worker.dispose();
      return { blocks: to - from, state };
    };
    for (let split = 0; split <= blocks; split++) {
      const second = split + ((blocks - split) >> 1);
      whole.state = start;
      whole.joinParts([part(0, split), part(split, second), part(second, blocks)]);
      whole.updateLengths(aad.length, data.length);
      expect(toHex(whole.state), `split at ${split}`).toBe(expected);
    }
    whole.dispose();
  });

  it('shifts by numbers of blocks far beyond 32 bits', () => {
    const h = randomBytes(16, 6);
    const start = randomBytes(16, 7);
    const ghash = new Ghash(kernel, h);
    for (const count of [0, 1, 2, 63, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40 + 12345, 2 ** 53 - 1]) {
      let expected = number(start);
      let square = number(h);
      for (let left = BigInt(count); left; left >>= 1n) {
        if (left & 1n) expected = multiply(expected, square);
        square = multiply(square, square);
      }
      ghash.state = start;
      ghash.shift(count);
      expect(number(ghash.state), `${count} blocks`).toBe(expected);
    }
    expect(() => ghash.shift(-1)).toThrow(RangeError);
    expect(() => ghash.shift(2 ** 53)).toThrow(RangeError);
    expect(() => new Ghash(kernel, new Uint8Array(12))).toThrow(RangeError);
    ghash.dispose();
  });

  it('leaves neither hash key nor data in memory', async () => {
    const own = await freshEnvelopeKernel();
    const h = randomBytes(16, 61);
    const data = randomBytes(80 * 16, 62);
    const ghash = new Ghash(own, h);
    ghash.updateBytes(data);
    const { state } = ghash;
    expect(findInMemory(own, state)).toBeGreaterThan(0);
    ghash.dispose();
    for (const secret of [h.subarray(0, 8), state.subarray(0, 8), data.subarray(0, 8), data.subarray(-8)]) {
      expect(findInMemory(own, secret)).toBe(-1);
    }
  });
});
