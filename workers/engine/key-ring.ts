import { fail } from '../envelope/codes';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { sameBytes, wipe } from '../envelope/secret-bytes';
import type { UnlockedKey } from '../public-api';

/** A key that is open, under the name the page knows it by. */
export interface RingKey extends EnvelopeKey {
  id: string;
}

/** A raw key does not say what it is for: the first cipher of its length stands for all. */
const CIPHER_BY_BYTES: Record<number, string> = {
  16: 'AES-128',
  24: 'AES-192',
  32: 'AES-256',
  64: 'XTS-AES-256',
};

/** The keys that are open in this visit. They are in memory only, and wiped when they are forgotten. */
export class KeyRing {
  #keys: RingKey[] = [];
  #next = 1;

  get keys(): readonly RingKey[] {
    return this.#keys;
  }

  /** Takes a key over. One that is there already keeps its name. */
  add(key: EnvelopeKey): UnlockedKey {
    const known = this.#keys.find(
      (other) =>
        other.cipher === key.cipher && other.keyInfo === key.keyInfo && sameBytes(other.bytes, key.bytes),
    );
    if (known) {
      wipe(key.bytes);
      return shown(known);
    }
    const added = { ...key, id: `key-${this.#next++}` };
    this.#keys.push(added);
    return shown(added);
  }

  /** Fails with `key-needed`. */
  get(id: string): RingKey {
    // The name is not repeated: somebody may give the key itself by mistake.
    return (
      this.#keys.find((key) => key.id === id) ?? fail('key-needed', 'no key is unlocked under this name')
    );
  }

  list(): UnlockedKey[] {
    return this.#keys.map(shown);
  }

  forget(): void {
    for (const key of this.#keys) wipe(key.bytes);
    this.#keys = [];
  }
}

function shown({ id, cipher, keyInfo, bytes }: RingKey): UnlockedKey {
  return { id, cipher: cipher ?? CIPHER_BY_BYTES[bytes.length] ?? 'unknown', keyInfo };
}
