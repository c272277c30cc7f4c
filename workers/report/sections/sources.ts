import { bytes, exactBytes } from '../../shown/bytes';
import { number } from '../../shown/number';
import { html } from '../html';
import type { ReportSection } from '../section';

const KINDS = {
  tgz: 'tar.gz',
  tar: 'tar',
  zip: 'zip',
  gzip: 'gzip',
  folder: 'folder',
  file: 'file',
} as const;

/** What the report is about, told apart from everything else by its digest. */
export const section: ReportSection = {
  id: 'sources',
  title: 'What was opened',
  rank: 20,
  render({ sources, leftOutVisit }, page) {
    const table = page.table(
      'Sources as they were given, with the SHA-256 of their bytes',
      [
        {
          head: 'Name',
          kind: 'long',
          cell: ({ name, parent }) =>
            html`${name}${parent === null ? null : html` <span class="of">inside ${page.sourceName(parent)}</span>`}`,
        },
        { head: 'Kind', cell: ({ kind }) => KINDS[kind] },
        {
          head: 'Size',
          kind: 'number',
          // What a nested one takes is part of what it is in.
          cell: ({ bytes: size, parent }) =>
            parent === null ? html`<span title="${exactBytes(size)}">${bytes(size)}</span>` : '–',
        },
        { head: 'Files', kind: 'number', cell: ({ files }) => number(files) },
        { head: 'Records', kind: 'number', cell: ({ records }) => number(records) },
        {
          head: 'SHA-256',
          kind: 'long',
          cell: ({ sha256 }) =>
            sha256 === null ? 'part of what it is in' : html`<code class="digest">${sha256}</code>`,
        },
        { head: 'Read', kind: 'long', cell: ({ trouble }) => trouble ?? 'to its end' },
      ],
      sources.first,
    );
    const visit = leftOutVisit
      ? html`<p class="rest">
          What was opened out of encrypted dumps, and keys that were given, is for one visit only: nothing of
          it is in this report.
        </p> `
      : null;
    const folder = sources.first.some(({ kind }) => kind === 'folder')
      ? html`<p class="soft">
          The digest of a folder is that of its files one after another, in the order of their paths.
        </p> `
      : null;
    return html`${table}${folder}${page.rest(sources, 'source', 'All of them are listed in the view Overview.')}${visit}`;
  },
  samples: [
    {
      name: 'a bundle in a bundle',
      facts: {
        sources: {
          total: 3,
          first: [
            {
              id: 0,
              name: 'vc.tgz',
              kind: 'tgz',
              bytes: 1_048_576,
              files: 12,
              records: 34_567,
              sha256: 'ab'.repeat(32),
              parent: null,
              trouble: null,
              warnings: { total: 0, first: [] },
            },
            {
              id: 1,
              name: 'esx.tgz',
              kind: 'tgz',
              bytes: 1024,
              files: 3,
              records: 0,
              sha256: null,
              parent: 0,
              trouble: 'cancelled: what was read stays',
              warnings: { total: 0, first: [] },
            },
          ],
        },
        leftOutVisit: true,
      },
      shows: [
        'vc.tgz',
        '34,567',
        'ab'.repeat(32),
        'inside vc.tgz',
        'part of what it is in',
        'cancelled: what was read stays',
        '1 more source is left out',
        'for one visit only',
      ],
    },
  ],
};
