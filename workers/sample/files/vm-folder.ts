import type { SampleHost, SampleVm } from '../host';
import { textFile, type SampleFile } from './file';

/** The small files in each VM's folder. */
export function vmFiles(host: SampleHost): SampleFile[] {
  return host.vms.flatMap((vm) => {
    const base = `${vm.folder.slice(1)}/${vm.name}`;
    return [
      textFile(`${base}.vmx`, vmx(host, vm)),
      textFile(
        `${base}.vmxf`,
        `<?xml version="1.0"?>\n<Foundry>\n<VM>\n<VMId type="string">${vm.uuid}</VMId>\n</VM></Foundry>\n`,
      ),
      textFile(`${base}.vmsd`, '.encoding = "UTF-8"\nsnapshot.lastUID = "3"\nsnapshot.numSnapshots = "0"\n'),
      textFile(`${base}.vmdk`, vmdk(vm).slice(0, 1024)),
    ];
  });
}

function vmx(host: SampleHost, vm: SampleVm): string {
  const settings: [string, string][] = [
    ['.encoding', 'UTF-8'],
    ['config.version', '8'],
    ['virtualHW.version', host.release === '8.0' ? '21' : '14'],
    ['displayName', vm.name],
    ['guestOS', vm.guest],
    ['numvcpus', String(vm.cpus)],
    ['memSize', String(vm.memoryMb)],
    ['uuid.bios', vm.uuid],
    ['scsi0.present', 'TRUE'],
    ['scsi0.virtualDev', 'pvscsi'],
    ['scsi0:0.fileName', `${vm.name}.vmdk`],
    ['ethernet0.networkName', 'VM Network'],
    ['ethernet0.generatedAddress', vm.mac],
  ];
  return settings.map(([key, value]) => `${key} = "${value}"\n`).join('');
}

function vmdk(vm: SampleVm): string {
  return `# Disk DescriptorFile\nversion=1\nencoding="UTF-8"\nCID=fffffffe\nparentCID=ffffffff\ncreateType="vmfs"\n\n# Extent description\nRW 209715200 VMFS "${vm.name}-flat.vmdk"\n\n# The Disk Data Base\nddb.adapterType = "lsilogic"\nddb.geometry.cylinders = "13054"\nddb.uuid = "60 00 C2 9f 13 c6 6b 5c-8a 1c 4e 9f 9e 0a 4d 11"\n`;
}
