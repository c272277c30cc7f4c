/** A file system as `df` lists it. */
export interface FileSystem {
  device: string;
  mount: string;
  /** Share of space (or of inodes) that is used, in percent. */
  usedPercent: number;
  /** What is free, as printed; null when the column is missing. */
  available: string | null;
  inodes: boolean;
  /** 1-based line of the text, and how many lines (a long device wraps). */
  line: number;
  lines: number;
}

const MOST_SYSTEMS = 1_000;
/** Longer lines are none of df. */
const MOST_LINE = 500;
const HEADER = /^\s*Filesystem\s.*\bI?Use%.*\bMounted on\s*$/;

/** The file systems of every table of `df` in the text, whatever its columns' units are. */
export function diskTables(text: string): FileSystem[] {
  if (!text.includes('Mounted on')) return [];
  const systems: FileSystem[] = [];
  let inodes: boolean | null = null;
  let wrapped: { device: string; line: number } | null = null;
  const lines = text.split(/\r?\n/);
  for (const [index, whole] of lines.entries()) {
    if (systems.length >= MOST_SYSTEMS) break;
    const line = whole.slice(0, MOST_LINE);
    if (HEADER.test(line)) {
      inodes = /\bIUse%/.test(line);
      wrapped = null;
      continue;
    }
    if (inodes === null) continue;
    const parts = /^(\S.*?)?\s+(\S+)\s+(\S+)\s+(\S+)\s+(\d{1,3})%\s+(\/.*?)\s*$/.exec(line);
    if (parts && (parts[1] !== undefined || wrapped)) {
      const device: string = parts[1] ?? wrapped!.device;
      systems.push({
        device,
        mount: parts[6]!,
        usedPercent: Number(parts[5]),
        available: parts[4]!,
        inodes,
        line: parts[1] === undefined ? wrapped!.line : index + 1,
        lines: parts[1] === undefined ? index + 2 - wrapped!.line : 1,
      });
      wrapped = null;
    } else if (/^\S+\s*$/.test(line)) {
      wrapped = { device: line.trim(), line: index + 1 };
    } else {
      wrapped = null;
      // An empty line or other text ends the table.
      if (line.trim() === '' || !/^\S+\s/.test(line)) inodes = null;
    }
  }
  return systems;
}

/** Nothing is left: 100 %, or no free bytes whatever the rounding says. */
export function isFull({ usedPercent, available }: FileSystem): boolean {
  return usedPercent >= 100 || /^0+(?:\.0+)?[A-Za-z]*$/.test(available ?? 'x');
}
