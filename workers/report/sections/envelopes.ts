import type { EnvelopeEntry } from '../../public-api';
import { counted } from '../../shown/number';
import { html } from '../html';
import type { ReportEnvelope } from '../report-facts';
import type { ReportSection } from '../section';

const OPENED_WITH: Record<EnvelopeEntry['opensWith'], string> = {
  'incident-key': 'the incident key of the bundle, with its password',
  'other-key': 'another key, such as the host key in the vCenter’s key server',
  'not-encrypted': 'nothing: it is not encrypted',
  unknown: 'not known',
};

/** Files that this report says nothing of the inside of. */
export const section: ReportSection = {
  id: 'envelopes',
  title: 'Encrypted files',
  rank: 85,
  render({ envelopes }, page) {
    if (envelopes.total === 0) return null;
    return html`<p>
        ${counted(envelopes.total, 'file is an envelope', 'files are envelopes')}. What is inside is not part
        of this report.
      </p>
      ${page.table<ReportEnvelope>(
        'Envelopes, and what opens them',
        [
          {
            head: 'File',
            kind: 'long',
            cell: ({ source, path }) => page.place({ source, file: path, line: null }),
          },
          { head: 'Cipher', kind: 'long', cell: ({ cipher }) => cipher ?? '–' },
          { head: 'Opens with', kind: 'long', cell: ({ opensWith }) => OPENED_WITH[opensWith] },
          { head: 'Key', kind: 'long', cell: ({ keyInfo }) => keyInfo ?? '–' },
          { head: 'Problem', kind: 'long', cell: ({ problem }) => problem?.message ?? '–' },
        ],
        envelopes.first,
      )}${page.rest(envelopes, 'file', 'All of them are in the view Dumps.')}`;
  },
  samples: [
    {
      name: 'a damaged dump',
      facts: {
        envelopes: {
          total: 2,
          first: [
            {
              source: 0,
              path: 'var/core/vmkernel-zdump.1',
              cipher: 'XTS-AES-256',
              keyInfo: 'key=1',
              opensWith: 'incident-key',
              problem: { code: 'damaged', message: 'its footer is missing' },
            },
          ],
        },
      },
      shows: [
        'var/core/vmkernel-zdump.1',
        'XTS-AES-256',
        'the incident key',
        'its footer is missing',
        '1 more file is left out',
      ],
    },
    { name: 'none', facts: {}, shows: [] },
  ],
};
