import { nameDecoder } from '../kernel/tar';

/** A record of a PAX header. */
export interface PaxRecord {
  /** Its bytes as characters of Latin 1: keys of attributes may be any bytes. */
  key: string;
  value: Uint8Array;
  /** All of it as it was written: `<length> <key>=<value>\n`. */
  bytes: Uint8Array;
}

const BLANK = 0x20;
const EQUALS = 0x3d;
const LINE_END = 0x0a;
/** Names of attributes have 255 bytes at the most, which may be written with three for each. */
const MAX_KEY = 1024;

/**
 * Takes the records of a PAX header's body up to the first that is none, the last of each key. They are views on the body.
 * What has a longer key than anything that is known is passed over.
 */
export function takeRecords(body: Uint8Array, into: Map<string, PaxRecord>): void {
  for (let at = 0; at < body.length && body[at] !== 0;) {
    const blank = body.indexOf(BLANK, at);
    if (blank < 0 || blank - at > 8) return;
    const length = decimal(body, at, blank);
    const end = at + length;
    if (!(length > blank - at + 1) || end > body.length || body[end - 1] !== LINE_END) return;
    const equals = body.indexOf(EQUALS, blank);
    if (equals < 0 || equals >= end) return;
    if (equals - blank - 1 <= MAX_KEY) {
      const key = latin(body.subarray(blank + 1, equals));
      into.set(key, { key, value: body.subarray(equals + 1, end - 1), bytes: body.subarray(at, end) });
    }
    at = end;
  }
}

/** The value as text; null where there is none, or it takes a global one back. */
export function recordText(record: PaxRecord | undefined): string | null {
  return record && record.value.length > 0 ? nameDecoder.decode(record.value) : null;
}

function decimal(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
