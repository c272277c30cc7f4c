import { createCipheriv, createDecipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { CipherSuite, HashName } from '../../workers/envelope/cipher-suite';

const HASHES: Record<HashName, string> = { 'SHA-1': 'sha1', 'SHA-256': 'sha256' };
const SECTOR = 512;

function ecb(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return cipher.update(block);
}

function cbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  return createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv)
    .setAutoPadding(false)
    .update(data);
}

function cbcEncrypted(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  return createCipheriv(`aes-${key.length * 8}-cbc`, key, iv)
    .setAutoPadding(false)
    .update(data);
}

/** The IV of a sector as the format's description says. */
export function sectorIv(key: Uint8Array, iv: Uint8Array, sector: number): Uint8Array {
  const block = Buffer.from(iv);
  block.writeBigUInt64BE(block.readBigUInt64BE(0) ^ BigInt(sector), 0);
  return ecb(key, block);
}

export function xtsTweak(sector: number): Uint8Array {
  const tweak = Buffer.alloc(16);
  tweak.writeBigUInt64LE(BigInt(sector), 0);
  return tweak;
}

const R = 0xe1n << 120n;

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function sixteen(value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(32, '0'), 'hex'));
}

/** SP 800-38D, 6.3, bit by bit. */
function multiply(x: bigint, y: bigint): bigint {
  let z = 0n;
  let v = y;
  for (let i = 127n; i >= 0n; i--) {
    if ((x >> i) & 1n) z ^= v;
    v = v & 1n ? (v >> 1n) ^ R : v >> 1n;
  }
  return z;
}

function* sectorsOf(first: number, data: Uint8Array): Generator<[number, Uint8Array]> {
  if (data.length % SECTOR !== 0) throw new RangeError('not whole sectors');
  for (let at = 0; at < data.length; at += SECTOR) {
    yield [first + at / SECTOR, data.subarray(at, at + SECTOR)];
  }
}

/** The reference: Node's crypto, sector by sector, and GHASH by the book. */
export const nodeSuite: CipherSuite = {
  sectorCbc: (key, iv) => {
    const [ownKey, ownIv] = [new Uint8Array(key), new Uint8Array(iv)];
    return {
      decrypt(first, data) {
        for (const [sector, bytes] of sectorsOf(first, data))
          bytes.set(cbc(ownKey, sectorIv(ownKey, ownIv, sector), bytes));
      },
      encrypt(first, data) {
        for (const [sector, bytes] of sectorsOf(first, data))
          bytes.set(cbcEncrypted(ownKey, sectorIv(ownKey, ownIv, sector), bytes));
      },
      wipe: () => void ownKey.fill(0),
    };
  },
  sectorXts: (key) => {
    const own = new Uint8Array(key);
    return {
      decrypt(first, data) {
        for (const [sector, bytes] of sectorsOf(first, data))
          bytes.set(createDecipheriv('aes-256-xts', own, xtsTweak(sector)).update(bytes));
      },
      encrypt(first, data) {
        for (const [sector, bytes] of sectorsOf(first, data))
          bytes.set(createCipheriv('aes-256-xts', own, xtsTweak(sector)).update(bytes));
      },
      wipe: () => void own.fill(0),
    };
  },
  counter: (key) => {
    const own = new Uint8Array(key);
    return {
      apply(counter, data) {
        // Node carries into the whole block: counters of these tests do not come near the end of 32 bits.
        data.set(createCipheriv(`aes-${own.length * 8}-ctr`, own, counter).update(data));
      },
      wipe: () => void own.fill(0),
    };
  },
  ghash: (h) => {
    const key = number(h);
    return {
      fold(state, data) {
        let y = number(state);
        for (let at = 0; at < data.length; at += 16) {
          const block = Buffer.alloc(16);
          block.set(data.subarray(at, at + 16));
          y = multiply(y ^ number(block), key);
        }
        return sixteen(y);
      },
      shift(state, blocks) {
        let y = number(state);
        let square = key;
        for (let rest = BigInt(blocks); rest > 0n; rest >>= 1n) {
          if (rest & 1n) y = multiply(y, square);
          square = multiply(square, square);
        }
        return sixteen(y);
      },
      wipe: () => undefined,
    };
  },
  cbcDecrypt: (key, iv, data) => data.set(cbc(key, iv, data)),
  cbcEncrypt: (key, iv, data) => data.set(cbcEncrypted(key, iv, data)),
  digest: (hash, data) => new Uint8Array(createHash(HASHES[hash]).update(data).digest()),
  hmac: (hash, key, data) => new Uint8Array(createHmac(HASHES[hash], key).update(data).digest()),
  pbkdf2: (hash, password, salt, rounds, length) =>
    new Uint8Array(pbkdf2Sync(password, salt, rounds, length, HASHES[hash])),
};
