import { fail } from './codes';
import { utf8Bytes } from './encodings';
import { copyOf, isZero } from './secret-bytes';

/** Bytes of the encrypted block behind the padded data: zeros, then a footer sector. */
export const CRYPTO_FOOTER = 4096;
/** Bytes of the clear block that ends a version 2 file. */
export const AEAD_FOOTER = 4096;
export const SECTOR = 512;

const CRYPTO_MAGIC = utf8Bytes('DataTransformCryptoFooter');
const CRYPTO_VERSION = 2;
const AEAD_MAGIC = utf8Bytes('DataTransformAeadFooter');
const AEAD_VERSION = 1;
const TAG_BYTES = 16;

function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function u32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true);
}

export type FooterReading =
  /** `padding` bytes (0-511) stand between the data and the footer block. */
  | { found: true; padding: number }
  /** `looksWhole`: the zeros before the footer are there, so the file is not cut off, its footer is damaged. */
  | { found: false; looksWhole: boolean };

/** Reads a decrypted footer block of 4096 bytes. */
export function readCryptoFooter(block: Uint8Array): FooterReading {
  const sector = block.subarray(CRYPTO_FOOTER - SECTOR);
  const padding = u32(sector, 504);
  if (startsWith(sector, CRYPTO_MAGIC) && u32(sector, 508) === CRYPTO_VERSION && padding < SECTOR)
    return { found: true, padding };
  return { found: false, looksWhole: isZero(block.subarray(0, CRYPTO_FOOTER - SECTOR)) };
}

/** The footer block behind `padding` zeros (0-511), before it is encrypted. */
export function cryptoFooter(padding: number): Uint8Array {
  const block = new Uint8Array(CRYPTO_FOOTER);
  block.set(CRYPTO_MAGIC, CRYPTO_FOOTER - SECTOR);
  const view = new DataView(block.buffer);
  view.setUint32(CRYPTO_FOOTER - 8, padding, true);
  view.setUint32(CRYPTO_FOOTER - 4, CRYPTO_VERSION, true);
  return block;
}

/** The clear block that ends a version 2 file. */
export function aeadFooter(tag: Uint8Array): Uint8Array {
  const block = new Uint8Array(AEAD_FOOTER);
  block.set(AEAD_MAGIC);
  block.set(tag, 32);
  const view = new DataView(block.buffer);
  view.setUint32(AEAD_FOOTER - 8, TAG_BYTES, true);
  view.setUint32(AEAD_FOOTER - 4, AEAD_VERSION, true);
  return block;
}

/** The tag in the last 4096 bytes of a version 2 file. Fails with `truncated` or `damaged-data`. */
export function readAeadFooter(block: Uint8Array): Uint8Array {
  if (!startsWith(block, AEAD_MAGIC)) fail('truncated', 'the file does not end in an authentication footer');
  if (u32(block, AEAD_FOOTER - 8) !== TAG_BYTES || u32(block, AEAD_FOOTER - 4) !== AEAD_VERSION)
    fail('damaged-data', 'the authentication footer is damaged');
  return copyOf(block.subarray(32, 32 + TAG_BYTES));
}
