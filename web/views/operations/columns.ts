import type { OperationRow } from '../../../workers/trace/operations';
import type { SessionRow } from '../../../workers/trace/session-table';
import type { TraceItem } from '../../../workers/public-api';
import { duration } from '../../format/duration';
import { number } from '../../format/number';
import type { CellMark, TableColumn } from '../../table/columns';
import { text } from '../../text';
import { changeText, itemState } from './item-states';
import { shownTime } from './operation-time';

const words = text.operations;
const NO_ZONE: CellMark = { sign: words.noZone.sign, meaning: words.noZone.meaning };

/** Columns of the table of operations; `zone` is what times are shown in. */
export function operationColumns(zone: string): TableColumn<OperationRow>[] {
  return [
    {
      ...ofItem('start', 'when', 236, (row) => shownTime(row.start ?? row.end, zone)?.text ?? null),
      mark: (row) => unzoned(row.start ?? row.end, zone) ?? joinedMark(row, 'when'),
      tone: (row) => (row.instant === null ? 'absent' : 'mono'),
    },
    {
      id: 'duration',
      title: words.columns.duration,
      width: 70,
      sortable: true,
      text: (row) => (row.duration === null ? '' : duration(row.duration / 1000)),
      tone: () => 'soft',
    },
    ofItem('op', 'what', 160, (row) => row.op),
    ofItem('who', 'who', 140, (row) => row.who, true),
    {
      id: 'client',
      title: words.columns.client,
      width: 116,
      sortable: true,
      text: (row) => row.client ?? '',
      tone: () => 'soft',
    },
    ofItem('where', 'where', 130, (row) => row.where, true),
    ofItem('target', 'target', 130, (row) => row.target, true),
    { ...ofItem('how', 'how', 130, (row) => changeText(row) || null, true), sortable: false },
    {
      ...ofItem('result', 'result', 92, (row) => row.result),
      tone: (row) => (row.result === null ? 'absent' : row.result === 'OK' ? 'good' : 'danger'),
    },
  ];
}

/** Columns of the table of sessions. */
export function sessionColumns(zone: string): TableColumn<SessionRow>[] {
  const timeColumn = (id: 'start' | 'end'): TableColumn<SessionRow> => ({
    id,
    title: words.sessions.columns[id],
    width: 186,
    sortable: true,
    text: (row) => shownTime(row[id], zone)?.text ?? words.notLogged,
    tone: (row) => (row[id] === null ? 'absent' : 'mono'),
    mark: (row) => unzoned(row[id], zone),
  });
  return [
    {
      id: 'number',
      title: words.sessions.columns.number,
      width: 54,
      text: (row) => number(row.number),
      tone: () => 'soft',
    },
    timeColumn('start'),
    timeColumn('end'),
    {
      id: 'duration',
      title: words.columns.duration,
      width: 100,
      sortable: true,
      text: (row) => (row.duration === null ? '' : duration(row.duration / 1000)),
      tone: () => 'soft',
    },
    { id: 'who', title: words.columns.who, width: 150, grow: true, sortable: true, text: (row) => row.who },
    valueColumn('client', 120),
    valueColumn('host', 120),
    {
      id: 'operations',
      title: words.sessions.columns.operations,
      width: 220,
      grow: true,
      sortable: true,
      text: doneIn,
      tone: (row) => (row.operations === 0 ? 'soft' : 'plain'),
    },
    {
      id: 'failed',
      title: words.sessions.columns.failed,
      width: 60,
      text: (row) => (row.failed === 0 ? '' : number(row.failed)),
      tone: () => 'danger',
    },
  ];
}

/** `3: StartVM 2, DeleteVM` */
export function doneIn({ operations, kinds, moreKinds }: SessionRow): string {
  if (operations === 0) return words.sessions.nothingDone;
  const parts = kinds.map(({ op, count }) => (count === 1 ? op : `${op} ${number(count)}×`));
  if (moreKinds > 0) parts.push('…');
  return `${number(operations)}: ${parts.join(', ')}`;
}

function valueColumn(id: 'client' | 'host', width: number): TableColumn<SessionRow> {
  return {
    id,
    title: id === 'client' ? words.columns.client : words.columns.where,
    width,
    grow: true,
    sortable: true,
    text: (row) => row[id] ?? words.notLogged,
    tone: (row) => (row[id] === null ? 'absent' : 'plain'),
  };
}

/** A column of one of the seven items: its value, or that the log does not say it. */
function ofItem(
  id: keyof typeof words.columns,
  item: TraceItem,
  width: number,
  value: (row: OperationRow) => string | null,
  grow = false,
): TableColumn<OperationRow> {
  return {
    id,
    title: words.columns[id],
    width,
    grow,
    sortable: true,
    text: (row) => value(row) ?? (itemState(row, item) === 'missing' ? words.notLogged : ''),
    tone: (row) => (value(row) === null ? 'absent' : 'plain'),
    mark: (row) =>
      value(row) !== null && itemState(row, item) === 'missing'
        ? { sign: '?', meaning: words.notToldApart[item] ?? words.notLogged }
        : joinedMark(row, item),
  };
}

function joinedMark(row: OperationRow, item: TraceItem): CellMark | null {
  const reason = row.joined[item];
  return reason === undefined ? null : { sign: words.joined.sign, meaning: words.joined.because(reason) };
}

function unzoned(time: string | null, zone: string): CellMark | null {
  return shownTime(time, zone)?.zoned === false ? NO_ZONE : null;
}
