import { outputOf } from '../../host/paths';
import { rowsOf } from '../../host/rows';
import { form, vmForm } from '../needle-forms';
import type { NameRoad } from '../name-road';

/** A name in straight quotes of either kind. */
const QUOTED = `(?:"([^"\\n]{1,128})"|'([^'\\n]{1,128})')`;
/** Worlds of a VM: `vmm0:web01`, `vmx-vcpu-0:web01`, `vmast.2101:web01`. */
const OF_WORLD = String.raw`([^\s'",;:()\[\]]{1,80})`;

/** VMs' names where something says that they are: configuration, inventories, lists of worlds, lines of the kernel. */
export const road: NameRoad = {
  id: 'virtual-machines',
  files: [
    {
      wants: (path) => /\.(?:vmx|vmtx)$/i.test(path),
      maxBytes: 256 * 1024,
      read(text, names, path) {
        names.vm(/([^/]+)\.(?:vmx|vmtx)$/i.exec(path)?.[1]);
        const name = /^[ \t]*displayName[ \t]*=[ \t]*"([^"\r\n]{1,400})"/im.exec(text)?.[1];
        names.vm(
          name?.replace(/\|([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(String(hex), 16))),
        );
      },
    },
    {
      wants: outputOf('localcli_vm-process-list'),
      maxBytes: 4 * 1024 * 1024,
      read(text, names, path) {
        for (const row of rowsOf(path, text)) names.vm(row.displayname ?? row['']);
      },
    },
    {
      wants: (path) => /(?:^|\/)vim-cmd_vmsvcgetallvms[^/]*\.txt$/.test(path),
      maxBytes: 4 * 1024 * 1024,
      read(text, names) {
        for (const [, name, store] of text.matchAll(
          /^\d{1,9}[ \t]+(\S.{0,254}?) +\[([^\]\n]{1,128})\] .+\.vm[tx]x?\b/gm,
        )) {
          names.vm(name);
          names.datastore(store);
        }
      },
    },
  ],
  forms: [
    vmForm('displayName', /displayName["']?\s{0,4}[=:]\s{0,4}["']([^"'\n]{1,128})["']/y),
    vmForm('vmName', new RegExp(String.raw`vmName["']?\s{0,4}[=:]\s{0,4}${QUOTED}`, 'y')),
    vmForm('virtual machine ', new RegExp(`virtual machine ${QUOTED}`, 'y')),
    vmForm('Virtual machine ', new RegExp(`Virtual machine ${QUOTED}`, 'y')),
    vmForm('VirtualMachine ', new RegExp(`VirtualMachine ${QUOTED}`, 'y')),
    // Worlds are listed with other words behind them, and a VM's name may hold blanks.
    ...[
      String.raw`vmm\d{1,3}:`,
      String.raw`vmx-vcpu-\d{1,3}:`,
      'vmx-svga:',
      'vmx-mks:',
      String.raw`vmast\.\d{1,9}:`,
    ].map((before) => {
      const pattern = new RegExp(before + OF_WORLD, 'y');
      return form(/^[a-z-]+/.exec(before)![0], pattern, ([, name], names) => names.vmBegins(name));
    }),
    // `Net: 2524: connected web01 eth0 to VM Network, portID 0x3000005`
    vmForm('connected ', /connected (\S[^\n]{0,79}?) eth\d{1,2} (?:to|from) /y),
    vmForm('Remote console to ', /Remote console to (\S.{0,127}?) on  ?\S/y),
  ],
  samples: [
    {
      path: 'vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/erp-db/erp-db.vmx',
      content: '.encoding = "UTF-8"\ndisplayName = "ERP |22prod|22 db"\nguestOS = "rhel8-64"\n',
      finds: [
        ['vm-name', 'erp-db'],
        ['vm-name', 'ERP "prod" db'],
      ],
      leaves: ['rhel8-64'],
    },
    {
      path: 'commands/vim-cmd_vmsvcgetallvms.txt',
      content:
        'Vmid   Name            File                          Guest OS     Version   Annotation\n12     Shop front 2    [gold] shopfront/shopfront.vmx   ubuntu-64    vmx-14\n',
      finds: [
        ['vm-name', 'Shop front 2'],
        ['datastore', 'gold'],
        ['vm-name', 'shopfront'],
      ],
    },
    {
      path: 'commands/localcli_vm-process-list.txt',
      content:
        'kiosk-9\n   World ID: 2101023\n   Display Name: kiosk-9\n   Config File: /vmfs/volumes/x1/kiosk-9/kiosk-9.vmx\n',
      finds: [['vm-name', 'kiosk-9']],
    },
    {
      path: 'var/run/log/vmkernel.log',
      content:
        '2020-06-29T01:10:00.381Z cpu50:2151680)World: vm 2101023: 1447: Starting world vmm0:kiosk-8 of type 8\n2020-06-29T01:10:01.381Z cpu50:2151680)Net: 2524: connected till 4 eth0 to VM Network, portID 0x3000005\n',
      finds: [
        ['vm-name', 'kiosk-8'],
        ['vm-name', 'till 4'],
      ],
    },
  ],
};
