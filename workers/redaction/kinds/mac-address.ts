import { byteAt, HEX, isWordByte } from '../byte-classes';
import { defineKind } from '../kind';
import { MacAliases } from '../mac-aliases';
import { isPair, pairsEnd } from '../pairs-text';

const DASH = 45;

/** Cisco's way: three groups of four. */
function dottedEnd(text: Uint8Array, at: number, limit: number): number {
  for (let i = 0; i < 14; i++) {
    const byte = byteAt(text, at + i, limit);
    if (i % 5 === 4 ? byte !== 46 : HEX[byte] === 255) return 0;
  }
  const next = byteAt(text, at + 14, limit);
  const before = byteAt(text, at - 1, limit);
  if (before === 46 && isWordByte(byteAt(text, at - 2, limit))) return 0;
  return isWordByte(next) || (next === 46 && isWordByte(byteAt(text, at + 15, limit))) ? 0 : at + 14;
}

/** Twelve digits that are no end of a UUID. */
function bareEnd(text: Uint8Array, at: number, limit: number): number {
  if (byteAt(text, at - 1, limit) === 45 && byteAt(text, at - 6, limit) === 45) {
    let digits = 0;
    while (digits < 4 && HEX[byteAt(text, at - 2 - digits, limit)] !== 255) digits++;
    if (digits === 4) return 0;
  }
  return at + 12;
}

/** Behind the type of hardware that PXE puts before an address: `01-00-50-56-…`. */
function pxeEnd(text: Uint8Array, at: number, limit: number): number {
  if (byteAt(text, at - 1, limit) !== DASH || text[at - 2] !== 49 || text[at - 3] !== 48) return 0;
  const before = byteAt(text, at - 4, limit);
  if (at < 3 || isWordByte(before) || before === DASH) return 0;
  for (let pair = 0; pair < 6; pair++) {
    const from = at + 3 * pair;
    if (!isPair(text, from, limit)) return 0;
    const isLast = pair === 5;
    if ((byteAt(text, from + 2, limit) === DASH) === isLast) return 0;
  }
  return at + 17;
}

export default defineKind({
  kind: 'mac-address',
  finders: [
    {
      words: { of: 'hex', from: 2, to: 2, next: ':-%' },
      end: (text, at, end) => pairsEnd(text, at, end, 6, true),
    },
    { words: { of: 'hex', from: 2, to: 2, next: '-' }, end: pxeEnd },
    { words: { of: 'hex', from: 4, to: 4, next: '.' }, end: dottedEnd },
    { words: { of: 'hex', from: 12, to: 12, next: '' }, end: bareEnd },
  ],
  assigner: (book) => book.part(MacAliases),
  samples: [
    {
      text: 'Ethernet0 MAC Address: 00:50:56:a3:56:19',
      hides: ['a3:56:19'],
      keeps: ['00:50:56:'],
    },
    {
      text: 'addr e4-43-4B-01-02-03, dotted e443.4b01.0203, a=E4%3A43%3A4B%3A01%3A02%3A03',
      hides: ['e4-43-4B', '01-02-03', 'e443.4b01.0203', '4B%3A01%3A02'],
    },
    {
      text: '00:50:56:91:a2:b3 00505691a2b3 vmx-000C2991A2B3.log fa16e391a2b3 AA31E02A-400F-11DB-9590-000C2911D1B8',
      hides: ['00505691a2b3', '000C2991A2B3'],
      keeps: ['vmx-000C29', '.log', 'fa16e391a2b3', 'AA31E02A-400F-11DB-9590-000C2911D1B8'],
    },
    {
      text: 'ff:ff:ff:ff:ff:ff 00:00:00:00:00:00 01:00:5e:00:00:fb',
      keeps: ['ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00', '01:00:5e:00:00:fb'],
    },
    {
      text: 'GET /pxelinux.cfg/01-00-50-56-a3-56-19 BOOTIF=01-e4-43-4b-01-02-03, 02-00-50-56-a3-56-18 01-00-50-56-a3-56-17-aa 01-02-03-04-05',
      hides: ['a3-56-19', 'e4-43-4b', '01-02-03,'],
      keeps: [
        '/01-00-50-56-',
        'BOOTIF=01-02-ab-',
        ', 02-00-50-56-a3-56-18 01-00-50-56-a3-56-17-aa 01-02-03-04-05',
      ],
    },
    {
      text: 'at 12:34:56 vmhba 0000:3b:00.0 12:34:56:78 print aa:bb:cc:dd:ee:f0:11',
      keeps: ['12:34:56 ', '0000:3b:00.0', '12:34:56:78', 'aa:bb:cc:dd:ee:f0:11'],
    },
  ],
});
