import type { QueryNode } from './ast';
import type { QueryField } from './field';
import { cellField, type CellColumn } from './fields/cell';
import { columnField } from './fields/column';
import { level } from './fields/level';
import { message } from './fields/message';
import { file, format, source, vm, world } from './fields/places';
import { after, before } from './fields/time';

/** Every field of the language, in the order completion offers them. A new field is one more row. */
export const FIELDS: readonly QueryField[] = [
  level,
  message,
  columnField('process', 'process', 'Program that wrote the record', 'process:hostd'),
  columnField('component', 'component', 'sub= of vmacore logs, module of the vmkernel', 'component:Vimsvc.*'),
  columnField('opid', 'opId', 'Operation the record belongs to', 'opid:esxui-8c02-9b39'),
  columnField('user', 'user', 'Who asked for it', 'user:vpxuser*'),
  columnField('sid', 'sid', 'Session, the first digits of its id', 'sid:52f0e556'),
  columnField('host', 'host', 'Host the record is from', 'host:esx01*'),
  columnField('pid', 'pid', 'Process, thread or world number', 'pid:2099996'),
  world,
  vm,
  file,
  format,
  source,
  after,
  before,
];

/** The fields that a query may name. */
export class FieldSet {
  readonly list: readonly QueryField[];
  readonly #byName: ReadonlyMap<string, QueryField>;

  constructor(list: readonly QueryField[]) {
    this.list = list;
    this.#byName = new Map(list.map((field) => [field.name, field]));
  }

  named(name: string): QueryField | undefined {
    return this.#byName.get(name);
  }
}

/** The fields of log records. */
export const RECORD_FIELDS = new FieldSet(FIELDS);

/** Those of a table that an analysis makes: its own columns first, then what its rows share with log records. */
export function tableFields(columns: readonly CellColumn[], shared: readonly string[]): FieldSet {
  const own = columns.map(cellField);
  return new FieldSet([...own, ...FIELDS.filter(({ name }) => shared.includes(name))]);
}

/** The field that makes nodes like this one, if any does. */
export function fieldOf(node: QueryNode): QueryField | undefined {
  if (node.kind === 'cell') return cellField({ name: node.column, description: '', example: '' });
  return FIELDS.find((field) => field.owns(node));
}
