import { fail, type EnvelopeCode } from './codes';
import { utf8Text } from './encodings';

export type AttributeValue =
  | { type: 'number'; value: number | bigint }
  | { type: 'text'; value: string }
  | { type: 'bytes'; value: Uint8Array };

export interface Attribute {
  name: string;
  /** A reader that does not know the name may pass over it. */
  mayIgnore: boolean;
  value: AttributeValue;
  /** The entry as it stands, a view of the list: what is written again unchanged is copied from here. */
  raw: Uint8Array;
}

/** Widths in bytes of the number types: 1-4 unsigned, 5-8 signed, 9 and 10 floating point. */
const NUMBER_WIDTHS = [1, 2, 4, 8, 1, 2, 4, 8, 4, 8];
export const TEXT = 11;
export const BYTES = 12;
const MAY_IGNORE = 1;

/**
 * Reads an attribute list: type (u8), flag (u8), two zero bytes, name (NUL-terminated UTF-8), value; type 0 ends it.
 * Values that are bytes are views of `block`.
 *
 * Fails with `unsupported-attribute` at a type this reader does not know (its length is unknown, so nothing after it
 * can be read), and with `damaged` where the list runs out of the block or its form is broken.
 */
export function readAttributes(block: Uint8Array, damaged: EnvelopeCode): Attribute[] {
  const attributes: Attribute[] = [];
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const broken = (what: string): never => fail(damaged, `the attribute list is damaged: ${what}`);
  let at = 0;
  const take = (length: number): number => {
    if (length > block.length - at) broken('it runs past its end');
    at += length;
    return at - length;
  };
  const takeText = (): string => {
    const end = block.indexOf(0, at);
    if (end < 0) broken('a text has no end');
    const text = utf8Text(block.subarray(at, end));
    at = end + 1;
    return text ?? broken('a text is not UTF-8');
  };
  for (;;) {
    const from = at;
    const type = block[take(1)]!;
    if (type === 0) return attributes;
    const start = take(3);
    if (block[start + 1] !== 0 || block[start + 2] !== 0) broken('reserved bytes are not zero');
    const mayIgnore = (block[start]! & MAY_IGNORE) !== 0;
    const name = takeText();
    const push = (value: AttributeValue) =>
      void attributes.push({ name, mayIgnore, value, raw: block.subarray(from, at) });
    if (type <= NUMBER_WIDTHS.length) {
      const value = readNumber(view, type, take(NUMBER_WIDTHS[type - 1]!));
      push({ type: 'number', value });
    } else if (type === TEXT) {
      push({ type: 'text', value: takeText() });
    } else if (type === BYTES) {
      const length = view.getBigUint64(take(8), true);
      if (length > BigInt(block.length)) broken('a value runs past its end');
      const bytes = take(Number(length));
      push({ type: 'bytes', value: block.subarray(bytes, at) });
    } else {
      fail('unsupported-attribute', `attribute ${shown(name)} has the unknown type ${type}`);
    }
  }
}

function readNumber(view: DataView, type: number, at: number): number | bigint {
  switch (type) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true);
    case 3:
      return view.getUint32(at, true);
    case 4:
      return view.getBigUint64(at, true);
    case 5:
      return view.getInt8(at);
    case 6:
      return view.getInt16(at, true);
    case 7:
      return view.getInt32(at, true);
    case 8:
      return view.getBigInt64(at, true);
    case 9:
      return view.getFloat32(at, true);
    default:
      return view.getFloat64(at, true);
  }
}

/** A name from a file as an error text may carry it: short, no control characters. */
export function shown(text: string): string {
  const clean = text.replace(/\p{C}/gu, '?');
  return `"${clean.length > 80 ? `${clean.slice(0, 80)}…` : clean}"`;
}

/**
 * The attributes by name. Fails with `unsupported-attribute` at a name that is not among `known` and must be
 * understood, and with `damaged` where a known name stands twice or has another type than it should.
 */
export function attributesByName(
  attributes: Attribute[],
  known: Record<string, 'text' | 'bytes'>,
  damaged: EnvelopeCode,
): Map<string, string | Uint8Array> {
  const found = new Map<string, string | Uint8Array>();
  for (const { name, mayIgnore, value } of attributes) {
    const type = Object.hasOwn(known, name) ? known[name] : undefined;
    if (type === undefined) {
      if (mayIgnore) continue;
      fail('unsupported-attribute', `attribute ${shown(name)} must be understood and is not known`);
    }
    if (value.type !== type) fail(damaged, `attribute ${shown(name)} has the wrong type`);
    if (found.has(name)) fail(damaged, `attribute ${shown(name)} stands twice`);
    found.set(name, value.value as string | Uint8Array);
  }
  return found;
}
