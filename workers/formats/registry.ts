import type { RecordsExports } from '../kernel/records';
import { probeFormat } from '../kernel/records';
import type { Kernel } from '../kernel/kernel';
import { defineFormat, type Format } from './format';

const modules = import.meta.glob<Format>('./logs/*.ts', { eager: true, import: 'default' });

/** Text that no format knows: each line a record, its time that of the record before. */
export const PLAIN: Format = defineFormat({
  id: 'plain',
  label: 'plain text',
  rank: 0,
  paths: [],
  bareLines: 'own',
  variants: [],
});

/** All formats but `plain`, most specific first. */
export const FORMATS: readonly Format[] = Object.values(modules).sort(
  (a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1),
);

/** The format of an id as cases store it; `plain` for one that is no more. */
export function formatById(id: string): Format {
  return FORMATS.find((format) => format.id === id) ?? PLAIN;
}

/** Bytes of a file's beginning that are worth giving to `detectFormat`. */
export const SAMPLE_BYTES = 64 * 1024;

/** Share of a file's lines that a format must know: without and with a path that is typical for it. */
const ENOUGH = 0.6;
const ENOUGH_WITH_PATH = 0.3;

/** Of a format whose records run over several lines, a line without head counts this much. */
const WEIGHT_OF_JOINED = 0.1;

/** The same where records may be long: in a file whose path is typical one head is enough. */
const WEIGHT_IN_LONG = { named: 0.0005, unnamed: 0.02 };

/** The format of a file by its first bytes, or null when these are no log. `whole`: nothing comes after them. */
export function detectFormat(
  kernel: Kernel<RecordsExports>,
  sample: Uint8Array,
  path: string,
  whole: boolean,
): Format | null {
  const lines = wholeLines(sample.subarray(0, SAMPLE_BYTES), whole && sample.length <= SAMPLE_BYTES);
  const hinted = FORMATS.filter((format) => format.paths.some((pattern) => pattern.test(path)));
  return (
    hinted.find((format) => shareKnown(kernel, format, lines, true) >= ENOUGH_WITH_PATH) ??
    FORMATS.find((format) => shareKnown(kernel, format, lines, false) >= ENOUGH) ??
    null
  );
}

function shareKnown(
  kernel: Kernel<RecordsExports>,
  format: Format,
  lines: Uint8Array,
  named: boolean,
): number {
  const { own, common, other } = probeFormat(kernel, format, lines);
  if (own === 0) return 0;
  return own / (own + common + other * weightOfBare(format, named));
}

function weightOfBare({ bareLines, longRecords }: Format, named: boolean): number {
  if (bareLines === 'own') return 1;
  if (!longRecords) return WEIGHT_OF_JOINED;
  return named ? WEIGHT_IN_LONG.named : WEIGHT_IN_LONG.unnamed;
}

// Without the last line unless it is whole, or the only one.
function wholeLines(sample: Uint8Array, whole: boolean): Uint8Array {
  const end = whole ? -1 : sample.lastIndexOf(10);
  return end < 0 ? sample : sample.subarray(0, end + 1);
}

/**
 * True when a text file that no format knows is a log by its path, and so worth showing on the timeline.
 */
export function isLogPath(path: string): boolean {
  if (/(^|\/)(var|scratch|storage)\/(run\/)?log\//.test(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /\.log(\.\d+)?(\.gz)?$/i.test(name) || /^[\w-]+\.\d+\.gz$/.test(name);
}

/**
 * Programs that have a log of their own name in an ESXi host or a vCenter (log-formats A.5, B.15). Any other name, of a
 * loose or renamed file, says nothing about who wrote it.
 */
const PROGRAMS = new Set(
  (
    'hostd vpxa fdm rhttpproxy hostd-probe hostdCgiServer vmkernel vmkwarning vobd vvold vsansystem clomd osfsd epd ' +
    'swapobjd ddecomd lacp cmmdsTimeMachine vdfsd esxupdate usb vmauthd dhclient storagerm sdrsinjector vsanmgmt vitd ' +
    'hbragent iofiltervpd nfcd vmkdevmgr vmkeventd vprobe loadESX vpxd vpxd-svcs vmon eam libvirtd xensource'
  ).split(' '),
);

/** The program that a log's path names: `hostd` of `var/run/log/hostd.0.gz`, or null. */
export function processOfPath(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const rotated = /^(.+?)(?:-\d+)?(?:\.log(?:\.\d+)?|\.\d+)(?:\.gz)?$/i.exec(name);
  const program = rotated?.[1] ?? name;
  return PROGRAMS.has(program) ? program : null;
}
