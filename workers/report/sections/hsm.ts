import type { HsmKey } from '../../public-api';
import { counted, number } from '../../shown/number';
import { html, type Html } from '../html';
import type { ReportPage } from '../page';
import type { ReportHsm, ReportHsmFinding } from '../report-facts';
import type { ReportSection } from '../section';
import { SEVERITY_NAMES } from '../severities';

/** Users, streams and keys named in a cell. */
const MOST_NAMES = 8;

/** What audit logs of a CloudHSM tell. */
export const section: ReportSection = {
  id: 'hsm',
  title: 'CloudHSM audit logs',
  rank: 80,
  render({ hsm }, page) {
    if (hsm === null) return null;
    return html`<p>${counted(hsm.events, 'event')} of HSMs.</p>
      ${findings(hsm, page)}${keys(hsm, page)}`;
  },
  samples: [
    {
      name: 'a finding and a key',
      facts: {
        hsm: {
          events: 1200,
          findings: {
            total: 2,
            first: [
              {
                rule: 'key-exported',
                severity: 'high',
                title: 'A key left the HSM',
                certain: false,
                explanation: 'It was wrapped by another key.',
                streams: ['hsm-1'],
                keys: ['7'],
                users: ['crypto_user'],
                from: '2018-01-24T00:39:23.172777Z',
                to: '2018-01-24T00:39:24.000000Z',
                events: [{ stream: 'hsm-1', rebootCounter: 107, seq: 15 }],
                at: { source: 0, file: 'export.json/hsm-1.log', line: 90 },
              },
            ],
          },
          severities: { critical: 0, high: 2, warning: 0, info: 0 },
          keys: {
            total: 1,
            first: [
              {
                handle: 7,
                kind: 'secret',
                made: '2018-01-24T00:39:20.000000Z',
                madeBy: 'crypto_user',
                madeWith: 'CN_GENERATE_KEY',
                pairWith: null,
                copies: [],
                exports: [{ at: null, under: 9 }],
                imports: [],
                destroyed: null,
                by: null,
                sessionKey: false,
                events: [],
              },
            ],
          },
        },
      },
      shows: [
        '1,200 events',
        'A key left the HSM',
        'likely',
        'It was wrapped by another key.',
        '2018-01-24 00:39:23.172',
        'reboot 107, number 15',
        'export.json/hsm-1.log:90',
        '1 more finding is left out',
        'crypto_user',
        'secret',
      ],
    },
    { name: 'no log of an HSM', facts: {}, shows: [] },
  ],
};

function findings({ findings: list }: ReportHsm, page: ReportPage): Html {
  if (list.total === 0)
    return html`<h3>Findings</h3>
      <p>None of the rules found anything.</p> `;
  return html`<h3>Findings</h3>
    ${page.table<ReportHsmFinding>(
      'Findings in the audit logs',
      [
        {
          head: 'Finding',
          kind: 'long',
          cell: ({ title, explanation, rule }) =>
            html`<strong>${title}</strong><br />${explanation}<br /><span class="soft">rule ${rule}</span>`,
        },
        {
          head: 'Severity',
          cell: ({ severity, certain }) =>
            html`<span class="severity ${severity}">${SEVERITY_NAMES[severity]}</span>,
              ${certain ? 'certain' : 'likely'}`,
        },
        { head: page.when, kind: 'long', cell: ({ from, to }) => span(from, to, page) },
        { head: 'Users', kind: 'long', cell: ({ users }) => names(users) },
        { head: 'HSMs', kind: 'long', cell: ({ streams }) => names(streams) },
        {
          head: 'First event',
          kind: 'long',
          cell: (finding) =>
            html`${firstEvent(finding)}${finding.at && html`<br />${page.place(finding.at)}`}`,
        },
      ],
      list.first,
    )}${page.rest(list, 'finding', 'All of them are in the view of HSM events.')}`;
}

function keys({ keys: list }: ReportHsm, page: ReportPage): Html | null {
  if (list.total === 0) return null;
  const at = (iso: string | null, by: string | null) =>
    iso === null
      ? '–'
      : html`${page.timeText(iso)}${by === null ? null : html`<br /><span class="soft">by ${by}</span>`}`;
  return html`<h3>Keys</h3>
    ${page.table<HsmKey>(
      'Keys from their making to their end',
      [
        { head: 'Handle', kind: 'long', cell: ({ handle }) => handle },
        { head: 'Kind', cell: ({ kind, sessionKey }) => (sessionKey ? `${kind}, session key` : kind) },
        { head: `Made (${page.zone})`, kind: 'long', cell: ({ made, madeBy }) => at(made, madeBy) },
        { head: 'With', kind: 'long', cell: ({ madeWith }) => madeWith ?? '–' },
        { head: 'Copies', kind: 'number', cell: ({ copies }) => number(copies.length) },
        { head: 'Exports', kind: 'number', cell: (key) => number(key.exports.length) },
        { head: 'Imports', kind: 'number', cell: (key) => number(key.imports.length) },
        { head: `Destroyed (${page.zone})`, kind: 'long', cell: ({ destroyed, by }) => at(destroyed, by) },
      ],
      list.first,
    )}${page.rest(list, 'key', 'All of them are in the view of HSM events.')}`;
}

function span(from: string | null, to: string | null, page: ReportPage): string {
  const first = page.timeText(from);
  return to === null || to === from ? first : `${first} to ${page.timeText(to)}`;
}

function firstEvent({ events }: ReportHsmFinding): string {
  const [first] = events;
  if (!first) return '–';
  return `${first.stream ?? 'unnamed HSM'}, reboot ${first.rebootCounter ?? '?'}, number ${first.seq ?? '?'}`;
}

function names(all: readonly string[]): string {
  const more = all.length - MOST_NAMES;
  return (all.slice(0, MOST_NAMES).join(', ') || '–') + (more > 0 ? ` and ${number(more)} more` : '');
}
