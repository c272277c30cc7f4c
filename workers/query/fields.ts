import type { QueryNode } from './ast';
import type { QueryField } from './field';
import { columnField } from './fields/column';
import { level } from './fields/level';
import { message } from './fields/message';
import { file, source, vm, world } from './fields/places';
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
  source,
  after,
  before,
];

const byName = new Map(FIELDS.map((field) => [field.name, field]));

export function fieldNamed(name: string): QueryField | undefined {
  return byName.get(name);
}

/** The field that makes nodes like this one, if any does. */
export function fieldOf(node: QueryNode): QueryField | undefined {
  return FIELDS.find((field) => field.owns(node));
}
