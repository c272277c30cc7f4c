import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { collect } from '../../workers/sample/bytes';
import {
  generateBundle,
  type BundleDescription,
  type BundleTruth,
  type Release,
} from '../../workers/sample/index';

export interface WrittenBundle {
  /** The file. */
  bytes: Uint8Array<ArrayBuffer>;
  truth: BundleTruth;
}

export async function write(description: BundleDescription): Promise<WrittenBundle> {
  const bundle = generateBundle(description);
  const bytes = await collect(bundle.chunks);
  return { bytes, truth: bundle.truth };
}

/** A small bundle, plain tar unless asked otherwise. */
export function small(description: Partial<BundleDescription> = {}): Promise<WrittenBundle> {
  return write({ release: '8.0', logBytes: 300_000, rotated: 2, compress: 'none', ...description });
}

export interface ReadEntry {
  path: string;
  type: string;
  data: Uint8Array;
}

/** The entries as another tar reader sees them. */
export async function readTar(bytes: Uint8Array<ArrayBuffer>): Promise<ReadEntry[]> {
  const entries = await unpackTar(bytes);
  return entries.map(({ header, data }) => ({
    path: header.name,
    type: header.type ?? 'file',
    data: data ?? new Uint8Array(),
  }));
}

/** Files by path below the top folder, rotated logs unpacked. */
export async function readFiles({ bytes, truth }: WrittenBundle): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { path, type, data } of await readTar(bytes)) {
    if (type === 'directory') continue;
    const below = path.slice(truth.topFolder.length + 1);
    files.set(below, below.endsWith('.gz') ? gunzipSync(data) : data);
  }
  return files;
}

export const hasTar = spawnSync('tar', ['--version']).stdout?.includes('GNU tar') ?? false;

/** How a record's first line looks, by release and kind of log: the grammar of log-formats.md, written anew. */
export function headOf(release: Release, kind: string): RegExp {
  return release === '8.0' && kind !== 'vpxd' ? (kind === 'vmware' ? VMX_8 : HEAD_8) : (OLD[kind] ?? SYSLOG);
}

const TS = String.raw`(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z)`;
const HEAD_8 = new RegExp(
  String.raw`^${TS} (?<code>Db|In|No|Wa|Er|Cr|Al|Em)\(\d+\)(?<mark>\+|\[\+\])? (?<process>[\w.-]+)(?:\[(?<pid>\d+)\])?: (?<message>.*)$`,
  's',
);
const VMX_8 = new RegExp(
  String.raw`^${TS} (?<code>Db|In|No|Wa|Er)\(\d+\)(?<mark>\+)? (?<process>[\w-]+) (?<opId>\S+) (?<message>.*)$`,
  's',
);
const VMACORE = new RegExp(
  String.raw`^${TS} (?<word>trivia|verbose|info|warning|error|panic) (?<process>[\w-]+)\[(?<pid>\d+)\] (?<message>.*)$`,
  's',
);
const SYSLOG = new RegExp(String.raw`^${TS} (?<process>[\w./-]+)(?:\[(?<pid>\d+)\])?: (?<message>.*)$`, 's');
const VMKERNEL = new RegExp(
  String.raw`^(?:${TS}|TSC: \d+) cpu\d+:\d+(?: opID=[0-9a-f]+)?\)(?<message>.*)$`,
  's',
);
const OLD: Record<string, RegExp> = {
  hostd: VMACORE,
  vpxa: VMACORE,
  fdm: VMACORE,
  rhttpproxy: VMACORE,
  'hostd-probe': VMACORE,
  vpxd: VMACORE,
  vmkernel: VMKERNEL,
  vmkwarning: VMKERNEL,
  vobd: new RegExp(String.raw`^${TS}: (?<message>\[\w+\] \d+us: \[[\w.]+\].*)$`, 's'),
  vmware: new RegExp(
    String.raw`^${TS}\| (?<process>[\w-]+)\| (?<letter>[IWE])\d+(?<mark>[:+]) (?<message>.*)$`,
    's',
  ),
};

const WORD_LEVELS: Record<string, string> = { trivia: 'trace', verbose: 'trace', panic: 'fatal' };
const CODE_LEVELS: Record<string, string> = {
  Db: 'debug',
  In: 'info',
  No: 'notice',
  Wa: 'warning',
  Er: 'error',
  Cr: 'critical',
  Al: 'fatal',
};
const LETTER_LEVELS: Record<string, string> = { I: 'info', W: 'warning', E: 'error' };

export interface Recount {
  lines: number;
  records: number;
  headers: number;
  orphanLines: number;
  levels: Record<string, number>;
  first: number | null;
  last: number | null;
}

/** Counts a log's text line by line, with nothing taken from the generator. */
export function recount(text: string, release: Release, kind: string): Recount {
  const head = headOf(release, kind);
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  const result: Recount = {
    lines: lines.length,
    records: 0,
    headers: 0,
    orphanLines: 0,
    levels: {},
    first: null,
    last: null,
  };
  for (const line of lines) {
    if (/Section for VMware ESX, pid=\d+/.test(line)) {
      result.headers++;
      continue;
    }
    const found = head.exec(line)?.groups;
    const continues = found === undefined || isMark(found.mark) || /^--> ?/.test(found.message!);
    if (continues) {
      if (result.records === 0) result.orphanLines++;
      continue;
    }
    result.records++;
    const level = levelOf(found, kind);
    result.levels[level] = (result.levels[level] ?? 0) + 1;
    if (found.time === undefined) continue;
    const time = Date.parse(found.time);
    result.first = Math.min(result.first ?? time, time);
    result.last = Math.max(result.last ?? time, time);
  }
  return result;
}

function isMark(mark: string | undefined): boolean {
  return mark === '+' || mark === '[+]';
}

function levelOf(found: Record<string, string | undefined>, kind: string): string {
  const { code, word, letter, message = '' } = found;
  if (code !== undefined) return CODE_LEVELS[code]!;
  if (word !== undefined) return WORD_LEVELS[word] ?? word;
  if (letter !== undefined) return LETTER_LEVELS[letter]!;
  if (kind === 'vmkernel' || kind === 'vmkwarning') {
    if (message.startsWith('WARNING: ')) return 'warning';
    return message.startsWith('ALERT: ') || message.startsWith('<3>') ? 'error' : 'info';
  }
  if (kind === 'esxupdate')
    return /^\d+: [\w.]+: (DEBUG|INFO|WARNING|ERROR): /.exec(message)![1]!.toLowerCase();
  return 'none';
}
