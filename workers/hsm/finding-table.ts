import type { HsmFinding } from '../public-api';
import { FINDING_FIELDS } from './fields';
import { listTable, type ListTable } from './list-table';
import type { FindingWithRows } from './rules';

/** A finding in the view's table; its events are asked for one finding at a time. */
export interface HsmFindingRow extends Omit<HsmFinding, 'events'> {
  /** Names the finding while the case stays as it is. */
  index: number;
  eventCount: number;
}

const RANK = ['critical', 'high', 'warning', 'info'];

export function findingTable(findings: readonly FindingWithRows[]): ListTable<HsmFindingRow> {
  return listTable<FindingWithRows, HsmFindingRow>({
    items: findings,
    fields: FINDING_FIELDS,
    time: ({ finding }) => finding.from,
    words: ({ finding }) => `${finding.title} ${finding.explanation}`,
    cells: {
      severity: ({ finding }) => [finding.severity],
      rule: ({ finding }) => [finding.rule],
      stream: ({ finding }) => finding.streams,
      key: ({ finding }) => finding.keys,
      user: ({ finding }) => finding.users,
      certain: ({ finding }) => [finding.certain ? 'yes' : 'no'],
    },
    orders: {
      severity: ({ finding }) => RANK.indexOf(finding.severity),
      title: ({ finding }) => finding.title,
      from: ({ finding }) => finding.from,
      streams: ({ finding }) => finding.streams[0] ?? null,
      certain: ({ finding }) => (finding.certain ? 0 : 1),
    },
    row({ finding, rows }, index) {
      const { rule, severity, title, certain, explanation, streams, keys, users, from, to } = finding;
      const told = { rule, severity, title, certain, explanation, streams, keys, users, from, to };
      return { ...told, index, eventCount: rows.length };
    },
  });
}
