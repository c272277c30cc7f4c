import { BLOCK_BYTES } from '../kernel/aes';
import { inverseHashKey } from '../kernel/ghash';
import type { CipherSuite, CounterCipher, Ghash } from './cipher-suite';
import { counterBlock, lengthBlock, xorInto } from './gcm';
import { inNativePieces, nativeInput, nativeKey, withNativeBytes, type NativeMeans } from './native-pieces';
import { isZero, wipe } from './secret-bytes';

/** Counter mode through native AES-CTR, whose counter of 32 bits wraps as GCM's does. */
export async function nativeCounter(
  { subtle, sizes }: NativeMeans,
  pure: CipherSuite,
  keyBytes: Uint8Array,
): Promise<CounterCipher> {
  const own = await pure.counter(keyBytes);
  const key = await nativeKey(subtle, 'AES-CTR', keyBytes, 'encrypt');
  if (!key) return own;
  return {
    async apply(counter, data) {
      if (data.length < sizes.leastBytes) return own.apply(counter, data);
      await inNativePieces(data.length, sizes.pieceBytes, async ({ at, length }) => {
        const piece = data.subarray(at, at + length);
        const start = movedOn(counter, at / BLOCK_BYTES);
        const algorithm = { name: 'AES-CTR', counter: start, length: 32 };
        const call = () => subtle.encrypt(algorithm, key, nativeInput(piece));
        if (!(await withNativeBytes(call, length, (result) => piece.set(result))))
          await own.apply(start, piece);
      });
    },
    wipe: () => own.wipe(),
  };
}

/** The counter block `blocks` further on; of its last four bytes nothing is carried. */
function movedOn(counter: Uint8Array, blocks: number): Uint8Array<ArrayBuffer> {
  const moved = new Uint8Array(counter);
  const view = new DataView(moved.buffer);
  view.setUint32(12, (view.getUint32(12) + blocks) >>> 0);
  return moved;
}

/**
 * GHASH through native AES-GCM. Its tag over associated data A alone is (Y + L) H + E(J0) (SP 800-38D, 7.1), where
 * Y is the GHASH of A and L the block of lengths: with E(J0) and the inverse of H known, Y follows. No plain text is
 * involved; the tag of the envelope itself is compared by the caller.
 */
export async function nativeGhash(
  { kernel, subtle, sizes }: NativeMeans,
  pure: CipherSuite,
  h: Uint8Array,
  keyBytes: Uint8Array,
): Promise<Ghash> {
  const own = await pure.ghash(h);
  const key = isZero(h) ? null : await nativeKey(subtle, 'AES-GCM', keyBytes, 'encrypt');
  if (!key) return own;
  const inverse = inverseHashKey(kernel, h);
  const undo = await pure.ghash(inverse);
  const iv = new Uint8Array(12);
  const mask = await tagMask(pure, keyBytes, iv);
  wipe(inverse);
  const parts = async (state: Uint8Array, data: Uint8Array): Promise<Uint8Array> => {
    const sum = await own.shift(state, Math.ceil(data.length / BLOCK_BYTES));
    await inNativePieces(data.length, sizes.pieceBytes, async ({ at, length }) => {
      const piece = data.subarray(at, at + length);
      const algorithm = { name: 'AES-GCM', iv, additionalData: nativeInput(piece), tagLength: 128 };
      const share = new Uint8Array(BLOCK_BYTES);
      const call = () => subtle.encrypt(algorithm, key, new Uint8Array(0));
      const isDone = await withNativeBytes(call, BLOCK_BYTES, (tag) => share.set(tag));
      const hashed = isDone ? await ofTag(share, length) : await own.fold(share, piece);
      const placed = await own.shift(hashed, Math.ceil((data.length - at - length) / BLOCK_BYTES));
      xorInto(sum, placed);
      wipe(share, hashed, placed);
    });
    return sum;
  };
  const ofTag = async (tag: Uint8Array, bytes: number): Promise<Uint8Array> => {
    xorInto(tag, mask);
    const hashed = await undo.shift(tag, 1);
    xorInto(hashed, lengthBlock(bytes, 0));
    return hashed;
  };
  return {
    fold: async (state, data) =>
      data.length < sizes.leastBytes ? own.fold(state, data) : parts(state, data),
    shift: (state, blocks) => own.shift(state, blocks),
    wipe() {
      wipe(mask);
      undo.wipe();
      own.wipe();
    },
  };
}

/** E(J0) for an IV of 12 bytes. */
async function tagMask(pure: CipherSuite, keyBytes: Uint8Array, iv: Uint8Array): Promise<Uint8Array> {
  const mask = new Uint8Array(BLOCK_BYTES);
  const counter = await pure.counter(keyBytes);
  await counter.apply(counterBlock(iv, -1), mask);
  counter.wipe();
  return mask;
}
