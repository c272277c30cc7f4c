import { isIdle, lockOwners, ownerOf, waitingCircles } from './lock-graph';
import type { JavaThread, ThreadDump } from './thread-dump';
import type { DumpFile } from './thread-files';

/** A dump of the threads of a Java process, without its threads. */
export interface ThreadDumpEntry {
  source: number;
  file: string;
  /** Number of the dump in its file, from 1 on. */
  dump: number;
  /** As printed, or null. */
  time: string | null;
  /** 1-based line at which it begins. */
  line: number;
  threads: number;
  /** Threads by state, the most frequent first; null stands for threads of the VM itself. */
  states: { state: string | null; threads: number }[];
  /** Circles of threads that wait for one another, by their index. */
  circles: number[][];
}

/** A thread in a dump, without its stack. */
export interface ThreadEntry {
  name: string;
  state: string | null;
  /** `on object monitor`, `parking`, … or null. */
  detail: string | null;
  /** It is one of a pool and waits for work, which is normal. */
  idle: boolean;
  waitsFor: string | null;
  /** Index of the thread that holds it, or null. */
  owner: number | null;
  /** Threads that wait for what this one holds, by their index. */
  waiters: number[];
  holds: string[];
  /** The innermost frame, or null. */
  top: string | null;
  line: number;
  lines: number;
}

/** Every dump, without its threads. */
export function dumpEntries(files: readonly DumpFile[]): ThreadDumpEntry[] {
  return files.flatMap(({ source, path, dumps }) =>
    dumps.map((dump, index) => {
      const at = new Map(dump.threads.map((thread, i) => [thread, i]));
      return {
        source,
        file: path,
        dump: index + 1,
        time: dump.time,
        line: dump.line,
        threads: dump.threads.length,
        states: countedStates(dump.threads),
        circles: waitingCircles(dump).map((circle) => circle.map((thread) => at.get(thread)!)),
      };
    }),
  );
}

function countedStates(threads: readonly JavaThread[]): ThreadDumpEntry['states'] {
  const counts = new Map<string | null, number>();
  for (const { state } of threads) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts]
    .map(([state, count]) => ({ state, threads: count }))
    .sort((a, b) => b.threads - a.threads);
}

/** Threads of a dump with who waits for whom. */
export function threadEntries(dump: ThreadDump): ThreadEntry[] {
  const owners = lockOwners(dump);
  const at = new Map(dump.threads.map((thread, i) => [thread, i]));
  const entries = dump.threads.map((thread): ThreadEntry => {
    const owner = ownerOf(thread, owners);
    return {
      name: thread.name,
      state: thread.state,
      detail: thread.detail,
      idle: isIdle(thread),
      waitsFor: thread.waitsFor,
      owner: owner === null ? null : at.get(owner)!,
      waiters: [],
      holds: thread.holds,
      top: thread.stack[0] ?? null,
      line: thread.line,
      lines: thread.lines,
    };
  });
  for (const [index, { owner }] of entries.entries()) {
    if (owner !== null) entries[owner]!.waiters.push(index);
  }
  return entries;
}
