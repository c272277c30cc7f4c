import { expect, test } from 'vitest';
import { matchingRows, ordered } from '../../workers/analysis/table';
import { ZonedDays } from '../../workers/analysis/zoned-days';
import { operationDays } from '../../workers/trace/operation-days';
import { operations, type Operations } from '../../workers/trace/operations';
import { operationsOfRow } from '../../workers/trace/operations-by-row';
import { shownSessions } from '../../workers/trace/session-table';
import { openedCase, unwatched } from './analysis-case';

const V8 = '[Originator@6876 sub=Vimsvc';
const line = (at: string, rest: string) => `2023-12-0${at}Z In(166) Hostd[1050748]: ${V8}.${rest}`;

/** Two days: root logs in, starts and fails to stop a machine, logs out; on the next day someone unnamed starts one. */
const HOSTD = [
  line(
    '5T14:31:48.558',
    'ha-eventmgr opID=a sid=52f0e556] Event 99 : User root@192.168.127.10 logged in as x',
  ),
  line(
    '5T14:32:00.100',
    'TaskManager opID=b sid=52f0e556 user=root] Task Created : haTask-7-vim.VirtualMachine.powerOn-55',
  ),
  line(
    '5T14:32:00.300',
    'TaskManager opID=b] Task Completed : haTask-7-vim.VirtualMachine.powerOn-55 Status success',
  ),
  line(
    '5T14:33:00.100',
    'TaskManager opID=c sid=52f0e556 user=root] Task Created : haTask-7-vim.VirtualMachine.powerOff-56',
  ),
  line(
    '5T14:33:00.300',
    'TaskManager opID=c] Task Completed : haTask-7-vim.VirtualMachine.powerOff-56 Status error',
  ),
  line(
    '5T14:34:00.000',
    'ha-eventmgr opID=d sid=52f0e556] Event 100 : User root@192.168.127.10 logged out (login time: x)',
  ),
  line('6T09:00:00.000', 'TaskManager opID=e] Task Created : haTask-8-vim.VirtualMachine.powerOn-57'),
  line(
    '6T09:00:01.000',
    'TaskManager opID=e] Task Completed : haTask-8-vim.VirtualMachine.powerOn-57 Status success',
  ),
];

async function traced(): Promise<Operations> {
  const reader = await openedCase([{ path: 'hostd.log', content: `${HOSTD.join('\n')}\n` }]);
  return operations.run(reader, unwatched());
}

test('counts stand by person and day, whom no log names last', async () => {
  const { operations: all } = await traced();
  expect(await operationDays(all, 'UTC', async () => undefined)).toEqual({
    people: [
      { who: 'root', operations: 4, failed: 1 },
      { who: null, operations: 1, failed: 0 },
    ],
    morePeople: 0,
    days: [
      { day: '2023-12-05', total: 4, failed: 1, counts: [4, 0], others: 0 },
      { day: '2023-12-06', total: 1, failed: 0, counts: [0, 1], others: 0 },
    ],
    moreDays: 0,
  });
});

test('a record leads to its operation, one without an operation to none', async () => {
  const all = await traced();
  const byOp = (op: string) => all.operations.findIndex((operation) => operation.op === op);
  expect(operationsOfRow(all, 2)).toEqual([byOp('StartVM')]);
  expect(operationsOfRow(all, 4)).toEqual([byOp('StopVM')]);
  expect(operationsOfRow(all, 99)).toEqual([]);
});

test('a session finds its operations, its login and logout among them', async () => {
  const all = await traced();
  const matching = async (query: string) =>
    Array.from(await matchingRows(all.table, query, async () => undefined), (row) => all.operations[row]!.op);
  expect(await matching('session:1')).toEqual(['Login', 'StartVM', 'StopVM', 'Logout']);
  expect(await matching('-session:1')).toEqual(['StartVM']);
});

test('sessions are a table: rows, queries, order', async () => {
  const table = shownSessions(await traced());
  expect(table.row(0)).toMatchObject({
    number: 1,
    who: 'root',
    client: '192.168.127.10',
    start: '2023-12-05T14:31:48.558Z',
    end: '2023-12-05T14:34:00.000Z',
    duration: 131_442,
    operations: 2,
    failed: 1,
  });
  const rows = async (query: string) => [...(await matchingRows(table, query, async () => undefined))];
  expect(await rows('op:StopVM end:logout')).toEqual([0]);
  expect(await rows('end:none')).toEqual([]);
  expect([
    ...(await ordered(
      table,
      Uint32Array.of(0),
      { column: 'duration', direction: 'desc' },
      async () => undefined,
    )),
  ]).toEqual([0]);
});

/** Starts of machines: in Berlin two of them, and the last one of another day than in UTC. xend.log states no zone. */
const AT_NIGHT = [
  {
    path: 'hostd.log',
    content: `${['2024-03-30T22:59:59.000Z', '2024-03-30T23:00:00.000Z', '2024-03-31T21:59:59.000Z', '2024-03-31T22:00:00.000Z'].map((at, i) => started(at, i)).join('\n')}\n`,
  },
  {
    path: 'xend.log',
    content:
      '[2024-03-31 00:30:00 5447] INFO (XendDomainInfo:2000) XendDomainInfo.handleShutdownWatch\n' +
      "[2024-03-31 23:30:00 5447] DEBUG (XendDomainInfo:95) XendDomainInfo.create(['vm', ['name', 'db']])\n",
  },
];

function started(at: string, number: number): string {
  return `${at} In(166) Hostd[1050748]: ${V8}.TaskManager opID=n${number} user=root] Task Created : haTask-${number}-vim.VirtualMachine.powerOn-${number + 50}`;
}

test('days are those of the zone, with 23 and 25 hours where its clocks are changed', async () => {
  const reader = await openedCase(AT_NIGHT);
  const all = await operations.run(reader, unwatched());
  const unzoned = all.operations.filter(({ start, end }) => (start ?? end)?.zoned === false).length;
  expect(unzoned).toBe(1);
  const counts = async (zone: string) => {
    const { days } = await operationDays(all.operations, zone, async () => undefined);
    return days.map(({ day, total }) => [day, total]);
  };
  // The operation without a zone stays on the log's own day, 31 March.
  expect(await counts('UTC')).toEqual([
    ['2024-03-30', 2],
    ['2024-03-31', 3],
  ]);
  expect(await counts('Europe/Berlin')).toEqual([
    ['2024-03-30', 1],
    ['2024-03-31', 3],
    ['2024-04-01', 1],
  ]);
  for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia']) {
    for (const [day, total] of await counts(zone)) {
      const next = new Date(Date.parse(String(day)) + 86_400_000).toISOString().slice(0, 10);
      const found = await matchingRows(all.table, `after:${day} before:${next}`, async () => undefined, {
        zone,
      });
      expect([zone, day, found.length]).toEqual([zone, day, total]);
    }
  }
});

test.each([
  // Clocks put forward at midnight, back over midnight, and over a whole day.
  ['America/Sao_Paulo', '2018-11-04T02:59:59.999Z', '2018-11-03'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00.000Z', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18T02:30:00.000Z', '2018-02-17'],
  ['America/Sao_Paulo', '2018-02-18T03:00:00.000Z', '2018-02-18'],
  ['America/Havana', '2024-11-03T04:00:00.000Z', '2024-11-03'],
  ['America/Havana', '2024-11-03T05:30:00.000Z', '2024-11-03'],
  ['America/Havana', '2024-11-04T04:59:59.999Z', '2024-11-03'],
  ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29'],
  ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31'],
  ['Asia/Kathmandu', '1969-12-31T18:15:00.000Z', '1969-12-31'],
])('a day of %s that holds %s is %s', (zone, instant, day) => {
  expect(new ZonedDays(zone).dayOf(Date.parse(instant))).toBe(day);
});

test('an instant that no calendar reaches has a day, not an error', () => {
  expect(new ZonedDays('Europe/Berlin').dayOf(8.64e15)).toBe('+275760-09-13');
});
