import { AesKey, BLOCK_BYTES, cbcDecryptBytes, CounterMode, SectorCbc, SectorXts } from '../kernel/aes';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { Ghash } from '../kernel/ghash';
import { Pbkdf2 } from '../kernel/pbkdf2';
import { SecretBlock } from '../kernel/secret-block';
import { digest, hmac } from '../kernel/sha';
import type { CipherSuite } from './cipher-suite';
import { SECTOR } from './footer';

/** Bytes put into the kernel at a time: they stay in the processor's cache, and whole sectors and blocks fit. */
const STEP_BYTES = 128 * 1024;
/** Rounds of PBKDF2 between two pauses, some tenths of a second. */
const ROUNDS_AT_A_TIME = 100_000;

/**
 * The suite over the WASM kernel. Everything but `pbkdf2` answers at once; that one pauses now and then, so that its
 * worker can say that it lives. What passes through kernel memory is wiped there when the call ends.
 */
export function kernelSuite(kernel: EnvelopeKernel): CipherSuite {
  return {
    sectorCbc(key, iv) {
      const sectors = new SectorCbc(kernel, key, iv);
      return sectorCipher(kernel, sectors);
    },
    sectorXts(key) {
      return sectorCipher(kernel, new SectorXts(kernel, key));
    },
    counter(key) {
      const schedule = AesKey.schedule(kernel, key);
      return {
        apply(counter, data) {
          const mode = new CounterMode(schedule, counter);
          const view = new DataView(counter.buffer, counter.byteOffset, counter.byteLength);
          const first = view.getUint32(12);
          try {
            inSteps(kernel, data, (at, bytes, done) =>
              mode.crypt(at, at, bytes, (first + done / BLOCK_BYTES) >>> 0),
            );
          } finally {
            mode.dispose();
          }
        },
        wipe: () => schedule.dispose(),
      };
    },
    ghash(h) {
      const hash = new Ghash(kernel, h);
      return {
        fold(state, data) {
          hash.state = state;
          inSteps(kernel, data, (at, bytes) => hash.update(at, bytes), false);
          return hash.state;
        },
        wipe: () => hash.dispose(),
      };
    },
    cbcDecrypt(key, iv, data) {
      const schedule = AesKey.schedule(kernel, key);
      try {
        const plain = cbcDecryptBytes(schedule, iv, data);
        data.set(plain);
        plain.fill(0);
      } finally {
        schedule.dispose();
      }
    },
    digest: (hash, data) => digest(kernel, hash, data),
    hmac: (hash, key, data) => hmac(kernel, hash, key, data),
    async pbkdf2(hash, password, salt, rounds, length) {
      const derivation = new Pbkdf2(kernel, { hash, password, salt, rounds, length });
      try {
        while (!derivation.run(ROUNDS_AT_A_TIME)) await new Promise((resolve) => setTimeout(resolve));
        return derivation.result();
      } finally {
        derivation.dispose();
      }
    },
  };
}

function sectorCipher(kernel: EnvelopeKernel, sectors: SectorCbc | SectorXts) {
  return {
    decrypt(firstSector: number, data: Uint8Array) {
      if (data.length % SECTOR !== 0) throw new RangeError('the data is not made of whole sectors');
      inSteps(kernel, data, (at, bytes, done) =>
        sectors.decrypt(at, at, bytes / SECTOR, firstSector + done / SECTOR),
      );
    },
    wipe: () => sectors.dispose(),
  };
}

/** Runs `work` over `data` in kernel memory, step by step, and takes back what it made of it unless told not to. */
function inSteps(
  kernel: EnvelopeKernel,
  data: Uint8Array,
  work: (at: number, bytes: number, done: number) => void,
  takeBack = true,
): void {
  if (data.length === 0) return;
  const block = new SecretBlock(kernel, Math.min(data.length, STEP_BYTES));
  try {
    for (let done = 0; done < data.length; done += STEP_BYTES) {
      const step = data.subarray(done, done + STEP_BYTES);
      block.put(step);
      work(block.at, step.length, done);
      if (takeBack) step.set(kernel.bytes().subarray(block.at, block.at + step.length));
    }
  } finally {
    block.dispose();
  }
}
