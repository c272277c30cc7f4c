import { cloudIdAlias, cloudIdEnd } from '../cloud-id';
import { defineKind } from '../kind';
import { NumberedAliases } from '../numbered-aliases';

const PREFIX = 'hsm-';

export default defineKind({
  kind: 'hsm-name',
  finders: [
    {
      words: { of: 'word', from: 3, to: 3, next: '-' },
      end: (text, at, end) => cloudIdEnd(text, at, end, PREFIX),
    },
  ],
  assigner: (book) =>
    new NumberedAliases(book, 'hsm-name', (number, original) => cloudIdAlias(PREFIX, number, original)),
  samples: [
    {
      text: 'stream hsm-abcde123456 and HSM-ZYXWV987654/000000.gz',
      hides: ['abcde123456', 'ZYXWV987654'],
      keeps: ['stream hsm-x', ' HSM-X', '/000000.gz'],
    },
    { text: 'hsm-abcdefghijk is up', hides: ['abcdefghijk'], keeps: ['hsm-x', ' is up'] },
    {
      text: 'hsm-certificates hsm-1 hsm-maintenance hsm-administrator hsm-provisioned hsm-environment',
      keeps: ['hsm-certificates hsm-1 hsm-maintenance hsm-administrator hsm-provisioned hsm-environment'],
    },
  ],
});
