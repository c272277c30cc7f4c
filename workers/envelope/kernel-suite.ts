import {
  AesKey,
  cbcDecryptBytes,
  cbcEncryptBytes,
  CounterMode,
  SectorCbc,
  SectorXts,
  SECTOR_BYTES,
} from '../kernel/aes';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { Ghash } from '../kernel/ghash';
import { Pbkdf2 } from '../kernel/pbkdf2';
import { withSecretBlock } from '../kernel/secret-block';
import { digest, hmac } from '../kernel/sha';
import type { CipherSuite } from './cipher-suite';
import { throwIfCancelled } from './pipeline';

/** Data goes through the kernel in windows of this size, which stay in the processor's cache. */
const WINDOW_BYTES = 256 << 10;
const BLOCK = 16;
/** Rounds of PBKDF2 between two pauses, less than a tenth of a second: so long a cancel waits at most. */
const ROUNDS_AT_A_TIME = 50_000;

/**
 * The cipher suite over the WASM kernel. Needs nothing of the origin; everything is synchronous but
 * `pbkdf2`, which pauses now and then so that its worker can answer. Kernel memory that held keys or data is wiped
 * before it is given back.
 */
export function kernelSuite(kernel: EnvelopeKernel): CipherSuite {
  return {
    sectorCbc: (key, iv) => kernelSectors(kernel, new SectorCbc(kernel, key, iv)),
    sectorXts: (key) => kernelSectors(kernel, new SectorXts(kernel, key)),
    counter(bytes) {
      const key = AesKey.schedule(kernel, bytes);
      return {
        apply: (counter, data) => applyCounter(kernel, key, counter, data),
        wipe: () => key.dispose(),
      };
    },
    ghash(h) {
      const hash = new Ghash(kernel, h);
      return {
        fold(state, data) {
          hash.state = state;
          throughWindows(kernel, data, (at, length) => {
            hash.update(at, length);
            return false;
          });
          return hash.state;
        },
        shift(state, blocks) {
          hash.state = state;
          hash.shift(blocks);
          return hash.state;
        },
        wipe: () => hash.dispose(),
      };
    },
    cbcDecrypt: (bytes, iv, data) => inPlace(kernel, bytes, data, (key) => cbcDecryptBytes(key, iv, data)),
    cbcEncrypt: (bytes, iv, data) => inPlace(kernel, bytes, data, (key) => cbcEncryptBytes(key, iv, data)),
    digest: (hash, data) => digest(kernel, hash, data),
    hmac: (hash, key, data) => hmac(kernel, hash, key, data),
    async pbkdf2(hash, password, salt, rounds, length, signal) {
      throwIfCancelled(signal);
      const derivation = new Pbkdf2(kernel, { hash, password, salt, rounds, length });
      try {
        while (!derivation.run(ROUNDS_AT_A_TIME)) {
          await new Promise((resolve) => setTimeout(resolve));
          throwIfCancelled(signal);
        }
        return derivation.result();
      } finally {
        derivation.dispose();
      }
    },
  };
}

function inPlace(
  kernel: EnvelopeKernel,
  keyBytes: Uint8Array,
  data: Uint8Array,
  work: (key: AesKey) => Uint8Array,
): void {
  const key = AesKey.schedule(kernel, keyBytes);
  try {
    const result = work(key);
    data.set(result);
    result.fill(0);
  } finally {
    key.dispose();
  }
}

/** The kernel's sector ciphers over data of the caller's, which goes through kernel memory. `wipe` disposes of `cipher`. */
export function kernelSectors(kernel: EnvelopeKernel, cipher: SectorCbc | SectorXts) {
  const throughKernel = (way: 'encrypt' | 'decrypt', firstSector: number, data: Uint8Array) => {
    if (data.length % SECTOR_BYTES !== 0) throw new RangeError('the data is not made of whole sectors');
    throughWindows(kernel, data, (at, length, from) => {
      cipher[way](at, at, length / SECTOR_BYTES, firstSector + from / SECTOR_BYTES);
      return true;
    });
  };
  return {
    decrypt: (firstSector: number, data: Uint8Array) => throughKernel('decrypt', firstSector, data),
    encrypt: (firstSector: number, data: Uint8Array) => throughKernel('encrypt', firstSector, data),
    wipe: () => cipher.dispose(),
  };
}

function applyCounter(kernel: EnvelopeKernel, key: AesKey, counter: Uint8Array, data: Uint8Array): void {
  const mode = new CounterMode(key, counter);
  const first = new DataView(counter.buffer, counter.byteOffset).getUint32(12);
  try {
    throughWindows(kernel, data, (at, length, from) => {
      mode.crypt(at, at, length, first + from / BLOCK);
      return true;
    });
  } finally {
    mode.dispose();
  }
}

/** Takes `data` into kernel memory window by window; where `work` answers true the window is copied back. */
function throughWindows(
  kernel: EnvelopeKernel,
  data: Uint8Array,
  work: (at: number, length: number, from: number) => boolean,
): void {
  if (data.length === 0) return;
  withSecretBlock(kernel, Math.min(WINDOW_BYTES, data.length), (block) => {
    for (let from = 0; from < data.length; from += WINDOW_BYTES) {
      const window = data.subarray(from, from + WINDOW_BYTES);
      block.put(window);
      if (work(block.at, window.length, from))
        window.set(kernel.bytes().subarray(block.at, block.at + window.length));
    }
  });
}
