/** What a machine was started with, as its emulator's command line says it. */
export interface StartedWith {
  name: string | null;
  uuid: string | null;
  /** `-m` as written: a number alone is MiB. */
  memory: string | null;
  /** The same in bytes, to compare it. */
  memoryBytes: number | null;
  /** `-smp`. */
  cpus: string | null;
  /** Files and devices of disks, sorted. */
  disks: string[];
  /** The machine waits for another host that sends it: a live migration. */
  incoming: boolean;
}

/** Longer command lines are cut. */
const LONGEST = 256 * 1024;
const MOST_ARGUMENTS = 4_000;

/** Reads the lines below "starting up"; null when no emulator's command line is there. */
export function parseCommandLine(text: string): StartedWith | null {
  const options = optionsOf(shellWords(text.slice(0, LONGEST)));
  const first = (option: string) => options.find(([name]) => name === option)?.[1] ?? null;
  const name = first('name');
  const memory = first('m');
  if (name === null && memory === null) return null;
  const size = memory === null ? null : (keyed(memory, 'size') ?? leading(memory));
  const smp = first('smp');
  const incoming = first('incoming');
  return {
    name: name === null ? null : (keyed(name, 'guest') ?? leading(name)),
    uuid: first('uuid')?.toLowerCase() ?? null,
    memory: size,
    memoryBytes: size === null ? null : bytesOf(size),
    cpus: smp === null ? null : (keyed(smp, 'cpus') ?? leading(smp)),
    disks: disksOf(options),
    incoming: incoming !== null && /^(tcp|rdma|unix|defer)\b/.test(incoming),
  };
}

/** Words as a shell reads them: quotes, backslashes, and a backslash that carries on the line. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let begun = false;
  let quote = '';
  for (let i = 0; i < text.length && words.length < MOST_ARGUMENTS; i++) {
    const c = text[i]!;
    if (quote === "'" ? c !== "'" : quote === '"' && c !== '"' && c !== '\\') word += c;
    else if (c === quote) quote = '';
    else if (quote === '' && (c === "'" || c === '"')) {
      quote = c;
      begun = true;
    } else if (c === '\\') {
      const next = text[++i] ?? '';
      if (next !== '\n') {
        word += next;
        begun = true;
      }
    } else if (/\s/.test(c)) {
      if (begun) words.push(word);
      word = '';
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words.push(word);
  return words;
}

// `-name x` and `--name x`, as pairs.
function optionsOf(words: string[]): [name: string, value: string][] {
  const options: [string, string][] = [];
  for (let i = 0; i + 1 < words.length; i++) {
    const option = /^--?([a-z]\w*)$/.exec(words[i]!);
    if (option && !words[i + 1]!.startsWith('-')) options.push([option[1]!, words[++i]!]);
  }
  return options;
}

// A comma inside a value is written twice.
function settings(value: string): string[] {
  return value.split(/(?<!,),(?:(?=[^,])|$)/).map((part) => part.replaceAll(',,', ','));
}

function keyed(value: string, key: string): string | null {
  const found = settings(value).find((part) => part.startsWith(`${key}=`));
  return found === undefined ? null : found.slice(key.length + 1);
}

function leading(value: string): string | null {
  const first = settings(value)[0]!;
  return first.includes('=') || first === '' ? null : first;
}

const UNITS = new Map([
  ['', 2 ** 20],
  ['b', 1],
  ['k', 2 ** 10],
  ['m', 2 ** 20],
  ['g', 2 ** 30],
  ['t', 2 ** 40],
]);

function bytesOf(size: string): number | null {
  const found = /^(\d{1,15})([bkmgt]?)$/i.exec(size);
  return found ? Number(found[1]) * UNITS.get(found[2]!.toLowerCase())! : null;
}

function disksOf(options: [string, string][]): string[] {
  const disks = new Set<string>();
  for (const [name, value] of options) {
    if (name !== 'drive' && name !== 'blockdev') continue;
    const file = value.startsWith('{')
      ? fileOfJson(value)
      : (keyed(value, 'file') ?? keyed(value, 'filename'));
    // A drive of newer releases names a node of a -blockdev; firmware is no disk.
    if (file && keyed(value, 'if') !== 'pflash' && !/pflash/.test(value)) disks.add(file);
  }
  return [...disks].sort();
}

function fileOfJson(text: string): string | null {
  try {
    const node: unknown = JSON.parse(text);
    if (typeof node !== 'object' || node === null || !('filename' in node)) return null;
    return typeof node.filename === 'string' ? node.filename : null;
  } catch {
    return null;
  }
}
