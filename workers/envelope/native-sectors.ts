import { BLOCK_BYTES, encryptBytes, SectorCbc, SectorXts, SECTOR_BYTES, type AesKey } from '../kernel/aes';
import { SecretBlock, withSecretBlock } from '../kernel/secret-block';
import type { SectorCipher } from './cipher-suite';
import { xorInto } from './gcm';
import { kernelSectors } from './kernel-suite';
import {
  inNativePieces,
  nativeInput,
  nativeKey,
  withNativeBytes,
  type NativeMeans,
  type NativeSizes,
} from './native-pieces';
import { wipe } from './secret-bytes';

// Sectors through native AES-CBC. Its decryption of block i is D(C[i]) + C[i - 1] (SP 800-38A, 6.2) whatever the
// sectors are, so one call takes a whole piece, and what it chained across sectors is put right here.

/** Decrypts a piece in place, its first sector having the number given; false where it could not and left it as it was. */
type NativePiece = (firstSector: number, sectors: Uint8Array) => Promise<boolean>;

/** `AES-128` to `AES-256` of envelopes; the kernel's own where the browser does not take the key. */
export async function nativeSectorCbc(
  means: NativeMeans,
  keyBytes: Uint8Array,
  iv: Uint8Array,
): Promise<SectorCipher> {
  const { kernel, subtle, sizes } = means;
  const cipher = new SectorCbc(kernel, keyBytes, iv);
  const own = kernelSectors(kernel, cipher);
  const key = await nativeKey(subtle, 'AES-CBC', keyBytes, 'decrypt');
  if (!key) return own;
  const room = new Uint8Array(sizes.pieceBytes + BLOCK_BYTES);
  return inPieces(sizes, own, async (firstSector, sectors) => {
    const bytes = sectors.length;
    const ivs = withSecretBlock(kernel, bytes / (SECTOR_BYTES / BLOCK_BYTES), (block) => {
      cipher.ivs(block.at, bytes / SECTOR_BYTES, firstSector);
      return block.copy();
    });
    const message = room.subarray(0, bytes + BLOCK_BYTES);
    message.set(sectors);
    message.set(closingBlock(cipher.dataKey, sectors.subarray(bytes - BLOCK_BYTES)), bytes);
    const isDone = await chained(subtle, key, ivs.subarray(0, BLOCK_BYTES), message, (plain) => {
      unchain(plain, sectors, ivs);
      sectors.set(plain);
    });
    wipe(ivs);
    return isDone;
  });
}

/** Each sector's first block but the piece's own was chained to the sector before, and is now to its IV. */
function unchain(plain: Uint8Array, cipherText: Uint8Array, ivs: Uint8Array): void {
  for (let iv = BLOCK_BYTES, at = SECTOR_BYTES; at < plain.length; iv += BLOCK_BYTES, at += SECTOR_BYTES) {
    for (let i = 0; i < BLOCK_BYTES; i++) plain[at + i]! ^= cipherText[at - BLOCK_BYTES + i]! ^ ivs[iv + i]!;
  }
}

/**
 * `XTS-AES-256` of envelopes; the kernel's own where the browser does not take the key. The kernel XORs the tweaks in
 * before the native call, and tweaks and chaining out behind it.
 */
export async function nativeSectorXts(means: NativeMeans, keyBytes: Uint8Array): Promise<SectorCipher> {
  const { kernel, subtle, sizes } = means;
  const cipher = new SectorXts(kernel, keyBytes);
  const own = kernelSectors(kernel, cipher);
  const key = await nativeKey(subtle, 'AES-CBC', keyBytes.subarray(0, keyBytes.length / 2), 'decrypt');
  if (!key) return own;
  return inPieces(sizes, own, async (firstSector, sectors) => {
    const bytes = sectors.length;
    const data = new SecretBlock(kernel, bytes + BLOCK_BYTES);
    const masks = new SecretBlock(kernel, bytes);
    try {
      data.put(sectors);
      cipher.intoCbc(data.at, masks.at, bytes / SECTOR_BYTES, firstSector);
      const end = data.at + bytes;
      data.put(closingBlock(cipher.dataKey, kernel.bytes().slice(end - BLOCK_BYTES, end)), bytes);
      const message = kernel.bytes().subarray(data.at, end + BLOCK_BYTES);
      return await chained(subtle, key, new Uint8Array(BLOCK_BYTES), message, (plain) => {
        data.put(plain);
        kernel.exports.xorBytes(data.at, masks.at, bytes);
        sectors.set(kernel.bytes().subarray(data.at, end));
      });
    } finally {
      data.dispose();
      masks.dispose();
    }
  });
}

function inPieces(
  { pieceBytes, leastBytes }: NativeSizes,
  own: SectorCipher,
  native: NativePiece,
): SectorCipher {
  return {
    async decrypt(firstSector, data) {
      if (data.length < leastBytes || data.length % SECTOR_BYTES !== 0) return own.decrypt(firstSector, data);
      await inNativePieces(data.length, pieceBytes, async ({ at, length }) => {
        const sectors = data.subarray(at, at + length);
        const first = firstSector + at / SECTOR_BYTES;
        if (!(await native(first, sectors))) await own.decrypt(first, sectors);
      });
    },
    // The API chains one message at a time, and a sector is too short for a call of its own.
    encrypt: (firstSector, data) => own.encrypt(firstSector, data),
    wipe: () => own.wipe(),
  };
}

/** One native CBC decryption of a message with its closing block. */
function chained(
  subtle: SubtleCrypto,
  key: CryptoKey,
  iv: Uint8Array,
  message: Uint8Array,
  take: (plain: Uint8Array) => void,
): Promise<boolean> {
  const algorithm = { name: 'AES-CBC', iv: nativeInput(iv) };
  // The browser copies the message before the call returns.
  const call = () => subtle.decrypt(algorithm, key, nativeInput(message));
  return withNativeBytes(call, message.length - BLOCK_BYTES, take);
}

/**
 * What to put behind a message whose last block is `last`: the API asks for PKCS #7 padding (RFC 5652, 6.3), and this
 * block decrypts to nothing but that.
 */
function closingBlock(dataKey: AesKey, last: Uint8Array): Uint8Array {
  const padding = new Uint8Array(BLOCK_BYTES).fill(BLOCK_BYTES);
  xorInto(padding, last);
  return encryptBytes(dataKey, padding);
}
