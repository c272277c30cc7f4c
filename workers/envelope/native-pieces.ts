import { discard } from '../bytes/discard';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { piecesOf, type Piece } from './plan';
import { wipe } from './secret-bytes';

/** What a hybrid suite works with. */
export interface NativeMeans {
  kernel: EnvelopeKernel;
  subtle: SubtleCrypto;
  sizes: NativeSizes;
}

/** How much goes into one native call. */
export interface NativeSizes {
  /** Bytes of one call, a multiple of 512. */
  pieceBytes: number;
  /** Less than this is done without a native call, which costs some tenths of a millisecond. */
  leastBytes: number;
}

/** From 1 MiB on browsers ask the system for each result's memory anew; smaller pieces pay more for the call itself. */
export const NATIVE_SIZES: NativeSizes = { pieceBytes: 512 << 10, leastBytes: 16 << 10 };

/**
 * Calls under way at a time: where they are computed on a native thread, this one works on the other meanwhile. (In
 * Chromium 156 they are computed in workers before the call returns.)
 */
const CALLS = 2;

/**
 * Does the pieces of `bytes` bytes in `CALLS` lanes. When one fails, those under way are waited for and no other is
 * begun.
 */
export async function inNativePieces(
  bytes: number,
  pieceBytes: number,
  work: (piece: Piece) => Promise<void>,
): Promise<void> {
  const pieces = piecesOf(bytes, pieceBytes);
  // The lanes share one generator; a lane that fails ends it.
  const lane = async () => {
    for (const piece of pieces) await work(piece);
  };
  const lanes = await Promise.allSettled(Array.from({ length: CALLS }, lane));
  for (const outcome of lanes) if (outcome.status === 'rejected') throw outcome.reason;
}

/**
 * Runs a native call that is to give `bytes` bytes, and hands them to `take`. Answers whether that was so: false
 * where the call failed, for whatever reason, and nothing was taken. The caller then does the same work itself.
 */
export async function withNativeBytes(
  call: () => Promise<ArrayBuffer>,
  bytes: number,
  take: (result: Uint8Array) => void,
): Promise<boolean> {
  const buffer = await nativeCall(call);
  if (buffer === null) return false;
  const result = new Uint8Array(buffer);
  const isWhole = result.length === bytes;
  if (isWhole) take(result);
  wipe(result);
  discard(result);
  return isWhole;
}

async function nativeCall(call: () => Promise<ArrayBuffer>): Promise<ArrayBuffer | null> {
  try {
    return await call();
  } catch {
    return null;
  }
}

/**
 * A key for native calls that nobody can read out again; null where the platform refuses it, as some do AES-192.
 * The browser copies `bytes` before this returns; the caller wipes its own.
 */
export async function nativeKey(
  subtle: SubtleCrypto,
  algorithm: 'AES-CBC' | 'AES-CTR' | 'AES-GCM' | 'PBKDF2',
  bytes: Uint8Array,
  use: KeyUsage,
): Promise<CryptoKey | null> {
  try {
    return await subtle.importKey('raw', nativeInput(bytes), algorithm, false, [use]);
  } catch {
    return null;
  }
}

/** Bytes for a native call. Memory of a worker of ours is never shared, which their type leaves open. */
export function nativeInput(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
