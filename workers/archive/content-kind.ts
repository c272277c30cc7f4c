import type { ContentKind } from '../public-api';

export interface ContentSniff {
  kind: ContentKind;
  /** How text is written; `binary` for what is no text. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'binary';
}

const TAR_BLOCK = 512;
/** An encrypted core dump begins with this many clear bytes. */
const DUMP_HEADER = 4096;
/** Text is told by so many bytes. */
const TEXT_SAMPLE = 4096;
/** Share of control characters (tabs, line ends, escapes not counted) up to which bytes still are text. */
const MAX_CONTROL_SHARE = 0.05;
/** Share of bytes that are no UTF-8 up to which they are text in an older encoding. Noise has near 0.45. */
const MAX_INVALID_SHARE = 0.3;
/** Without any control character so many bytes are no noise, whatever their encoding (Shift-JIS, GBK). */
const ENOUGH_TO_TELL = 256;

/**
 * What a file is by its first bytes and its size; its name says nothing. 4 KiB will do, but for an envelope behind
 * a dump header (4,117). Never answers `log`: that a text is a log is told by its format.
 */
export function contentKind(head: Uint8Array, size: number): ContentSniff {
  if (size === 0) return { kind: 'empty', encoding: 'utf-8' };
  if (head.length === 0) return binary('damaged'); // its bytes are cut off
  if (isEnvelope(head, 0) || isEnvelope(head, DUMP_HEADER)) return binary('envelope');
  // The upper flags of a gzip header are reserved.
  if (startsWith(head, 0, [0x1f, 0x8b, 8]) && ((head[3] ?? 0) & 0xe0) === 0) return binary('gzip');
  if (isZip(head)) return binary('zip');
  if (startsWith(head, 0, [0x7f, 0x45, 0x4c, 0x46])) return binary('elf');
  if (isTar(head)) return binary('tar');
  const sample = head.subarray(0, TEXT_SAMPLE);
  const wide = utf16(sample);
  if (wide) return { kind: 'text', encoding: wide };
  return isText(sample) ? { kind: 'text', encoding: 'utf-8' } : binary('binary');
}

function binary(kind: ContentKind): ContentSniff {
  return { kind, encoding: 'binary' };
}

function startsWith(bytes: Uint8Array, at: number, magic: readonly number[]): boolean {
  return bytes.length >= at + magic.length && magic.every((byte, i) => bytes[at + i] === byte);
}

const codesOf = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
const ENVELOPE_MAGIC = codesOf('DataTransformEnvelope');
const USTAR_MAGICS = [codesOf('ustar\x0000'), codesOf('ustar  \0')];

function isEnvelope(head: Uint8Array, at: number): boolean {
  return startsWith(head, at, ENVELOPE_MAGIC);
}

/** A first entry, no entry at all, or the mark of a zip that was written in parts. */
function isZip(head: Uint8Array): boolean {
  const isMark = (third: number, at = 0) => startsWith(head, at, [0x50, 0x4b, third, third + 1]);
  return isMark(3) || isMark(5) || (isMark(7) && isMark(3, 4));
}

/** A ustar magic, or a header block whose checksum is right (v7 has no magic). */
function isTar(head: Uint8Array): boolean {
  if (USTAR_MAGICS.some((magic) => startsWith(head, 257, magic))) return true;
  if (head.length < TAR_BLOCK || head[0] === 0) return false;
  const stated = octal(head.subarray(148, 156));
  if (stated === null) return false;
  let unsigned = 8 * 0x20;
  let high = 0;
  for (let i = 0; i < TAR_BLOCK; i++) {
    if (i >= 148 && i < 156) continue;
    unsigned += head[i]!;
    if (head[i]! >= 0x80) high++;
  }
  // Some old writers summed up signed bytes.
  return stated === unsigned || stated === unsigned - 256 * high;
}

function octal(field: Uint8Array): number | null {
  const match = /^ *([0-7]{1,7})[\0 ]/.exec(String.fromCharCode(...field));
  return match ? parseInt(match[1]!, 8) : null;
}

/** UTF-16 by its byte order mark, or by every second byte being 0 as in text of Latin letters. */
function utf16(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = sample.length >> 1;
  const zeros = [0, 0];
  let controls = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    const first = sample[i]!;
    const second = sample[i + 1]!;
    if (first === 0) zeros[0]!++;
    if (second === 0) zeros[1]!++;
    if ((first === 0 && isControl(second)) || (second === 0 && isControl(first))) controls++;
  }
  if (controls > pairs * MAX_CONTROL_SHARE) return null;
  const isMarked = pairs > 1 || sample.length === 2;
  if (isMarked && sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (isMarked && sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (pairs < 8) return null;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.8 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.8 && odd < pairs * 0.05) return 'utf-16be';
  return null;
}

/** Control characters that text does not hold: not tab, line ends, form feed, backspace and escape. NUL is one. */
function isControl(byte: number): boolean {
  return (byte < 0x20 && !(byte >= 8 && byte <= 13 && byte !== 11) && byte !== 0x1b) || byte === 0x7f;
}

/**
 * Text in UTF-8 or an older encoding. A log may hold some NULs, or a long run of them where a host lost power: NULs
 * count as binary only when there are many scattered ones.
 */
function isText(sample: Uint8Array): boolean {
  let nuls = 0;
  let runs = 0;
  let controls = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i]!;
    if (byte === 0) {
      nuls++;
      if (sample[i - 1] !== 0) runs++;
    } else if (isControl(byte)) controls++;
  }
  const rest = sample.length - nuls;
  if (rest === 0 || controls > rest * MAX_CONTROL_SHARE) return false;
  if (nuls > sample.length * 0.3 && runs > 1 + rest / 64) return false;
  return invalidUtf8(sample) <= rest * MAX_INVALID_SHARE || (controls + nuls === 0 && rest >= ENOUGH_TO_TELL);
}

/** Bytes above 127 that are part of no character; one cut at the end of the sample counts as whole. */
function invalidUtf8(sample: Uint8Array): number {
  let invalid = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i]!;
    if (byte < 0x80) continue;
    const more = byte >= 0xf5 ? 0 : byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    let follow = 0;
    while (follow < more && ((sample[i + 1 + follow] ?? 0x80) & 0xc0) === 0x80) follow++;
    if (more > 0 && follow === more) i += more;
    else invalid++;
  }
  return invalid;
}
