import { cloudIdAlias, cloudIdEnd } from '../cloud-id';
import { defineKind } from '../kind';
import { NumberedAliases } from '../numbered-aliases';

const PREFIX = 'cluster-';

export default defineKind({
  kind: 'cluster-id',
  finders: [
    {
      words: { of: 'word', from: 7, to: 7, next: '-' },
      end: (text, at, end) => cloudIdEnd(text, at, end, PREFIX),
    },
  ],
  assigner: (book) =>
    new NumberedAliases(book, 'cluster-id', (number, original) => cloudIdAlias(PREFIX, number, original)),
  samples: [
    {
      text: '/aws/cloudhsm/cluster-likphkxygsn cluster-k2mvn4tzyqa /aws/cloudhsm/cluster-aaaaaeeeeea',
      hides: ['likphkxygsn', 'k2mvn4tzyqa', 'aaaaaeeeeea'],
      keeps: ['/aws/cloudhsm/cluster-x'],
    },
    {
      text: 'cluster-abcdefghijk cluster-olimanotera CLUSTER-OLIMANOTERU',
      hides: ['abcdefghijk', 'olimanotera', 'OLIMANOTERU'],
      keeps: ['cluster-x', 'CLUSTER-X'],
    },
    {
      text: 'cluster-maintenance cluster-configuring cluster-credentials cluster-healthcheck cluster-abcdefghij cluster-7 cluster-host',
      keeps: [
        'cluster-maintenance cluster-configuring cluster-credentials cluster-healthcheck cluster-abcdefghij cluster-7 cluster-host',
      ],
    },
  ],
});
