import { expect, test } from 'vitest';
import type { CaseReader, LogRecord } from '../../workers/analysis/case-reader';
import { CaseOrigins } from '../../workers/trace/case-context';
import { combine } from '../../workers/trace/combine';
import { NewestFirst } from '../../workers/trace/newest-first';
import { traceSessions } from '../../workers/trace/sessions';
import { emptyDraft, type TraceContext } from '../../workers/trace/trace-source';
import type { PooledDraft, TracedOperation } from '../../workers/trace/traced-operation';
import { eventMeaning } from '../../workers/trace/vmware/event-texts';
import { SshSessions } from '../../workers/trace/vmware/ssh-sessions';
import { operationsOf } from '../../workers/trace/xen/xapi-joins';
import { FIRST_VISIT_SOURCE } from '../../workers/engine/source';
import shell from '../../workers/trace/sources/shell';
import { tracedRecords } from './trace-samples';

/** Runs it and fails when it takes so long that something in it must be worse than linear. */
function quickly<Value>(work: () => Value, mostMs = 2_000): Value {
  const begun = performance.now();
  const value = work();
  expect(performance.now() - begun).toBeLessThan(mostMs);
  return value;
}

const COMMAND = ' command="';
const zoned = (ms: number) => ({ ms, zoned: true });

function operation(op: string, ms: number, session: string): TracedOperation {
  return {
    ...emptyDraft(op, 'host:esx1'),
    op,
    vendor: 'vmware',
    end: zoned(ms),
    who: 'root',
    session,
    missing: [],
    evidence: [],
  };
}

test('sessions that end in the order they began cost the same each, however many are open', () => {
  const count = 100_000;
  const operations = [
    ...Array.from({ length: count }, (_, i) => operation('Login', i, `s${i}`)),
    ...Array.from({ length: count }, (_, i) => operation('Logout', count + i, `s${i}`)),
  ];
  const sessions = quickly(() => traceSessions(operations));
  expect(sessions).toHaveLength(count);
  expect(sessions.every(({ start, end }) => start !== null && end !== null)).toBe(true);
});

test('what is kept newest first loses any of it, and only that', () => {
  const kept = new NewestFirst<string>();
  for (const item of ['a', 'b', 'c', 'd']) kept.add(item);
  kept.delete('b');
  kept.delete('d');
  kept.delete('x');
  expect([[...kept.newest(9)], [...kept.newest(1)], kept.size]).toEqual([['c', 'a'], ['c'], 2]);
  kept.delete('a');
  kept.add('e');
  kept.delete('c');
  expect([...kept.newest(9)]).toEqual(['e']);
  kept.delete('e');
  expect([[...kept.newest(9)], kept.size]).toEqual([[], 0]);
});

test.each(['a to x in y', 'a in y to x', 'a on host b, c in d to x'])(
  'an event full of places where a name may end is read in time: %s',
  (part) => {
    quickly(() => {
      for (let i = 0; i < 300; i++) eventMeaning(`Cloning ${`${part} `.repeat(500)}`);
    });
  },
);

test('names with the words of an event in them are read as before', () => {
  expect(
    eventMeaning(
      'Cloning back to work in c on host esx1.lab in DC in two to copy in c on host esx2.lab in DC',
    ),
  ).toMatchObject({ kind: 'CloneVM', vm: 'back to work in c', host: 'esx1.lab', after: ['copy in c'] });
});

test('an operation that more lines tell of than a call takes values', () => {
  const of = (lines: number): PooledDraft => ({
    ...emptyDraft('StartVM', 'host:esx1'),
    vendor: 'vmware',
    seeks: null,
    links: new Set(),
    task: null,
    evidence: Array.from({ length: lines }, (_, i) => i),
  });
  const into = of(1);
  combine(into, of(400_000));
  expect(into.evidence).toHaveLength(400_001);
});

test('a machine of XAPI is deleted with any number of disks in time', () => {
  const call = (kind: string, row: number) =>
    ({
      kind,
      call: { trackId: 'aa', call: 'VDI.destroy' },
      task: null,
      draft: {
        ...emptyDraft(kind, 'host:xen1'),
        end: zoned(row),
        evidence: [{ row }],
      },
    }) as never;
  const calls = [call('DeleteVM', 0), ...Array.from({ length: 60_000 }, (_, i) => call('DeleteDisk', i + 1))];
  const [deleted, ...others] = quickly(() => operationsOf(calls));
  expect(others).toEqual([]);
  expect(deleted!.draft.evidence).toHaveLength(60_001);
});

test('who typed a command is found among any number of sessions of one process id', () => {
  const context = {
    time: ({ time }: LogRecord) => zoned(time!),
    statedHost: () => null,
    bundleHost: () => null,
    emit: () => undefined,
  } as unknown as TraceContext;
  const machine = new SshSessions(context, 'host:esx1');
  const count = 90_000;
  for (let i = 0; i < count; i++) {
    const record = (message: string, time: number) =>
      machine.take({ message, time, pid: '7', process: 'sshd' } as LogRecord);
    record(`Accepted password for user${i} from 10.0.0.1 port 1 ssh2`, i * 10);
    record(`pam_unix(sshd:session): session closed for user user${i}`, i * 10 + 5);
  }
  machine.end();
  const found = quickly(() => Array.from({ length: count }, (_, i) => machine.sessionOf('7', i * 10 + 2)));
  expect(found.every((session, i) => session?.who === `user${i}`)).toBe(true);
  expect(machine.sessionOf('7', 7)).toBeNull();
  expect(machine.sessionOf('7', -1)).toBeNull();
});

test('a line of the shell full of marks is read in time', () => {
  const told: string[] = [];
  const reader = shell.begin({
    time: () => zoned(0),
    origin: () => 'host:esx1',
    active: ({ who, text }: { who: string; text: string }) => told.push(`${who}: ${text}`),
  } as unknown as TraceContext);
  const take = (message: string) => reader.take({ process: 'shell', message, pid: '1' } as LogRecord);
  quickly(() => {
    for (let i = 0; i < 1_000; i++) take(`[shell.cmd@6876 subject=""${COMMAND.repeat(450)}`);
  });
  take('[shell.cmd@6876 subject="root" tty="x" command="echo " command=" result="0"]');
  take('[shell.cmd@6876 subject="ann" command="ls" result="0"] it said command="x"');
  take('[shell.cmd@6876 subject="eve" command=" result="0"]');
  reader.end();
  expect(told.slice(-2)).toEqual(['root: echo " command=', 'ann: ls']);
});

test('a source of this visit only has its own host: what its bundle states is not taken for stated by a line', () => {
  const source = FIRST_VISIT_SOURCE + 1;
  const origins = new CaseOrigins({
    sources: () => [
      { id: 0, name: 'a.tgz', parent: null, hostname: 'esx1' },
      { id: source, name: 'b.tgz (decrypted)', parent: null, hostname: 'esx2' },
    ],
    hosts: () => [],
    files: () => [],
  } as unknown as CaseReader);
  const raw = '2023-12-05T14:31:48.558Z In(166) Hostd[1050748]: Task Created : x';
  // The engine gives a record without a host that of its source.
  const record = { source, host: 'esx2', raw, message: 'Task Created : x' } as LogRecord;
  expect(origins.bundleHost(record)).toBe('esx2');
  expect(origins.statedHost(record)).toBeNull();
});

test('a migration of xend that fails is one, however many succeeded before it', async () => {
  const lines = Array.from(
    { length: 1_100 },
    (_, i) =>
      `[2017-09-07 10:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')},000 1771 ${i}] INFO (XendCheckpoint:287) Live migrate timeout value 1200, vm memory:524288`,
  );
  lines.push(
    '[2017-09-07 11:11:16,777 1771 1099] ERROR (XendCheckpoint:361) Save failed on domain web.1.2 (880) - resuming.',
  );
  const records = await tracedRecords([{ path: 'xen/var/log/xen/xend.log', lines }]);
  expect(records).toMatchObject([{ op: 'MoveVM', target: 'web.1.2', result: 'NG' }]);
});
