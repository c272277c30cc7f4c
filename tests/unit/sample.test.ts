import { beforeAll, describe, expect, it } from 'vitest';
import type { Plant, Release } from '../../workers/sample/index';
import { headOf, readFiles, recount, write, type WrittenBundle } from './sample-reading';

const RELEASES: Release[] = ['6.7', '7.0', '8.0'];
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const only = (levels: object) => Object.fromEntries(Object.entries(levels).filter(([, count]) => count > 0));

describe.each(RELEASES)('a bundle of %s', (release) => {
  let bundle: WrittenBundle;
  let files: Map<string, Uint8Array>;
  beforeAll(async () => {
    bundle = await write({ release, logBytes: 3_000_000, compress: 'none', fragments: true, plant: PLANTS });
    files = await readFiles(bundle);
  });

  it('has the truth of every log, counted again', () => {
    const logs = Object.values(bundle.truth.files);
    expect(new Set(logs.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    for (const { path, kind, bytes, levels, ...truth } of logs) {
      const content = files.get(path)!;
      expect(content.length, path).toBe(bytes);
      const { levels: counted, ...rest } = recount(text(content), release, kind);
      expect({ path, ...rest, levels: counted }, path).toEqual({
        path,
        ...truth,
        levels: only(levels),
      });
    }
  });

  it('sums the files up', () => {
    const logs = Object.values(bundle.truth.files);
    const sum = (pick: (file: (typeof logs)[number]) => number) =>
      logs.reduce((total, file) => total + pick(file), 0);
    expect(bundle.truth.records).toBe(sum(({ records }) => records));
    expect(bundle.truth.lines).toBe(sum(({ lines }) => lines));
    expect(bundle.truth.levels.warning).toBe(sum(({ levels }) => levels.warning));
    expect(bundle.truth.first).toBe(Math.min(...logs.map(({ first }) => first ?? Infinity)));
    expect(bundle.truth.last).toBe(Math.max(...logs.map(({ last }) => last ?? -Infinity)));
    const collected = Date.parse(bundle.truth.host.collectedAt);
    expect(bundle.truth.last!).toBeLessThanOrEqual(collected);
    expect(collected - bundle.truth.first!).toBeLessThan(25 * 3_600_000);
  });

  it('lists every entry with its size', () => {
    for (const [path, bytes] of Object.entries(bundle.truth.entries)) {
      if (!path.endsWith('.gz')) expect(files.get(path)?.length, path).toBe(bytes);
    }
    expect([...files.keys()].sort()).toEqual(Object.keys(bundle.truth.entries).sort());
  });

  it('rotates from 7, the oldest, to the current file', () => {
    const names = Object.keys(bundle.truth.files).filter((path) => /log\/hostd\./.test(path));
    expect(names).toEqual([
      ...[7, 6, 5, 4, 3, 2, 1, 0].map((n) => `var/run/log/hostd.${n}.gz`),
      'var/run/log/hostd.log',
    ]);
    const ranges = names.map((name) => bundle.truth.files[name]!);
    for (const [n, { first }] of ranges.slice(1).entries()) {
      expect(first! - ranges[n]!.last!, names[n + 1]).toBeGreaterThan(-10);
    }
    expect(ranges.slice(1).every(({ headers }) => headers >= 1)).toBe(true);
  });

  it('cuts a record by rotation', () => {
    const cut = Object.values(bundle.truth.files).filter(({ orphanLines }) => orphanLines > 0);
    expect(cut.map(({ kind }) => kind).sort()).toEqual(['hostd', 'vpxa']);
    const lines = text(files.get(cut[0]!.path)!).split('\n');
    expect(lines[0]).toMatch(/--> |\(\d+\)(\+|\[\+\]) /);
    expect(lines[cut[0]!.orphanLines]).toContain('Section for VMware ESX');
  });

  it('plants lines where it says', () => {
    expect(bundle.truth.planted.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
      PLANTS.map((_, n) => n),
    );
    for (const planted of bundle.truth.planted) {
      const line = text(files.get(planted.path)!).split('\n')[planted.line - 1]!;
      expect(line).toBe(planted.raw);
      const wish = PLANTS[planted.index]!;
      expect(planted.text).toBe(wish.text ?? wish.line);
      expect(line.endsWith(planted.text)).toBe(true);
      if (wish.line !== undefined) continue;
      const found = headOf(release, planted.log).exec(line)?.groups;
      expect(found, line).toBeDefined();
      expect(Date.parse(found!.time!)).toBe(planted.time);
      if (planted.fields.pid !== undefined) expect(found!.pid).toBe(planted.fields.pid);
      if (planted.fields.process !== undefined) expect(found!.process).toBe(planted.fields.process);
    }
    const hostd = bundle.truth.planted[0]!;
    expect(hostd).toMatchObject({
      log: 'hostd',
      level: 'error',
      fields: {
        component: 'My Component [x]',
        opId: 'op-1',
        user: 'vpxuser:A\\b c',
        message: 'a planted line',
      },
    });
    expect(hostd.raw).toContain(
      '[Originator@6876 sub=My Component [x] opID=op-1 user=vpxuser:A\\b c] a planted line',
    );
  });

  it('repeats kernel warnings in vmkwarning.log', () => {
    const of = (name: string) =>
      [...files.keys()]
        .filter((path) => path.startsWith(`var/run/log/${name}.`))
        .flatMap((path) => text(files.get(path)!).split('\n'))
        .filter((line) => /\)(WARNING|ALERT): /.test(line));
    const copies = of('vmkwarning').filter((line) => !line.endsWith('planted in vmkwarning'));
    expect(copies.sort()).toEqual(of('vmkernel').sort());
    expect(of('vmkwarning').length).toBeGreaterThan(50);
  });

  it('describes the host as the truth does', () => {
    const { host, vms } = bundle.truth;
    const at = (path: string) => text(files.get(path)!);
    expect(at('commands/vmware_-vl.txt')).toContain(`VMware ESXi ${host.version} build-${host.build}\n`);
    expect(at('etc/vmware/esx.conf')).toContain(`/system/uuid = "${host.uuid}"`);
    expect(at('etc/vmware/esx.conf')).toContain(`/adv/Misc/HostName = "${host.hostname}"`);
    expect(at('README')).toContain(`Command line: ${host.commandLine}`);
    const uptime = Number(at('commands/localcli_system-stats-uptime-get.txt'));
    expect(Math.floor(uptime / 1_000_000)).toBe(host.uptimeSeconds);
    expect(
      Date.parse(
        at('commands/date.txt').replace(/^\w+ (\w+) +(\d+) ([\d:]+) UTC (\d+)\n/, '$2 $1 $4 $3 UTC'),
      ),
    ).toBe(Date.parse(host.collectedAt));
    const inventory = [
      ...at('etc/vmware/hostd/vmInventory.xml').matchAll(/<objID>(\d+)[^]*?<vmxCfgPath>(.*)</g),
    ];
    expect(inventory.map(([, number, path]) => [Number(number), path])).toEqual(
      vms.map((vm) => [vm.number, vm.vmxPath]),
    );
    const running = [
      ...at('commands/localcli_vm-process-list.txt').matchAll(/World ID: (\d+)[^]*?Display Name: (.*)/g),
    ];
    expect(running.map(([, world, name]) => [name, world])).toEqual(
      vms.filter((vm) => vm.running).map((vm) => [vm.name, vm.world]),
    );
    expect(vms.some((vm) => !vm.running)).toBe(true);
  });

  it('cuts what comes through a pipe into fragments', () => {
    expect(bundle.truth.fragments.map(({ path, fragments }) => [path, fragments])).toEqual([
      ['commands/esxcfg-info_-a--F-xml.txt', 3],
      ['commands/vmware-vimdump_-o----U-dcui.txt', 2],
      ['var/core/hostd-worker-zdump.000', 2],
    ]);
    for (const { path, fragments, bytes } of bundle.truth.fragments) {
      expect(files.has(path)).toBe(false);
      const sizes = Array.from({ length: fragments }, (_, n) => files.get(`${path}.FRAG-0000${n}`)!.length);
      expect(sizes.slice(0, -1).every((size) => size === 1024 * 1024)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size)).toBe(bytes);
    }
  });

  it('tells one operation in all logs under one id', () => {
    const backup = bundle.truth.operations.find(
      ({ operation, user }) => operation === 'create snapshot' && user === 'LAB\\svc-backup',
    )!;
    const id = backup.opId!;
    const all = (name: string) =>
      [...files.keys()]
        .filter((path) => path.includes(name))
        .map((path) => text(files.get(path)!))
        .join('');
    expect(all('log/hostd.')).toContain(`opID=${id} user=vpxuser:LAB\\svc-backup] Task Created : haTask-`);
    expect(all('log/vpxa.')).toContain(`opID=${id.slice(0, -5)}] [VpxLRO] -- BEGIN task-`);
    expect(all('log/vmkernel.')).toContain(`VC opID ${id} maps to vmkernel opID `);
    const snapshot = new RegExp(`SnapshotVMX_TakeSnapshot start: 'backup-`);
    const line = all(`${backup.target}/vmware.log`)
      .split('\n')
      .find((text) => snapshot.test(text))!;
    if (release === '8.0') expect(line).toContain(` vmx ${id} SnapshotVMX`);
    else expect(line).toMatch(/\| vmx\| I\d+: SnapshotVMX/);
  });
});

const KINDS = [
  'vmkernel',
  'vmkwarning',
  'hostd',
  'vpxa',
  'fdm',
  'rhttpproxy',
  'hostd-probe',
  'vobd',
  'syslog',
  'auth',
  'shell',
  'vmauthd',
  'usb',
  'esxupdate',
  'vmksummary',
  'vmware',
];

const PLANTS: Plant[] = [
  {
    log: 'hostd',
    text: 'a planted line',
    at: 0.05,
    level: 'error',
    component: 'My Component [x]',
    opId: 'op-1',
    user: 'vpxuser:A\\b c',
  },
  { log: 'hostd', text: 'the last of the day', at: 1 },
  ...[
    'vpxa',
    'fdm',
    'rhttpproxy',
    'hostd-probe',
    'vmkernel',
    'vobd',
    'auth',
    'shell',
    'syslog',
    'vmksummary',
    'esxupdate',
    'usb',
    'vmauthd',
    'vmkwarning',
  ].map((log): Plant => ({ log, text: `planted in ${log}`, at: 0.5, level: 'warning' })),
  { log: 'vmware:web01', text: 'planted in a VM', at: 0.7 },
  { log: 'hostd', line: 'a line without a head', at: 0.8 },
];

describe('the heads', () => {
  it.each([
    [
      '6.7',
      'hostd',
      '2020-07-28T09:11:46.467Z info hostd[11148975] [Originator@6876 sub=Vimsvc.TaskManager opID=sps-Main-843896-42-2c-c5-c86f user=vpxuser:VSPHERE.LOCAL\\vpxd-extension-5f673928-9ddf-465f-864a-abeebe289302] Task Completed : haTask--vim.vslm.host.CatalogSyncManager.queryCatalogChange-945138899 Status error',
    ],
    [
      '8.0',
      'hostd',
      '2025-12-11T16:43:25.003Z Er(163) Hostd[169828]: [Originator@6876 sub=VMkernelStatsProvider(000000a67b5238a0)] GetKernelStatValues: Detected error while retrieving stats: VSINode(2810): Not found (status=195887107)',
    ],
    ['6.7', 'vmkernel', '2018-07-05T20:58:06.093Z cpu27:66317)<6>igb: vmnic_110100 NIC Link is Down'],
    ['6.7', 'vmkernel', 'TSC: 0 cpu0:0)Boot: 167: Parsing boot option module /useropts.gz'],
    [
      '8.0',
      'vmkernel',
      '2023-12-07T05:05:16.618Z In(182) vmkernel: cpu0:2127075 opID=55d67df2)World: 12231: VC opID vim-cmd-68-dba4 maps to vmkernel opID 55d67df2',
    ],
    [
      '7.0',
      'vobd',
      "2023-02-13T16:22:22.897Z: [GenericCorrelator] 410535559us: [vob.user.account.locked] Remote access for ESXi local user account 'root' has been locked for 900 seconds after 6 failed login attempts.",
    ],
    ['6.7', 'vmware', '2018-02-15T02:55:01.503Z| vmx| I125: Ethernet0 MAC Address: 00:50:56:a3:56:19'],
    [
      '8.0',
      'vmware',
      "2023-12-05T17:42:41.585Z In(05) vmx - SnapshotVMXTakeSnapshotComplete: Done with snapshot 'snapshot_exfill': 2",
    ],
    ['6.7', 'auth', '2018-07-05T20:12:46Z sshd[77731]: Connection from 172.31.255.6 port 50311'],
  ] as const)('of the recount fit the real lines of %s %s', (release, kind, line) => {
    expect(headOf(release, kind).test(line)).toBe(true);
  });
});
