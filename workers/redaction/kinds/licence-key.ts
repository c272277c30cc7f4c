import { byteAt, isWordByte } from '../byte-classes';
import { defineKind } from '../kind';
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

export default defineKind({
  kind: 'licence-key',
  finders: [{ words: { of: 'word', from: 5, to: 5, next: '-' }, end }],
  assigner: (book) =>
    new NumberedAliases(
      book,
      'licence-key',
      (number) => `XXXXX-XXXXX-XXXXX-XXXXX-${String(number).padStart(5, '0')}`,
      (text) => /^[0-]+$/.test(text),
    ),
  samples: [
    {
      text: 'serial: 4F40H-4ML1K-M89U0-0C2N4-1AKL4, evaluation 00000-00000-00000-00000-00000',
      hides: ['4F40H', '1AKL4'],
      keeps: ['00000-00000-00000-00000-00000'],
    },
    { text: 'first-class-about-human-sized words', keeps: ['first-class-about-human-sized'] },
  ],
});
