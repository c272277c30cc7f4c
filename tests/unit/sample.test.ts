import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  defaultSample,
  generateBundle,
  streamOf,
  type Plant,
  type Release,
} from '../../workers/sample/index';
import {
  hasTar,
  headOf,
  readFiles,
  readTar,
  recount,
  small,
  write,
  type WrittenBundle,
} from './sample-reading';

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
    expect(lines[0]).toContain('Section for VMware ESX');
    expect(lines[1]).toMatch(/--> |\(\d+\)(\+|\[\+\]) /);
  });

  it('plants lines where it says', () => {
    expect(bundle.truth.planted.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
      PLANTS.map((_, n) => n),
    );
    for (const planted of bundle.truth.planted) {
      const line = text(files.get(planted.path)!).split('\n')[planted.line - 1]!;
      expect(line).toBe(planted.text);
      const wish = PLANTS[planted.index]!;
      expect(line).toContain(wish.text ?? wish.line);
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
    expect(hostd.text).toContain(
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

describe('the generator', () => {
  it('gives the same bytes for the same seed', async () => {
    const [one, two, other] = await Promise.all([small({ seed: 7 }), small({ seed: 7 }), small({ seed: 8 })]);
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
    expect(one.truth).toEqual(two.truth);
    expect(Buffer.compare(one.bytes, other.bytes)).not.toBe(0);
  });

  it('does not change other logs when a line is planted', async () => {
    const plain = await small();
    const planted = await small({ plant: [{ log: 'syslog', text: 'x', at: 0.5 }] });
    const path = 'var/run/log/hostd.log';
    expect((await readFiles(planted)).get(path)).toEqual((await readFiles(plain)).get(path));
  });

  it('knows no log of another name', async () => {
    await expect(small({ plant: [{ log: 'nolog', text: 'x', at: 0 }] })).rejects.toThrow(
      'nolog: no such log',
    );
  });

  it.each([1, 3, 100])('tells the story in %i hours', async (hours) => {
    const bundle = await small({ hours, release: '7.0' });
    const files = await readFiles(bundle);
    for (const { path, kind, records, headers } of Object.values(bundle.truth.files)) {
      expect(recount(text(files.get(path)!), '7.0', kind), path).toMatchObject({ records, headers });
    }
  });

  it('comes close to the wanted size and never below the story', async () => {
    for (const logBytes of [1, 400_000, 5_000_000]) {
      const { truth } = await small({ logBytes });
      const bytes = Object.values(truth.files).reduce((sum, file) => sum + file.bytes, 0);
      expect(bytes).toBeGreaterThan(logBytes * 0.95);
      if (logBytes > 1_000_000) expect(bytes).toBeLessThan(logBytes * 1.05);
    }
  });

  it.each([0, 1, 40])('writes bundles of hosts with %i VMs', async (vms) => {
    const { truth } = await small({ vms });
    expect(truth.vms.length).toBe(vms);
  });

  it('takes VM names of any kind', async () => {
    const names = ['a b', 'ü', '仮想マシン', 'x'.repeat(80), 'a&b<c>"d"'];
    const bundle = await small({ vms: names, release: '6.7' });
    const files = await readFiles(bundle);
    expect(bundle.truth.vms.map(({ name }) => name)).toEqual(names);
    for (const { vmxPath } of bundle.truth.vms) expect(files.has(vmxPath.slice(1)), vmxPath).toBe(true);
  });

  it('compresses like real logs', async () => {
    const { truth } = await write({ release: '8.0', logBytes: 4_000_000 });
    const rotated = Object.values(truth.files).filter(({ path }) => path.endsWith('.gz'));
    const plain = rotated.reduce((sum, { bytes }) => sum + bytes, 0);
    const packed = rotated.reduce((sum, { path }) => sum + truth.entries[path]!, 0);
    expect(plain / packed).toBeGreaterThan(7);
    expect(plain / packed).toBeLessThan(13);
    const lengths = plain / rotated.reduce((sum, { lines }) => sum + lines, 0);
    expect(lengths).toBeGreaterThan(60);
    expect(lengths).toBeLessThan(300);
  });

  it('streams, and stops when nobody reads on', async () => {
    const bundle = generateBundle({ release: '7.0', logBytes: 1024 ** 3, compress: 'none' });
    const reader = streamOf(bundle).getReader();
    const { value } = await reader.read();
    expect(value!.length).toBeGreaterThan(0);
    await reader.cancel();
    expect(() => bundle.truth).toThrow('when the bundle is written');
  });

  it('has a sample for the page', async () => {
    const { bytes, truth } = await write(defaultSample());
    const logs = Object.values(truth.files).reduce((sum, file) => sum + file.bytes, 0);
    expect(truth.host.release).toBe('8.0');
    expect(logs).toBeGreaterThan(8 * 1024 ** 2);
    expect(logs).toBeLessThan(12 * 1024 ** 2);
    expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
  });

  it('packs a vCenter around bundles', async () => {
    const { truth, bytes } = await small({ layout: 'vcenter', logBytes: 900_000 });
    expect(Object.keys(truth.entries)).toEqual(Object.keys(truth.nested));
    const hosts = Object.values(truth.nested).map(({ host }) => host.hostname);
    expect(hosts).toEqual(['esx01.lab.example', 'esx02.lab.example', 'vcenter.lab.example']);
    const [first, second, own] = Object.values(truth.nested) as [
      WrittenBundle['truth'],
      WrittenBundle['truth'],
      WrittenBundle['truth'],
    ];
    expect(first.host.uuid).not.toBe(second.host.uuid);
    expect(Object.keys(own.files)).toEqual([
      'var/log/vmware/vpxd/vpxd-1.log.gz',
      'var/log/vmware/vpxd/vpxd-2.log.gz',
      'var/log/vmware/vpxd/vpxd-3.log',
    ]);
    expect(truth.records).toBe(first.records + second.records + own.records);
    const inner = (await readTar(bytes)).find(({ path }) => path.endsWith(own.fileName))!;
    const files = await readFiles({ bytes: Uint8Array.from(gunzipSync(inner.data)), truth: own });
    for (const { path, kind, levels, bytes: size, ...rest } of Object.values(own.files)) {
      expect(files.get(path)!.length).toBe(size);
      const counted = recount(text(files.get(path)!), '8.0', kind);
      expect({ path, ...counted }).toEqual({ path, ...rest, levels: only(levels) });
    }
  });
});

describe.runIf(hasTar)('GNU tar', () => {
  it.each(RELEASES)('lists and extracts a bundle of %s', async (release) => {
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    try {
      const { bytes, truth } = await write({ release, logBytes: 300_000, fragments: true });
      const file = join(folder, truth.fileName);
      writeFileSync(file, bytes);
      const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } } as const;
      const listed = execFileSync('tar', ['-tzf', file, '--quoting-style=literal'], options)
        .trimEnd()
        .split('\n');
      const names = listed.filter((name) => !name.endsWith('/'));
      expect(names.sort()).toEqual(
        Object.keys(truth.entries)
          .map((path) => `${truth.topFolder}/${path}`)
          .sort(),
      );
      expect(names.some((name) => Buffer.byteLength(name) > 155)).toBe(true);
      execFileSync('tar', ['-xzf', file, '-C', folder, '--no-same-owner'], options);
      for (const [path, size] of Object.entries(truth.entries)) {
        expect(statSync(join(folder, truth.topFolder, path)).size, path).toBe(size);
      }
      const name = readFileSync(join(folder, truth.topFolder, 'README'), 'utf8');
      expect(name).toContain(`Bundle name: ${truth.topFolder}.tgz`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
