export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Encoding of a text by its byte order mark, and how long the mark is. */
export function encodingOf(head: Uint8Array): { encoding: Encoding; mark: number } {
  const [a, b, c] = head;
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  return { encoding: 'utf-8', mark: 0 };
}

const decoders = new Map<Encoding, TextDecoder>();

/** Bytes as text; what is not valid becomes U+FFFD. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  let decoder = decoders.get(encoding);
  if (!decoder) decoders.set(encoding, (decoder = new TextDecoder(encoding, { ignoreBOM: true })));
  return decoder.decode(bytes);
}
