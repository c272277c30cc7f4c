/** A word as the kernel's search wants it (assembly/search.ts). */
export interface Needle {
  /** Masks of its bytes and then their values, each padded to 16 bytes. */
  bytes: Uint8Array;
  length: number;
  /** The two bytes of it that are rarest in logs. */
  probeA: number;
  probeB: number;
}

// Bytes of log text from the most frequent on, as in hostd and vmkernel logs; what is not listed is rarer.
const FREQUENT = ' e0at1iorsn2-:l.53c4d6=u7m98p/[]gv"fb,_(h)wkyx';

/**
 * The word for the kernel's search, or null when it has to be looked for in decoded text: with letters beyond ASCII,
 * whose two cases have different bytes; with U+FFFD, which stands for any bytes that are no UTF-8; with line ends,
 * of which the record's last is not part of it.
 */
export function compileNeedle(text: string): Needle | null {
  if (text === '' || /[\r\n\ufffd]|\p{Surrogate}/u.test(text)) return null;
  for (const character of text) {
    if (character > '\x7f' && character.toLowerCase() !== character.toUpperCase()) return null;
  }
  const encoded = new TextEncoder().encode(text);
  const padded = (encoded.length + 15) & ~15;
  const bytes = new Uint8Array(2 * padded).fill(0xff); // padding fits any byte
  encoded.forEach((byte, i) => {
    bytes[i] = isLetter(byte) ? 0x20 : 0;
    bytes[padded + i] = byte | bytes[i]!;
  });
  const [probeA, probeB] = rarest(encoded);
  return { bytes, length: encoded.length, probeA, probeB };
}

/** The word as an expression over decoded text, letters of any script without case. */
export function needlePattern(text: string): RegExp {
  return new RegExp(text.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&'), 'iu');
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

function rarest(bytes: Uint8Array): [number, number] {
  const rarity = (byte: number) => {
    const place = FREQUENT.indexOf(String.fromCharCode(byte).toLowerCase());
    return place < 0 ? FREQUENT.length : place;
  };
  const places = Array.from(bytes.keys()).sort((a, b) => rarity(bytes[b]!) - rarity(bytes[a]!) || a - b);
  return [places[0]!, places[1] ?? places[0]!];
}
