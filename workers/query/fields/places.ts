import type { QueryNode } from '../ast';
import type { QueryField, RecordTest } from '../field';
import { vmNames } from '../record';
import { pathMatches, wildcardMatches } from '../wildcard';
import { patternOf, writePattern } from './pattern';

type PlaceKind = 'file' | 'format' | 'source' | 'vm' | 'world';
type PlaceNode = Extract<QueryNode, { kind: PlaceKind }>;

function placeField(
  name: PlaceKind,
  description: string,
  example: string,
  test: (pattern: string) => RecordTest,
): QueryField<PlaceNode> {
  return {
    name,
    description,
    example,
    parse: (term) => ({ kind: name, pattern: name === 'file' ? term.value.text : patternOf(term) }),
    owns: (node): node is PlaceNode => node.kind === name,
    write: (node) => writePattern(node.pattern),
    test: (node) => test(node.pattern),
  };
}

export const file = placeField(
  'file',
  'Path in the bundle or its tail, whole names; * for any run of characters',
  'file:hostd.log',
  (pattern) => (record) => pathMatches(pattern, record.file),
);

export const format = placeField(
  'format',
  'How a log is written: the id of its format',
  'format:vmkernel',
  (pattern) => (record) => record.format !== undefined && wildcardMatches(pattern, record.format),
);

export const source = placeField(
  'source',
  'Number or name of what was dropped',
  'source:1',
  (pattern) => (record) =>
    wildcardMatches(pattern, String(record.source)) || wildcardMatches(pattern, record.sourceName ?? ''),
);

export const vm = placeField(
  'vm',
  'A virtual machine by name: its vmware.log, its .vmx in hostd.log, its world',
  'vm:web01',
  (pattern) => (record) => vmNames(record).some((name) => wildcardMatches(pattern, name)),
);

const KERNEL_LOGS = new Set(['vmkernel', 'vmkwarning', 'vmkalert']);

export const world = placeField(
  'world',
  'World of the vmkernel: the number after cpuN:',
  'world:2099084',
  (pattern) => (record) =>
    KERNEL_LOGS.has(record.process?.toLowerCase() ?? '') &&
    record.pid !== null &&
    wildcardMatches(pattern, record.pid),
);
