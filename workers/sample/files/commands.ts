import type { SampleHost, SampleVm } from '../host';
import type { Random } from '../random';
import { commandFileName } from '../../host/command-name';
import { bigDumps } from './esxcfg-info';
import { jsonText, textFile, type SampleFile } from './file';

/** Output of the commands vm-support runs, with JSON twins for some. */
export function commandFiles(host: SampleHost, fragments: boolean, random: Random): SampleFile[] {
  const files: SampleFile[] = [];
  const add = (command: string, text: string, json?: unknown): void => {
    const action = `${command} (System:Base)`;
    const path = `commands/${commandFileName(command)}`;
    files.push({ ...textFile(path, text), piped: true, action });
    if (json === undefined) return;
    const twin = `json/${commandFileName(command, 'json')}`;
    files.push({
      ...textFile(twin, jsonText(json)),
      piped: true,
      action: `${command} --formatter=json (System:Base)`,
    });
  };
  const seconds = Math.floor((host.collectedAt - host.bootedAt) / 1000);
  add('vmware -vl', `VMware ESXi ${host.version} build-${host.build}\n${host.longName}\n`);
  add('date', `${dateText(host.collectedAt)}\n`);
  add('uptime', uptimeLine(host.collectedAt, seconds));
  add(
    'uname -a',
    `VMkernel ${shortName(host)} ${host.version} #1 SMP Release build-${host.build} x86_64 x86_64 x86_64 ESXi\n`,
  );
  add('localcli system stats uptime get', `${seconds * 1_000_000 + 431_207}\n`);
  add(
    'localcli system version get',
    fields({
      Product: 'VMware ESXi',
      Version: host.version,
      Build: `Releasebuild-${host.build}`,
      Update: '3',
      Patch: '0',
    }),
  );
  add(
    'localcli system hostname get',
    fields({
      'Domain Name': host.name.split('.').slice(1).join('.'),
      'Fully Qualified Domain Name': host.name,
      'Host Name': shortName(host),
    }),
  );
  add('localcli system uuid get', `${host.uuid}\n`);
  add(
    'localcli vm process list',
    host.vms
      .filter((vm) => vm.running)
      .map(processText)
      .join('\n'),
    host.vms.filter((vm) => vm.running).map(processJson),
  );
  add('vim-cmd vmsvc/getallvms', allVms(host));
  networkCommands(host, add);
  storageCommands(host, add);
  const vibs = [
    'esx-base',
    'esx-update',
    'native-misc-drivers',
    'vsan',
    'ixgben',
    'ne1000',
    'nhpsa',
    'nvme-pcie',
    'lsi-mr3',
    'qlnativefc',
  ];
  add(
    'localcli software vib list',
    table(
      ['Name', 'Version', 'Vendor', 'Acceptance Level', 'Install Date'],
      vibs.map((name) => [
        name,
        `${host.version}-0.${host.build}`,
        'VMware',
        'VMwareCertified',
        '2023-02-01',
      ]),
    ),
    vibs.map((Name) => ({ Name, Version: `${host.version}-0.${host.build}`, Vendor: 'VMware' })),
  );
  add(
    'localcli --plugin-dir /usr/lib/vmware/esxcli/int systemInternal coredump configuration check',
    'Coredump configuration is valid\n',
  );
  const worlds = Array.from(
    { length: 160 },
    (_, n) =>
      `${2_097_152 + n * 13}  ${2_097_152 + n * 13}  ${random.pick(['hostd-worker', 'vpxa-worker', 'vmsyslogd', 'sh', 'vobd', 'vmx-vcpu-0', 'fdm-worker'])}`,
  );
  add('ps -P -T -c -s', `WID      CID      Command\n${worlds.join('\n')}\n`);
  add('vobbuf -h', '[UserLevelCorrelator] 61000123us: [esx.audit.host.boot] Host has booted.\n');
  for (const { command, text } of bigDumps(host, fragments, random)) add(command, text);
  // Two results of one name: the second gets a number in front.
  files.push({
    ...textFile('commands/1.vmware_-vl.txt', `VMware ESXi ${host.version} build-${host.build}\n`),
    piped: true,
  });
  return files;
}

type Add = (command: string, text: string, json?: unknown) => void;

function networkCommands(host: SampleHost, add: Add): void {
  add(
    'localcli network nic list',
    table(
      [
        'Name',
        'PCI Device',
        'Driver',
        'Admin Status',
        'Link Status',
        'Speed',
        'Duplex',
        'MAC Address',
        'MTU',
        'Description',
      ],
      host.nics.map((nic) => [
        nic.name,
        nic.pci,
        nic.driver,
        'Up',
        'Up',
        String(nic.speed),
        'Full',
        nic.mac,
        '1500',
        'Ethernet Controller',
      ]),
    ),
    host.nics.map((nic) => ({
      Name: nic.name,
      Driver: nic.driver,
      Link: 'Up',
      Speed: nic.speed,
      'MAC Address': nic.mac,
    })),
  );
  add(
    'localcli network ip interface list',
    ['vmk0', 'vmk1']
      .map(
        (name, n) =>
          `${name}\n${fields({ Name: name, 'MAC Address': `00:50:56:6b:1e:0${n}`, Enabled: 'true', Portset: `vSwitch${n}`, Portgroup: n === 0 ? 'Management Network' : 'vMotion', MTU: '1500', 'TSO MSS': '65535', 'Port ID': `6710886${n}` })}`,
      )
      .join('\n'),
  );
  const addresses = [
    ['vmk0', host.address, '255.255.255.0', '192.0.2.255', 'STATIC', '192.0.2.1', 'false'],
    ['vmk1', '198.51.100.21', '255.255.255.0', '198.51.100.255', 'STATIC', '0.0.0.0', 'false'],
  ];
  add(
    'localcli network ip interface ipv4 get',
    table(
      ['Name', 'IPv4 Address', 'IPv4 Netmask', 'IPv4 Broadcast', 'Address Type', 'Gateway', 'DHCP DNS'],
      addresses,
    ),
  );
  add(
    'localcli network vswitch standard list',
    ['vSwitch0', 'vSwitch1']
      .map(
        (name, n) =>
          `${name}\n${fields({ Name: name, Class: 'cswitch', 'Num Ports': '9216', 'Used Ports': '12', MTU: '1500', Uplinks: `vmnic${n * 2 + 1}, vmnic${n * 2}`, Portgroups: n === 0 ? 'VM Network, Management Network' : 'VM Network 2, vMotion' })}`,
      )
      .join('\n'),
  );
  add(
    'localcli network vswitch standard portgroup list',
    table(
      ['Name', 'Virtual Switch', 'Active Clients', 'VLAN ID'],
      [
        ['Management Network', 'vSwitch0', '1', '0'],
        ['VM Network', 'vSwitch0', '4', '0'],
        ['VM Network 2', 'vSwitch1', '2', '120'],
        ['vMotion', 'vSwitch1', '1', '130'],
      ],
    ),
  );
  add('localcli network ip dns server list', fields({ DNSServers: '192.0.2.5, 192.0.2.6' }));
}

function storageCommands(host: SampleHost, add: Add): void {
  add(
    'localcli storage filesystem list',
    table(
      ['Mount Point', 'Volume Name', 'UUID', 'Mounted', 'Type', 'Size', 'Free'],
      host.datastores.map((store) => [
        `/vmfs/volumes/${store.uuid}`,
        store.name,
        store.uuid,
        'true',
        store.type,
        String(store.capacity),
        String(store.free),
      ]),
    ),
    host.datastores.map((store) => ({
      'Mount Point': `/vmfs/volumes/${store.uuid}`,
      'Volume Name': store.name,
      UUID: store.uuid,
      Mounted: true,
      Type: store.type,
      Size: store.capacity,
      Free: store.free,
    })),
  );
  const disks = host.datastores.filter((store) => store.type !== 'NFS');
  add(
    'localcli storage core device list',
    disks
      .map(
        (store) =>
          `${store.device}\n${fields({ 'Display Name': `LIO-ORG Fibre Channel Disk (${store.device})`, 'Has Settable Display Name': 'true', Size: String(Math.floor(store.capacity / 1024 ** 2)), 'Device Type': 'Direct-Access', 'Multipath Plugin': 'NMP', 'Devfs Path': `/vmfs/devices/disks/${store.device}`, Vendor: 'LIO-ORG', Model: 'lun12', 'Is SSD': 'false', Status: 'on' })}`,
      )
      .join('\n'),
  );
  add(
    'localcli storage core path list',
    disks
      .map(
        (store, n) =>
          `fc.2000e4434b000001:2001e4434b000001-fc.500601-${store.device}\n${fields({ 'Runtime Name': `vmhba2:C0:T1:L${12 + n}`, Device: store.device, State: 'active', Adapter: 'vmhba2', LUN: String(12 + n) })}`,
      )
      .join('\n'),
  );
  for (const store of disks) {
    add(
      `vmkfstools -P -v 10 /vmfs/volumes/${store.uuid}`,
      `${store.type}.82 (Raw Major Version: 24) file system spanning 1 partitions.\nFile system label (if any): ${store.name}\nMode: public\nCapacity ${store.capacity}, ${store.free} file blocks free\nUUID: ${store.uuid}\n`,
    );
  }
}

function processText(vm: SampleVm): string {
  return `${vm.name}\n${fields({ 'World ID': String(vm.world), 'Process ID': '0', 'VMX Cartel ID': String(vm.world - 4), UUID: vm.uuid, 'Display Name': vm.name, 'Config File': vm.vmxPath })}`;
}

function processJson(vm: SampleVm): unknown {
  return {
    'Config File': vm.vmxPath,
    'Display Name': vm.name,
    'Process ID': 0,
    UUID: vm.uuid,
    'VMX Cartel ID': vm.world - 4,
    'World ID': vm.world,
  };
}

function allVms(host: SampleHost): string {
  const rows = host.vms.map((vm) => {
    const file = `[${vm.datastore.name}] ${vm.name}/${vm.name}.vmx`;
    return `${String(vm.number).padEnd(6)} ${vm.name.padEnd(28)} ${file.padEnd(60)} ${vm.guest.padEnd(20)} vmx-14              `;
  });
  return `Vmid   Name                         File                                                         Guest OS             Version   Annotation\n${rows.join('\n')}\n`;
}

export function shortName(host: SampleHost): string {
  return host.name.split('.')[0]!;
}

/** `   Key: value` lines, as localcli prints a record. */
function fields(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([key, value]) => `   ${key}: ${value}\n`)
    .join('');
}

/** Columns as localcli prints them: padded, two blanks apart, a line of dashes below the head. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, n) => Math.max(title.length, ...rows.map((row) => row[n]!.length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, n) => cell.padEnd(widths[n]!))
      .join('  ')
      .trimEnd();
  return `${[line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n')}\n`;
}

function dateText(time: number): string {
  const [day, date, month, year, clock] = new Date(time).toUTCString().replace(',', '').split(' ') as [
    string,
    string,
    string,
    string,
    string,
  ];
  return `${day} ${month} ${date.replace(/^0/, ' ')} ${clock} UTC ${year}`;
}

function uptimeLine(collectedAt: number, seconds: number): string {
  const clock = new Date(collectedAt).toISOString().slice(11, 19);
  const days = Math.floor(seconds / 86_400);
  const rest = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  return ` ${clock} up ${days > 0 ? `${days} ${days === 1 ? 'day' : 'days'}, ` : ''}${rest}, load average: 0.07, 0.09, 0.08\n`;
}
