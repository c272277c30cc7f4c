import type { ThreadDumpEntry, ThreadEntry } from '../../../workers/java/thread-entries';

/** A row of the list of threads: those that wait for one stand below it. */
export interface ThreadRow {
  /** In its dump. */
  index: number;
  thread: ThreadEntry;
  depth: number;
  /** One of a circle of threads that wait for one another. */
  inCircle: boolean;
}

/** Which threads are shown. */
export interface ThreadFilter {
  /** Part of a name or of the innermost frame, of whatever case. */
  text: string;
  /** Null: of all states; '' stands for threads of the VM itself. */
  state: string | null;
  /** Threads of pools that wait for work, too. */
  idle: boolean;
}

/** A chain of waiting threads deeper than this is drawn flat: a hostile dump may make one of all its threads. */
const DEEPEST = 30;

/**
 * The threads of a dump: those of circles first, then holders of locks with who waits for them, then the others, idle
 * ones last.
 */
export function threadRows(
  threads: readonly ThreadEntry[],
  circles: ThreadDumpEntry['circles'],
  filter: ThreadFilter,
): ThreadRow[] {
  const circled = new Set(circles.flat());
  const rows: ThreadRow[] = [];
  const placed = new Set<number>();
  const wanted = filter.text.trim().toLowerCase();
  const place = (root: number): void => {
    const open = [{ index: root, depth: 0 }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { index, depth } = next;
      const thread = threads[index];
      if (!thread || placed.has(index)) continue;
      placed.add(index);
      const isShown = isWanted(thread, wanted, filter);
      if (isShown)
        rows.push({ index, thread, depth: Math.min(depth, DEEPEST), inCircle: circled.has(index) });
      // A thread of a circle waits for the one before it: each stands by itself there.
      for (const waiter of [...thread.waiters].reverse()) {
        if (!circled.has(waiter)) open.push({ index: waiter, depth: isShown ? depth + 1 : depth });
      }
    }
  };
  for (const index of circled) place(index);
  for (const [index, { waiters, owner }] of threads.entries()) {
    if (waiters.length > 0 && owner === null) place(index);
  }
  for (const [index, { idle, owner }] of threads.entries()) if (!idle && owner === null) place(index);
  for (const index of threads.keys()) place(index);
  return rows;
}

function isWanted(thread: ThreadEntry, wanted: string, { state, idle }: ThreadFilter): boolean {
  if (state !== null && (thread.state ?? '') !== state) return false;
  if (thread.idle && !idle && wanted === '') return false;
  return (
    wanted === '' ||
    thread.name.toLowerCase().includes(wanted) ||
    (thread.top ?? '').toLowerCase().includes(wanted)
  );
}
