import type { HsmCertificateEvent } from '../public-api';
import { CERTIFICATE_FIELDS } from './fields';
import { listTable, type ListTable } from './list-table';

/** A message about a certificate in the view's table. */
export interface HsmCertificateRow extends HsmCertificateEvent {
  index: number;
}

const one = (value: string | null): string[] => (value === null ? [] : [value]);

export function certificateTable(events: readonly HsmCertificateEvent[]): ListTable<HsmCertificateRow> {
  const handle = ({ objectHandle }: HsmCertificateEvent) =>
    objectHandle === null ? null : String(objectHandle);
  return listTable<HsmCertificateEvent, HsmCertificateRow>({
    items: events,
    fields: CERTIFICATE_FIELDS,
    time: ({ time }) => time,
    words: (event) =>
      [handle(event), event.opcode, event.response, JSON.stringify(event.attributes)].join(' '),
    cells: {
      handle: (event) => one(handle(event)),
      opcode: ({ opcode }) => one(opcode),
      response: ({ response }) => one(response),
      stream: ({ stream }) => one(stream),
    },
    orders: {
      time: ({ time }) => time,
      opcode: ({ opcode }) => opcode,
      handle,
      response: ({ response }) => response,
      stream: ({ stream }) => stream,
    },
    row: (event, index) => ({ ...event, index }),
  });
}
