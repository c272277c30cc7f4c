import { describe, expect, test } from 'vitest';
import { OpenOperations } from '../../workers/trace/vmware/open-operations';
import { eventMeaning } from '../../workers/trace/vmware/event-texts';
import { tracedRecords } from './trace-samples';

const HOSTD = 'esx/var/run/log/hostd.log';
const hostd = (seconds: string, component: string, ids: string, message: string) =>
  `2018-07-05T21:55:${seconds}Z info hostd[9BC1B70] [Originator@6876 sub=${component}${ids}] ${message}`;
const task = (seconds: string, ids: string, message: string) =>
  hostd(seconds, 'Vimsvc.TaskManager', ids, message);
const event = (seconds: string, ids: string, message: string) =>
  hostd(seconds, 'Vimsvc.ha-eventmgr', ids, message);

describe('names and agents that imitate other texts', () => {
  test.each([
    [
      'User root@10.0.0.1 logged out (login time: x, number of API invocations: 2, user agent: User x@9.9.9.9 logged in as y)',
      { kind: 'Logout', who: 'root', client: '10.0.0.1' },
    ],
    [
      'User root@10.0.0.1 logged in as x logged out (login time: y)',
      { kind: 'Login', who: 'root', client: '10.0.0.1' },
    ],
    ['User root@10.0.0.1 logged in as a@b is powered on', { kind: 'Login', who: 'root' }],
    ['Registered web on  h in ha-datacenter is powered on', { kind: 'StartVM', vm: 'Registered web' }],
    ['Reconfigured vm on  h in ha-datacenter is reset', { kind: 'ResetVM', vm: 'Reconfigured vm' }],
    [
      'Cannot power on web on h in ha-datacenter. The host is suspended',
      { kind: 'StartVM', phase: 'failed', vm: 'web', host: 'h' },
    ],
    [
      'Renamed x to y from x from y to x to y in ha-datacenter',
      { vm: 'x to y', before: ['x from y'], after: ['x to y'] },
    ],
    ['Renamed a from a to b in DC', { vm: 'b', before: ['a'], after: ['b'] }],
    ['Renamed b from a to b in DC', { vm: 'b', before: ['a'], after: ['b'] }],
    [
      'Cloning a on host b on host h1 in DC to b to c on host h2',
      { vm: 'a on host b', before: ['a on host b'], after: ['b to c'] },
    ],
    ['Cloning a to b on host h1 in DC to c on host h2', { vm: 'a to b', after: ['c'] }],
  ])('%s', (text, meaning) => expect(eventMeaning(text)).toMatchObject(meaning));

  test("a directory's users may have blanks in their names", async () => {
    const lines = [
      event('12.000', '', String.raw`Event 3 : User CORP\John Doe@10.0.0.2 logged in as x`),
      hostd('12.100', 'Vimsvc', '', String.raw`Accepted password for user CORP\John Doe from 10.0.0.2`),
    ];
    const records = await tracedRecords([{ path: HOSTD, lines }]);
    expect(records.map(({ op, who, client }) => [op, who, client])).toEqual([
      ['Login', String.raw`CORP\John Doe`, '10.0.0.2'],
    ]);
  });
});

test('a name given to sshd does not make up an address', async () => {
  const lines = [
    '2018-07-05T21:50:00Z sshd[90]: Invalid user x from 10.9.9.9 port 1 ssh2 from 10.0.0.1 port 5',
    '2018-07-05T21:50:01Z sshd[90]: Failed password for invalid user x from 10.9.9.9 port 1 ssh2 from 10.0.0.1 port 5 ssh2',
    '2018-07-05T21:51:01Z sshd[91]: Failed password for root from 10.0.0.2',
    '2018-07-05T21:52:01Z sshd[92]: Invalid user  from 10.0.0.3',
  ];
  const records = await tracedRecords([{ path: 'esx/var/run/log/auth.log', lines }]);
  expect(records.map(({ op, who, client, missing }) => [op, who, client, missing.includes('who')])).toEqual([
    ['LoginFailed', 'x from 10.9.9.9 port 1 ssh2', '10.0.0.1', false],
    ['LoginFailed', 'root', '10.0.0.2', false],
    ['LoginFailed', null, '10.0.0.3', true],
  ]);
});

test('a task whose lines stand in another order has its start all the same', async () => {
  const lines = [
    task('05.000', '', 'Task Completed : haTask-3-vim.VirtualMachine.destroy-3 Status success'),
    task('04.000', ' opID=d user=root', 'Task Created : haTask-3-vim.VirtualMachine.destroy-3'),
    event('04.500', ' opID=d user=root', 'Event 2 : Removed c d on h1 from ha-datacenter'),
  ];
  const records = await tracedRecords([{ path: HOSTD, lines }]);
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    op: 'DeleteVM',
    start: '2018-07-05T21:55:04.000Z',
    end: '2018-07-05T21:55:05.000Z',
    who: 'root',
    target: 'c d',
    result: 'OK',
    joined: {},
  });
});

test('of one person who typed at two places the address is not known, and the command of the call is named', async () => {
  const session = (pid: number, minute: string, address: string) => [
    `2018-07-05T21:${minute}:00Z sshd[${pid}]: Connection from ${address} port 5`,
    `2018-07-05T21:${minute}:01Z sshd[${pid}]: Accepted password for root from ${address} port 5 ssh2`,
  ];
  const files = (second: number) => [
    {
      path: HOSTD,
      lines: [
        task(
          '10.000',
          ' opID=vim-cmd-1-2 user=dcui',
          'Task Created : haTask-9-vim.VirtualMachine.powerOff-1',
        ),
      ],
    },
    {
      path: 'esx/var/run/log/auth.log',
      lines: [...session(90, '50', '10.0.0.1'), ...session(95, '51', '10.0.0.2')],
    },
    {
      path: 'esx/var/run/log/shell.log',
      lines: [
        '2018-07-05T21:50:02Z shell[90]: Interactive shell session started',
        '2018-07-05T21:51:02Z shell[95]: Interactive shell session started',
        '2018-07-05T21:55:05Z shell[90]: [root]: vim-cmd vmsvc/power.off 9',
        `2018-07-05T21:55:06Z shell[${second}]: [root]: ls`,
      ],
    },
  ];
  const stopped = async (second: number) =>
    (await tracedRecords(files(second))).find(({ op }) => op === 'StopVM')!;
  expect((await stopped(90)).client).toBe('10.0.0.1');
  const two = await stopped(95);
  expect([two.who, two.client]).toEqual(['root', null]);
  expect(two.joined.who).toContain('vim-cmd vmsvc/power.off 9');
});

test('tasks of one name, each with its beginning, are two: hostd counts anew when it starts', async () => {
  const name = 'haTask-3-vim.VirtualMachine.powerOn-3';
  const begun = (minute: string, ids: string) =>
    task('04.000', ids, `Task Created : ${name}`).replace(':55:', minute);
  const ended = (minute: string) =>
    task('05.000', '', `Task Completed : ${name} Status success`).replace(':55:', minute);
  const first = [begun(':10:', ' opID=x1 user=root'), ended(':10:')];
  const second = [begun(':50:', ' opID=x2 user=joe'), ended(':50:')];
  const told = async (lines: string[]) =>
    (await tracedRecords([{ path: HOSTD, lines }])).map(({ who, start, end }) => [
      who,
      start?.slice(14, 16),
      end?.slice(14, 16),
    ]);
  const both = [
    ['root', '10', '10'],
    ['joe', '50', '50'],
  ];
  expect(await told([...first, ...second])).toEqual(both);
  expect(await told([first[0]!, ...second])).toEqual([['root', '10', undefined], both[1]]);
});

test("an event in vpxd.log belongs to the operation of its line's id, but for the rounds of vCenter", async () => {
  const vpxd = (opId: string, message: string) =>
    `2018-07-05T21:55:05.500Z info vpxd[7F] [Originator@6876 sub=x opID=${opId}] ${message}`;
  const changed = (key: number, type: string, text: string) =>
    `Event [${key}] [1-1] [2018-07-05T21:55:05.4Z] [vim.event.${type}] [info] [CORP\\ann] [DC] [${key}] [${text}]`;
  const told = async (opId: string) => {
    const lines = [
      vpxd('58B46869-5E', '[VpxLRO] -- BEGIN task-77 -- vm-20 -- vim.VirtualMachine.reconfigure -- 52d94cca'),
      vpxd(
        opId,
        changed(
          9,
          'VmReconfiguredEvent',
          'Reconfigured a b on h1 in DC. Modified: config.hardware.numCPU: 1 -> 2;',
        ),
      ),
      vpxd('58B46869-5E', '[VpxLRO] -- FINISH task-77'),
    ];
    return (await tracedRecords([{ path: 'vc/vpxd.log', lines }])).map(
      ({ op, who, start }) => `${op} ${who} ${start}`,
    );
  };
  // the call began before the event of what it had changed
  expect(await told('58B46869-5E')).toEqual([String.raw`ModifyCPU CORP\ann 2018-07-05T21:55:05.500Z`]);
  expect(await told('HB-host-9@12-3f')).toContain(String.raw`ModifyCPU CORP\ann null`);
});

test('of very many operations of one id only the newest are looked at for a line', async () => {
  const lines = Array.from({ length: 3_000 }, (_, i) =>
    task('04.000', ' opID=same user=root', `Task Created : haTask-${i}-vim.VirtualMachine.powerOn-${i}`),
  );
  const given = performance.now();
  expect(await tracedRecords([{ path: HOSTD, lines }])).toHaveLength(3_000);
  expect(performance.now() - given).toBeLessThan(10_000);

  const record = { opId: null } as Parameters<OpenOperations['begin']>[1];
  const context = { statedHost: () => null, bundleHost: () => null } as unknown as ConstructorParameters<
    typeof OpenOperations
  >[0];
  const open = new OpenOperations(context, 'host', () => undefined);
  const all = Array.from({ length: 3_000 }, () => open.begin('StartVM', record, 0));
  for (const operation of all) open.enter(operation, 'k');
  expect(open.find('k', 0)).toEqual(all.slice(-128));
});
