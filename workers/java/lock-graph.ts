import type { JavaThread, ThreadDump } from './thread-dump';

/** Who holds which lock: the thread that has it and does not itself wait on it (after `Object.wait()` both stand there). */
export function lockOwners({ threads }: ThreadDump): Map<string, JavaThread> {
  const owners = new Map<string, JavaThread>();
  for (const thread of threads) {
    for (const lock of thread.holds) {
      if (lock !== thread.waitsFor && !owners.has(lock)) owners.set(lock, thread);
    }
  }
  return owners;
}

/** The thread that holds what this one waits for, or null. */
export function ownerOf(thread: JavaThread, owners: ReadonlyMap<string, JavaThread>): JavaThread | null {
  if (thread.waitsFor === null || thread.waiting === 'notify') return null;
  const owner = owners.get(thread.waitsFor);
  return owner && owner !== thread ? owner : null;
}

/** From the thread over the owners of what each waits for; ends at one that waits for nobody, or where a circle closes. */
export function waitingChain(thread: JavaThread, owners: ReadonlyMap<string, JavaThread>): JavaThread[] {
  const chain = [thread];
  const seen = new Set(chain);
  for (let next = ownerOf(thread, owners); next && !seen.has(next); next = ownerOf(next, owners)) {
    chain.push(next);
    seen.add(next);
  }
  return chain;
}

/** Circles of threads that wait for one another, each once, also where the JVM printed no section of its own. */
export function waitingCircles(dump: ThreadDump): JavaThread[][] {
  const owners = lockOwners(dump);
  const done = new Set<JavaThread>();
  const circles: JavaThread[][] = [];
  for (const thread of dump.threads) {
    const path = new Set<JavaThread>();
    let at: JavaThread | null = thread;
    while (at && !done.has(at) && !path.has(at)) {
      path.add(at);
      at = ownerOf(at, owners);
    }
    if (at && path.has(at)) circles.push([...path].slice([...path].indexOf(at)));
    for (const one of path) done.add(one);
  }
  return circles;
}

/** Frames that must be the same for a thread to count as standing still. */
const SAME_FRAMES = 5;

/** True of an idle thread of a pool, which waits for work and is all right. */
export function isIdle(thread: JavaThread): boolean {
  const waits = thread.state === 'WAITING' || thread.state === 'TIMED_WAITING';
  return (
    waits &&
    thread.stack.some((frame) =>
      /ThreadPoolExecutor\.getTask|ForkJoinPool\.(?:awaitWork|runWorker)|TimerThread\.mainLoop|ReferenceQueue\.remove/.test(
        frame,
      ),
    )
  );
}

/**
 * Threads that stand still in every one of two or more dumps: same name and same innermost frames, and blocked or
 * reading from a socket in each. Each with its place in each dump.
 */
export function hungThreads(dumps: readonly ThreadDump[]): JavaThread[][] {
  if (dumps.length < 2) return [];
  const byKey = dumps.map(
    (dump) => new Map(dump.threads.filter(standsStill).map((one) => [keyOf(one), one])),
  );
  const hung: JavaThread[][] = [];
  for (const [key, thread] of byKey[0]!) {
    const all = [thread, ...byKey.slice(1).map((map) => map.get(key))];
    if (all.every((one) => one !== undefined)) hung.push(all);
  }
  return hung;
}

function standsStill(thread: JavaThread): boolean {
  if (isIdle(thread) || thread.stack.length === 0) return false;
  return (
    thread.state === 'BLOCKED' ||
    thread.stack.slice(0, 3).some((frame) => /\bsocketRead0?\b|SocketDispatcher\.read/.test(frame))
  );
}

function keyOf({ name, stack }: JavaThread): string {
  return `${name}\n${stack.slice(0, SAME_FRAMES).join('\n')}`;
}
