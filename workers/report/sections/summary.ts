import { duration } from '../../shown/duration';
import { counted, number } from '../../shown/number';
import { html, type Html } from '../html';
import type { ReportFacts } from '../report-facts';
import type { ReportSection } from '../section';
import { SEVERITIES, SEVERITY_NAMES, type SeverityCounts } from '../severities';
import { sampleFinding } from '../samples';

/** Findings named at a glance. */
const MOST_TITLES = 12;

/** What a reader wants to know before anything else. */
export const section: ReportSection = {
  id: 'summary',
  title: 'At a glance',
  rank: 10,
  render(facts, page) {
    const { from, to, records, sources, hosts, operations, hsm } = facts;
    const names = hosts.first.map(({ hostname, product, version }) =>
      [hostname ?? 'host without a name', product, version].filter(Boolean).join(', '),
    );
    return html`<dl>
        <dt>Opened</dt>
        <dd>${counted(sources.total, 'source')}, ${counted(records, 'record')} of logs</dd>
        <dt>Time span</dt>
        <dd>
          ${from === null || to === null ? 'no record has a time' : `${page.time(from)} to ${page.time(to)} (${facts.zone}), ${duration((to - from) / 1000)}`}
        </dd>
        <dt>Hosts</dt>
        <dd>${names.length > 0 ? names.join('; ') : 'no facts of a host were found'}</dd>
        <dt>Records by level</dt>
        <dd>${levels(facts)}</dd>
        <dt>Findings</dt>
        <dd>${severities(facts)}</dd>
        ${
          hsm &&
          html`<dt>HSM events</dt>
            <dd>${counted(hsm.events, 'event')}, <a href="#hsm">findings</a>: ${counts(hsm.severities)}</dd>`
        }
        <dt>Operations</dt>
        <dd>
          ${counted(operations.operations.total, 'operation')}, of which ${number(operations.failed)} failed
        </dd>
        <dt>Marks</dt>
        <dd>${counted(facts.marks.total, 'mark')}</dd>
        <dt>Query</dt>
        <dd>${queryOf(facts)}</dd>
      </dl>
      ${titles(facts)}`;
  },
  samples: [
    {
      name: 'a case with a finding',
      facts: {
        records: 1234,
        from: Date.UTC(2024, 0, 1),
        to: Date.UTC(2024, 0, 1, 2),
        query: 'level>=error "scsi"',
        findings: { total: 401, first: [sampleFinding()] },
        severities: { critical: 401, high: 0, warning: 0, info: 0 },
        hsm: {
          events: 1200,
          findings: { total: 0, first: [] },
          severities: { critical: 0, high: 2, warning: 0, info: 3 },
          keys: { total: 0, first: [] },
        },
        levels: [{ level: 'error', records: 12 }],
      },
      shows: [
        '1,234 records of logs',
        '2024-01-01 00:00:00.000 to 2024-01-01 02:00:00.000 (UTC), 2 hr',
        '401 critical',
        '1,200 events, findings: 2 high, 3 info',
        'error 12',
        'level>=error "scsi"',
        'The disk is full',
      ],
    },
    {
      name: 'an empty case',
      facts: { query: '' },
      shows: ['no record has a time', 'no facts of a host', 'none found', 'all records'],
    },
    {
      name: 'a query that may hold words of a decrypted dump',
      facts: { query: null },
      shows: ['not stated while something out of an envelope is open'],
    },
  ],
};

function queryOf({ query }: ReportFacts): Html | string {
  if (query === null) return 'not stated while something out of an envelope is open';
  return query.trim() === '' ? 'none: all records' : html`<code>${query}</code>`;
}

function levels(facts: ReportFacts): string {
  const named = facts.levels.filter(({ records }) => records > 0);
  return named.map(({ level, records }) => `${level} ${number(records)}`).join(', ') || '–';
}

function severities({ severities: of, rules }: ReportFacts): string {
  return `${counts(of)} (${counted(rules, 'rule')} checked)`;
}

function counts(of: SeverityCounts): string {
  const named = SEVERITIES.filter((severity) => of[severity] > 0).map(
    (severity) => `${number(of[severity])} ${SEVERITY_NAMES[severity]}`,
  );
  return named.join(', ') || 'none found';
}

function titles({ findings }: ReportFacts): Html | null {
  const serious = findings.first
    .map((finding, index) => ({ finding, index }))
    .filter(({ finding }) => finding.severity !== 'info')
    .slice(0, MOST_TITLES);
  if (serious.length === 0) return null;
  const items = serious.map(
    ({ finding: { severity, title }, index }) =>
      html`<li>
        <span class="severity ${severity}">${SEVERITY_NAMES[severity]}</span>
        <a href="#finding-${index + 1}">${title}</a>
      </li> `,
  );
  return html`<h3>The most serious findings</h3>
    <ul>
      ${items}
    </ul> `;
}
