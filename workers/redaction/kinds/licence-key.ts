import { byteAt, byteSet, isWordByte, latin1 } from '../byte-classes';
import { defineKind, type Label } from '../kind';
import { valueBehind } from '../label-value';
import { NumberedAliases } from '../numbered-aliases';

/** Five groups of five letters and digits. */
function end(text: Uint8Array, at: number, limit: number): number {
  let digits = 0;
  for (let i = 0; i < 29; i++) {
    const byte = byteAt(text, at + i, limit);
    if (i % 6 === 5) {
      if (byte !== 45) return 0;
    } else if (byte >= 128 || !isWordByte(byte)) {
      return 0;
    } else if (byte < 58) {
      digits++;
    }
  }
  const after = byteAt(text, at + 29, limit);
  return digits === 0 || isWordByte(after) || (after === 45 && isWordByte(byteAt(text, at + 30, limit)))
    ? 0
    : at + 29;
}

const CAPITALS = byteSet('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const DIGITS = 25;

/** A key without dashes, where a label says what it is. */
const bare: Label = {
  words: ['license', 'licence', 'serial'].flatMap((word) => [
    ...(word === 'serial' ? [] : [word]),
    ...['', ' ', '_', '-'].map((sign) => `${word}${sign}key`),
  ]),
  value(text, at, limit) {
    const shape = { bytes: CAPITALS, longest: DIGITS + 1, signs: ':=>', blank: true };
    const value = valueBehind(text, at, limit, shape);
    if (value === null || value.to - value.from !== DIGITS) return null;
    return /\d/.test(latin1(text, value.from, value.to)) ? value : null;
  },
};

/** The same number for a key with and without dashes. */
function writer(): (number: number, original: string) => string {
  const numbers = new Map<string, number>();
  const shared = new Set<string>();
  return (number, original) => {
    const key = original.replaceAll('-', '').toUpperCase();
    const known = numbers.get(key);
    const isShared = known !== undefined && !shared.has(original);
    if (isShared) shared.add(original);
    else numbers.set(key, number);
    const alias = `XXXXX-XXXXX-XXXXX-XXXXX-${String(isShared ? known : number).padStart(5, '0')}`;
    return original.includes('-') ? alias : alias.replaceAll('-', '');
  };
}

export default defineKind({
  kind: 'licence-key',
  finders: [{ words: { of: 'word', from: 5, to: 5, next: '-' }, end }],
  labels: [bare],
  assigner: (book) => new NumberedAliases(book, 'licence-key', writer(), (text) => /^[0-]+$/.test(text)),
  samples: [
    {
      text: 'serial: 4F40H-4ML1K-M89U0-0C2N4-1AKL4, evaluation 00000-00000-00000-00000-00000',
      hides: ['4F40H', '1AKL4'],
      keeps: ['00000-00000-00000-00000-00000'],
    },
    {
      text: 'License key: 4F40H4ML1KM89U00C2N41AKL4, {"licenseKey":"4F40H4ML1KM89U00C2N41AKL4"} serial key 4F40H-4ML1K-M89U0-0C2N4-1AKL4 license 00000000000000000000000000',
      hides: ['4F40H', '1AKL4'],
      keeps: ['key: XXXXXXXXXXXXXXXXXXXX00001, {', 'serial key XXXXX-XXXXX-XXXXX-XXXXX-00001'],
    },
    {
      text: 'license 4F40H4ML1KM89U00C2N41AKL4A, license key ABCDEFGHIJKLMNOPQRSTUVWXY 4F40H4ML1KM89U00C2N41AKL4 license key 0000000000000000000000000',
      keeps: [
        'license 4F40H4ML1KM89U00C2N41AKL4A, license key ABCDEFGHIJKLMNOPQRSTUVWXY 4F40H4ML1KM89U00C2N41AKL4 license key 0000000000000000000000000',
      ],
    },
    { text: 'first-class-about-human-sized words', keeps: ['first-class-about-human-sized'] },
  ],
});
