import type { PaxRecord } from '../archive/pax-records';
import type { TarOwner } from './packed-file';

/** What the writer says itself of an entry: what it is called, whose, how long, where its holes are (tar-header.ts). */
const REWRITTEN: ReadonlySet<string> = new Set([
  'path',
  'linkpath',
  'size',
  'uid',
  'gid',
  'uname',
  'gname',
  'mtime',
  'SCHILY.realsize',
]);
/** Of sparse files, and of archives that were cut into volumes: they are not so any more. */
const REWRITTEN_KINDS = ['GNU.sparse.', 'GNU.volume.'];
const TIMES: ReadonlySet<string> = new Set(['atime', 'ctime']);
const SECONDS = /^-?\d{1,12}(?:\.\d{1,9})?$/;

/** The records that an entry keeps as they were written: attributes, access lists, when it was read and changed. */
export function keptRecords(records: readonly PaxRecord[]): PaxRecord[] {
  return records.filter(
    ({ key, bytes }) =>
      bytes.length > 0 && !REWRITTEN.has(key) && !REWRITTEN_KINDS.some((kind) => key.startsWith(kind)),
  );
}

/** Those of them that cannot hold anything confidential: times, where they are times. */
export function harmlessRecords(records: readonly PaxRecord[]): PaxRecord[] {
  return records.filter(
    ({ key, value }) => TIMES.has(key) && SECONDS.test(String.fromCharCode(...value.subarray(0, 32))),
  );
}

/** Of nobody in particular, written when it was written. */
export function namelessOwner(owner: TarOwner | null): TarOwner | null {
  if (owner?.exactTime === undefined) return null;
  return { uid: 0, gid: 0, uname: '', gname: '', exactTime: owner.exactTime };
}
