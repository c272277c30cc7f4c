import type { SampleHost } from '../host';
import { shortName } from './commands';
import { textFile, type SampleFile } from './file';

/** Configuration of the host. */
export function etcFiles(host: SampleHost): SampleFile[] {
  return [
    textFile('etc/vmware/esx.conf', esxConf(host)),
    textFile('etc/vmware/hostd/vmInventory.xml', inventory(host)),
    textFile(
      'etc/vmware/hostd/config.xml',
      '<config>\n   <log>\n      <level>info</level>\n   </log>\n</config>\n',
    ),
    textFile(
      'etc/vmsyslog.conf',
      '[vmsyslogd]\nlogdir = <none>\nlogdir_unique = false\nloghost = <none>\nrotate = 8\nsize = 1024\n',
    ),
    textFile(
      'etc/vmsyslog.conf.d/hostd.conf',
      '[hostd]\nidents = Hostd\nfile = hostd.log\nrotate = 10\nsize = 10240\nmessageOnly = true\n',
    ),
    textFile(
      'etc/hosts',
      `127.0.0.1\tlocalhost.localdomain localhost\n::1\t\tlocalhost.localdomain localhost\n${host.address}\t${host.name} ${shortName(host)}\n`,
    ),
    textFile('etc/resolv.conf', 'nameserver 192.0.2.5\nnameserver 192.0.2.6\nsearch lab.example\n'),
    textFile('etc/chkconfig.db', '/etc/init.d/hostd\n/etc/init.d/vpxa\n/etc/init.d/ntpd\n'),
    textFile(
      'bootbank/boot.cfg',
      `bootstate=0\ntitle=Loading VMware ESXi\ntimeout=5\nprefix=\nkernel=b.b00\nkernelopt=installerDiskDumpSlotSize=2560\nbuild=${host.version}-0.${host.build}\nupdated=2\n`,
    ),
    {
      ...textFile(
        'proc/bus/usb/devices',
        'T:  Bus=01 Lev=00 Prnt=00 Port=00 Cnt=00 Dev#=  1 Spd=480 MxCh= 4\nS:  Product=EHCI Host Controller\n',
      ),
      piped: true,
    },
    {
      ...textFile(
        'proc/scsi/scsi',
        'Attached devices:\nHost: scsi0 Channel: 00 Id: 04 Lun: 00\n  Vendor: NECVMWar Model: VMware IDE CDR00 Rev: 1.00\n',
      ),
      piped: true,
    },
  ];
}

function esxConf(host: SampleHost): string {
  const settings: [string, string][] = [
    ['/adv/Misc/HostName', host.name],
    ['/adv/Misc/HostIPAddr', host.address],
    ['/adv/Net/ManagementIface', 'vmk0'],
    ['/system/uuid', host.uuid],
    ['/vmkernel/build', host.build],
    ['/net/vmkernelnic/child[0000]/name', 'vmk0'],
    ['/net/vmkernelnic/child[0000]/ipv4address', host.address],
    ['/net/vmkernelnic/child[0000]/ipv4netmask', '255.255.255.0'],
    ['/net/vmkernelnic/child[0000]/portgroup', 'Management Network'],
    ['/net/vmkernelnic/child[0001]/name', 'vmk1'],
    ['/net/vmkernelnic/child[0001]/ipv4address', '198.51.100.21'],
    ['/net/vmkernelnic/child[0001]/portgroup', 'vMotion'],
    ['/net/vswitch/child[0000]/name', 'vSwitch0'],
    ['/net/vswitch/child[0000]/portgroup/child[0000]/name', 'VM Network'],
    ['/net/vswitch/child[0000]/portgroup/child[0001]/name', 'Management Network'],
    ['/net/vswitch/child[0001]/name', 'vSwitch1'],
    ['/net/vswitch/child[0001]/portgroup/child[0000]/vlanId', '120'],
    ...host.nics.flatMap((nic, n): [string, string][] => [
      [`/net/pnic/child[000${n}]/name`, nic.name],
      [`/net/pnic/child[000${n}]/mac`, nic.mac],
    ]),
  ];
  return settings.map(([key, value]) => `${key} = "${value}"\n`).join('');
}

function inventory(host: SampleHost): string {
  const entries = host.vms.map(
    (vm, n) =>
      `  <ConfigEntry id="${String(n).padStart(4, '0')}">\n    <objID>${vm.number}</objID>\n    <secDomain>23</secDomain>\n    <vmxCfgPath>${xml(vm.vmxPath)}</vmxCfgPath>\n  </ConfigEntry>\n`,
  );
  return `<ConfigRoot>\n${entries.join('')}</ConfigRoot>\n`;
}

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
