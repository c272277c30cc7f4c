const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/**
 * Most bytes of one download, to choose from: what a browser can hold depends on its disk and memory, and where the
 * parts go may have a limit of its own.
 */
export const PART_SIZES = [8 * GIB, 4 * GIB, 2 * GIB, GIB, 100 * MIB] as const;
export const USUAL_PART_SIZE: number = 4 * GIB;

/** How many downloads an output of `bytes` comes in. */
export const partsOf = (bytes: number, partBytes: number): number =>
  Math.max(1, Math.ceil(bytes / partBytes));

/** Longest command line of Windows' cmd, less some room for the prompt. */
const MAX_COMMAND = 8000;

/**
 * The name in front of the numbers, which is that of the joined file: one that needs no care in any shell, for it is
 * pasted into one.
 */
export function joinedName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^[-. ]/, '_');
}

/** `name.part01`: numbers sort as text up to 99. */
export function partName(name: string, number: number): string {
  return `${joinedName(name)}.part${String(number).padStart(2, '0')}`;
}

/** The commands that join `count` parts, to be run in their folder, one after the other. */
export interface JoinCommands {
  /** For cmd. */
  windows: string[];
  /** For any POSIX shell: Linux and macOS. */
  posix: string[];
}

export function joinCommands(name: string, count: number): JoinCommands {
  const whole = `"${joinedName(name)}"`;
  const parts = Array.from({ length: count }, (_, n) => `"${partName(name, n + 1)}"`);
  const room = MAX_COMMAND - 4 * whole.length;
  const windows = groups(parts, room).map((group, n) =>
    // A second command adds to what the first has joined.
    ['copy /b', [...(n === 0 ? [] : [whole]), ...group].join('+'), whole].join(' '),
  );
  const posix = groups(parts, room).map(
    (group, n) => `cat ${group.join(' ')} ${n === 0 ? '>' : '>>'} ${whole}`,
  );
  return { windows, posix };
}

/** Cuts a list so that each piece has at most `room` characters, its separators counted. */
function groups(parts: readonly string[], room: number): string[][] {
  const cut: string[][] = [];
  let used = Infinity;
  for (const part of parts) {
    if (used + part.length + 1 > room) {
      cut.push([]);
      used = 0;
    }
    cut.at(-1)!.push(part);
    used += part.length + 1;
  }
  return cut;
}
