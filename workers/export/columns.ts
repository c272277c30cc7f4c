import type { ExportedRecord } from './export-format';

/** What a column holds; `count` is a whole number from 0 on. */
export type ColumnKind = 'text' | 'switch' | 'count';

/** A column of a record in forms that are tables. */
export interface RecordColumn {
  name: string;
  kind: ColumnKind;
  /** Long texts that seldom repeat. */
  isText?: true;
  value(record: ExportedRecord): string | number | boolean | null;
}

/** The members of a record as NDJSON has them, as columns; its instant (`time`) stands before them. */
export const RECORD_COLUMNS: readonly RecordColumn[] = [
  { name: 'timeKnownBy', kind: 'text', value: ({ event }) => event.timeKnownBy },
  { name: 'level', kind: 'text', value: ({ event }) => event.level },
  { name: 'process', kind: 'text', value: ({ event }) => event.process },
  { name: 'pid', kind: 'text', value: ({ event }) => event.pid },
  { name: 'component', kind: 'text', value: ({ event }) => event.component },
  { name: 'opId', kind: 'text', value: ({ event }) => event.opId },
  { name: 'sid', kind: 'text', value: ({ event }) => event.sid },
  { name: 'user', kind: 'text', value: ({ event }) => event.user },
  { name: 'host', kind: 'text', value: ({ event }) => event.host },
  { name: 'message', kind: 'text', isText: true, value: ({ event }) => event.message },
  { name: 'raw', kind: 'text', isText: true, value: ({ event }) => event.raw },
  { name: 'rawCut', kind: 'switch', value: ({ event }) => event.rawCut ?? false },
  { name: 'source', kind: 'count', value: ({ event }) => event.source },
  { name: 'sourceName', kind: 'text', value: ({ sourceName }) => sourceName },
  { name: 'file', kind: 'text', value: ({ event }) => event.file },
  { name: 'line', kind: 'count', value: ({ event }) => event.line },
  { name: 'lines', kind: 'count', value: ({ event }) => event.lines },
  { name: 'recoveredOffset', kind: 'count', value: ({ event }) => event.recoveredAt?.offset ?? null },
  {
    name: 'recoveredInflatedAt',
    kind: 'count',
    value: ({ event }) => event.recoveredAt?.inflatedAt ?? null,
  },
];
