import type { EventRecord } from '../public-api';

/** What the reference evaluator needs to know of a record; an `EventRecord` will do. */
export type MatchableRecord = Pick<
  EventRecord,
  | 'time'
  | 'level'
  | 'process'
  | 'pid'
  | 'component'
  | 'opId'
  | 'sid'
  | 'user'
  | 'host'
  | 'message'
  | 'raw'
  | 'source'
  | 'file'
> & {
  /** Name of the source, for `source:`. */
  sourceName?: string | null;
  /** Id of the log format its file was read with. */
  format?: string;
  /** Values in a column of the table that the row stands in; none of an unknown column. */
  cells?(column: string): readonly string[];
  /** VM the record belongs to. When left out, what file and component say (`vmNames`) counts. */
  vm?: string | null;
};

/** Names of the VM a record speaks for by itself: the folder of its vmware.log, the `.vmx` of its component. */
export function vmNames(record: MatchableRecord): string[] {
  if (record.vm !== undefined) return record.vm === null ? [] : [record.vm];
  const folder = /(?:^|\/)([^/]+)\/vmware(?:-\d+)?\.log(?:\.gz)?(?:#\d+)?$/.exec(record.file);
  const config = /([^/]+)\.vmx$/.exec(record.component ?? '');
  return [folder?.[1], config?.[1]].filter((name) => name !== undefined);
}
