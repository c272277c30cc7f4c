/** Text forms of bytes as key files use them. Every decoder answers null for what is not in its form. */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Strict UTF-8, or null. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Undoes percent-encoding once; null where a `%` has no two hexadecimal digits or the bytes are no UTF-8. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64_VALUES = new Map(Array.from(BASE64, (character, value) => [character.charCodeAt(0), value]));

/**
 * Base64 with or without its `=`, white space let through. Works on bytes as well, so that a private key need not
 * become a string. Null for other characters, a length no base64 has, or bits that belong to no byte.
 */
export function base64Bytes(text: string | Uint8Array): Uint8Array | null {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let at = 0;
  let bits = 0;
  let pending = 0;
  let padding = 0;
  let characters = 0;
  for (let i = 0; i < text.length; i++) {
    const code = typeof text === 'string' ? text.charCodeAt(i) : text[i]!;
    if (code === 0x20 || (code >= 9 && code <= 13)) continue;
    if (code === 0x3d) {
      padding++;
      continue;
    }
    const value = BASE64_VALUES.get(code);
    if (value === undefined || padding > 0) return refuse(out);
    characters++;
    pending = ((pending << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = pending >> bits;
    }
  }
  const stray = characters % 4 === 1 || (pending & ((1 << bits) - 1)) !== 0;
  if (stray || padding > 2 || (padding > 0 && (characters + padding) % 4 !== 0)) return refuse(out);
  const bytes = out.slice(0, at);
  out.fill(0);
  return bytes;
}

function refuse(bytes: Uint8Array): null {
  bytes.fill(0);
  return null;
}

/** Base64 with its `=`, as ASCII: a key in it can be wiped. */
export function base64Of(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(0x3d);
  let at = 0;
  for (let from = 0; from < bytes.length; from += 3) {
    const group = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    const characters = Math.min(bytes.length - from, 3) + 1;
    for (let i = 0; i < characters; i++) out[at + i] = BASE64.charCodeAt((group >> (18 - 6 * i)) & 63);
    at += 4;
  }
  return out;
}

export function base64Text(bytes: Uint8Array): string {
  return String.fromCharCode(...base64Of(bytes));
}

/** Percent-encodes all but letters and digits and what is in `plain`, with small hexadecimal digits. */
export function percentEncoded(bytes: Uint8Array, plain = ''): Uint8Array {
  const out = new Uint8Array(3 * bytes.length);
  let at = 0;
  for (const byte of bytes) {
    if (isPlain(byte, plain)) out[at++] = byte;
    else {
      out[at++] = 0x25;
      out[at++] = HEX.charCodeAt(byte >> 4);
      out[at++] = HEX.charCodeAt(byte & 15);
    }
  }
  const encoded = out.slice(0, at);
  out.fill(0);
  return encoded;
}

const HEX = '0123456789abcdef';

function isPlain(byte: number, plain: string): boolean {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9]/.test(character) || plain.includes(character);
}

export function percentEncodedText(text: string, plain = ''): string {
  return String.fromCharCode(...percentEncoded(utf8Bytes(text), plain));
}

/** An even number of hexadecimal digits, nothing else. */
export function hexBytes(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** 16 bytes as a UUID, in the order they stand. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
