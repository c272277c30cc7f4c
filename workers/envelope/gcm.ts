import type { CipherSuite, CounterCipher, Ghash } from './cipher-suite';

const BLOCK = 16;

/** The counter block of block `block` of a message; -1 is J0 (SP 800-38D, 7.1, with an IV of 12 bytes). */
export function counterBlock(iv: Uint8Array, block: number): Uint8Array {
  const counter = new Uint8Array(BLOCK);
  counter.set(iv);
  new DataView(counter.buffer).setUint32(12, (block + 2) >>> 0);
  return counter;
}

/** The hash key: the zero block encrypted, which is the key stream of the zero counter. */
export async function hashKey(counter: CounterCipher): Promise<Uint8Array> {
  const h = new Uint8Array(BLOCK);
  await counter.apply(new Uint8Array(BLOCK), h);
  return h;
}

/** Lengths of associated data and ciphertext in bits, 64 bits each. */
export function lengthBlock(associatedBytes: number, cipherBytes: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  view.setBigUint64(0, BigInt(associatedBytes) * 8n);
  view.setBigUint64(8, BigInt(cipherBytes) * 8n);
  return block;
}

export function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= other[i]!;
}

/**
 * GHASH of parts of one message. A part whose blocks end `k` blocks before the message does adds its own GHASH times
 * H^k, so parts can be hashed anywhere in any order and their shares are XORed. A product with H^(2^i) is one fold
 * under that power as the hash key, and the powers are made once.
 */
export class MessageHash {
  readonly #suite: CipherSuite;
  /** Keyed with H^(2^i). */
  readonly #powers: Ghash[];
  /** H^(2^i) of the last one in `#powers`. */
  #last: Uint8Array;
  #growing: Promise<void> = Promise.resolve();

  private constructor(suite: CipherSuite, first: Ghash, h: Uint8Array) {
    this.#suite = suite;
    this.#powers = [first];
    this.#last = h;
  }

  /** Takes `h` over and wipes it with its own state. */
  static async create(suite: CipherSuite, h: Uint8Array): Promise<MessageHash> {
    return new MessageHash(suite, await suite.ghash(h), h);
  }

  /** What `data` adds to the hash of a message in which `blocksAfter` blocks follow it. */
  async share(data: Uint8Array, blocksAfter: number): Promise<Uint8Array> {
    let state = await this.#powers[0]!.fold(new Uint8Array(BLOCK), data);
    const nothing = new Uint8Array(BLOCK);
    // Block counts are public, and exceed 32 bits.
    for (let i = 0, rest = blocksAfter; rest > 0; i++, rest = Math.floor(rest / 2)) {
      await this.#grow(i);
      // Folding a zero block multiplies the state by the key.
      if (rest % 2 === 1) state = await this.#powers[i]!.fold(state, nothing);
    }
    return state;
  }

  /** Makes the powers up to `index`, one caller after another. */
  async #grow(index: number): Promise<void> {
    if (index < this.#powers.length) return;
    this.#growing = this.#growing.then(async () => {
      while (this.#powers.length <= index) {
        const square = await this.#powers.at(-1)!.fold(new Uint8Array(BLOCK), this.#last);
        this.#last.fill(0);
        this.#last = square;
        this.#powers.push(await this.#suite.ghash(square));
      }
    });
    await this.#growing;
  }

  wipe(): void {
    this.#last.fill(0);
    for (const power of this.#powers) power.wipe();
  }
}
