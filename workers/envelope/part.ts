import type { Awaitable, CipherSuite, CounterCipher, SectorCipher } from './cipher-suite';
import { CIPHERS, type CipherName } from './ciphers';
import { counterBlock, hashKey, hashShare } from './gcm';
import type { Part } from './plan';
import { copyOf, joinBytes, wipe } from './secret-bytes';

/** Key and IV the data itself is encrypted under: the inner ones of a wrapped envelope. */
export interface DataSecret {
  cipher: CipherName;
  key: Uint8Array;
  iv: Uint8Array;
}

/** One decryption or encryption: a key that is expanded, and parts done under it. */
export interface PartJob {
  /**
   * Does one part. Takes `bytes` over, and may change them or send them away. Gives the decrypted or encrypted bytes,
   * the 16-byte share (for `hash`), or both (for `seal-message`).
   */
  run(part: Part, bytes: Uint8Array): Promise<Uint8Array>;
  /** Wipes the key; nothing may be running. */
  close(): void;
}

/** Where parts are done: here, or in a pool of workers. */
export interface PartPool {
  /** Parts worth running at a time. */
  readonly concurrency: number;
  /** Copies what it needs of `secret`; the caller wipes its own. */
  open(secret: DataSecret): Awaitable<PartJob>;
}

/** Does parts right here; also what a worker of a pool runs. */
export function localPool(suite: CipherSuite): PartPool {
  return {
    concurrency: 1,
    open: (secret) =>
      CIPHERS[secret.cipher].mode === 'gcm' ? openMessage(suite, secret) : openSectors(suite, secret),
  };
}

async function openSectors(suite: CipherSuite, { cipher, key, iv }: DataSecret): Promise<PartJob> {
  const sectors: SectorCipher =
    CIPHERS[cipher].mode === 'xts' ? await suite.sectorXts(key) : await suite.sectorCbc(key, iv);
  return {
    async run(part, bytes) {
      if (part.kind === 'seal-sectors') await sectors.encrypt(part.firstSector, bytes);
      else if (part.kind === 'sectors') await sectors.decrypt(part.firstSector, bytes);
      else throw new TypeError('a sector cipher works on sectors');
      return bytes;
    },
    close: () => sectors.wipe(),
  };
}

async function openMessage(suite: CipherSuite, { key, iv: given }: DataSecret): Promise<PartJob> {
  const counter: CounterCipher = await suite.counter(key);
  const iv = copyOf(given);
  const h = await hashKey(counter);
  const hash = await suite.ghash(h, key);
  wipe(h);
  return {
    async run(part, bytes) {
      if (part.kind === 'hash') return hashShare(hash, bytes, part.blocksAfter);
      if (part.kind !== 'counter' && part.kind !== 'seal-message')
        throw new TypeError('counter mode has no sectors');
      await counter.apply(counterBlock(iv, part.firstBlock), bytes);
      return part.kind === 'counter' ? bytes : joinBytes(bytes, await hashShare(hash, bytes, 0));
    },
    close: () => {
      counter.wipe();
      hash.wipe();
    },
  };
}
