import { byteAt, CLASS, isDigit } from '../byte-classes';
import { defineKind } from '../kind';
import { isStem } from '../name-stems';
import { NumberedAliases } from '../numbered-aliases';

const LONGEST_STEM = 9;

/** End of a text that could be an alias, were it not there before: `host-x12`. */
function aliasLikeEnd(text: Uint8Array, at: number, end: number): number {
  let dash = at;
  while (dash - at <= LONGEST_STEM && CLASS[byteAt(text, dash, end)] !== 0) dash++;
  if ((byteAt(text, dash + 1, end) | 32) !== 0x78 || !isDigit(byteAt(text, dash + 2, end))) return 0;
  if (!isStem(String.fromCharCode(...text.subarray(at, dash)).toLowerCase())) return 0;
  let to = dash + 2;
  while (to - at < 32 && CLASS[byteAt(text, to, end)] !== 0) to++;
  return CLASS[byteAt(text, to, end)] === 0 ? to : 0;
}

/** Words that were chosen. What looks like an alias in the originals is a word too, so that all turns back. */
export default defineKind({
  kind: 'word',
  always: true,
  finders: [{ words: { of: 'word', from: 2, to: LONGEST_STEM, next: '-' }, end: aliasLikeEnd }],
  assigner: (book) => new NumberedAliases(book, 'word', (number) => `text-x${number}`),
  samples: [
    { text: 'user-x1 on HOST-X12', hides: ['user-x1', 'HOST-X12'] },
    { text: 'host-12 vm-x datastore-xfs', keeps: ['host-12 vm-x datastore-xfs'] },
  ],
});
