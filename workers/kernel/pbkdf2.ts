import type { Kernel } from './kernel';
import { SecretBlock, withSecretBlock } from './secret-block';
import { DIGEST_BYTES, type HashExports, type HashName } from './sha';

/** Exports of `assembly/envelope/hmac.ts` for PBKDF2. */
export interface Pbkdf2Exports extends HashExports {
  pbkdf2Start(context: number, salt: number, saltLength: number, index: number): void;
  pbkdf2Rounds(context: number, rounds: number): void;
  pbkdf2Result(context: number, target: number): void;
}

export interface Pbkdf2Parameters {
  hash: HashName;
  /** UTF-8, as a rule. Copied; the caller wipes its own. */
  password: Uint8Array;
  salt: Uint8Array;
  /** 1 to 2^32 - 1. The caller sets its own bound on what a file may ask for. */
  rounds: number;
  /** Bytes of the derived key, at least 1. */
  length: number;
}

/**
 * PBKDF2 with HMAC (RFC 8018, 5.2), as many rounds at a time as the caller likes: a worker can report progress and
 * be stopped in between. A core does some million rounds a second.
 */
export class Pbkdf2 {
  /** Rounds of all blocks of the derived key together. */
  readonly totalRounds: number;
  readonly #kernel: Kernel<Pbkdf2Exports>;
  readonly #rounds: number;
  readonly #digestBytes: number;
  readonly #length: number;
  readonly #context: SecretBlock;
  readonly #salt: SecretBlock;
  readonly #derived: SecretBlock;
  #block = 0;
  #roundsLeft = 0;

  /** Throws a RangeError when rounds or length make no sense. */
  constructor(kernel: Kernel<Pbkdf2Exports>, { hash, password, salt, rounds, length }: Pbkdf2Parameters) {
    if (!Number.isInteger(rounds) || rounds < 1 || rounds >= 2 ** 32)
      throw new RangeError('no such count of rounds');
    if (!Number.isInteger(length) || length < 1 || length > 2 ** 16)
      throw new RangeError('no such length of a key');
    this.#kernel = kernel;
    this.#rounds = rounds;
    this.#length = length;
    this.#digestBytes = DIGEST_BYTES[hash];
    const blocks = Math.ceil(length / this.#digestBytes);
    this.totalRounds = blocks * rounds;
    this.#context = new SecretBlock(kernel, kernel.exports.hmacBytes());
    this.#salt = new SecretBlock(kernel, salt.length);
    this.#derived = new SecretBlock(kernel, blocks * this.#digestBytes);
    this.#salt.put(salt);
    withSecretBlock(kernel, password.length, (block) => {
      block.put(password);
      kernel.exports.hmacStart(this.#context.at, this.#digestBytes, block.at, password.length);
    });
  }

  get doneRounds(): number {
    return Math.min(this.#block * this.#rounds - this.#roundsLeft, this.totalRounds);
  }

  get done(): boolean {
    return this.doneRounds === this.totalRounds;
  }

  /** Does `most` more rounds, or what is left of them. True when all are done. */
  run(most = Infinity): boolean {
    const { exports } = this.#kernel;
    while (!this.done && most > 0) {
      let rounds = 1;
      if (this.#roundsLeft === 0) {
        this.#block++;
        exports.pbkdf2Start(this.#context.at, this.#salt.at, this.#salt.length, this.#block);
        this.#roundsLeft = this.#rounds - 1;
      } else {
        rounds = Math.min(this.#roundsLeft, most);
        exports.pbkdf2Rounds(this.#context.at, rounds);
        this.#roundsLeft -= rounds;
      }
      most -= rounds;
      if (this.#roundsLeft === 0) {
        exports.pbkdf2Result(this.#context.at, this.#derived.at + (this.#block - 1) * this.#digestBytes);
      }
    }
    return this.done;
  }

  /** A copy of the derived key. Only once all rounds are done: throws an Error before. */
  result(): Uint8Array<ArrayBuffer> {
    if (!this.done) throw new Error('rounds are left to do');
    return this.#derived.copy(this.#length);
  }

  dispose(): void {
    this.#context.dispose();
    this.#salt.dispose();
    this.#derived.dispose();
  }
}

/** All rounds at once. */
export function pbkdf2(kernel: Kernel<Pbkdf2Exports>, parameters: Pbkdf2Parameters): Uint8Array<ArrayBuffer> {
  const derivation = new Pbkdf2(kernel, parameters);
  try {
    derivation.run();
    return derivation.result();
  } finally {
    derivation.dispose();
  }
}
