let last = 0;

/** A number for a decryption that no other one of this page has, whoever asks for it. */
export function nextDecryption(): number {
  return ++last;
}
