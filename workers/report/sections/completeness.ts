import type { CompletenessRow } from '../../public-api';
import { duration } from '../../shown/duration';
import { number } from '../../shown/number';
import { operationKind, TRACE_ITEMS } from '../../trace/operation-kinds';
import { html, type HtmlValue } from '../html';
import type { Column } from '../page';
import type { ReportSection } from '../section';

/** How much of who, what, when, where and how the logs hold. */
export const section: ReportSection = {
  id: 'completeness',
  title: 'Completeness of the operation trail',
  rank: 70,
  render({ completeness }, page) {
    const rows = completeness.filter(({ records }) => records > 0);
    if (rows.length === 0) return null;
    const items = TRACE_ITEMS.map((item): Column<CompletenessRow> => ({
      head: item,
      kind: 'number',
      cell: (row) => cell(row.items[item]),
    }));
    return html`<p>
        For each kind of operation: in how many records the logs state an item. Items gained by joining lines
        that share no id are counted behind a plus sign; a dash stands where an item does not apply. Records
        below level info are not counted.
      </p>
      ${page.table<CompletenessRow>(
        'Records in which an item is stated',
        [
          { head: 'Operation', kind: 'long', cell: ({ op }) => operationKind(op)?.label ?? op },
          { head: 'Records', kind: 'number', cell: ({ records }) => number(records) },
          ...items,
          {
            head: 'Mean time',
            kind: 'number',
            cell: ({ meanMs }) => (meanMs === null ? '–' : duration(meanMs / 1000)),
          },
        ],
        rows,
      )}`;
  },
  samples: [
    {
      name: 'a kind with gaps',
      facts: {
        completeness: [
          {
            op: 'StopVM',
            records: 5,
            items: {
              what: { stated: 5, joined: 0, missing: 0, notApplicable: 0 },
              when: { stated: 5, joined: 0, missing: 0, notApplicable: 0 },
              who: { stated: 2, joined: 1, missing: 2, notApplicable: 0 },
              where: { stated: 0, joined: 0, missing: 5, notApplicable: 0 },
              target: { stated: 5, joined: 0, missing: 0, notApplicable: 0 },
              how: { stated: 0, joined: 0, missing: 0, notApplicable: 5 },
              result: { stated: 5, joined: 0, missing: 0, notApplicable: 0 },
            },
            meanMs: 2500,
            paper: { what: '', when: '', who: '', where: '', target: '', how: '-', result: '' },
          },
        ],
      },
      shows: ['stop VM', '2 + 1', 'none', '2.5 sec'],
    },
    { name: 'no operation', facts: {}, shows: [] },
  ],
};

function cell({ stated, joined, notApplicable }: CompletenessRow['items']['who']): HtmlValue {
  if (stated + joined === 0) return notApplicable > 0 ? '–' : html`<strong>none</strong>`;
  return joined === 0 ? number(stated) : `${number(stated)} + ${number(joined)}`;
}
