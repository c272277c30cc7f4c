import { byteAt, byteSet, CLASS, FOLD, isDigit, isWordByte } from './byte-classes';

const DOT = 46;
const DASH = 45;
const SLASH = 47;

/** Words that say that the number behind them is a version or an object id. */
const VERSION_WORDS = new Set(
  (
    'version ver v build release rev revision firmware fw driver bios oid vib patch level apiversion productversion ' +
    'fileversion since'
  ).split(' '),
);
/** Products that name their version behind a slash. */
const PRODUCTS = new Set(
  (
    'chrome chromium headlesschrome crios edg edge opr opera firefox fxios safari version client applewebkit mozilla gecko ' +
    'curl wget java jdk jre python requests urllib okhttp powercli pyvmomi govmomi esxi vcenter webkit trident ' +
    'electron node openssl openssh tools'
  ).split(' '),
);
const BETWEEN = byteSet(' :="\'>\t([\\');
/** Behind digits: a MAC address or a UUID begins with them. */
const BEGINS_OTHER = new Set([58, 45, 37]);
const LONGEST_WORD = 16;

/** Octets of an address at a place, and its end; null when there is none. */
export function ipv4At(text: Uint8Array, at: number, end: number): number {
  let i = at;
  for (let octet = 0; octet < 4; octet++) {
    const from = i;
    let value = 0;
    while (i < end && i - from < 4 && isDigit(text[i]!)) value = 10 * value + text[i++]! - 48;
    const length = i - from;
    if (length === 0 || length > 3 || value > 255 || (length > 1 && text[from] === 48)) return 0;
    if (octet < 3 && byteAt(text, i++, end) !== DOT) return 0;
  }
  return i;
}

const REVERSE_ZONE = '.in-addr.arpa';

/** End of an address, or of two or three octets of a network, as reverse zones of DNS write it: `5.0.0.10.in-addr.arpa`. */
export function reverseEnd(text: Uint8Array, at: number, end: number): number {
  if (byteAt(text, at - 1, end) === DOT && isWordByte(byteAt(text, at - 2, end))) return 0;
  let i = at;
  for (let octet = 0; octet < 4; octet++) {
    const from = i;
    let value = 0;
    while (i < end && i - from < 4 && isDigit(text[i]!)) value = 10 * value + text[i++]! - 48;
    if (i === from || value > 255 || (i - from > 1 && text[from] === 48)) return 0;
    if (octet > 0 && isReverseZone(text, i, end)) return i + REVERSE_ZONE.length;
    if (byteAt(text, i++, end) !== DOT) return 0;
  }
  return 0;
}

function isReverseZone(text: Uint8Array, at: number, end: number): boolean {
  for (let i = 0; i < REVERSE_ZONE.length; i++)
    if (FOLD[byteAt(text, at + i, end)] !== REVERSE_ZONE.charCodeAt(i)) return false;
  return !isWordByte(byteAt(text, at + REVERSE_ZONE.length, end));
}

/** End of an address with its prefix length, if that is a multiple of eight; 0 when none begins here. */
export function ipv4End(text: Uint8Array, at: number, end: number): number {
  const to = ipv4At(text, at, end);
  if (to === 0 || byteAt(text, to - 2, end) === 0) return 0;
  const after = byteAt(text, to, end);
  if (isWordByte(after)) return 0;
  if (after === DOT && (isNumber(text, to + 1, end) || isReverseZone(text, to, end))) return 0;
  if (after === DASH && isBuild(text, to + 1, end)) return 0;
  const before = byteAt(text, at - 1, end);
  if (before === DOT && isWordByte(byteAt(text, at - 2, end))) return 0;
  if (isVersionBefore(text, at, end)) return 0;
  return after === SLASH ? withPrefix(text, to, end) : to;
}

/** A fifth number, which an address does not have. */
function isNumber(text: Uint8Array, at: number, end: number): boolean {
  let i = at;
  while (i < end && i - at < 20 && isDigit(text[i]!)) i++;
  return i > at && !isWordByte(byteAt(text, i, end)) && !BEGINS_OTHER.has(byteAt(text, i, end));
}

/** `-5vmw.670`, `-1OEM`: builds of packages. */
function isBuild(text: Uint8Array, at: number, end: number): boolean {
  let i = at;
  while (i < end && i - at < 12 && isDigit(text[i]!)) i++;
  if (i === at) return false;
  const letters = String.fromCharCode(
    FOLD[byteAt(text, i, end)]!,
    FOLD[byteAt(text, i + 1, end)]!,
    FOLD[byteAt(text, i + 2, end)]!,
  );
  return letters === 'vmw' || letters === 'oem';
}

function isVersionBefore(text: Uint8Array, at: number, end: number): boolean {
  let i = at - 1;
  const slash = byteAt(text, i, end) === SLASH;
  if (slash) i--;
  else for (let gap = 0; gap < 5 && i >= 0 && BETWEEN[text[i]!] === 1; gap++) i--;
  if (!slash && i === at - 1 && byteAt(text, i, end) !== 95 && byteAt(text, i, end) !== DASH) return false;
  if (!slash && i === at - 1) i--;
  let word = '';
  while (i >= 0 && word.length <= LONGEST_WORD && CLASS[text[i]!] !== 0)
    word = String.fromCharCode(FOLD[text[i--]!]!) + word;
  return (slash ? PRODUCTS : VERSION_WORDS).has(word) || (!slash && word.endsWith('version'));
}

/** `/24` behind an address belongs to it: of a network's address the zeros behind the prefix stay. */
function withPrefix(text: Uint8Array, to: number, end: number): number {
  for (const prefix of ['8', '16', '24']) {
    const digits = [...prefix].every((digit, i) => byteAt(text, to + 1 + i, end) === digit.charCodeAt(0));
    const after = to + 1 + prefix.length;
    if (digits && !isWordByte(byteAt(text, after, end)) && byteAt(text, after, end) !== DOT) return after;
  }
  return to;
}

/** `ip-10-0-0-5`: the name that clouds give a host of this address. */
export function dashedEnd(text: Uint8Array, at: number, end: number): number {
  let i = at + 3;
  for (let octet = 0; octet < 4; octet++) {
    const from = i;
    let value = 0;
    while (i < end && i - from < 4 && isDigit(text[i]!)) value = 10 * value + text[i++]! - 48;
    if (i === from || value > 255) return 0;
    if (octet < 3 && byteAt(text, i++, end) !== DASH) return 0;
  }
  const after = byteAt(text, i, end);
  return isWordByte(after) || (after === DASH && isDigit(byteAt(text, i + 1, end))) ? 0 : i;
}
