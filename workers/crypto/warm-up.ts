import type { CipherSuite } from '../envelope/cipher-suite';
import { CIPHERS } from '../envelope/ciphers';
import { localPool } from '../envelope/part';
import type { Part } from '../envelope/plan';

/** What is decrypted at a time, and for how long in all, in bytes and ms: longer than a part is worth waiting for. */
const PIECE_BYTES = 256 << 10;
const WARM_FOR = 200;

/** Each kind of work there is. */
const WORK: [keyof typeof CIPHERS, Part][] = [
  ['AES-256', { kind: 'sectors', firstSector: 0 }],
  ['XTS-AES-256', { kind: 'sectors', firstSector: 0 }],
  ['AES-256-GCM', { kind: 'counter', firstBlock: 0 }],
  ['AES-256-GCM', { kind: 'hash', blocksAfter: 1 }],
];

/**
 * Decrypts zeros under a key of zeros while the user looks for a password: code that has just been loaded runs at a
 * fraction of its speed until the browser has compiled it again. Ends early when `isNeeded` says that there is work.
 */
export async function warmUp(suite: CipherSuite, isNeeded: () => boolean): Promise<void> {
  const bytes = new Uint8Array(PIECE_BYTES);
  const start = performance.now();
  while (performance.now() - start < WARM_FOR) {
    for (const [cipher, part] of WORK) {
      const { keyBytes, ivBytes } = CIPHERS[cipher];
      const secret = { cipher, key: new Uint8Array(keyBytes), iv: new Uint8Array(ivBytes) };
      const job = await localPool(suite).open(secret);
      await job.run(part, bytes);
      job.close();
      // Lets questions that wait get in.
      await new Promise((resolve) => setTimeout(resolve));
      if (isNeeded()) return;
    }
  }
}
