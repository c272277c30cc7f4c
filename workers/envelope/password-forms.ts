import { wipe, sameBytes } from './secret-bytes';

/**
 * The ways in which one typed password may have been set, as UTF-8: first as it was typed, then composed (NFC) and
 * decomposed (NFD) where these differ from it. `ü` is one character on most keyboards and two on macOS, and PBKDF2 sees
 * bytes. Each further way costs all rounds of PBKDF2 once more, so one that gives the same bytes is left out: a
 * password of ASCII has one way only, and never becomes a string here.
 *
 * The first one is the buffer given; the others are new, and to be wiped by whoever asked for them.
 */
export function passwordForms(password: Uint8Array): Uint8Array[] {
  const forms = [password];
  if (password.every((byte) => byte < 0x80)) return forms;
  const text = decoded(password);
  if (text === null) return forms;
  for (const form of ['NFC', 'NFD']) {
    const bytes = new TextEncoder().encode(text.normalize(form));
    if (forms.some((known) => sameBytes(known, bytes))) wipe(bytes);
    else forms.push(bytes);
  }
  return forms;
}

/** Null for what is no UTF-8: it can only be tried as it is. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
