import { describe, expect, test } from 'vitest';
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
        '2018-07-05T21:50:02Z shell[91]: Interactive shell session started',
        '2018-07-05T21:51:02Z shell[96]: Interactive shell session started',
        '2018-07-05T21:55:05Z shell[91]: [root]: vim-cmd vmsvc/power.off 9',
        `2018-07-05T21:55:06Z shell[${second}]: [root]: ls`,
      ],
    },
  ];
  const stopped = async (second: number) =>
    (await tracedRecords(files(second))).find(({ op }) => op === 'StopVM')!;
  expect((await stopped(91)).client).toBe('10.0.0.1');
  const two = await stopped(96);
  expect([two.who, two.client]).toEqual(['root', null]);
  expect(two.joined.who).toContain('vim-cmd vmsvc/power.off 9');
});
