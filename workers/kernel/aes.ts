import type { Kernel } from './kernel';
import { SecretBlock, withSecretBlock, type SecretExports } from './secret-block';

/** Exports of `assembly/envelope/`: aes-key.ts, aes.ts, cbc.ts, xts.ts and ctr.ts. */
export interface AesExports extends SecretExports {
  aesKeyBytes(): number;
  aesSchedule(bytes: number, length: number, key: number): number;
  aesEncrypt(key: number, source: number, target: number, blocks: number): void;
  aesDecrypt(key: number, source: number, target: number, blocks: number): void;
  cbcDecrypt(key: number, iv: number, source: number, target: number, blocks: number): void;
  cbcEncrypt(key: number, iv: number, source: number, target: number, blocks: number): void;
  cbcSectorIvs(key: number, iv: number, firstSector: number, target: number, sectors: number): void;
  cbcSectorsDecrypt: CbcSectorsRun;
  cbcSectorsEncrypt: CbcSectorsRun;
  xtsDecrypt: XtsRun;
  xtsEncrypt: XtsRun;
  xtsTweaks(tweakKey: number, firstSector: number, target: number, sectors: number): void;
  xtsIntoCbc(tweakKey: number, firstSector: number, data: number, masks: number, sectors: number): void;
  ctrCrypt(key: number, nonce: number, counter: number, source: number, target: number, bytes: number): void;
}

type CbcSectorsRun = (
  key: number,
  iv: number,
  firstSector: number,
  source: number,
  target: number,
  sectors: number,
) => void;

type XtsRun = (
  dataKey: number,
  tweakKey: number,
  firstSector: number,
  source: number,
  target: number,
  sectors: number,
) => void;

export const BLOCK_BYTES = 16;
export const SECTOR_BYTES = 512;

/** Sector numbers are exact up to here, one past the last. */
const SECTOR_LIMIT = 2 ** 53;

/**
 * An expanded AES key in kernel memory (15 KiB), to be disposed of after use. Addresses (`source`, `target`) are of
 * the same kernel's memory; they may be equal, but ranges must not overlap otherwise.
 */
export class AesKey {
  readonly kernel: Kernel<AesExports>;
  readonly #context: SecretBlock;

  private constructor(kernel: Kernel<AesExports>, context: SecretBlock) {
    this.kernel = kernel;
    this.#context = context;
  }

  /** Expands a key of 16, 24 or 32 bytes; the caller's bytes are left to the caller. Throws a RangeError. */
  static schedule(kernel: Kernel<AesExports>, bytes: Uint8Array): AesKey {
    if (![16, 24, 32].includes(bytes.length)) throw new RangeError('an AES key has 16, 24 or 32 bytes');
    const context = new SecretBlock(kernel, kernel.exports.aesKeyBytes());
    withSecretBlock(kernel, bytes.length, (block) => {
      block.put(bytes);
      kernel.exports.aesSchedule(block.at, bytes.length, context.at);
    });
    return new AesKey(kernel, context);
  }

  /** Address of the expanded key. */
  get at(): number {
    return this.#context.at;
  }

  /** Encrypts blocks of 16 bytes, each on its own. */
  encryptBlocks(source: number, target: number, blocks: number): void {
    this.kernel.exports.aesEncrypt(this.at, source, target, blocks);
  }

  /** Decrypts blocks of 16 bytes, each on its own. */
  decryptBlocks(source: number, target: number, blocks: number): void {
    this.kernel.exports.aesDecrypt(this.at, source, target, blocks);
  }

  dispose(): void {
    this.#context.dispose();
  }
}

/** The encryption of some whole blocks, each on its own. */
export function encryptBytes(key: AesKey, data: Uint8Array): Uint8Array<ArrayBuffer> {
  return onBlocks(key, data, (at, blocks) => key.encryptBlocks(at, at, blocks));
}

/** The decryption of some whole blocks, each on its own. */
export function decryptBytes(key: AesKey, data: Uint8Array): Uint8Array<ArrayBuffer> {
  return onBlocks(key, data, (at, blocks) => key.decryptBlocks(at, at, blocks));
}

/** CBC over a short message of whole blocks; padding is the caller's. Throws a RangeError. */
export function cbcDecryptBytes(key: AesKey, iv: Uint8Array, data: Uint8Array): Uint8Array<ArrayBuffer> {
  return onChain(key, iv, data, (chain, at, blocks) =>
    key.kernel.exports.cbcDecrypt(key.at, chain, at, at, blocks),
  );
}

/** The other way. */
export function cbcEncryptBytes(key: AesKey, iv: Uint8Array, data: Uint8Array): Uint8Array<ArrayBuffer> {
  return onChain(key, iv, data, (chain, at, blocks) =>
    key.kernel.exports.cbcEncrypt(key.at, chain, at, at, blocks),
  );
}

/** `AES-128`, `AES-192` and `AES-256` of envelopes: CBC in sectors of 512 bytes, each with an IV of its own. */
export class SectorCbc {
  readonly #key: AesKey;
  readonly #iv: SecretBlock;

  /** `iv` is the envelope's, 16 bytes. Throws a RangeError. */
  constructor(kernel: Kernel<AesExports>, key: Uint8Array, iv: Uint8Array) {
    if (iv.length !== BLOCK_BYTES) throw new RangeError('the IV has 16 bytes');
    this.#key = AesKey.schedule(kernel, key);
    this.#iv = new SecretBlock(kernel, BLOCK_BYTES);
    this.#iv.put(iv);
  }

  /** Decrypts whole sectors, the first of which has the number `firstSector`. */
  decrypt(source: number, target: number, sectors: number, firstSector: number): void {
    checkSectors(firstSector, sectors);
    const { exports } = this.#key.kernel;
    exports.cbcSectorsDecrypt(this.#key.at, this.#iv.at, firstSector, source, target, sectors);
  }

  encrypt(source: number, target: number, sectors: number, firstSector: number): void {
    checkSectors(firstSector, sectors);
    const { exports } = this.#key.kernel;
    exports.cbcSectorsEncrypt(this.#key.at, this.#iv.at, firstSector, source, target, sectors);
  }

  /** The key of the data, which is disposed of with this. */
  get dataKey(): AesKey {
    return this.#key;
  }

  /** The IVs of sectors, 16 bytes each. */
  ivs(target: number, sectors: number, firstSector: number): void {
    checkSectors(firstSector, sectors);
    this.#key.kernel.exports.cbcSectorIvs(this.#key.at, this.#iv.at, firstSector, target, sectors);
  }

  dispose(): void {
    this.#iv.dispose();
    this.#key.dispose();
  }
}

/** `XTS-AES-256` of envelopes, and XTS-AES-128: sectors of 512 bytes, tweaked by their numbers. */
export class SectorXts {
  readonly #dataKey: AesKey;
  readonly #tweakKey: AesKey;

  /** `key` is the data key, then the tweak key of the same length. Throws a RangeError. */
  constructor(kernel: Kernel<AesExports>, key: Uint8Array) {
    if (key.length !== 32 && key.length !== 64) throw new RangeError('an XTS key has 32 or 64 bytes');
    this.#dataKey = AesKey.schedule(kernel, key.subarray(0, key.length / 2));
    this.#tweakKey = AesKey.schedule(kernel, key.subarray(key.length / 2));
  }

  /** Decrypts whole sectors, the first of which has the number `firstSector`. */
  decrypt(source: number, target: number, sectors: number, firstSector: number): void {
    checkSectors(firstSector, sectors);
    const { exports } = this.#dataKey.kernel;
    exports.xtsDecrypt(this.#dataKey.at, this.#tweakKey.at, firstSector, source, target, sectors);
  }

  encrypt(source: number, target: number, sectors: number, firstSector: number): void {
    checkSectors(firstSector, sectors);
    const { exports } = this.#dataKey.kernel;
    exports.xtsEncrypt(this.#dataKey.at, this.#tweakKey.at, firstSector, source, target, sectors);
  }

  /** The key of the data, which is disposed of with this. */
  get dataKey(): AesKey {
    return this.#dataKey;
  }

  /**
   * Makes XTS of a CBC decryption that someone else does: the ciphertext at `data` becomes what to decrypt as one
   * message with an IV of zeros, and what is to be XORed to the outcome goes to `masks`.
   */
  intoCbc(data: number, masks: number, sectors: number, firstSector: number): void {
    checkSectors(firstSector, sectors);
    this.#dataKey.kernel.exports.xtsIntoCbc(this.#tweakKey.at, firstSector, data, masks, sectors);
  }

  /** The tweaks of all blocks of sectors, 512 bytes for each. */
  tweaks(target: number, sectors: number, firstSector: number): void {
    checkSectors(firstSector, sectors);
    this.#dataKey.kernel.exports.xtsTweaks(this.#tweakKey.at, firstSector, target, sectors);
  }

  dispose(): void {
    this.#dataKey.dispose();
    this.#tweakKey.dispose();
  }
}

/** Counter mode as in GCM: a nonce of 12 bytes and a 32-bit counter that wraps. */
export class CounterMode {
  readonly #key: AesKey;
  readonly #nonce: SecretBlock;

  /** The key stays the caller's. Of `nonce` the first 12 bytes count. Throws a RangeError. */
  constructor(key: AesKey, nonce: Uint8Array) {
    if (nonce.length < 12) throw new RangeError('the nonce has 12 bytes');
    this.#key = key;
    this.#nonce = new SecretBlock(key.kernel, BLOCK_BYTES);
    this.#nonce.wipe();
    this.#nonce.put(nonce.subarray(0, 12));
  }

  /** Encrypts or decrypts; the first block has the counter `counter`, which can be any: parts are independent. */
  crypt(source: number, target: number, bytes: number, counter: number): void {
    this.#key.kernel.exports.ctrCrypt(this.#key.at, this.#nonce.at, counter >>> 0, source, target, bytes);
  }

  dispose(): void {
    this.#nonce.dispose();
  }
}

function checkSectors(first: number, count: number): void {
  if (!Number.isInteger(first) || first < 0 || first > SECTOR_LIMIT - count) {
    throw new RangeError('sector numbers go from 0 to 2^53 - 1');
  }
}

function onBlocks(
  key: AesKey,
  data: Uint8Array,
  work: (at: number, blocks: number) => void,
): Uint8Array<ArrayBuffer> {
  if (data.length % BLOCK_BYTES) throw new RangeError('the data is not made of whole blocks');
  return withSecretBlock(key.kernel, data.length, (block) => {
    block.put(data);
    work(block.at, data.length / BLOCK_BYTES);
    return block.copy();
  });
}

function onChain(
  key: AesKey,
  iv: Uint8Array,
  data: Uint8Array,
  work: (iv: number, at: number, blocks: number) => void,
): Uint8Array<ArrayBuffer> {
  if (iv.length !== BLOCK_BYTES) throw new RangeError('the IV has 16 bytes');
  return withSecretBlock(key.kernel, BLOCK_BYTES, (chain) => {
    chain.put(iv);
    return onBlocks(key, data, (at, blocks) => work(chain.at, at, blocks));
  });
}
