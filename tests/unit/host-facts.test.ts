import { describe, expect, it } from 'vitest';
import { bundleName } from '../../workers/host/bundle-name';
import { dateFromText } from '../../workers/host/date-text';
import { FACT_SOURCES, hostFacts, wantedForHostFacts } from '../../workers/host/host-facts';
import { BUNDLE_67, BUNDLE_70, BUNDLE_80, ESXI_67, ESXI_70, ESXI_80, files } from './host-bundles';
import { randomFrom } from './query-support';

const VOLUME = '/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c';
const INVENTORY = 'etc/vmware/hostd/vmInventory.xml';
const PROCESSES = 'commands/localcli_vm-process-list.txt';
const VERSION = 'commands/vmware_-vl.txt';

describe('a host of 6.7', () => {
  const facts = hostFacts(1, BUNDLE_67, files(ESXI_67))!;

  it('is known by name, version and age', () => {
    expect(facts).toMatchObject({
      source: 1,
      hostname: 'esx01.lab.local',
      product: 'VMware ESXi',
      version: '6.7.0',
      build: '15160138',
      uuid: '5b2cf5b1-46a2-7d3e-1b2c-001871eaca38',
      collectedAt: '2020-07-28T09:11:46.467Z',
      uptimeSeconds: 3020410,
      collectionOptions: 'nozip=False quiet=True',
      commandLine: '/usr/lib/vmware/hostd/cgi-bin/vm-support.cgi -w /scratch/vmware/vmsupport',
    });
  });

  it('names the file of each fact', () => {
    expect(facts.from).toEqual({
      hostname: 'etc/vmware/esx.conf',
      product: VERSION,
      version: VERSION,
      build: VERSION,
      uuid: 'etc/vmware/esx.conf',
      collectedAt: 'README',
      uptimeSeconds: 'commands/localcli_system-stats-uptime-get.txt',
      collectionOptions: 'README',
      commandLine: 'README',
    });
  });

  it('has VMs put together from inventory, process list and .vmx', () => {
    const vmx = `${VOLUME.slice(1)}/R&D <old>/rd.vmx`;
    expect(facts.vms).toEqual([
      {
        name: 'MGSIP EOSN OUT',
        number: 100,
        vmxPath: `${VOLUME}/MGSIP EOSN OUT/MGSIP EOSN OUT.vmx`,
        running: true,
        world: '2140081',
        from: [PROCESSES, INVENTORY],
      },
      // the inventory names the datastore, the bundle its UUID
      {
        name: 'R&D "old"',
        number: 91,
        vmxPath: `/${vmx}`,
        running: false,
        world: null,
        from: [INVENTORY, vmx],
      },
      {
        name: 'v-queworx_a',
        number: 99,
        vmxPath: `${VOLUME}/v-queworx_a/v-queworx_a.vmx`,
        running: true,
        world: '2102229',
        from: [PROCESSES, INVENTORY],
      },
    ]);
  });

  it('has networks, of each the best file', () => {
    expect(facts.networks.map(({ kind, name, detail }) => `${kind} ${name}: ${detail}`)).toEqual([
      'vmkernel vmk0: 192.168.31.200, 255.255.255.0, STATIC, gateway 192.168.31.1',
      'vmkernel vmk1: 10.0.0.9, 255.255.255.0, DHCP, gateway 0.0.0.0',
      'vmkernel vmk2: 10.0.0.8, 255.255.255.0, STATIC, gateway 0.0.0.0',
      'physical vmnic0: Up, 1000 Full, 00:18:71:ea:ca:38, ntg3, Broadcom Corporation NetXtreme BCM5720 Gigabit Ethernet',
      'physical vmnic1: Down, 0 Half, 00:18:71:ea:ca:39, ntg3, Broadcom Corporation NetXtreme BCM5720 Gigabit Ethernet',
      'switch vSwitch-Mirror: no uplink, MTU 9000',
      'switch vSwitch0: uplinks vmnic1, vmnic0, MTU 1500',
      'portgroup Management Network: vSwitch0, VLAN 31',
      'portgroup SPAN-Monitoring-PG: vSwitch-Mirror, VLAN 4095',
      'portgroup VM Network: vSwitch0, VLAN 0',
    ]);
    expect(facts.networks.map(({ from }) => from)).not.toContain('etc/vmware/esx.conf');
  });

  it('has datastores, without the volumes of ESXi itself', () => {
    const from = 'commands/localcli_storage-filesystem-list.txt';
    expect(facts.datastores).toEqual([
      {
        name: 'datastore1',
        uuid: '5b2cf72d-c314ef74-0f37-8cdf9d51786c',
        type: 'VMFS-6',
        capacityBytes: 1192121860096,
        freeBytes: 556500254720,
        from,
      },
      {
        name: 'nfs-backup',
        uuid: '8b5f9d3a-0a1b2c3d',
        type: 'NFS',
        capacityBytes: 2092722814976,
        freeBytes: 338536955904,
        from,
      },
    ]);
  });

  it('has networks from esx.conf when no command was run', () => {
    const alone = hostFacts(1, 'x', files({ 'etc/vmware/esx.conf': ESXI_67['etc/vmware/esx.conf']! }))!;
    expect(alone.networks.map(({ kind, name, detail }) => `${kind} ${name}: ${detail}`)).toEqual([
      'vmkernel vmk0: 192.168.31.200, 255.255.255.0, Management Network, 00:18:71:ea:ca:38',
      'physical vmnic0: 00:18:71:ea:ca:38',
      'physical vmnic1: 00:18:71:ea:ca:39',
      'switch vSwitch0: uplinks vmnic0 vmnic1, MTU 1500',
      'portgroup Management Network: vSwitch0, VLAN 31',
      'portgroup VM Network: vSwitch0, VLAN 0',
    ]);
    expect(alone).toMatchObject({
      hostname: 'esx01.lab.local',
      version: '6.7.0',
      build: null,
      collectedAt: null,
    });
  });
});

describe('a host of 7.0', () => {
  const facts = hostFacts(2, BUNDLE_70, files(ESXI_70))!;

  it('is known by what is there', () => {
    expect(facts).toMatchObject({
      hostname: 'esx07-r07.avs.azure.com',
      version: '7.0.3',
      build: '19193900',
      uuid: '61f0a3b4-1111-2222-3333-0050568f1a2b',
      collectedAt: '2022-04-07T13:59:58.000Z',
      uptimeSeconds: null,
      commandLine: null,
    });
    expect(facts.from['collectedAt']).toBe('commands/date.txt');
    expect(facts.from).not.toHaveProperty('uptimeSeconds');
  });

  it('reads JSON twins', () => {
    expect(facts.vms).toEqual([
      {
        name: 'vSAN File Service Node (2)',
        number: null,
        vmxPath:
          '/vmfs/volumes/vsan:523d6567f1251470-01fff6533f4bec49/7c788d65-080c-0bbd-a559-78ac4407b2c6/vSAN File Service Node (2).vmx',
        running: true,
        world: '22541454',
        from: ['json/localcli_vm-process-list.json'],
      },
    ]);
  });

  it('reads tables that are padded by bytes', () => {
    expect(facts.datastores).toMatchObject([{ name: 'größe', type: 'VMFS-6', freeBytes: 1031581728768 }]);
  });

  it('reads blocks in blocks without their inside', () => {
    expect(facts.networks.map(({ kind, name, detail }) => `${kind} ${name}: ${detail}`)).toEqual([
      'vmkernel vmk0: DvsPortset-0, 00:50:56:8f:1a:2b, MTU 1500',
      'physical vmnic0: ',
      'switch DSwitch: distributed, uplinks vmnic4, MTU 1500',
    ]);
  });
});

describe('a host of 8.0 with little to go by', () => {
  it('is known by the name of its bundle and the head of a log', () => {
    const facts = hostFacts(3, BUNDLE_80, files(ESXI_80))!;
    expect(facts).toMatchObject({
      hostname: 'localhost8',
      product: 'VMware ESXi',
      version: '8.0.2',
      build: '22380479',
      collectedAt: '2026-01-09T16:04:00.000Z',
      uptimeSeconds: 691200,
    });
    expect(facts.from).toMatchObject({
      hostname: BUNDLE_80,
      collectedAt: BUNDLE_80,
      build: 'var/run/log/hostd.log',
    });
    expect(facts.datastores.map(({ name, capacityBytes }) => [name, capacityBytes])).toEqual([
      ['datastore1', 362387865600],
    ]);
  });
});

describe('which files', () => {
  it.each([
    'README',
    'etc/vmware/esx.conf',
    INVENTORY,
    VERSION,
    'commands/1.vmware_-vl.txt',
    'commands/uname_-a.txt',
    PROCESSES,
    'json/localcli_vm-process-list.json',
    'commands/date.txt',
    'etc/hosts',
    'var/run/log/hostd.log',
    'hostd.log',
    'vmfs/volumes/5b2c/a b/x.vmx',
    'commands/localcli_network-nic-list.txt',
    'commands/localcli_network-vswitch-dvs-vmware-list.txt',
    `${BUNDLE_67}/README`,
    `bundles/${BUNDLE_67}/${VERSION}`,
  ])('%s is wanted', (path) => {
    expect(wantedForHostFacts(path)).toBeGreaterThan(0);
    expect(wantedForHostFacts(path)).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it.each([
    '',
    'readme',
    'etc/vmware/vm-support/README',
    'x/README',
    'etc/vmware/esx.conf.LOCK',
    'commands/vmware_-vl.txt.bak',
    'x/commands/date.txt',
    'var/run/log/hostd.0.gz',
    'var/run/log/vmkernel.log',
    'vmfs/volumes/x/x.vmxf',
    'vmfs/volumes/x/x.vmx.lck/M',
    'vmfs/volumes/x/x.vmx~',
    'commands/localcli_vm-process-list.json',
    'var/core/hostd-zdump.000',
  ])('%s is not', (path) => {
    expect(wantedForHostFacts(path)).toBe(0);
  });

  it('decides on a hundred thousand paths in little time', () => {
    const start = performance.now();
    for (let n = 0; n < 100_000; n++)
      wantedForHostFacts(`vmfs/volumes/5b2cf72d-c314ef74-0f37/folder--${n}/vmware-${n}.log`);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('contradictions', () => {
  it('go to the better file, whatever the order', () => {
    const said = files({
      [VERSION]: 'VMware ESXi 7.0.3 build-19193900\n',
      'commands/uname_-a.txt': 'VMkernel other 7.0.2 #1 SMP Release build-17867351 Apr x86_64 ESXi\n',
      'etc/vmware/.buildInfo': 'BUILDNUMBER:1\n',
      'etc/hosts': '10.0.0.1 wrong.lab wrong\n',
      'var/run/log/hostd.log': 'Section for VMware ESX, pid=1, version=6.7.0, build=2, option=Release\n',
    });
    for (const order of [said, [...said].reverse()]) {
      expect(hostFacts(1, BUNDLE_80, order)).toMatchObject({
        hostname: 'other',
        version: '7.0.3',
        build: '19193900',
      });
    }
  });

  it('between equals go to the first try of a command', () => {
    const said = files({
      'commands/1.vmware_-vl.txt': 'VMware ESXi 7.0.2 build-2\n',
      [VERSION]: 'VMware ESXi 7.0.3 build-3\n',
    });
    expect(hostFacts(1, 'x', said)).toMatchObject({ version: '7.0.3', from: { version: VERSION } });
  });
});

describe('damage', () => {
  it('of everything leaves nothing', () => {
    expect(hostFacts(1, 'hostd.log', [])).toBeNull();
    const empty = Object.fromEntries(Object.keys(ESXI_67).map((path) => [path, '']));
    expect(hostFacts(1, 'folder', files(empty))).toBeNull();
    const failed = Object.fromEntries(
      Object.keys(ESXI_67).map((path) => [path, 'Connect to localhost failed: Connection failure.\n']),
    );
    expect(hostFacts(1, 'folder', files(failed))).toBeNull();
  });

  it('of one file leaves out what only that one said', () => {
    for (const path of Object.keys(ESXI_67)) {
      const facts = hostFacts(1, BUNDLE_67, files({ ...ESXI_67, [path]: '\0\ufffd'.repeat(50) }))!;
      expect(facts.version, path).toBe('6.7.0');
      expect(facts.hostname, path).toMatch(/^esx01/);
      expect(Object.values(facts.from), path).not.toContain(path);
    }
  });

  it('of an inventory harms one entry', () => {
    const text = `<?xml version="1.0"?><ConfigRoot><!-- <ConfigEntry><objID>1</objID><vmxCfgPath>/no.vmx</vmxCfgPath></ConfigEntry> -->
      <ConfigEntry id="0"><objID>2</objID><vmxCfgPath>/a.vmx</ConfigEntry>
      <ConfigEntry id="1"><objID>three</objID><vmxCfgPath>/b.vmx</vmxCfgPath></ConfigEntry>
      <ConfigEntry id="2"><vmxCfgPath >/c.vmx</vmxCfgPath ><objID x="y">4</objID>
      <ConfigEntry id="3"><objID>5</objID><vmxCfgPath>/d.v`;
    const facts = hostFacts(1, 'x', [{ path: INVENTORY, text, cut: true }])!;
    expect(facts.vms.map(({ name, number, running }) => [name, number, running])).toEqual([
      ['b', null, null],
      ['c', 4, null],
    ]);
  });

  it('does not say of a cut process list that the others do not run', () => {
    const text = ESXI_67[PROCESSES]!;
    const vms = (list: string, cut: boolean) =>
      hostFacts(1, 'x', [
        { path: PROCESSES, text: list, cut },
        { path: INVENTORY, text: ESXI_67[INVENTORY]! },
      ])!.vms;
    expect(vms(text, false).map(({ running }) => running)).toEqual([true, false, true]);
    // the last VM of a cut list may lack its path: it is left to the other files
    expect(vms(text.slice(0, 500), true).map(({ running }) => running)).toEqual([null, null, true]);
    expect(vms('', false).map(({ running }) => running)).toEqual([null, null, null]);
  });

  it('of a cut table does not give half a number', () => {
    const path = 'commands/localcli_storage-filesystem-list.txt';
    const text = ESXI_67[path]!;
    const facts = hostFacts(1, 'x', [
      { path, text: text.slice(0, text.indexOf('338536955904') + 5), cut: true },
    ])!;
    expect(facts.datastores.map(({ name }) => name)).toEqual(['datastore1']);
  });

  it('takes any piece of any file', () => {
    const random = randomFrom(9);
    const all = Object.entries({ ...ESXI_67, ...ESXI_70, ...ESXI_80 });
    for (let round = 0; round < 3000; round++) {
      const [path] = all[random(all.length)]!;
      const [, text] = all[random(all.length)]!;
      const from = random(text.length + 1);
      const piece = text.slice(from, from + random(text.length));
      const broken = piece.replace(/[\s:"<>=-]/g, (sign) => (random(8) ? sign : '\ufffd'));
      const facts = hostFacts(1, 'x', [{ path, text: random(2) ? piece : broken, cut: random(2) === 1 }]);
      expect(() => JSON.stringify(facts)).not.toThrow();
    }
  });

  it.each([
    [INVENTORY, '<ConfigEntry>'],
    [INVENTORY, '<!--'],
    [INVENTORY, '<vmxCfgPath>'],
    [INVENTORY, '<ConfigEntry><objID>1</objID><vmxCfgPath>/x/y.vmx</vmxCfgPath></ConfigEntry>'],
    [PROCESSES, 'a:\n World ID: 1\n'],
    [PROCESSES, '- -\n'],
    [PROCESSES, '----  '],
    ['json/localcli_vm-process-list.json', '['],
    ['json/localcli_vm-process-list.json', '{"a":'],
    ['etc/vmware/esx.conf', '/net/vswitch/child[0000]/name = "'],
    ['etc/vmware/esx.conf', '/ = '],
    ['commands/localcli_storage-filesystem-list.txt', 'ü  '],
    ['vmfs/volumes/x/x.vmx', 'displayName = '],
    ['README', 'Options: '],
    ['var/run/log/hostd.log', 'Section for VMware ESX, pid=1, version=1.'],
    ['commands/uname_-a.txt', 'VMkernel x 1.1.1 '],
    ['etc/hosts', '# \t'],
  ])('takes a %s full of %s in little time', (path, piece) => {
    const size = wantedForHostFacts(path);
    expect(size).toBeGreaterThan(0);
    const text = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
    const start = performance.now();
    const facts = hostFacts(1, 'x', [{ path, text, cut: true }]);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(facts?.vms.length ?? 0).toBeLessThanOrEqual(10_000);
  });
});

describe('bundle names', () => {
  it.each([
    ['esx-prod-vmware01-2013-08-12--14.06.tgz', 'prod-vmware01', '2013-08-12T14:06:00.000Z'],
    ['esx-localhost6-2026-01-12--13.56-2107676.tar.gz', 'localhost6', '2026-01-12T13:56:00.000Z'],
    ['esx-localhost8-2026-01-09--16.04-135806', 'localhost8', '2026-01-09T16:04:00.000Z'],
    ['esx-esx01.lab.local-2023-12-05--14.31-1050748.zip', 'esx01.lab.local', '2023-12-05T14:31:00.000Z'],
    [
      'esx-da39a3ee5e6b4b0d3255bfef95601890afd80709-2023-12-05--14.31-1.tgz',
      'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      '2023-12-05T14:31:00.000Z',
    ],
  ])('%s', (name, hostname, collectedAt) => expect(bundleName(name)).toEqual({ hostname, collectedAt }));

  it.each([
    '',
    'esx',
    'hostd.log',
    'esx-a-2023-13-05--14.31-1.tgz',
    'esx-a-2023-12-05--25.31',
    'a'.repeat(5000),
    'esx-2023-12-05--14.31',
  ])('%s is none', (name) => expect(bundleName(name)).toBeNull());
});

describe('dates', () => {
  it.each([
    ['Tue Dec  5 14:31:48 UTC 2023', '2023-12-05T14:31:48.000Z'],
    ['Tue Dec  5 14:31:48 2023', '2023-12-05T14:31:48.000Z'],
    ['Tue, 05 Dec 2023 14:31:48 +0100', '2023-12-05T13:31:48.000Z'],
    ['2023-12-05T14:31:48.557Z', '2023-12-05T14:31:48.557Z'],
    ['2023-12-05 14:31:48.557123', '2023-12-05T14:31:48.557Z'],
    ['2023-12-05 14:31:48', '2023-12-05T14:31:48.000Z'],
    ['2023-12-05T14:31:48+05:30', '2023-12-05T09:01:48.000Z'],
    ['Tue Dec  5 14:31:48 CET 2023', null],
    ['Tue Dez  5 14:31:48 UTC 2023', null],
    ['Fri Feb 30 14:31:48 UTC 2023', null],
    ['2023-12-05 25:00:00', null],
    ['yesterday', null],
    ['', null],
  ])('%s', (text, expected) => expect(dateFromText(text)).toBe(expected));
});

describe('sources', () => {
  it('are found, each by its file name', () => {
    expect(FACT_SOURCES.length).toBeGreaterThanOrEqual(20);
    expect(new Set(FACT_SOURCES.map(({ id }) => id)).size).toBe(FACT_SOURCES.length);
    for (const { trust } of FACT_SOURCES) expect(trust).toBeGreaterThan(0);
  });

  it('read uuid, old NIC tables and names from their commands', () => {
    const facts = hostFacts(
      1,
      'x',
      files({
        'commands/localcli_system-uuid-get.txt': '5b2cf5b1-46a2-7d3e-1b2c-001871eaca38\n',
        'commands/localcli_network-nic-list.txt': `Name    PCI Device     Driver  Link  Speed  Duplex  MAC Address         MTU  Description
------  -------------  ------  ----  -----  ------  -----------------  ----  -----------
vmnic0  0000:001:00.0  e1000e  Up     1000  Full    00:18:71:ea:ca:38  1500  Intel Corporation 82572EI
`,
        'etc/hosts': '127.0.0.1 localhost\n192.168.1.10 esx01.lab esx01\n',
        'vmfs/volumes/a/b/c.vmx': 'config.version = "8"\r\nDISPLAYNAME = "umlaut ü"\r\n',
      }),
    )!;
    expect(facts).toMatchObject({ uuid: '5b2cf5b1-46a2-7d3e-1b2c-001871eaca38', hostname: 'esx01.lab' });
    expect(facts.networks[0]!.detail).toBe(
      'Up, 1000 Full, 00:18:71:ea:ca:38, e1000e, Intel Corporation 82572EI',
    );
    expect(facts.vms).toEqual([
      {
        name: 'umlaut ü',
        number: null,
        vmxPath: '/vmfs/volumes/a/b/c.vmx',
        running: null,
        world: null,
        from: ['vmfs/volumes/a/b/c.vmx'],
      },
    ]);
  });

  it('join a VM without a path by its UUID', () => {
    const facts = hostFacts(
      1,
      'x',
      files({
        'json/localcli_vm-process-list.json': JSON.stringify([
          { 'World ID': 7, UUID: '56 4d c9 8d 87 2f a6 68-b2 3b 99 9f fb dc 76 cd' },
        ]),
        'vmfs/volumes/a/b/c.vmx':
          'displayName = "c"\nuuid.bios = "56 4d c9 8d 87 2f a6 68-b2 3b 99 9f fb dc 76 cd"\n',
      }),
    )!;
    expect(facts.vms).toMatchObject([
      { name: 'c', world: '7', running: true, vmxPath: '/vmfs/volumes/a/b/c.vmx' },
    ]);
  });
});
