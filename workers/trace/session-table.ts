import type { Table } from '../analysis/table';
import type { TraceSession } from '../public-api';
import { tableFields } from '../query';
import type { MatchableRecord } from '../query/record';
import { compared, instantText, type OrderValue } from './operation-table';
import type { Operations } from './operations';
import type { TraceTime } from './trace-source';

/** A row of the table `sessions`. Its queries have `who:` `client:` `host:` `op:` `end:` `after:` `before:`. */
export interface SessionRow extends Omit<TraceSession, 'operations'> {
  /** From 1 on, in the order of their beginning; as `session:` in queries of operations. */
  number: number;
  /** ms, null unless both ends are logged. */
  duration: number | null;
  /** Done in it, its login and logout left out. */
  operations: number;
  failed: number;
  /** The most frequent kinds. */
  kinds: { op: string; count: number }[];
  moreKinds: number;
}

/** Fields of queries over sessions, beside those shared with log records. */
export const SESSION_FIELDS = tableFields(
  [
    { name: 'who', description: 'Person who logged in', example: 'who:root' },
    { name: 'client', description: 'Address the person came from', example: 'client:192.168.*' },
    { name: 'op', description: 'Kind of operation done in it', example: 'op:DeleteVM' },
    { name: 'end', description: 'logout, or none where none is logged', example: 'end:none' },
  ],
  ['host', 'after', 'before'],
);

/** Values looked at for completion. */
const VALUES_SEEN = 20_000;
/** Kinds of operation that a row tells of. */
const MOST_KINDS = 6;

/** The sessions as queries and pages see them. */
export function shownSessions({ sessions, operations }: Operations) {
  const kindsOf = ({ operations: done }: TraceSession): Map<string, number> => {
    const kinds = new Map<string, number>();
    for (const index of done) {
      const { op } = operations[index]!;
      kinds.set(op, (kinds.get(op) ?? 0) + 1);
    }
    return kinds;
  };
  const instant = (time: string | null) => (time === null ? null : ms(time));
  const orders: Record<string, (session: TraceSession) => OrderValue> = {
    start: ({ start, end }) => instant(start ?? end),
    end: ({ end }) => instant(end),
    duration: durationOf,
    who: ({ who }) => who,
    client: ({ client }) => client,
    host: ({ host }) => host,
    operations: (session) => session.operations.length,
  };
  const record = (index: number, zone: string): MatchableRecord => {
    const session = sessions[index]!;
    const { who, client, host, start, end } = session;
    const kinds = () => [...kindsOf(session).keys()];
    const text = () => [who, client, host, ...kinds()].filter((value) => value !== null).join(' ');
    return {
      get time() {
        return instantText(traceTime(start ?? end), zone);
      },
      level: null,
      process: null,
      pid: null,
      component: null,
      opId: null,
      sid: null,
      user: who,
      host,
      get message() {
        return text();
      },
      get raw() {
        return text();
      },
      source: 0,
      sourceName: null,
      file: '',
      cells: (column) => {
        if (column === 'who') return [who];
        if (column === 'client') return client === null ? [] : [client];
        if (column === 'op') return kinds();
        return column === 'end' ? [end === null ? 'none' : 'logout'] : [];
      },
    };
  };
  const table: Table = {
    rows: sessions.length,
    fields: SESSION_FIELDS,
    record,
    comparator(column) {
      const value = orders[column];
      return value ? (a, b) => compared(value(sessions[a]!), value(sessions[b]!)) : null;
    },
  };
  return {
    ...table,
    row(index: number): SessionRow {
      const session = sessions[index]!;
      const { who, client, host, start, end } = session;
      const kinds = [...kindsOf(session)].sort((a, b) => b[1] - a[1]);
      return {
        number: index + 1,
        who,
        client,
        host,
        start,
        end,
        duration: durationOf(session),
        operations: session.operations.length,
        failed: session.operations.filter((of) => operations[of]!.result === 'NG').length,
        kinds: kinds.slice(0, MOST_KINDS).map(([op, count]) => ({ op, count })),
        moreKinds: Math.max(0, kinds.length - MOST_KINDS),
      };
    },
    values(column: string, prefix: string, limit: number): readonly string[] {
      const wanted = prefix.toLowerCase();
      const found = new Set<string>();
      for (let index = 0; index < Math.min(sessions.length, VALUES_SEEN) && found.size < limit; index++) {
        const seen = record(index, 'UTC');
        const values = column === 'host' ? [seen.host] : (seen.cells?.(column) ?? []);
        for (const value of values) if (value?.toLowerCase().startsWith(wanted)) found.add(value);
      }
      return [...found].slice(0, limit);
    },
  };
}

/** ms from login to logout, null unless both are logged. */
function durationOf({ start, end }: TraceSession): number | null {
  return start === null || end === null ? null : Math.max(0, ms(end) - ms(start));
}

/** A time without a zone counts as UTC, as everywhere in the order of a table. */
function ms(time: string): number {
  return Date.parse(time.endsWith('Z') ? time : `${time}Z`);
}

function traceTime(time: string | null): TraceTime | null {
  return time === null ? null : { ms: ms(time), zoned: time.endsWith('Z') };
}
