import { collect, concat, oneChunk, type Bytes } from '../bytes';
import { Crc32 } from '../crc32';
import { gzip, gzipTrailer } from '../gzip';
import { fileEntry } from '../tar';
import { adding, type Damage } from './damage';

export const BOMB_PATH = 'var/run/log/bomb.0.gz';

/** A rotated log that unpacks to so many zeros; with `depth` 2 and more it is packed again. */
export function gzipBomb(bytes = 4 * 1024 ** 3, depth = 1): Damage {
  return adding('gzip bomb', async function* ({ topFolder, host }) {
    let content = zerosInGzip(bytes);
    for (let level = 1; level < depth; level++) content = await collect(gzip(oneChunk(content)));
    yield fileEntry(`${topFolder}/${BOMB_PATH}`, content, host.collectedAt);
  });
}

/** A run of 258 zeros. */
const MATCH = 258;

/**
 * Zeros at deflate's best ratio, without compressing them: a dynamic block whose codes for "258 bytes" and
 * "distance 1" are one zero bit each, so that every zero byte of deflate stands for 1,032 zero bytes.
 */
export function zerosInGzip(count: number): Bytes {
  const bits = new Bits();
  const matches = Math.max(0, Math.floor((count - 1) / MATCH));
  bits.put(1, 1).put(2, 2); // last block, dynamic codes
  bits.put(29, 5).put(0, 5).put(14, 4); // 286 literal codes, 1 distance code, 18 lengths of code lengths
  // Lengths of code lengths, in the order of RFC 1951: 18 (1 bit), 1 and 2 (2 and 3 bits), 0 (3 bits).
  for (const length of [0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 2]) bits.put(length, 3);
  // Codes: 18 = 0, 1 = 10, 0 = 110, 2 = 111; written with the first bit first.
  const [repeatZeros, one, two] = [[0], [1, 0], [1, 1, 1]];
  bits.code(two); // literal 0: 2 bits
  bits.code(repeatZeros).put(138 - 11, 7); // 1..138: none
  bits.code(repeatZeros).put(117 - 11, 7); // 139..255: none
  bits.code(two); // end of block: 2 bits
  bits.code(repeatZeros).put(28 - 11, 7); // 257..284: none
  bits.code(one); // 258 bytes: 1 bit
  bits.code(one); // distance 1: 1 bit
  // Now: 258 bytes = 0, distance 1 = 0, literal 0 = 10, end = 11.
  if (count > 0) bits.code([1, 0]);
  bits.zeros(matches * 2);
  for (let rest = count - (count > 0 ? 1 : 0) - matches * MATCH; rest > 0; rest--) bits.code([1, 0]);
  bits.code([1, 1]);
  const head = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff);
  return concat([head, bits.bytes(), gzipTrailer(new Crc32().addZeros(count))]);
}

/** Bits in deflate's order: least significant first; Huffman codes bit by bit. */
class Bits {
  private readonly parts: Bytes[] = [];
  private current: number[] = [];

  put(value: number, width: number): this {
    for (let bit = 0; bit < width; bit++) this.current.push((value >>> bit) & 1);
    return this;
  }

  code(bits: readonly number[]): this {
    this.current.push(...bits);
    return this;
  }

  zeros(count: number): void {
    const toByte = Math.min(count, -this.current.length & 7);
    for (let i = 0; i < toByte; i++) this.current.push(0);
    const whole = Math.floor((count - toByte) / 8);
    if (whole > 0) {
      this.parts.push(packed(this.current), new Uint8Array(whole));
      this.current = [];
    }
    for (let i = toByte + whole * 8; i < count; i++) this.current.push(0);
  }

  bytes(): Bytes {
    return concat([...this.parts, packed(this.current)]);
  }
}

function packed(bits: readonly number[]): Bytes {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, n) => (bytes[n >>> 3]! |= bit << (n & 7)));
  return bytes;
}
