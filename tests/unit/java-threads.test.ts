import { describe, expect, it } from 'vitest';
import {
  hungThreads,
  isIdle,
  lockOwners,
  ownerOf,
  waitingChain,
  waitingCircles,
} from '../../workers/java/lock-graph';
import { threadDumps } from '../../workers/java/thread-dump';

/** Output of a small program on Java 17. */
const JAVA_17 = `noise before
2026-11-21 19:31:29
Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6-Debian-1deb12u1 mixed mode, sharing):

"eam-worker-1" #12 prio=5 os_prio=0 cpu=0.56ms elapsed=2.96s tid=0x00007f7d840b6d40 nid=0x43c waiting for monitor entry  [0x00007f7d88861000]
   java.lang.Thread.State: BLOCKED (on object monitor)
\tat Td$AgencyStore.save(Td.java:4)
\t- waiting to lock <0x00000000ffd19558> (a java.lang.Object)
\t- locked <0x00000000ffd19548> (a java.lang.Object)
\tat java.lang.Thread.run(java.base@17.0.15/Thread.java:840)

"eam-worker-2" #13 daemon prio=5 os_prio=0 cpu=0.56ms elapsed=2.96s tid=0x00007f7d840b6d41 nid=1084 waiting for monitor entry  [0x00007f7d88861000]
   java.lang.Thread.State: BLOCKED (on object monitor)
\tat Td$AgencyStore.load(Td.java:9)
\t- waiting to lock <0x00000000ffd19548> (a java.lang.Object)
\t- locked <0x00000000ffd19558> (a java.lang.Object)

"VM Thread" os_prio=0 cpu=1.15ms elapsed=2.99s tid=0x00007f7d840914f0 nid=0x430 runnable  

JNI global refs: 4, weak refs: 0


Found one Java-level deadlock:
=============================
"eam-worker-1":
  waiting to lock monitor 0x00007f7cec066fd0 (object 0x00000000ffd19558, a java.lang.Object),
  which is held by "eam-worker-2"

"eam-worker-2":
  waiting to lock monitor 0x00007f7d000015a0 (object 0x00000000ffd19548, a java.lang.Object),
  which is held by "eam-worker-1"

Java stack information for the threads listed above:
===================================================
"eam-worker-1":
\tat Td$AgencyStore.save(Td.java:4)

Found 1 deadlock.
`;

/** Composed in the shape of Java 8: a waiter, a pool, a parked thread, a name with quotes. */
const JAVA_8 = `Full thread dump Java HotSpot(TM) 64-Bit Server VM (25.251-b08 mixed mode):

"waiter "one"" #8 daemon prio=5 os_prio=0 tid=0x00007f7d840b6d40 nid=0x43c in Object.wait() [0x00007f7d88861000]
   java.lang.Thread.State: WAITING (on object monitor)
\tat java.lang.Object.wait(Native Method)
\t- waiting on <0x00000000e0001000> (a Queue)
\tat Queue.take(Queue.java:5)
\t- locked <0x00000000e0001000> (a Queue)

"pool-1-thread-1" #30 prio=5 os_prio=0 tid=0x00007f7d840b6d40 nid=0x43d waiting on condition [0x00007f7d88861000]
   java.lang.Thread.State: WAITING (parking)
\tat sun.misc.Unsafe.park(Native Method)
\t- parking to wait for  <0x00000000c0ffee00> (a java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject)
\tat java.util.concurrent.ThreadPoolExecutor.getTask(ThreadPoolExecutor.java:1074)

   Locked ownable synchronizers:
\t- None

"writer" #31 prio=5 os_prio=0 tid=0x00007f7d840b6d40 nid=0x43e runnable [0x00007f7d88861000]
   java.lang.Thread.State: RUNNABLE
\tat Store.write(Store.java:5)

   Locked ownable synchronizers:
\t- <0x00000000d0000000> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)

"parked" #32 prio=5 os_prio=0 tid=0x00007f7d840b6d40 nid=0x43f waiting on condition [0x00007f7d88861000]
   java.lang.Thread.State: WAITING (parking)
\t- parking to wait for  <0x00000000d0000000> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)
\tat Store.read(Store.java:5)
`;

describe('thread dumps', () => {
  it('of Java 17', () => {
    const [dump] = threadDumps(JAVA_17);
    expect(dump).toMatchObject({ time: '2026-11-21 19:31:29', line: 3 });
    expect(
      dump!.threads.map(({ name, state, waitsFor, holds, daemon, line, lines }) => ({
        name,
        state,
        waitsFor,
        holds,
        daemon,
        line,
        lines,
      })),
    ).toEqual([
      {
        name: 'eam-worker-1',
        state: 'BLOCKED',
        waitsFor: '0x00000000ffd19558',
        holds: ['0x00000000ffd19548'],
        daemon: false,
        line: 5,
        lines: 6,
      },
      {
        name: 'eam-worker-2',
        state: 'BLOCKED',
        waitsFor: '0x00000000ffd19548',
        holds: ['0x00000000ffd19558'],
        daemon: true,
        line: 12,
        lines: 5,
      },
      { name: 'VM Thread', state: null, waitsFor: null, holds: [], daemon: false, line: 18, lines: 1 },
    ]);
    expect(dump!.deadlocks).toMatchObject([{ threads: ['eam-worker-1', 'eam-worker-2'], line: 23 }]);
    expect(waitingCircles(dump!).map((circle) => circle.map(({ name }) => name))).toEqual([
      ['eam-worker-1', 'eam-worker-2'],
    ]);
  });

  it('of Java 8: a thread in wait() does not own what it waits on; parked ones wait for owners of synchronizers', () => {
    const [dump] = threadDumps(JAVA_8);
    const owners = lockOwners(dump!);
    const [waiter, pool, writer, parked] = dump!.threads;
    expect(waiter!.name).toBe('waiter "one"');
    expect(owners.has('0x00000000e0001000')).toBe(false);
    expect(isIdle(pool!)).toBe(true);
    expect(ownerOf(parked!, owners)).toBe(writer);
    expect(waitingChain(parked!, owners)).toEqual([parked, writer]);
    expect(waitingCircles(dump!)).toEqual([]);
  });

  it('behind the prefixes of a service wrapper, with other output between', () => {
    const wrapped = JAVA_8.split('\n')
      .map(
        (line, index) =>
          `INFO   | jvm 1    | 2018/07/05 21:06:22 | ${line}${index === 5 ? '\nINFO   | jvm 1    | 2018/07/05 21:06:22 | GC: 1 ms' : ''}`,
      )
      .join('\r\n');
    const names = (text: string) =>
      threadDumps(text)[0]!.threads.map(({ name, state, waitsFor }) => [name, state, waitsFor]);
    expect(names(wrapped)).toEqual(names(JAVA_8));
  });

  it('hung threads are those that stand still in all dumps; idle pools are not among them', () => {
    const reading = `Full thread dump X\n\n"vim-async" #3 prio=5 tid=0x1 nid=0x2 runnable\n   java.lang.Thread.State: RUNNABLE\n\tat java.net.SocketInputStream.socketRead0(Native Method)\n\tat A.b(A.java:1)\n\n`;
    expect(hungThreads(threadDumps(reading))).toEqual([]);
    expect(
      hungThreads(threadDumps(reading + reading)).map((threads) => threads.map(({ line }) => line)),
    ).toEqual([[3, 10]]);
    expect(hungThreads(threadDumps(reading + reading.replace('A.b', 'A.c')))).toEqual([]);
    expect(hungThreads(threadDumps(JAVA_8 + JAVA_8))).toEqual([]);
    expect(hungThreads(threadDumps(JAVA_17 + JAVA_17)).map(([thread]) => thread!.name)).toEqual([
      'eam-worker-1',
      'eam-worker-2',
    ]);
  });

  it('takes names over several lines and hostile texts', () => {
    const [dump] = threadDumps(
      'Full thread dump X\n"two\nlines" #3 prio=5 tid=0x1 nid=0x2 runnable\n   java.lang.Thread.State: RUNNABLE\n',
    );
    expect(dump!.threads).toMatchObject([{ name: 'two\nlines', state: 'RUNNABLE', line: 2, lines: 3 }]);
    for (const text of [
      '"'.repeat(100_000),
      '"a\n'.repeat(50_000),
      `"${'a" '.repeat(50_000)}`,
      '| '.repeat(100_000),
    ]) {
      const begun = performance.now();
      threadDumps(`Full thread dump X\n${text}`);
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
  });
});
