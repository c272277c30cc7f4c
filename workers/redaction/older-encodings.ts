import type { RedactOptions } from '../public-api';
import { NameTrie } from './name-trie';
import type { ConfidentialName } from './redactor';

/** Bytes looked at again with those that follow: longer than any name. */
const KEPT = 512;

/** Letters of Latin-1 in lower case, all else as it is. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => {
  const lower = String.fromCharCode(byte).toLowerCase().charCodeAt(0);
  return lower < 256 ? lower : byte;
});

/**
 * Tells whether a name stands in a text as Latin-1 or Windows-1252 writes it: bytes that are no UTF-8, in which nothing can
 * be replaced so that it turns back.
 */
export class OlderEncodings {
  readonly #names = new NameTrie();

  constructor(names: readonly ConfidentialName[], { kinds = {}, words = [] }: RedactOptions) {
    const texts = [...names.filter(({ kind }) => kinds[kind] !== false).map(({ text }) => text), ...words];
    // eslint-disable-next-line no-control-regex
    const isOne = (text: string) => /^[\x00-\xff]+$/.test(text) && /[\x80-\xff]/.test(text);
    for (const text of texts) {
      if (isOne(text))
        this.#names.add(
          Uint8Array.from(text, (char) => LOWER[char.charCodeAt(0)]!),
          0,
        );
    }
  }

  /** Begins a text, whose bytes come in order. */
  begin(): { look(bytes: Uint8Array): boolean } {
    const names = this.#names;
    let held = new Uint8Array(0);
    return {
      /** Whether a name is in these bytes, or across their beginning. */
      look(bytes) {
        if (names.empty) return false;
        const rest = bytes.some((byte) => byte >= 0x80) ? bytes : bytes.subarray(-KEPT);
        const text = new Uint8Array(held.length + rest.length);
        text.set(held);
        for (let i = 0; i < rest.length; i++) text[held.length + i] = LOWER[rest[i]!]!;
        held = text.slice(-KEPT);
        for (let at = 0; at < text.length; at++) {
          if (names.mayBegin(text, at, text.length) && names.longest(text, at, text.length, false) > 0)
            return true;
        }
        return false;
      },
    };
  }
}
