import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import type { CipherSuite } from './cipher-suite';
import { kernelSuite } from './kernel-suite';
import { nativeCounter, nativeGhash } from './native-gcm';
import { NATIVE_SIZES, nativeInput, nativeKey, withNativeBytes, type NativeSizes } from './native-pieces';
import { nativeSectorCbc, nativeSectorXts } from './native-sectors';
import { throwIfCancelled } from './pipeline';

/**
 * The suite for this origin: with the browser's own cryptography where there is one (https and localhost), over the
 * kernel alone elsewhere. `subtle` is `crypto.subtle`.
 */
export function suiteFor(kernel: EnvelopeKernel, subtle: SubtleCrypto | undefined): CipherSuite {
  return subtle ? hybridSuite(kernel, subtle) : kernelSuite(kernel);
}

/**
 * The cipher suite that lets `crypto.subtle` do the bulk, some hundred KiB at a time, and the kernel what the API does
 * not offer. Short data, hashes, and whatever a native call failed at are done by the kernel alone. Native keys
 * cannot be read out again; they go with the object that `wipe` was called of.
 */
export function hybridSuite(
  kernel: EnvelopeKernel,
  subtle: SubtleCrypto,
  sizes: NativeSizes = NATIVE_SIZES,
): CipherSuite {
  const means = { kernel, subtle, sizes };
  const pure = kernelSuite(kernel);
  return {
    ...pure,
    sectorCbc: (key, iv) => nativeSectorCbc(means, key, iv),
    sectorXts: (key) => nativeSectorXts(means, key),
    counter: (key) => nativeCounter(means, pure, key),
    ghash: (h, key) => (key ? nativeGhash(means, pure, h, key) : pure.ghash(h)),
    async pbkdf2(hash, password, salt, rounds, length, signal) {
      throwIfCancelled(signal);
      const key = await nativeKey(subtle, 'PBKDF2', password, 'deriveBits');
      if (key) {
        const algorithm = { name: 'PBKDF2', hash, salt: nativeInput(salt), iterations: rounds };
        const derived = new Uint8Array(length);
        const call = () => subtle.deriveBits(algorithm, key, 8 * length);
        // The call itself cannot be stopped: when cancelled, its result comes later and is wiped.
        const isDone = await untilCancelled(
          withNativeBytes(call, length, (result) => {
            if (!signal?.aborted) derived.set(result);
          }),
          signal,
        );
        if (isDone) return derived;
      }
      return pure.pbkdf2(hash, password, salt, rounds, length, signal);
    },
  };
}

/** What `work` gives, or a failure with `cancelled` as soon as the signal says so. */
async function untilCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop = () => {};
  const cancelled = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  throwIfCancelled(signal);
  return work;
}
