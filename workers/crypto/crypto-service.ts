import { discard } from '../bytes/discard';
import type { CipherSuite, HashName } from '../envelope/cipher-suite';
import { localPool, type DataSecret, type PartJob } from '../envelope/part';
import type { Part } from '../envelope/plan';
import { wipe } from '../envelope/secret-bytes';
import { warmUp } from './warm-up';

/** What a crypto worker does: parts of several jobs, and deriving keys. It wipes the secrets that were sent to it. */
export class CryptoService {
  readonly #suite: CipherSuite;
  readonly #jobs = new Map<number, Promise<PartJob>>();
  readonly #derivations = new Map<number, AbortController>();

  constructor(suite: CipherSuite) {
    this.#suite = suite;
  }

  /** Gets the code up to speed while there is nothing else to do. */
  async warm(): Promise<void> {
    await warmUp(this.#suite, () => this.#jobs.size + this.#derivations.size > 0);
  }

  async open(job: number, secret: DataSecret): Promise<void> {
    const opened = Promise.resolve(localPool(this.#suite).open(secret));
    this.#jobs.set(job, opened);
    await opened.finally(() => wipe(secret.key, secret.iv));
  }

  async run(job: number, part: Part, bytes: Uint8Array): Promise<Uint8Array> {
    const opened = this.#jobs.get(job);
    if (!opened) throw new RangeError(`there is no job ${job}`);
    const result = await (await opened).run(part, bytes);
    // Of a hash only the share goes back: the bytes, which are ciphertext, stay here.
    if (result.buffer !== bytes.buffer) discard(bytes);
    return result;
  }

  async close(job: number): Promise<void> {
    const opened = this.#jobs.get(job);
    this.#jobs.delete(job);
    (await opened?.catch(() => null))?.close();
  }

  async pbkdf2(
    derivation: number,
    hash: HashName,
    password: Uint8Array,
    salt: Uint8Array,
    rounds: number,
    length: number,
  ): Promise<Uint8Array> {
    const abort = new AbortController();
    this.#derivations.set(derivation, abort);
    try {
      return await this.#suite.pbkdf2(hash, password, salt, rounds, length, abort.signal);
    } finally {
      this.#derivations.delete(derivation);
      wipe(password);
    }
  }

  stopDeriving(derivation: number): void {
    this.#derivations.get(derivation)?.abort();
  }
}
