import { byteAt, HEX, isWordByte } from '../byte-classes';
import { defineKind } from '../kind';
import { MacAliases } from '../mac-aliases';

const COLON = 58;
const DASH = 45;

/** Six pairs with one sign between them, and no more of them before or behind. */
function end(text: Uint8Array, at: number, limit: number): number {
  const sign = byteAt(text, at + 2, limit);
  for (let pair = 0; pair < 6; pair++) {
    const from = at + 3 * pair;
    if (HEX[byteAt(text, from, limit)] === 255 || HEX[byteAt(text, from + 1, limit)] === 255) return 0;
    if (pair < 5 && byteAt(text, from + 2, limit) !== sign) return 0;
  }
  const to = at + 17;
  if (isWordByte(byteAt(text, to, limit)) || isPair(text, to, limit, sign)) return 0;
  return byteAt(text, at - 1, limit) === sign && isWordByte(byteAt(text, at - 2, limit)) && sign === COLON
    ? 0
    : to;
}

function isPair(text: Uint8Array, at: number, limit: number, sign: number): boolean {
  return (
    byteAt(text, at, limit) === sign &&
    HEX[byteAt(text, at + 1, limit)] !== 255 &&
    HEX[byteAt(text, at + 2, limit)] !== 255 &&
    (sign === DASH ? !isWordByte(byteAt(text, at + 3, limit)) : true)
  );
}

/** Cisco's way: three groups of four. */
function dottedEnd(text: Uint8Array, at: number, limit: number): number {
  for (let i = 0; i < 14; i++) {
    const byte = byteAt(text, at + i, limit);
    if (i % 5 === 4 ? byte !== 46 : HEX[byte] === 255) return 0;
  }
  const next = byteAt(text, at + 14, limit);
  return isWordByte(next) || (next === 46 && isWordByte(byteAt(text, at + 15, limit))) ? 0 : at + 14;
}

export default defineKind({
  kind: 'mac-address',
  finders: [
    { words: { of: 'hex', from: 2, to: 2, next: ':-' }, end },
    { words: { of: 'hex', from: 4, to: 4, next: '.' }, end: dottedEnd },
  ],
  assigner: (book) => book.part(MacAliases),
  samples: [
    {
      text: 'Ethernet0 MAC Address: 00:50:56:a3:56:19',
      hides: ['a3:56:19'],
      keeps: ['00:50:56:'],
    },
    {
      text: 'addr e4-43-4B-01-02-03, dotted e443.4b01.0203',
      hides: ['e4-43-4B', '01-02-03', 'e443.4b01.0203'],
    },
    {
      text: 'ff:ff:ff:ff:ff:ff 00:00:00:00:00:00 01:00:5e:00:00:fb',
      keeps: ['ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00', '01:00:5e:00:00:fb'],
    },
    {
      text: 'at 12:34:56 vmhba 0000:3b:00.0 12:34:56:78',
      keeps: ['12:34:56 ', '0000:3b:00.0', '12:34:56:78'],
    },
  ],
});
