import { CIPHERS } from './ciphers';
import { fail } from './codes';
import type { EncryptedHeader } from './envelope-header';
import { AEAD_FOOTER, CRYPTO_FOOTER, SECTOR } from './footer';

/** Bytes of one part of the work: large enough for native calls, small enough for memory. */
export const PIECE_BYTES = 1 << 20;
export const BLOCK = 16;
/** SP 800-38D allows 2^39 - 256 bits in one message: the counter must not come round. */
export const MAX_GCM_BYTES = 2 ** 36 - 32;

/** Where the encrypted bytes of an envelope lie in its file. */
export interface DataLayout {
  /** Offset in the file. */
  start: number;
  /** Data, padding and footer block; a multiple of 512. */
  bytes: number;
  /** Bytes at the end that are no whole sector; 0 unless salvaged. */
  lost: number;
}

/**
 * Fails with `truncated` where the file cannot end as its version asks; with `salvage` a version 1 file may end
 * anywhere.
 */
export function layoutOf(header: EncryptedHeader, salvage: boolean): DataLayout {
  const isVersion1 = header.version === 1;
  const sealed = header.dataBytes - (isVersion1 ? 0 : AEAD_FOOTER);
  const lost = ((sealed % SECTOR) + SECTOR) % SECTOR;
  if (isVersion1 && salvage) return { start: header.dataStart, bytes: sealed - lost, lost };
  if (sealed < CRYPTO_FOOTER) fail('truncated', 'the file ends before the footer of the encrypted data');
  if (lost !== 0) fail('truncated', `the file ends inside a sector: ${lost} of ${SECTOR} bytes`);
  if (CIPHERS[header.cipher].mode === 'gcm' && sealed > MAX_GCM_BYTES)
    fail('damaged-data', 'more data than AES-GCM can encrypt in one message');
  return { start: header.dataStart, bytes: sealed, lost: 0 };
}

/** A range of the encrypted data, counted from the data start. */
export interface Piece {
  at: number;
  length: number;
}

/** Cuts `bytes` into pieces of `size`, the last one shorter. `size` must be a multiple of 512. */
export function* piecesOf(bytes: number, size: number): Generator<Piece> {
  if (!(size > 0 && size % SECTOR === 0)) throw new RangeError('a piece is whole sectors');
  for (let at = 0; at < bytes; at += size) yield { at, length: Math.min(size, bytes - at) };
}

/** What is to be done to one piece; independent of every other part. */
export type Part =
  /** Decrypt whole sectors, the first of them having this number. */
  | { kind: 'sectors'; firstSector: number }
  /** XOR the key stream from this block of the message on; block -1 is the one that masks the tag. */
  | { kind: 'counter'; firstBlock: number }
  /** The share of these bytes in the GHASH of a message with so many blocks behind them. */
  | { kind: 'hash'; blocksAfter: number }
  /** Encrypt whole sectors, the first of them having this number. */
  | { kind: 'seal-sectors'; firstSector: number }
  /** XOR the key stream from this block on, and give the GHASH of what comes out (16 bytes) behind it. */
  | { kind: 'seal-message'; firstBlock: number };

/** The part that decrypts `piece`. */
export function decryptionPart(mode: 'cbc' | 'xts' | 'gcm', piece: Piece): Part {
  if (mode === 'gcm') return { kind: 'counter', firstBlock: piece.at / BLOCK };
  return { kind: 'sectors', firstSector: piece.at / SECTOR };
}

/** The part that encrypts the bytes at `at`, counted from the data start. */
export function encryptionPart(mode: 'cbc' | 'xts' | 'gcm', at: number): Part {
  return mode === 'gcm'
    ? { kind: 'seal-message', firstBlock: at / BLOCK }
    : { kind: 'seal-sectors', firstSector: at / SECTOR };
}

/** The hash part of `piece` in encrypted data of `bytes`; the length block comes behind it. */
export function hashPart(piece: Piece, bytes: number): Part {
  return { kind: 'hash', blocksAfter: Math.ceil((bytes - piece.at - piece.length) / BLOCK) + 1 };
}
