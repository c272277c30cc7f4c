import { byteAt, byteSet, FOLD, HEX, isDigit, isWordByte } from './byte-classes';

const MAY_BEGIN = byteSet('nNeEvVtTiIfF');
const DOT = 46;
const COLON = 58;
/** The shortest identifier of a device in digits: 64 bits. Before that of a `vml.` name stand its type and length. */
const SHORTEST = 16;
const SHORTEST_VML = 10 + SHORTEST;
const T10 = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-+=');
const IQN = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-:');
const LONGEST = 255;

/** End of an identifier that says its sort before a dot: naa, eui, vml, t10, iqn, fc; 0 when it is none. */
export function deviceEnd(text: Uint8Array, at: number, end: number): number {
  if (MAY_BEGIN[text[at]!] === 0) return 0;
  const dot = text[at + 2] === DOT ? at + 2 : at + 3;
  const sort = String.fromCharCode(...text.subarray(at, dot).map((byte) => FOLD[byte]!));
  const from = dot + 1;
  if (sort === 'naa' || sort === 'eui') return digitsEnd(text, from, end, SHORTEST, 32);
  if (sort === 'vml') return digitsEnd(text, from, end, SHORTEST_VML, LONGEST);
  if (sort === 't10') return runEnd(text, from, end, T10, 4);
  if (sort === 'iqn') return isDate(text, from, end) ? runEnd(text, from, end, IQN, 9) : 0;
  if (sort === 'fc') return channelEnd(text, from, end);
  return 0;
}

function digitsEnd(text: Uint8Array, from: number, end: number, shortest: number, longest: number): number {
  let to = from;
  while (to - from <= longest && HEX[byteAt(text, to, end)] !== 255) to++;
  return to - from >= shortest && to - from <= longest && !isWordByte(byteAt(text, to, end)) ? to : 0;
}

function runEnd(text: Uint8Array, from: number, end: number, bytes: Uint8Array, shortest: number): number {
  let to = from;
  while (to < end && to - from < LONGEST && bytes[text[to]!] === 1) to++;
  while (to > from && !isWordByte(text[to - 1]!) && text[to - 1] !== 95) to--;
  return to - from >= shortest ? to : 0;
}

/** `2010-09.` */
function isDate(text: Uint8Array, at: number, end: number): boolean {
  for (let i = 0; i < 7; i++) {
    const byte = byteAt(text, at + i, end);
    if (i === 4 ? byte !== 45 : !isDigit(byte)) return false;
  }
  return byteAt(text, at + 7, end) === DOT;
}

/** Node and port of a Fibre Channel adapter. */
function channelEnd(text: Uint8Array, from: number, end: number): number {
  for (let i = 0; i < 33; i++) {
    const byte = byteAt(text, from + i, end);
    if (i === 16 ? byte !== COLON : HEX[byte] === 255) return 0;
  }
  return isWordByte(byteAt(text, from + 33, end)) ? 0 : from + 33;
}
