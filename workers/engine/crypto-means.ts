import { deflateZlib } from '../bytes/zlib-deflate';
import { inflateZlib } from '../bytes/zlib-inflate';
import { CryptoPool, type CryptoWorkers } from '../crypto/crypto-pool';
import type { CipherSuite } from '../envelope/cipher-suite';
import type { DecryptMeans } from '../envelope/decrypt';
import { kernelSuite } from '../envelope/kernel-suite';
import type { SealMeans } from '../envelope/writing/seal';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import type { EngineKernel } from '../kernel/engine-kernel';

/** What decrypting needs from the thread the engine runs on. */
export interface CryptoHost {
  /** A fresh kernel for each decryption that inflates. */
  kernel(): Promise<EngineKernel>;
  envelopeKernel(): Promise<EnvelopeKernel>;
  cryptoWorkers: CryptoWorkers;
}

/**
 * The means to decrypt, made when first asked for: headers, hashes and key files are small and done here, bulk data
 * and deriving keys from passwords in the pool's workers.
 */
export class CryptoMeans {
  readonly pool: CryptoPool;
  readonly #host: CryptoHost;
  #suite: Promise<CipherSuite> | null = null;

  constructor(host: CryptoHost) {
    this.#host = host;
    const { cryptoWorkers } = host;
    this.pool = new CryptoPool({
      start: () => cryptoWorkers.start(),
      // Told by the page after the engine was made.
      get count() {
        return cryptoWorkers.count;
      },
    });
  }

  /** The suite of this thread; what it derives from passwords ends with `cancelled` when `signal` says so. */
  async suite(signal?: AbortSignal): Promise<CipherSuite> {
    this.#suite ??= this.#host.envelopeKernel().then(kernelSuite);
    return {
      ...(await this.#suite),
      pbkdf2: (hash, password, salt, rounds, length) =>
        this.pool.pbkdf2(hash, password, salt, rounds, length, signal),
    };
  }

  /** One that nobody else uses: plain data goes through it, and it is wiped as a whole. */
  freshKernel(): Promise<EngineKernel> {
    return this.#host.kernel();
  }

  /** One for hashes, beside the suite's. */
  freshEnvelopeKernel(): Promise<EnvelopeKernel> {
    return this.#host.envelopeKernel();
  }

  async sealing(signal: AbortSignal): Promise<SealMeans> {
    return { suite: await this.suite(signal), pool: this.pool, deflate: deflateZlib };
  }

  async decrypting(): Promise<DecryptMeans> {
    const host = this.#host;
    return {
      suite: await this.suite(),
      pool: this.pool,
      // Plain data goes through a kernel of its own, which is wiped as a whole.
      async *inflate(source) {
        const kernel = await host.kernel();
        try {
          yield* inflateZlib(kernel, source);
        } finally {
          kernel.bytes().fill(0);
        }
      },
    };
  }
}
