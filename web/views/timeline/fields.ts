import type { TimelineRow } from '../../../workers/engine/timeline-api';
import type { ColumnId } from './columns';

/** A field of a record with its name in the query language. */
export interface Field {
  id: ColumnId;
  query: string;
  value: string;
}

/** The fields a record has, in the order they are shown. The source is left out when there is only one. */
export function fieldsOf(record: TimelineRow, sourceName: string | null): Field[] {
  const fields: [ColumnId, string, string | null][] = [
    ['level', 'level', record.level],
    ['file', 'file', record.path],
    ['source', 'source', sourceName],
    ['host', 'host', record.host],
    ['process', 'process', record.process],
    ['pid', 'pid', record.pid],
    ['component', 'component', record.component],
    ['opId', 'opid', record.opId],
    ['sid', 'sid', record.sid],
    ['user', 'user', record.user],
    ['vm', 'vm', record.vm],
  ];
  return fields.flatMap(([id, query, value]) =>
    value === null || value === '' ? [] : [{ id, query, value }],
  );
}
