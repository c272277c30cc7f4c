import type { RedactOptions } from '../public-api';
import type { ConfidentialName } from './redactor';

/** Bytes looked at again with those that follow: longer than any name. */
const KEPT = 512;

/**
 * Tells whether a name stands in a text as Latin-1 or Windows-1252 writes it: bytes that are no UTF-8, in which nothing can
 * be replaced so that it turns back.
 */
export class OlderEncodings {
  readonly #forms: readonly string[];

  constructor(names: readonly ConfidentialName[], { kinds = {}, words = [] }: RedactOptions) {
    const texts = [...names.filter(({ kind }) => kinds[kind] !== false).map(({ text }) => text), ...words];
    // eslint-disable-next-line no-control-regex
    const isOne = (text: string) => /^[\x00-\xff]+$/.test(text) && /[\x80-\xff]/.test(text);
    this.#forms = [...new Set(texts.filter(isOne).map((text) => text.toLowerCase()))];
  }

  /** Begins a text, whose bytes come in order. */
  begin(): { look(bytes: Uint8Array): boolean } {
    const forms = this.#forms;
    let held = '';
    return {
      /** Whether a name is in these bytes, or across their beginning. */
      look(bytes) {
        if (forms.length === 0) return false;
        const text =
          held + (bytes.some((byte) => byte >= 0x80) ? latin1(bytes) : latin1(bytes.subarray(-KEPT)));
        held = text.slice(-KEPT);
        return forms.some((form) => text.includes(form));
      },
    };
  }
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return text.toLowerCase();
}
