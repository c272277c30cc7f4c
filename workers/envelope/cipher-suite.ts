/**
 * The cryptography the envelope code needs, and nothing more. The WASM kernel is one implementation, its hybrid with
 * `crypto.subtle` another, and the tests bring one over Node's crypto: all must give the same bytes.
 *
 * What an implementation promises about timing: AES and GHASH run without loads or branches that depend on key or
 * data, which native code gives by the processor's AES instructions and the kernel by bitslicing; hashes, HMAC and PBKDF2 have no such loads
 * by design. Lengths, sector numbers and rounds are public. RSA is not part of a suite: see `rsa.ts`.
 *
 * Keyed objects keep an expanded key until `wipe()`; the key bytes given are copied, the caller wipes its own.
 */
export interface CipherSuite {
  /** CBC inside each 512-byte sector under a key of 16, 24 or 32 bytes; `iv` is the envelope's, 16 bytes. */
  sectorCbc(key: Uint8Array, iv: Uint8Array): Awaitable<SectorCipher>;
  /** XTS-AES-256 over 512-byte sectors; `key` is data key, then tweak key, 32 bytes each. */
  sectorXts(key: Uint8Array): Awaitable<SectorCipher>;
  /** Counter mode with a 32-bit big-endian counter in the last four bytes (SP 800-38D, GCTR). */
  counter(key: Uint8Array): Awaitable<CounterCipher>;
  /**
   * GHASH under the hash key `h` of 16 bytes (SP 800-38D, 6.4). `key` is the AES key that `h` was made with, where
   * there is one: with it a suite can do the same through GCM.
   */
  ghash(h: Uint8Array, key?: Uint8Array): Awaitable<Ghash>;
  /** Plain CBC decryption in place without padding; `data` is whole blocks, `key` 16, 24 or 32 bytes. */
  cbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Awaitable<void>;
  /** The other way. */
  cbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Awaitable<void>;
  digest(hash: HashName, data: Uint8Array): Awaitable<Uint8Array>;
  hmac(hash: HashName, key: Uint8Array, data: Uint8Array): Awaitable<Uint8Array>;
  /** PBKDF2 with HMAC (RFC 8018, 5.2); gives `length` bytes. Fails with `cancelled` soon after `signal` says so. */
  pbkdf2(
    hash: HashName,
    password: Uint8Array,
    salt: Uint8Array,
    rounds: number,
    length: number,
    signal?: AbortSignal,
  ): Awaitable<Uint8Array>;
}

export type HashName = 'SHA-1' | 'SHA-256';

/** A value, or the promise of one: native calls are asynchronous, the kernel is not. */
export type Awaitable<T> = T | Promise<T>;

export interface SectorCipher {
  /** Decrypts whole sectors in place; the first has the number `firstSector` (up to 2^53). */
  decrypt(firstSector: number, data: Uint8Array): Awaitable<void>;
  /** The other way. */
  encrypt(firstSector: number, data: Uint8Array): Awaitable<void>;
  wipe(): void;
}

export interface CounterCipher {
  /**
   * XORs the key stream into `data` in place. `counter` is the first counter block (16 bytes); of its last four
   * bytes, counted modulo 2^32, nothing is carried.
   */
  apply(counter: Uint8Array, data: Uint8Array): Awaitable<void>;
  wipe(): void;
}

export interface Ghash {
  /**
   * Folds `data` into `state` (16 bytes, not changed) and gives the new state; a last block that is not whole is
   * filled with zeros.
   */
  fold(state: Uint8Array, data: Uint8Array): Awaitable<Uint8Array>;
  /** The state times H^blocks, as after so many blocks of zeros; `blocks` is whole, below 2^53, and public. */
  shift(state: Uint8Array, blocks: number): Awaitable<Uint8Array>;
  wipe(): void;
}
