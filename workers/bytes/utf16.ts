/** UTF-16 bytes as UTF-8 bytes; lone surrogates and an odd last byte become U+FFFD. */
export function decodeUtf16(source: Uint8Array, bigEndian: boolean): Uint8Array {
  const text = new TextDecoder(bigEndian ? 'utf-16be' : 'utf-16le', { ignoreBOM: true }).decode(source);
  return new TextEncoder().encode(text);
}

/**
 * The length of the longest prefix of `source` that ends between two characters: an even number of bytes, not
 * inside a surrogate pair.
 */
export function wholeUtf16(source: Uint8Array, bigEndian: boolean): number {
  const even = source.length & ~1;
  if (even === 0) return 0;
  const high = source[even - (bigEndian ? 2 : 1)] ?? 0;
  const isLeadSurrogate = (high & 0xfc) === 0xd8;
  return isLeadSurrogate ? even - 2 : even;
}
