import type { HashName } from '../envelope/cipher-suite';
import type { DataSecret } from '../envelope/part';
import type { Part } from '../envelope/plan';

/** What a crypto worker offers the engine, through Comlink. Buffers are sent over, not copied: the receiver owns them. */
export interface CryptoApi {
  /** Expands a key under a number that the caller chose. */
  open(job: number, secret: DataSecret): Promise<void>;
  run(job: number, part: Part, bytes: Uint8Array): Promise<Uint8Array>;
  /** Wipes the key. */
  close(job: number): Promise<void>;
  /** Derives a key under a number that the caller chose. */
  pbkdf2(
    derivation: number,
    hash: HashName,
    password: Uint8Array,
    salt: Uint8Array,
    rounds: number,
    length: number,
  ): Promise<Uint8Array>;
  /** Lets a derivation fail soon; nothing happens when it is done. */
  stopDeriving(derivation: number): Promise<void>;
  /** Lets the worker get up to speed on data of no meaning; ends when there is real work. */
  warm(): Promise<void>;
  /** Answers while the worker lives and does not compute. */
  ping(): Promise<void>;
}
