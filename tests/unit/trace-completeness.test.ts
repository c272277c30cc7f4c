import { describe, expect, test } from 'vitest';
import { completenessOf } from '../../workers/trace/completeness';
import { OPERATION_KINDS, TRACE_ITEMS } from '../../workers/trace/operation-kinds';
import { hostdSamples } from '../../workers/trace/vmware/samples/hostd-samples';
import { hostdTrapSamples } from '../../workers/trace/vmware/samples/hostd-trap-samples';
import { unwatched, openedCase } from './analysis-case';
import { traceOperations } from '../../workers/trace/operation-trace';
import { traced } from './trace-samples';

const PERSON = 'user=vpxuser:VSPHERE.LOCAL\\Administrator';

/** Lines of hostd 6.0 and later, each operation with all the lines that the document says it writes. */
function hostd(second: number, sub: string, keys: string, message: string): string {
  const time = new Date(Date.UTC(2021, 0, 1) + second * 1000).toISOString();
  return `${time} info hostd[2099631] [Originator@6876 sub=${sub}${keys && ` ${keys}`}] ${message}`;
}

function operation(
  second: number,
  opId: string,
  task: string,
  events: string[],
  states: string[] = [],
): string[] {
  const keys = `opID=${opId} ${PERSON}`;
  return [
    hostd(second, 'Vimsvc.TaskManager', keys, `Task Created : ${task}`),
    ...events.map((text, i) =>
      hostd(second + 1, 'Vimsvc.ha-eventmgr', keys, `Event ${second + i} : ${text}`),
    ),
    ...states,
    hostd(second + 9, 'Vimsvc.TaskManager', '', `Task Completed : ${task} Status success`),
  ];
}

const ON = 'on  esx1.lab in ha-datacenter';
const HOSTD = [
  hostd(0, 'Vimsvc.ha-eventmgr', 'opID=a0000001', 'Event 1 : User root@192.0.2.1 logged in as browser'),
  ...operation(10, 'a0000002', 'haTask-ha-folder-vm-vim.Folder.createVm-1', [
    'Creating web 01 on host esx1.lab in ha-datacenter',
    `Created virtual machine web 01 ${ON}`,
  ]),
  ...operation(30, 'a0000003', 'haTask-9-vim.ManagedEntity.rename-2', [
    'Renamed web 02 from web 01 to web 02 in ha-datacenter',
  ]),
  ...operation(50, 'a0000004', 'haTask-9-vim.VirtualMachine.reconfigure-3', [`Reconfigured web 02 ${ON}`]),
  ...operation(70, 'a0000005', 'haTask-9-vim.VirtualMachine.powerOn-4', [
    'web 02 on host esx1.lab in ha-datacenter is starting',
  ]),
  ...operation(90, 'a0000006', 'haTask-9-vim.VirtualMachine.powerOff-5', [`web 02 ${ON} is stopping`]),
  ...operation(110, 'a0000007', 'haTask-9-vim.ManagedEntity.destroy-6', [
    'Removed web 02 on esx1.lab from ha-datacenter',
  ]),
  ...operation(130, 'a0000008', 'haTask-ha-host-vim.HostSystem.shutdown-7', []),
  hostd(
    150,
    'Vimsvc.ha-eventmgr',
    'opID=a0000009',
    'Event 9 : User root@192.0.2.1 logged out (login time: x)',
  ),
];

/**
 * Section 5 of the document, column "ESXi hostd 6.0 and later": `+` given, `x` lacking, `-` not applicable. What it
 * calls partly (move, clone) is left out; CPU, memory and disk are one row, since hostd does not tell them apart.
 */
const SECTION_5: Record<string, string> = {
  Login: '+++x--+',
  Logout: '+++x--+',
  CreateVM: '+++++-+',
  RenameVM: '+++x+++',
  ModifyVM: 'x++++x+',
  DeleteVM: '+++++-+',
  StartVM: '+++++-+',
  StopVM: '+++++-+',
  StopHost: '+++x--+',
};

describe('the completeness table', () => {
  test.each(Object.entries(SECTION_5))('over hostd agrees with the document for %s', async (op, cells) => {
    const { operations } = await traced([{ path: 'hostd.log', lines: HOSTD }]);
    const row = completenessOf(operations).find((of) => of.op === op)!;
    expect(row.records).toBe(1);
    const marks = TRACE_ITEMS.map((item) => {
      const { stated, joined, missing, notApplicable } = row.items[item];
      expect(stated + joined + missing + notApplicable).toBe(row.records);
      return stated > 0 ? '+' : joined > 0 ? 'o' : missing > 0 ? 'x' : '-';
    });
    expect(marks.join('')).toBe(cells);
  });

  test('a guest that stopped by itself lacks the person alone', async () => {
    const sample = hostdTrapSamples.find(({ title }) => title.startsWith('a guest that shut itself down'))!;
    const { operations } = await traced(sample.files);
    const { items } = completenessOf(operations.slice(0, 1)).find(({ op }) => op === 'StopVM')!;
    expect(TRACE_ITEMS.filter((item) => items[item].missing > 0)).toEqual(['who']);
  });

  test('over the samples of ESXi 6.0 and later never says more than the document', async () => {
    for (const { files, title } of hostdSamples.filter((sample) =>
      /^ESXi [68]|^a reconfiguration/.test(sample.title),
    )) {
      const { operations } = await traced(files);
      for (const row of completenessOf(operations)) {
        const cells = SECTION_5[row.op];
        if (cells === undefined || row.records === 0) continue;
        TRACE_ITEMS.forEach((item, i) => {
          const { stated, joined, notApplicable } = row.items[item];
          if (cells[i] === 'x') expect(stated + joined, `${title}: ${row.op} ${item}`).toBe(0);
          expect(notApplicable > 0, `${title}: ${row.op} ${item}`).toBe(cells[i] === '-');
        });
      }
    }
  });

  test('has the paper’s thirteen in its order, ModifyVM beside the changes, and its cells', async () => {
    const rows = completenessOf([]);
    expect(rows.map(({ op }) => op)).toEqual([
      ...['Login', 'Logout', 'CreateVM', 'RenameVM', 'ModifyCPU', 'ModifyMemory', 'ModifyDisk', 'ModifyVM'],
      ...['MoveVM', 'CloneVM', 'DeleteVM', 'StartVM', 'StopVM', 'StopHost'],
    ]);
    // The paper's own counts: class missing 3, who 8, host 6, object 2, change 2; when and result never.
    const lacking = TRACE_ITEMS.map((item) => rows.filter(({ paper }) => paper[item] === '×').length);
    expect(lacking).toEqual([3, 0, 8, 6, 2, 2, 0]);
    expect(OPERATION_KINDS.filter(({ paperMeanMs }) => paperMeanMs !== null)).toHaveLength(12);
  });

  test('gives the mean duration of records with both ends', async () => {
    const { operations } = await traced([{ path: 'hostd.log', lines: HOSTD }]);
    const rows = completenessOf(operations);
    expect(rows.find(({ op }) => op === 'StartVM')!.meanMs).toBe(9_000);
    expect(rows.find(({ op }) => op === 'Login')!.meanMs).toBeNull();
  });

  test('counts records of severity info and above alone when asked to', async () => {
    const lines = [
      hostd(0, 'Hostsvc.ServiceSystem', 'opID=b1 user=root', 'Start service TSM invoked.').replace(
        ' info ',
        ' verbose ',
      ),
    ];
    const reader = await openedCase([{ path: 'hostd.log', content: `${lines.join('\n')}\n` }]);
    const all = await traceOperations(reader, unwatched());
    expect(all.operations.map(({ op }) => op)).toEqual(['EnableShell']);
    expect(all.belowInfo).toBe(1);
    const counted = await traceOperations(reader, unwatched(), { infoAndAbove: true });
    expect(counted.operations).toEqual([]);
  });
});
