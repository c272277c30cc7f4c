import { byteAt, HEX, isWordByte } from './byte-classes';

const DASH = 45;
const SPACE = 32;
const PERCENT = 37;
/** Lengths of the groups: of RFC 9562, and of VMFS volumes. */
const STANDARD = [8, 4, 4, 4, 12];
const VMFS = [8, 8, 4, 12];
const HALVES = [16, 16];
const NFS = [8, 8];

/** End of a UUID in groups with dashes; 0 when none begins here. */
export function dashedUuidEnd(text: Uint8Array, at: number, end: number): number {
  return groupsEnd(text, at, end, STANDARD) || groupsEnd(text, at, end, VMFS);
}

/** End of two halves with a dash between them, as vSAN writes the ids of its datastores; 0 when none begins here. */
export function halvesUuidEnd(text: Uint8Array, at: number, end: number): number {
  return groupsEnd(text, at, end, HALVES);
}

/** End of the id of an NFS volume, `f595b79a-51b8149b`; 0 when none begins here or it goes on as another number. */
export function nfsVolumeEnd(text: Uint8Array, at: number, end: number): number {
  const to = groupsEnd(text, at, end, NFS);
  return to > 0 && byteAt(text, to, end) === DASH && isWordByte(byteAt(text, to + 1, end)) ? 0 : to;
}

function groupsEnd(text: Uint8Array, at: number, end: number, groups: readonly number[]): number {
  let i = at;
  for (let group = 0; group < groups.length; group++) {
    if (group > 0 && byteAt(text, i++, end) !== DASH) return 0;
    const to = i + groups[group]!;
    while (i < to) if (HEX[byteAt(text, i++, end)] === 255) return 0;
  }
  return isWordByte(byteAt(text, i, end)) ? 0 : i;
}

/**
 * End of a UUID as .vmx files and serial numbers of VMs write it: sixteen pairs, a dash in the middle and blanks between
 * all others, which may be percent-encoded.
 */
export function pairsUuidEnd(text: Uint8Array, at: number, end: number): number {
  let i = at;
  for (let pair = 0; pair < 16; pair++) {
    if (pair > 0) {
      const sign = pair === 8 ? DASH : SPACE;
      const byte = byteAt(text, i, end);
      if (byte === sign) i++;
      else if (byte === PERCENT && isEncoded(text, i + 1, end, sign)) i += 3;
      else return 0;
    }
    if (HEX[byteAt(text, i, end)] === 255 || HEX[byteAt(text, i + 1, end)] === 255) return 0;
    i += 2;
  }
  return isWordByte(byteAt(text, i, end)) ? 0 : i;
}

/** End of a UUID as `esxcli hardware platform get` writes it: sixteen bytes, `0x4c 0x0 …`. */
export function bytesUuidEnd(text: Uint8Array, at: number, end: number): number {
  let i = at;
  for (let byte = 0; byte < 16; byte++) {
    if (byte > 0 && byteAt(text, i++, end) !== SPACE) return 0;
    if (byteAt(text, i, end) !== 48 || byteAt(text, i + 1, end) !== 120) return 0;
    i += 2;
    if (HEX[byteAt(text, i++, end)] === 255) return 0;
    if (HEX[byteAt(text, i, end)] !== 255) i++;
  }
  const isLonger = byteAt(text, i, end) === SPACE && byteAt(text, i + 1, end) === 48;
  return isWordByte(byteAt(text, i, end)) || (isLonger && byteAt(text, i + 2, end) === 120) ? 0 : i;
}

function isEncoded(text: Uint8Array, at: number, end: number, sign: number): boolean {
  const high = HEX[byteAt(text, at, end)]!;
  const low = HEX[byteAt(text, at + 1, end)]!;
  return high < 16 && low < 16 && high * 16 + low === sign;
}
