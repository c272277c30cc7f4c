import { number } from '../../shown/number';
import type { Warning } from '../../warning';
import { html } from '../html';
import type { ReportSection } from '../section';

/** What could not be read as it should. */
export const section: ReportSection = {
  id: 'warnings',
  title: 'Warnings of the reading',
  rank: 100,
  render({ sources }, page) {
    const warned = sources.first.filter(({ warnings }) => warnings.total > 0);
    if (warned.length === 0) return html`<p>Everything was read without a warning.</p>`;
    return html`${warned.map(
      ({ name, warnings }) =>
        html`${page.table<Warning>(
          `Warnings of ${name}`,
          [
            {
              head: 'File',
              kind: 'long',
              cell: ({ path }) => html`<code>${path || 'the source itself'}</code>`,
            },
            {
              head: 'At byte',
              kind: 'number',
              cell: ({ offset }) => (offset === null ? '–' : number(offset)),
            },
            {
              head: 'Warning',
              kind: 'long',
              cell: ({ message, code }) => html`${message} <span class="soft">(${code})</span>`,
            },
          ],
          warnings.first,
        )}${page.rest(warnings, 'warning', 'All of them are in the view Overview.')}`,
    )}`;
  },
  samples: [
    {
      name: 'a damaged archive',
      facts: {
        sources: {
          total: 1,
          first: [
            {
              id: 0,
              name: 'a.tgz',
              kind: 'tgz',
              bytes: 1,
              files: 1,
              records: 0,
              sha256: null,
              parent: null,
              trouble: null,
              warnings: {
                total: 2,
                first: [{ code: 'bad-crc', path: 'x/y', offset: 1234, message: 'the checksum is wrong' }],
              },
            },
          ],
        },
      },
      shows: [
        'Warnings of a.tgz',
        'x/y',
        '1,234',
        'the checksum is wrong',
        'bad-crc',
        '1 more warning is left out',
      ],
    },
    { name: 'none', facts: {}, shows: ['Everything was read without a warning.'] },
  ],
};
