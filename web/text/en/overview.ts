import type { Level, NetworkFact, SourceKind } from '../../../workers/public-api';
import { bytes } from '../../format/bytes';
import { duration } from '../../format/duration';
import { counted, number, percent } from '../../format/number';

const networkKinds: Record<NetworkFact['kind'], string> = {
  vmkernel: 'VMkernel',
  physical: 'Physical',
  switch: 'Switch',
  portgroup: 'Port group',
};

const sourceKinds: Record<SourceKind, string> = {
  tgz: 'tar.gz',
  tar: 'tar',
  zip: 'zip',
  gzip: 'gzip',
  folder: 'folder',
  file: 'file',
};

const levels: Record<Level | 'none', string> = {
  none: 'No level',
  trace: 'Trace',
  debug: 'Debug',
  info: 'Info',
  notice: 'Notice',
  warning: 'Warning',
  error: 'Error',
  critical: 'Critical',
  fatal: 'Fatal',
};

/** Interface text of the overview. */
export const overview = {
  title: 'Overview',
  number,
  bytes,

  span: 'Time span',
  noTime: 'No record with a time',
  noTimeYet: 'No record with a time yet',
  lasts: (ms: number) => duration(ms / 1000),
  records: (count: number) => counted(count, 'record'),
  sourcesCount: (count: number) => counted(count, 'source'),

  levels: 'Records by level',
  levelNames: levels,
  showLevel: (level: string, count: number) =>
    `${counted(count, 'record')} of level ${level}. Show in the timeline`,

  hosts: 'Hosts',
  hostsLoading: 'Reading…',
  noHosts: 'No host facts found. They come from files of a vm-support bundle, which single logs do not have.',
  noHostsYet: 'No host facts yet. They appear as their files are read.',
  unnamedHost: 'Host without a name',
  unknown: 'not found',
  from: (path: string) => `From ${path}. Show in Files`,
  facts: {
    version: 'Version',
    build: 'Build',
    uuid: 'UUID',
    collectedAt: 'Collected',
    uptimeSeconds: 'Uptime',
    collectionOptions: 'Options',
    commandLine: 'Command line',
  },
  uptime: (seconds: number) => duration(seconds),

  vms: 'Virtual machines',
  vmName: 'Name',
  vmState: 'State',
  vmWorld: 'World',
  vmNumber: 'haTask',
  vmFile: 'Found in',
  vmRunning: 'running',
  vmOff: 'not running',
  vmUnknown: 'unknown',
  vmShow: (name: string) => `Records of ${name} in the timeline`,
  networks: 'Networks',
  networkKinds,
  networkKind: 'Kind',
  networkName: 'Name',
  networkDetail: 'Detail',
  datastores: 'Datastores',
  datastoreName: 'Name',
  datastoreType: 'Type',
  datastoreUse: 'Used',
  datastoreCapacity: 'Capacity',
  datastoreUuid: 'UUID',
  used: (share: number) => percent(share),
  none: 'none found',
  showAll: (count: number) => `Show all ${number(count)}`,
  showFewer: 'Show fewer',

  sources: 'Sources',
  sourceKinds,
  sourceFacts: (entries: number, size: number) => `${counted(entries, 'file')}, ${bytes(size)}`,
  inside: (name: string) => `inside ${name}`,
  removedCancelled: 'cancelled: what was read stays',
  failed: (why: string | null) => `failed${why ? `: ${why}` : ''}`,
  warnings: (count: number) => counted(count, 'warning'),
  noWarnings: 'no warnings',
  warningsOf: (code: string, count: number) => `${code} (${number(count)})`,
  wholeSource: 'the source itself',
  atByte: (offset: number) => `byte ${number(offset)}`,

  coverage: 'Log coverage',
  coverageCount: (shown: number, all: number) =>
    shown === all ? counted(all, 'log') : `${number(shown)} of ${counted(all, 'log')}`,
  coverageFilter: 'Filter logs',
  coverageSort: 'Sort logs by',
  sorts: { path: 'Path', records: 'Most records', first: 'First record', format: 'Format' },
  noLogs: 'No log with records.',
  noLogsYet: 'No log read yet.',
  noLogsMatch: 'No log matches.',
  lane: (path: string, format: string, records: number, from: string | null, to: string | null) =>
    `${path}: ${format}, ${counted(records, 'record')}${from && to ? `, ${from} to ${to}` : ''}`,
  withoutTime: 'no times',
  log: 'Log',
  format: 'Format',
  recordsHead: 'Records',
};
