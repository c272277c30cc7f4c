import type { Table } from '../analysis/table';
import { tableFields } from '../query';
import { instantInZone } from '../query/zone';
import type { MatchableRecord } from '../query/record';
import { OPERATION_KINDS, TRACE_ITEMS } from './operation-kinds';
import type { OperationTrace } from './operation-trace';
import type { TraceTime } from './trace-source';
import { instantOf, type TracedOperation } from './traced-operation';

/** Fields of the table's own, beside those it shares with log records. */
const COLUMNS = [
  {
    name: 'op',
    description: 'Kind of operation',
    example: 'op:StopVM',
    offers: (prefix: string) =>
      offered(
        OPERATION_KINDS.map(({ name, label }) => [name, label]),
        prefix,
      ),
  },
  { name: 'who', description: 'Person who did it', example: 'who:*\\Administrator' },
  { name: 'client', description: 'Address the person came from', example: 'client:192.168.*' },
  { name: 'target', description: 'What it was done to', example: 'target:web01' },
  {
    name: 'result',
    description: 'OK, NG or none',
    example: 'result:NG',
    offers: (prefix: string) =>
      offered(
        [
          ['OK', 'done'],
          ['NG', 'failed'],
          ['none', 'not logged'],
        ],
        prefix,
      ),
  },
  {
    name: 'missing',
    description: 'Item that no log says: what, when, who, where, target, how, result',
    example: 'missing:who',
    offers: (prefix: string) =>
      offered(
        TRACE_ITEMS.map((item) => [item, 'not logged']),
        prefix,
      ),
  },
  {
    name: 'joined',
    description: 'Item whose value was gained by joining lines that share no id',
    example: 'joined:who',
    offers: (prefix: string) =>
      offered(
        TRACE_ITEMS.map((item) => [item, 'joined']),
        prefix,
      ),
  },
  { name: 'value', description: 'A value before or after the change', example: 'value:512' },
  {
    name: 'session',
    description: 'Login to logout that it belongs to, counted from 1 as under Sessions',
    example: 'session:3',
  },
  { name: 'vendor', description: 'vmware, libvirt, xen or figure3', example: 'vendor:libvirt' },
];

/** Fields of queries over operations. */
export const OPERATION_FIELDS = tableFields(COLUMNS, ['opid', 'host', 'file', 'source', 'after', 'before']);

/** Columns that rows are ordered by. */
export const OPERATION_COLUMNS = [
  'start',
  'end',
  'duration',
  'op',
  'who',
  'client',
  'where',
  'target',
  'result',
  'missing',
  'vendor',
] as const;

/** Values looked at for completion. */
const VALUES_SEEN = 20_000;

export interface OperationTable extends Table {
  /** Values in a column that begin with the prefix, in any case. */
  values(column: string, prefix: string, limit: number): readonly string[];
}

/**
 * The operations as queries and pages see them. `sessionOf` holds the number of each one's session from 0 on, or -1;
 * `sourceName` names sources for `source:`.
 */
export function operationTable(
  { operations, pool }: OperationTrace,
  sessionOf: Int32Array,
  sourceName: (source: number) => string | null,
): OperationTable {
  return {
    rows: operations.length,
    fields: OPERATION_FIELDS,
    values: occurring,
    record: matchable,
    comparator(column) {
      const value = ORDERS[column];
      return value ? (a, b) => compared(value(operations[a]!), value(operations[b]!)) : null;
    },
  };

  function occurring(column: string, prefix: string, limit: number): string[] {
    const wanted = prefix.toLowerCase();
    const counts = new Map<string, number>();
    for (let row = 0; row < Math.min(operations.length, VALUES_SEEN); row++) {
      const record = matchable(row, 'UTC');
      const values =
        column === 'host'
          ? [record.host]
          : column === 'opid'
            ? [record.opId]
            : (record.cells?.(column) ?? []);
      for (const value of values) {
        if (value?.toLowerCase().startsWith(wanted)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    const best = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return best.slice(0, limit).map(([value]) => value);
  }

  function matchable(row: number, zone: string): MatchableRecord {
    const operation = operations[row]!;
    const { op, who, client, where, target, before, after, result, missing, joined, vendor, opId } =
      operation;
    // Where its first line stands; other lines may stand in other files.
    const first = operation.evidence[0];
    const source = first === undefined ? 0 : pool.source(first);
    const text = [op, who, client, where, target, ...before, ...after, result, opId]
      .filter((value) => value !== null)
      .join(' ');
    return {
      get time() {
        return instantText(operation.start ?? operation.end, zone);
      },
      level: null,
      process: null,
      pid: null,
      component: null,
      opId,
      sid: null,
      user: who,
      host: where,
      message: text,
      raw: text,
      source,
      sourceName: sourceName(source),
      file: first === undefined ? '' : pool.path(first),
      cells: (column) => {
        switch (column) {
          case 'op':
            return [op];
          case 'who':
            return listed(who);
          case 'client':
            return listed(client);
          case 'target':
            return listed(target);
          case 'result':
            return [result ?? 'none'];
          case 'missing':
            return missing;
          case 'joined':
            return Object.keys(joined);
          case 'value':
            return [...before, ...after];
          case 'session':
            return sessionOf[row]! < 0 ? [] : [String(sessionOf[row]! + 1)];
          case 'vendor':
            return [vendor];
          default:
            return [];
        }
      },
    };
  }
}

export type OrderValue = string | number | null;

const ORDERS: Record<string, (operation: TracedOperation) => OrderValue> = {
  start: instantOf,
  end: ({ start, end }) => (end ?? start)?.ms ?? null,
  duration: durationOf,
  op: ({ op }) => op,
  who: ({ who }) => who,
  client: ({ client }) => client,
  where: ({ where }) => where,
  target: ({ target }) => target,
  result: ({ result }) => result,
  missing: ({ missing }) => missing.length,
  vendor: ({ vendor }) => vendor,
};

/** ms from start to end, null unless the log has both. */
export function durationOf({ start, end }: Pick<TracedOperation, 'start' | 'end'>): number | null {
  return start === null || end === null ? null : Math.max(0, end.ms - start.ms);
}

/** What is not there stands last. */
export function compared(a: OrderValue, b: OrderValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Times nearer to the ends of what a Date holds are no dates of a zone. */
const FARTHEST = 8.6e15;

/** The instant of a time as ISO 8601 UTC; one without a zone is read in `zone`. */
export function instantText(time: TraceTime | null, zone: string): string | null {
  if (time === null) return null;
  const { ms, zoned } = time;
  return new Date(zoned || Math.abs(ms) > FARTHEST ? ms : instantInZone(ms, zone)).toISOString();
}

function listed(value: string | null): string[] {
  return value === null ? [] : [value];
}

function offered(values: readonly (readonly [string, string])[], prefix: string) {
  const wanted = prefix.toLowerCase();
  return values
    .filter(([value]) => value.toLowerCase().startsWith(wanted))
    .map(([value, detail]) => ({ value, detail }));
}
