import { cbc, ecb } from '@noble/ciphers/aes.js';
import sjcl from 'sjcl';

// AES over sectors as one would do it with other libraries. What they lack (chaining, tweaks, IVs of sectors) is
// written here with 32-bit words, and as much as can be goes into one call.

export const SECTOR = 512;
const BLOCK = 16;

/** What decrypts sectors numbered from 0 on. */
export interface SectorWork {
  key: Uint8Array;
  iv: Uint8Array;
  data: Uint8Array<ArrayBuffer>;
}

/** The IVs of all sectors, by one call of noble's ECB. */
export function nobleIvs({ key, iv, data }: SectorWork): Uint8Array {
  const count = data.length / SECTOR;
  const blocks = new Uint8Array(count * BLOCK);
  const view = new DataView(blocks.buffer);
  const high = new DataView(iv.buffer, iv.byteOffset).getUint32(4);
  for (let sector = 0; sector < count; sector++) {
    blocks.set(iv, sector * BLOCK);
    view.setUint32(sector * BLOCK + 4, high ^ sector);
  }
  return ecb(key, { disablePadding: true }).encrypt(blocks);
}

/** noble's CBC, called for each sector. */
export function nobleCbc(work: SectorWork, output: Uint8Array): void {
  const { key, data } = work;
  const ivs = nobleIvs(work);
  for (let at = 0, iv = 0; at < data.length; at += SECTOR, iv += BLOCK) {
    const cipher = cbc(key, ivs.subarray(iv, iv + BLOCK), { disablePadding: true });
    output.set(cipher.decrypt(data.subarray(at, at + SECTOR)), at);
  }
}

/** noble's ECB over the whole buffer, chained here. */
export function nobleEcb(work: SectorWork): Uint8Array {
  const { key, data } = work;
  const ivs = wordsOf(nobleIvs(work));
  const plain = ecb(key, { disablePadding: true }).decrypt(data);
  const [out, cipher] = [wordsOf(plain), wordsOf(data)];
  for (let at = 0, iv = 0; at < out.length; at += SECTOR / 4, iv += 4) {
    for (let i = 0; i < 4; i++) out[at + i]! ^= ivs[iv + i]!;
    for (let i = 4; i < SECTOR / 4; i++) out[at + i]! ^= cipher[at + i - 4]!;
  }
  return plain;
}

/** XTS made of noble's ECB over the whole buffer, which noble does not have itself. `key` is 64 bytes. */
export function nobleXts({ key, data }: SectorWork): Uint8Array {
  const tweaks = xtsTweaks(key.subarray(32), data.length / SECTOR);
  const masked = data.slice();
  xorWords(wordsOf(masked), tweaks);
  const plain = ecb(key.subarray(0, 32), { disablePadding: true }).decrypt(masked);
  xorWords(wordsOf(plain), tweaks);
  return plain;
}

function xtsTweaks(key: Uint8Array, sectors: number): Uint32Array {
  const numbers = new Uint32Array(sectors * 4);
  for (let sector = 0; sector < sectors; sector++) numbers[4 * sector] = sector;
  const first = wordsOf(ecb(key, { disablePadding: true }).encrypt(new Uint8Array(numbers.buffer)));
  const tweaks = new Uint32Array((sectors * SECTOR) / 4);
  for (let sector = 0, at = 0; sector < sectors; sector++) {
    let [a, b, c, d] = [
      first[4 * sector]!,
      first[4 * sector + 1]!,
      first[4 * sector + 2]!,
      first[4 * sector + 3]!,
    ];
    for (const end = at + SECTOR / 4; at < end; at += 4) {
      tweaks[at] = a;
      tweaks[at + 1] = b;
      tweaks[at + 2] = c;
      tweaks[at + 3] = d;
      const carry = (d >>> 31) * 0x87;
      d = (d << 1) | (c >>> 31);
      c = (c << 1) | (b >>> 31);
      b = (b << 1) | (a >>> 31);
      a = (a << 1) ^ carry;
    }
  }
  return tweaks;
}

/** sjcl's block cipher on words, chained here. */
export function sjclCbc({ key, iv, data }: SectorWork, output: Uint8Array): void {
  const cipher = new sjcl.cipher.aes(wordList(key));
  const [input, out] = [new DataView(data.buffer), new DataView(output.buffer)];
  const start = wordList(iv);
  const block = [0, 0, 0, 0];
  for (let at = 0, sector = 0; at < data.length; sector++) {
    const chain = cipher.encrypt([start[0]!, start[1]! ^ sector, start[2]!, start[3]!]);
    for (const end = at + SECTOR; at < end; at += BLOCK) {
      for (let i = 0; i < 4; i++) block[i] = input.getInt32(at + 4 * i);
      const plain = cipher.decrypt(block);
      for (let i = 0; i < 4; i++) {
        out.setInt32(at + 4 * i, plain[i]! ^ chain[i]!);
        chain[i] = block[i]!;
      }
    }
  }
}

function wordList(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getInt32(4 * i));
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

function xorWords(target: Uint32Array, mask: Uint32Array): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= mask[i]!;
}

/** What native CBC needs for each sector on its own: its IV, and the sector with the block of padding the API asks for. */
export interface NativeSector {
  iv: Uint8Array<ArrayBuffer>;
  message: Uint8Array<ArrayBuffer>;
}

export function nativeSectors(work: SectorWork): NativeSector[] {
  const { key, data } = work;
  const ivs = nobleIvs(work);
  const count = data.length / SECTOR;
  const closing = new Uint8Array(count * BLOCK);
  for (let i = 0; i < closing.length; i++) {
    const sector = i >> 4;
    closing[i] = data[(sector + 1) * SECTOR - BLOCK + (i & 15)]! ^ BLOCK;
  }
  const closed = ecb(key, { disablePadding: true }).encrypt(closing);
  const messages = new Uint8Array(count * (SECTOR + BLOCK));
  return Array.from({ length: count }, (_, sector) => {
    const message = messages.subarray(sector * (SECTOR + BLOCK), (sector + 1) * (SECTOR + BLOCK));
    message.set(data.subarray(sector * SECTOR, (sector + 1) * SECTOR));
    message.set(closed.subarray(sector * BLOCK, (sector + 1) * BLOCK), SECTOR);
    return { iv: ivs.slice(sector * BLOCK, (sector + 1) * BLOCK), message };
  });
}

/** `crypto.subtle` sector by sector, some at a time. */
export async function nativeCbc(
  key: CryptoKey,
  sectors: readonly NativeSector[],
  output: Uint8Array,
): Promise<void> {
  const AT_A_TIME = 64;
  for (let first = 0; first < sectors.length; first += AT_A_TIME) {
    const plain = await Promise.all(
      sectors
        .slice(first, first + AT_A_TIME)
        .map(({ iv, message }) => crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, message)),
    );
    plain.forEach((bytes, i) => output.set(new Uint8Array(bytes), (first + i) * SECTOR));
  }
}
