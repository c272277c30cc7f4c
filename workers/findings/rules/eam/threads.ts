import { RESTART_EAM } from '../../../eam/advice';
import { hungThreads, waitingCircles } from '../../../java/lock-graph';
import { JAVA_THREADS, type DumpFile } from '../../../java/thread-files';
import type { JavaThread, ThreadDump } from '../../../java/thread-dump';
import { fileEvidence } from '../../evidence-list';
import type { Draft, Rule, RuleFacts } from '../../rule';

const STDOUT = 'vc/var/log/vmware/eam/jvm.log.stdout';
const worker = (name: string, waits: string, holds: string) =>
  `"${name}" #12 prio=5 os_prio=0 cpu=0.56ms elapsed=2.96s tid=0x00007f7d840b6d40 nid=0x43c waiting for monitor entry  [0x00007f7d88861000]\n   java.lang.Thread.State: BLOCKED (on object monitor)\n\tat Td$AgencyStore.save(Td.java:4)\n\t- waiting to lock <0x${waits}> (a java.lang.Object)\n\t- locked <0x${holds}> (a java.lang.Object)\n\tat java.lang.Thread.run(java.base@17.0.15/Thread.java:840)\n\n`;
const dump = (time: string, threads: string) =>
  `${time}\nFull thread dump OpenJDK 64-Bit Server VM (17.0.15+6-Debian-1deb12u1 mixed mode, sharing):\n\n${threads}JNI global refs: 4, weak refs: 0\n\n`;
const deadlock =
  dump(
    '2026-11-21 19:31:29',
    worker('eam-worker-1', '00000000ffd19558', '00000000ffd19548') +
      worker('eam-worker-2', '00000000ffd19548', '00000000ffd19558'),
  ) +
  `\nFound one Java-level deadlock:\n=============================\n"eam-worker-1":\n  waiting to lock monitor 0x00007cec066fd0 (object 0x00000000ffd19558, a java.lang.Object),\n  which is held by "eam-worker-2"\n\n"eam-worker-2":\n  waiting to lock monitor 0x00007d000015a0 (object 0x00000000ffd19548, a java.lang.Object),\n  which is held by "eam-worker-1"\n\nFound 1 deadlock.\n`;
const reading = (time: string) =>
  dump(
    time,
    `"vim-async-3" #40 daemon prio=5 os_prio=0 tid=0x00007f7d840b6d40 nid=0x43c runnable [0x00007f7d88861000]\n   java.lang.Thread.State: RUNNABLE\n\tat java.net.SocketInputStream.socketRead0(Native Method)\n\tat com.vmware.eam.vc.Client.call(Client.java:7)\n\n`,
  );
const idle = (time: string) =>
  dump(
    time,
    `"pool-1-thread-1" #30 prio=5 os_prio=0 tid=0x00007f7d840b6d40 nid=0x43c waiting on condition [0x00007f7d88861000]\n   java.lang.Thread.State: WAITING (parking)\n\tat sun.misc.Unsafe.park(Native Method)\n\t- parking to wait for  <0x00000000c0ffee00> (a java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject)\n\tat java.util.concurrent.ThreadPoolExecutor.getTask(ThreadPoolExecutor.java:1074)\n\n`,
  );

export const rule: Rule = {
  id: 'threads',
  area: 'eam',
  kind: 'fault',
  order: 25,
  title: 'Threads of EAM wait for one another',
  severity: 'high',
  confidence: 'certain',
  cause: 'Threads hold what others wait for, and none of them can go on.',
  remedy: [
    'Keep the thread dump for support',
    RESTART_EAM,
    'Check: EAM answers, and the agents get a status',
  ],
  warning: null,
  references: [],
  follows: [],
  reads: { models: [JAVA_THREADS] },
  absent: ['Threads of a pool that wait for work; a thread that stands still in one dump only.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    for (const file of facts.of(JAVA_THREADS)) {
      // Not any `eam`: it stands inside of "stream" too.
      const isEam = /(?:^|[^a-z])eam(?:[^a-z]|$)/i.test(file.path);
      for (const [index, one] of file.dumps.entries()) yield* deadlocks(file, one, index, isEam);
      const hung = hungThreads(file.dumps);
      if (hung.length === 0) continue;
      const names = hung.map(([thread]) => thread!.name);
      yield {
        title: `${hung.length} ${hung.length === 1 ? 'thread stands' : 'threads stand'} still in all ${file.dumps.length} dumps of ${file.path}`,
        severity: 'warning',
        confidence: 'likely',
        cause: `In every dump the same frames are on top, blocked or reading from a socket: ${list(names)}.`,
        undecided: isEam ? null : 'Which process this is: the path of the file does not say that it is EAM',
        evidence: hung.flatMap((threads) =>
          threads.map((thread) => fileEvidence(file, thread.line, thread.lines)),
        ),
      };
    }
  },
  samples: {
    fires: [
      {
        name: 'a deadlock',
        composed: false,
        files: [{ path: STDOUT, content: deadlock }],
        evidence: [
          ['var/log/vmware/eam/jvm.log.stdout', 4],
          ['var/log/vmware/eam/jvm.log.stdout', 21],
        ],
      },
      {
        name: 'reading from a socket in both dumps',
        composed: true,
        files: [{ path: STDOUT, content: reading('2018-11-13 04:00:00') + reading('2018-11-13 04:05:00') }],
        evidence: [
          ['var/log/vmware/eam/jvm.log.stdout', 4],
          ['var/log/vmware/eam/jvm.log.stdout', 14],
        ],
      },
    ],
    silent: [
      {
        name: 'an idle pool',
        composed: true,
        files: [{ path: STDOUT, content: idle('2018-11-13 04:00:00') + idle('2018-11-13 04:05:00') }],
      },
      {
        name: 'reading from a socket in one dump',
        composed: true,
        files: [{ path: STDOUT, content: reading('2018-11-13 04:00:00') }],
      },
    ],
  },
};

function* deadlocks(file: DumpFile, dump: ThreadDump, index: number, isEam: boolean): Generator<Draft> {
  const circles: { names: string[]; section: { line: number; lines: number } | null }[] = dump.deadlocks.map(
    ({ threads, line, lines }) => ({ names: threads, section: { line, lines } }),
  );
  for (const circle of waitingCircles(dump)) {
    const names = circle.map(({ name }) => name);
    if (!circles.some((known) => names.every((name) => known.names.includes(name))))
      circles.push({ names, section: null });
  }
  for (const { names, section } of circles) {
    const threads = dump.threads.filter(({ name }) => names.includes(name));
    yield {
      title: `Deadlock of ${list(names)}`,
      cause: `Each of these threads waits for a lock that another of them holds (dump ${index + 1} of ${file.path}).`,
      undecided: isEam ? null : 'Which process this is: the path of the file does not say that it is EAM',
      evidence: [
        ...threads.map((thread: JavaThread) => fileEvidence(file, thread.line, thread.lines)),
        ...(section ? [fileEvidence(file, section.line, section.lines)] : []),
      ],
      group: `${file.source}/${file.path}/${names.toSorted().join('\0')}`,
    };
  }
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ');
}
