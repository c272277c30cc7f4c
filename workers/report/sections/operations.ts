import type { TraceItem } from '../../public-api';
import { counted, number } from '../../shown/number';
import { operationKind } from '../../trace/operation-kinds';
import { html, type Html } from '../html';
import type { ReportPage } from '../page';
import type { OperationCount, ReportOperation, ReportOperations } from '../report-facts';
import type { ReportSection } from '../section';

/** Who did what, with where it is logged. */
export const section: ReportSection = {
  id: 'operations',
  title: 'Operations',
  rank: 60,
  render({ operations: all }, page) {
    const { operations, failed } = all;
    if (operations.total === 0) return html`<p>The logs tell of no operation.</p>`;
    return html`<p>
        ${counted(operations.total, 'operation is', 'operations are')} logged; ${number(failed)} failed.
      </p>
      ${kinds(all, page)}${people(all, page)}${list(all, page)}`;
  },
  samples: [
    {
      name: 'more than are listed',
      facts: {
        operations: {
          failed: 1,
          kinds: [
            { op: 'StopVM', label: 'stop VM', total: 1, failed: 1, listed: 1 },
            { op: 'Login', label: 'log in', total: 3, failed: 0, listed: 0 },
          ],
          people: {
            total: 2,
            first: [
              { who: 'root', operations: 3, failed: 1 },
              { who: null, operations: 1, failed: 0 },
            ],
          },
          operations: {
            total: 4,
            first: [
              {
                op: 'StopVM',
                start: '2024-05-17T10:00:00.000Z',
                end: '2024-05-17T10:00:02.000Z',
                who: 'root',
                client: '192.0.2.7',
                where: 'esx01',
                target: 'web01',
                before: ['state', 'on'],
                after: ['state', 'off'],
                result: 'NG',
                missing: ['how'],
                notApplicable: [],
                joined: { who: 'same session' },
                vendor: 'vmware',
                evidence: [{ source: 0, file: 'hostd.log', line: 42, lines: 1 }],
              },
            ],
          },
        },
      },
      shows: [
        '4 operations are logged; 1 failed',
        'stop VM',
        'op:Login',
        'root',
        'person not logged',
        '2024-05-17 10:00:00.000',
        'esx01',
        'web01',
        'state on → state off',
        'failed',
        'hostd.log:42',
        'not logged: how',
        '3 more operations are left out',
        'what failed comes first',
      ],
    },
    { name: 'none', facts: {}, shows: ['The logs tell of no operation.'] },
  ],
};

function kinds({ kinds: counts }: ReportOperations, page: ReportPage): Html {
  return page.table<OperationCount>(
    'By kind; the query shows all of a kind in the view Operations',
    [
      { head: 'Operation', kind: 'long', cell: ({ label }) => label },
      { head: 'Logged', kind: 'number', cell: ({ total }) => number(total) },
      { head: 'Failed', kind: 'number', cell: ({ failed }) => number(failed) },
      { head: 'Listed below', kind: 'number', cell: ({ listed }) => number(listed) },
      { head: 'Query', kind: 'long', cell: ({ op }) => html`<code>op:${op}</code>` },
    ],
    counts,
  );
}

function people({ people: list }: ReportOperations, page: ReportPage): Html {
  return html`${page.table(
    'By person',
    [
      { head: 'Person', kind: 'long', cell: ({ who }) => who ?? html`<em>person not logged</em>` },
      { head: 'Operations', kind: 'number', cell: ({ operations }) => number(operations) },
      { head: 'Failed', kind: 'number', cell: ({ failed }) => number(failed) },
    ],
    list.first,
  )}${page.rest(list, 'person', 'All of them are under Days and people in the view Operations.', 'people')}`;
}

function list({ operations }: ReportOperations, page: ReportPage): Html {
  const isCut = operations.first.length < operations.total;
  const order = isCut
    ? html`<p>
        Not all are listed: what failed comes first, then what changed something, then logins and logouts,
        each earliest first; those listed stand in the order of time.
      </p> `
    : null;
  return html`<h3>${isCut ? 'The most important ones' : 'All of them'}</h3>
    ${order}${page.table<ReportOperation>(
      'Operations in the order of time',
      [
        {
          head: page.when,
          cell: ({ start, end }) => html`<span class="time">${page.timeText(start ?? end)}</span>`,
        },
        { head: 'What', kind: 'long', cell: ({ op }) => operationKind(op)?.label ?? op },
        {
          head: 'Who',
          kind: 'long',
          cell: ({ who, client }) =>
            html`${who ?? '–'}${client === null ? null : html` <span class="soft">from ${client}</span>`}`,
        },
        { head: 'Where', kind: 'long', cell: ({ where }) => where ?? '–' },
        {
          head: 'Target',
          kind: 'long',
          cell: (operation) => html`${operation.target ?? '–'}${change(operation)}`,
        },
        { head: 'Result', cell: (operation) => html`${result(operation)}${gaps(operation)}` },
        {
          head: 'Logged in',
          kind: 'long',
          cell: ({ evidence }) => evidence.slice(0, 1).map((line) => page.place(line)),
        },
      ],
      operations.first,
    )}${page.rest(operations, 'operation', 'The queries above show them, and the view Operations exports them.')}`;
}

function change({ before, after }: ReportOperation): Html | null {
  if (before.length + after.length === 0) return null;
  const side = (values: readonly string[]) => values.join(' ') || '–';
  return html`<br /><span class="soft">${side(before)} → ${side(after)}</span>`;
}

function result({ result: of }: ReportOperation): string {
  return of === 'OK' ? 'done' : of === 'NG' ? 'failed' : 'not logged';
}

function gaps({ missing }: ReportOperation): Html | null {
  const named = missing.filter((item: TraceItem) => item !== 'result');
  return named.length === 0 ? null : html`<br /><span class="soft">not logged: ${named.join(', ')}</span>`;
}
