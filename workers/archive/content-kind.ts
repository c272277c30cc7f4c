import type { ContentKind } from '../public-api';

export interface ContentSniff {
  kind: ContentKind;
  /** How text is written; `binary` for what is no text. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'binary';
}

const TAR_BLOCK = 512;
/** An encrypted core dump begins with this many clear bytes. */
const DUMP_HEADER = 4096;
/** Share of control characters up to which bytes still are text. */
const MAX_CONTROL_SHARE = 0.1;

/** What a file is by its first bytes (a few KiB will do) and its size; its name says nothing. */
export function contentKind(head: Uint8Array, size: number): ContentSniff {
  if (size === 0) return { kind: 'empty', encoding: 'utf-8' };
  const binary = (kind: ContentKind): ContentSniff => ({ kind, encoding: 'binary' });
  if (startsWith(head, 0, [0x1f, 0x8b, 8])) return binary('gzip');
  if (startsWith(head, 0, [0x50, 0x4b, 3, 4]) || startsWith(head, 0, [0x50, 0x4b, 5, 6]))
    return binary('zip');
  if (startsWith(head, 0, [0x7f, 0x45, 0x4c, 0x46])) return binary('elf');
  if (isEnvelope(head, 0) || isEnvelope(head, DUMP_HEADER)) return binary('envelope');
  if (isTar(head)) return binary('tar');
  const wide = utf16(head);
  if (wide) return { kind: 'text', encoding: wide };
  return isText(head) ? { kind: 'text', encoding: 'utf-8' } : binary('binary');
}

function startsWith(bytes: Uint8Array, at: number, magic: readonly number[]): boolean {
  return bytes.length >= at + magic.length && magic.every((byte, i) => bytes[at + i] === byte);
}

const ENVELOPE_MAGIC = Array.from('DataTransformEnvelope', (character) => character.charCodeAt(0));

function isEnvelope(head: Uint8Array, at: number): boolean {
  return startsWith(head, at, ENVELOPE_MAGIC);
}

/** A ustar magic, or a header block whose checksum is right (v7 has no magic). */
function isTar(head: Uint8Array): boolean {
  if (head.length < TAR_BLOCK) return false;
  const stated = octal(head.subarray(148, 156));
  if (stated === null) return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < TAR_BLOCK; i++) if (i < 148 || i >= 156) sum += head[i]!;
  return sum === stated && head[0] !== 0;
}

function octal(field: Uint8Array): number | null {
  const text = String.fromCharCode(...field);
  const match = /^ *([0-7]{1,7})[\0 ]/.exec(text);
  return match ? parseInt(match[1]!, 8) : null;
}

/** UTF-16 by its byte order mark, or by every second byte being 0 as in text of Latin letters. */
function utf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(head.length, 4096) >> 1;
  if (pairs < 16) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) evenZeros++;
    if (head[i + 1] === 0) oddZeros++;
  }
  if (oddZeros > pairs * 0.8 && evenZeros < pairs * 0.05) return 'utf-16le';
  if (evenZeros > pairs * 0.8 && oddZeros < pairs * 0.05) return 'utf-16be';
  return null;
}

/** A log with some NULs, colour escapes or invalid UTF-8 is still text. */
function isText(head: Uint8Array): boolean {
  let control = 0;
  let high = 0;
  for (const byte of head) {
    const isPlain = byte >= 0x20 || byte === 9 || byte === 10 || byte === 13 || byte === 0x1b;
    if (!isPlain || byte === 0x7f) control++;
    if (byte >= 0x80) high++;
  }
  if (control > head.length * MAX_CONTROL_SHARE) return false;
  // Compressed or encrypted bytes: half are above 127, and hardly any of that is UTF-8.
  return high <= head.length * 0.3 || looksLikeUtf8(head);
}

function looksLikeUtf8(head: Uint8Array): boolean {
  let wrong = 0;
  let right = 0;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]!;
    if (byte < 0x80) continue;
    const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    let follows = more > 0;
    for (let k = 1; k <= more && follows; k++) follows = ((head[i + k] ?? 0x80) & 0xc0) === 0x80;
    if (follows) {
      right++;
      i += more;
    } else wrong++;
  }
  return right > wrong * 9;
}
