import { BYTES, TEXT } from '../attributes';
import { fail } from '../codes';
import { utf8Bytes } from '../encodings';
import { joinBytes } from '../secret-bytes';

/** An attribute that must be understood, with a text as its value. Fails with `bad-argument` where it holds a NUL. */
export function textAttribute(name: string, value: string): Uint8Array {
  const bytes = utf8Bytes(value);
  if (bytes.includes(0)) fail('bad-argument', `${name} cannot be written: it holds a NUL`);
  return joinBytes(entryHead(TEXT, name), bytes, Uint8Array.of(0));
}

/** An attribute that must be understood, with bytes as its value. */
export function bytesAttribute(name: string, value: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(value.length), true);
  return joinBytes(entryHead(BYTES, name), length, value);
}

function entryHead(type: number, name: string): Uint8Array {
  return joinBytes(Uint8Array.of(type, 0, 0, 0), utf8Bytes(name), Uint8Array.of(0));
}
