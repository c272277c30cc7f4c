import type { HostFile } from '../../workers/host/host-facts';

/** Files of a bundle as a text would list them: path to content. */
export function files(contents: Record<string, string>): HostFile[] {
  return Object.entries(contents).map(([path, text]) => ({ path, text }));
}

const readme = (
  bundle: string,
  at: string,
  version: string,
) => `Command line: /usr/lib/vmware/hostd/cgi-bin/vm-support.cgi -w /scratch/vmware/vmsupport
Bundle name: ${bundle}
Captured on: ${at}
vm-support version: ${version}
Options: nozip=False quiet=True

This is an ESXi support bundle, created by vm-support.
Options: in the fixed text count for nothing
`;

export const BUNDLE_67 = 'esx-esx01.lab.local-2020-07-28--09.11-11857730';

export const ESXI_67: Record<string, string> = {
  README: readme(BUNDLE_67, '2020-07-28 09:11:46.467123', '3.3'),
  'etc/vmware/esx.conf': `/adv/Misc/HostName = "esx01.lab.local"
/adv/Misc/HostIPAddr = "192.168.31.200"
/net/pnic/child[0000]/mac = "00:18:71:ea:ca:38"
/net/pnic/child[0000]/name = "vmnic0"
/net/pnic/child[0001]/mac = "00:18:71:ea:ca:39"
/net/pnic/child[0001]/name = "vmnic1"
/net/vmkernelnic/child[0000]/dhcp = "false"
/net/vmkernelnic/child[0000]/ipv4address = "192.168.31.200"
/net/vmkernelnic/child[0000]/ipv4netmask = "255.255.255.0"
/net/vmkernelnic/child[0000]/mac = "00:18:71:ea:ca:38"
/net/vmkernelnic/child[0000]/name = "vmk0"
/net/vmkernelnic/child[0000]/portgroup = "Management Network"
/net/vswitch/child[0000]/mtu = "1500"
/net/vswitch/child[0000]/name = "vSwitch0"
/net/vswitch/child[0000]/portgroup/child[0000]/name = "VM Network"
/net/vswitch/child[0000]/portgroup/child[0001]/name = "Management Network"
/net/vswitch/child[0000]/portgroup/child[0001]/vlanId = "31"
/net/vswitch/child[0000]/uplinks/child[0000]/pnic = "vmnic0"
/net/vswitch/child[0000]/uplinks/child[0001]/pnic = "vmnic1"
/resourceGroups/version = "6.7.0"
/system/uuid = "5b2cf5b1-46a2-7d3e-1b2c-001871eaca38"
`,
  'etc/vmware/.buildInfo':
    'GITHASH:0\nCHANGE:6076825\nBRANCH:onprem\nBUILDTAG:gobuild\nBUILDNUMBER:15160138\n',
  'commands/vmware_-vl.txt': 'VMware ESXi 6.7.0 build-15160138\nVMware ESXi 6.7.0 Update 3\n',
  'commands/uname_-a.txt':
    'VMkernel esx01.lab.local 6.7.0 #1 SMP Release build-15160138 Nov 10 2019 21:22:33 x86_64 x86_64 x86_64 ESXi\n',
  'commands/date.txt': 'Tue Jul 28 09:12:03 UTC 2020\n',
  'commands/localcli_system-stats-uptime-get.txt': '3020410535559\n',
  'commands/localcli_vm-process-list.txt': `v-queworx_a:
   World ID: 2102229
   Process ID: 0
   VMX Cartel ID: 2102197
   UUID: 56 4d c9 8d 87 2f a6 68-b2 3b 99 9f fb dc 76 cd
   Display Name: v-queworx_a
   Config File: /vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/v-queworx_a/v-queworx_a.vmx

MGSIP EOSN OUT:
   World ID: 2140081
   Process ID: 0
   VMX Cartel ID: 2140080
   UUID: 42 23 f4 67 06 76 9c f4-91 c2 2f 3d 3f bf 71 bc
   Display Name: MGSIP EOSN OUT
   Config File: /vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/MGSIP EOSN OUT/MGSIP EOSN OUT.vmx
`,
  'etc/vmware/hostd/vmInventory.xml': `<ConfigRoot>
  <ConfigEntry id="0000">
    <objID>99</objID>
    <secDomain>11</secDomain>
    <vmxCfgPath>/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/v-queworx_a/v-queworx_a.vmx</vmxCfgPath>
  </ConfigEntry>
  <ConfigEntry id="0001">
    <objID>100</objID>
    <secDomain/>
    <vmxCfgPath>/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/MGSIP EOSN OUT/MGSIP EOSN OUT.vmx</vmxCfgPath>
  </ConfigEntry>
  <ConfigEntry id="0002">
    <objID>91</objID>
    <vmxCfgPath>/vmfs/volumes/datastore1/R&amp;D &#x3c;old&#62;/rd.vmx</vmxCfgPath>
  </ConfigEntry>
</ConfigRoot>
`,
  'vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/R&D <old>/rd.vmx': `.encoding = "UTF-8"
config.version = "8"
displayName = "R&D |22old|22"
uuid.bios = "56 4d 00 00 87 2f a6 68-b2 3b 99 9f fb dc 76 cd"
`,
  'commands/localcli_network-ip-interface-ipv4-get.txt':
    `Name  IPv4 Address    IPv4 Netmask   IPv4 Broadcast  Address Type  Gateway       DHCP DNS
----  --------------  -------------  --------------  ------------  ------------  --------
vmk0  192.168.31.200  255.255.255.0  192.168.31.255  STATIC        192.168.31.1     false
vmk10 10.0.0.9        255.255.255.0  10.0.0.255      DHCP          0.0.0.0          false
vmk2  10.0.0.8        255.255.255.0  10.0.0.255      STATIC        0.0.0.0          false
`.replace('vmk10 ', 'vmk1  '),
  'commands/localcli_network-nic-list.txt': `Name    PCI Device    Driver  Admin Status  Link Status  Speed  Duplex  MAC Address         MTU  Description
------  ------------  ------  ------------  -----------  -----  ------  -----------------  ----  -----------
vmnic0  0000:01:00.0  ntg3    Up            Up            1000  Full    00:18:71:ea:ca:38  1500  Broadcom Corporation NetXtreme BCM5720 Gigabit Ethernet
vmnic1  0000:01:00.1  ntg3    Up            Down             0  Half    00:18:71:ea:ca:39  1500  Broadcom Corporation NetXtreme BCM5720 Gigabit Ethernet
`,
  'commands/localcli_network-vswitch-standard-list.txt': `vSwitch0:
   Name: vSwitch0
   Class: cswitch
   Num Ports: 7680
   Used Ports: 26
   Configured Ports: 128
   MTU: 1500
   CDP Status: listen
   Beacon Enabled: false
   Beacon Required By:
   Uplinks: vmnic1, vmnic0
   Portgroups: VM Network, Management Network

vSwitch-Mirror:
   Name: vSwitch-Mirror
   Class: cswitch
   Num Ports: 7680
   MTU: 9000
   Uplinks:
   Portgroups: SPAN-Monitoring-PG
`,
  'commands/localcli_network-vswitch-standard-portgroup-list.txt': `Name                Virtual Switch  Active Clients  VLAN ID
------------------  --------------  --------------  -------
Management Network  vSwitch0                     1       31
SPAN-Monitoring-PG  vSwitch-Mirror               0     4095
VM Network          vSwitch0                    15        0
`,
  'commands/localcli_storage-filesystem-list.txt': `Mount Point                                        Volume Name  UUID                                 Mounted  Type             Size          Free
-------------------------------------------------  -----------  -----------------------------------  -------  ------  -------------  ------------
/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c  datastore1   5b2cf72d-c314ef74-0f37-8cdf9d51786c     true  VMFS-6  1192121860096  556500254720
/vmfs/volumes/8b5f9d3a-0a1b2c3d                    nfs-backup   8b5f9d3a-0a1b2c3d                       true  NFS     2092722814976  338536955904
/vmfs/volumes/ddae0775-664c51a1-87b5-6510bda38aac               ddae0775-664c51a1-87b5-6510bda38aac     true  vfat        261853184     261844992
`,
  'etc/hosts': `# Do not remove the following line
127.0.0.1\tlocalhost.localdomain localhost
::1\t\tlocalhost.localdomain localhost
192.168.31.200\tesx01.lab.local esx01
`,
  'var/run/log/hostd.log':
    '2020-07-29T00:40:15.740Z - time the service was last started, Section for VMware ESX, pid=11927129, version=6.7.0, build=15160138, option=Release\n2020-07-29T00:40:15.740Z info hostd[11927129] [Originator@6876 sub=Default] x\n',
};

export const BUNDLE_70 = 'esx-esx07-r07-2022-04-07--13.59-2615477.tgz';

/** 7.0: esx.conf has lost most of its lines, JSON twins, OSDATA and boot banks with names, a distributed switch. */
export const ESXI_70: Record<string, string> = {
  'etc/vmware/esx.conf':
    '/system/uuid = "61f0a3b4-1111-2222-3333-0050568f1a2b"\n/net/pnic/child[0000]/name = "vmnic0"\n',
  'commands/vmware_-vl.txt': 'VMware ESXi 7.0.3 build-19193900\nVMware ESXi 7.0 Update 3\n',
  'commands/localcli_system-version-get.txt':
    '   Product: VMware ESXi\n   Version: 7.0.3\n   Build: Releasebuild-19193900\n   Update: 3\n   Patch: 20\n',
  'commands/localcli_system-hostname-get.txt':
    '   Domain Name: avs.azure.com\n   Fully Qualified Domain Name: esx07-r07.avs.azure.com\n   Host Name: esx07-r07\n',
  'commands/date.txt': 'Thu Apr  7 13:59:58 UTC 2022\n',
  'json/localcli_vm-process-list.json': JSON.stringify([
    {
      ConfigFile:
        '/vmfs/volumes/vsan:523d6567f1251470-01fff6533f4bec49/7c788d65-080c-0bbd-a559-78ac4407b2c6/vSAN File Service Node (2).vmx',
      DisplayName: 'vSAN File Service Node (2)',
      ProcessID: 0,
      UUID: '42 36 49 50 7c 48 2a 8b-18 b5 48 e1 0d db 9a 37',
      VMXCartelID: 22541452,
      WorldID: 22541454,
    },
  ]),
  'commands/localcli_network-vswitch-dvs-vmware-list.txt': `DSwitch:
   Name: DSwitch
   VDS ID: 50 17 d4 16 3d ac 54 90-c8 d0 0a 7a 4f 3c bd 0e
   Class: cswitch
   Num Ports: 2290
   MTU: 1500
   Uplinks: vmnic4
   VMware Branded: true
   DVPort:
         Client: vmnic4
         DVPortgroup ID: dvportgroup-11014
         In Use: true
         Port ID: 16

         Client:
         DVPortgroup ID: dvportgroup-11014
         Port ID: 17
`,
  'commands/localcli_network-ip-interface-list.txt': `vmk0:
   Name: vmk0
   MAC Address: 00:50:56:8f:1a:2b
   Enabled: true
   Portset: DvsPortset-0
   Portgroup: N/A
   MTU: 1500
`,
  'commands/localcli_storage-filesystem-list.txt': `Mount Point                                        Volume Name                                 UUID                                 Mounted  Type             Size           Free
-------------------------------------------------  ------------------------------------------  -----------------------------------  -------  ------  -------------  -------------
/vmfs/volumes/6915980a-31727d10-2956-001b21bcf020  größe                                     6915980a-31727d10-2956-001b21bcf020     true  VMFS-6  1061930663936  1031581728768
/vmfs/volumes/68fa0239-da47d710-e904-001b21bcf020  OSDATA-68fa0239-da47d710-e904-001b21bcf020  68fa0239-da47d710-e904-001b21bcf020     true  VMFS-L   128580583424   123950071808
/vmfs/volumes/fba38b96-3245ef28-c891-f1701f542928  BOOTBANK1                                   fba38b96-3245ef28-c891-f1701f542928     true  vfat       4293591040     4000382976
`,
};

export const BUNDLE_80 = 'esx-localhost8-2026-01-09--16.04-135806';

/** 8.0, only what the log says and two files. */
export const ESXI_80: Record<string, string> = {
  'var/run/log/hostd.log':
    '2026-01-09T15:00:00.001Z In(166) Hostd[135001]: - last log rotation time, 2026-01-08T15:00:00.001Z - time the service was last started 2026-01-01T10:00:00.001Z, Section for VMware ESX, pid=135001, version=8.0.2, build=22380479, option=Release\n',
  'json/localcli_system-stats-uptime-get.json': '691200999999\n',
  'json/localcli_storage-filesystem-list.json': JSON.stringify([
    {
      'Mount Point': '/vmfs/volumes/6a91690e-79d7dcf6-a927-001b21e7d76e',
      'Volume Name': 'datastore1',
      UUID: '6a91690e-79d7dcf6-a927-001b21e7d76e',
      Mounted: true,
      Type: 'VMFS-6',
      Size: 362387865600,
      Free: 360873721856,
    },
    {
      'Mount Point': '/vmfs/volumes/6a91690d',
      'Volume Name': 'OSDATA-6a91690d',
      UUID: '6a91690d',
      Type: 'VMFSOS',
      Size: 1,
      Free: 1,
    },
  ]),
};
