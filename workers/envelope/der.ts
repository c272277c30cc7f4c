/**
 * The part of DER (X.690) that RSA keys need: definite lengths, low tag numbers. A library would bring a whole
 * ASN.1 model for the six shapes read here. Everything answers null for what is not such DER; contents are views.
 */
export interface DerValue {
  tag: number;
  content: Uint8Array;
}

export const DER = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  sequence: 0x30,
} as const;

/** The one value that `bytes` is, or null. */
export function derValue(bytes: Uint8Array): DerValue | null {
  const read = readAt(bytes, 0);
  return read && read.end === bytes.length ? read.value : null;
}

/** The values inside a sequence, or null where `value` is none or is broken; at most 32. */
export function derSequence(value: DerValue | null | undefined): DerValue[] | null {
  if (value?.tag !== DER.sequence) return null;
  const values: DerValue[] = [];
  for (let at = 0; at < value.content.length;) {
    const read = readAt(value.content, at);
    if (!read || values.length === 32) return null;
    values.push(read.value);
    at = read.end;
  }
  return values;
}

function readAt(bytes: Uint8Array, at: number): { value: DerValue; end: number } | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count < 1 || count > 3 || start + count > bytes.length) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[start++]!;
    if (length < 0x80) return null; // DER has one form for each length
  }
  const end = start + length;
  return end <= bytes.length ? { value: { tag, content: bytes.subarray(start, end) }, end } : null;
}

export function derOctets(value: DerValue | null | undefined): Uint8Array | null {
  return value?.tag === DER.octets ? value.content : null;
}

/** A non-negative integer without its sign byte, or null. */
export function derUnsigned(value: DerValue | null | undefined): Uint8Array | null {
  if (value?.tag !== DER.integer || value.content.length === 0 || value.content[0]! >= 0x80) return null;
  return value.content[0] === 0 && value.content.length > 1 ? value.content.subarray(1) : value.content;
}

/** A non-negative integer below 2^32, or null. */
export function derSmall(value: DerValue | null | undefined): number | null {
  const bytes = derUnsigned(value);
  if (!bytes || bytes.length > 4) return null;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** An object identifier as dotted numbers, or null. */
export function derOid(value: DerValue | null | undefined): string | null {
  if (value?.tag !== DER.oid || value.content.length === 0 || value.content.length > 32) return null;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of value.content) {
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 256) return null;
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first] = arcs;
  if (first === undefined || value.content.at(-1)! >= 0x80) return null;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...arcs.slice(1)].join('.');
}
