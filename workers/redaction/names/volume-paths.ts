import { form } from '../needle-forms';
import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

/** Endings of a VM's files; names before them hold blanks, so the ending tells where a path ends. */
const ENDING = String.raw`(?:vmx|vmxf|vmdk|vmtx|vmsd|nvram|vswp|vmsn|vmss|vmem|log|lck|iso|img|flp|hlog|vmx~|vmx\.lck)`;
/** An apostrophe between letters is part of a name, as in O'Neill; any other one quotes the path. */
const PART = String.raw`(?:[^/\n"'<>|\[\]]|(?<=\p{L})'(?=\p{L})){1,255}`;
const FILE_IN_VOLUME = new RegExp(
  String.raw`/vmfs/volumes/(${PART})/(${PART})/(${PART}?)\.${ENDING}(?![\w])`,
  'uy',
);
/** Anything in a volume, up to a blank or a mark that ends it. */
const IN_VOLUME = /\/vmfs\/volumes\/([^/\s"'<>|,;:)\]\\]{1,255})(?:\/([^/\s"'<>|,;:)\]\\]{1,255})\/)?/y;
const IN_BRACKETS = new RegExp(
  String.raw`\[([\p{L}\p{M}\p{N}_ .()+\-]{1,80})\] (${PART})/(${PART}?)\.${ENDING}(?![\w])`,
  'ug',
);
/** What a VM's file may have behind the VM's name. */
const FILE_SUFFIX =
  /(?:-(?:flat|delta|ctk|sesparse|rdm|rdmp|aux|digest)|-\d{6}|_\d{1,2}|-[0-9a-f]{8}|-Snapshot\d+)+$/;
/** Folders of a volume that belong to no VM. */
const SYSTEM_FOLDER =
  /^(?:\.|(?:var|log|core|vmkdump|lost\+found|iso|isos|images?|downloads?|locker|packages|vmupgrade|tmp|scratch|vmware|uwswap|contentlib-.*|catalog)$)/i;
/** Files of a VM that are not called after it. */
const COMMON_FILE =
  /^(?:vmware(?:-\d+)?|vmmcores|hostd|vpxa|vmkernel|core|tools|windows|linux|darwin|freebsd|netware|solaris|auxi?liary)$/i;

/** The id of an NFS volume, which has no shape of its own: its place says what it is. */
const NFS_VOLUME = /\/?vmfs\/volumes\/([0-9a-f]{8}-[0-9a-f]{8})(?![\w-])/y;

function nfsVolume(text: string, at: number, names: NameList): void {
  NFS_VOLUME.lastIndex = at;
  const digits = NFS_VOLUME.exec(text)?.[1]?.replace('-', '');
  if (digits !== undefined) names.add('uuid', digits);
}

/** `/vmfs/volumes/<datastore>/<VM>/<VM>.vmx` and `[<datastore>] <VM>/<VM>.vmx`, wherever they stand. */
export const road: NameRoad = {
  id: 'volume-paths',
  forms: [
    {
      needle: '/vmfs/volumes/',
      read(line, at, names) {
        nfsVolume(line, at, names);
        FILE_IN_VOLUME.lastIndex = at;
        const file = FILE_IN_VOLUME.exec(line);
        if (file && isOneFile(file[1]!, file[2]!, file[3]!)) return take(file[1]!, file[2]!, file[3]!, names);
        IN_VOLUME.lastIndex = at;
        const found = IN_VOLUME.exec(line);
        if (!found) return;
        names.datastore(found[1]!.replace(/\.$/, ''));
        if (found[2] !== undefined && !SYSTEM_FOLDER.test(found[2])) names.vm(found[2]);
      },
    },
    ...['.vmx', '.vmdk'].map((needle) => ({
      needle,
      read(line: string, at: number, names: NameList) {
        const from = line.lastIndexOf('[', at);
        if (from < 0 || !line.slice(from, at).includes('] ')) return;
        IN_BRACKETS.lastIndex = from;
        const found = IN_BRACKETS.exec(line);
        if (found?.index !== from) return;
        // Brackets also hold the component of a record, with its text behind them.
        if (/: | -- |[=]/.test(found[2]!) || /^(?:VpxLRO|Auth|context)$/.test(found[1]!)) return;
        take(found[1]!, found[2]!, found[3]!, names);
      },
    })),
    form('ds:///vmfs/volumes/', /ds:\/\/\/vmfs\/volumes\/([^/\s"'<>]{1,255})\//y, ([, store], names) =>
      names.datastore(store),
    ),
  ],
  path(path, names) {
    nfsVolume(path, Math.max(0, path.indexOf('vmfs/volumes/')), names);
    const found = /(?:^|\/)vmfs\/volumes\/([^/]+)\/([^/]+)\/(?:.*\/)?([^/]+)$/.exec(path);
    if (!found) return;
    const [, volume, folder, file] = found;
    names.datastore(volume);
    if (SYSTEM_FOLDER.test(folder!)) return;
    names.vm(folder);
    fileOf(file!.replace(/\.[a-z0-9~]{1,5}(?:\.gz)?$/i, ''), names);
  },
  samples: [
    {
      path: 'var/run/log/hostd.log',
      content: [
        '2018-07-05T21:06:22.793Z info hostd[AA81B70] [Originator@6876 sub=Solo.HaVMFolder opID=vim-cmd-fc-243c user=dcui] Register called: []/vmfs/volumes/fast store/New Virtual Machine/New Virtual Machine.vmx',
        '2018-07-05T21:06:22.870Z info hostd[A6C2B70] [Originator@6876 sub=Vmsvc.vm:/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/gnav-10.1/gnav-10.1_2.vmx opID=x] State Transition (VM_STATE_INITIALIZING -> VM_STATE_OFF)',
        '2018-07-05T21:06:23.000Z info hostd[A6C2B70] [Originator@6876 sub=Disk] Deletion of file or directory [san-gold (1)] MGSIP EOSN OUT/old-000001.vmdk from x',
        "2018-07-05T21:06:23.100Z info hostd[A6C2B70] [Originator@6876 sub=Vmsvc] Failed to load '/vmfs/volumes/nas1/O'Neill (neu)/O'Neill (neu).vmx' now",
        '2018-07-05T21:06:23.200Z info hostd[A6C2B70] [Originator@6876 sub=Disk] Registered [Größe-β 2] Käse 1/Käse 1.vmx',
        '2018-07-05T21:06:23.300Z info hostd[A6C2B70] [Originator@6876 sub=Disk] mounted /vmfs/volumes/f595b79a-51b8149b, /vmfs/volumes/0a1b2c3d-4e5f6071-x',
        '2018-07-05T21:06:24.000Z info hostd[A6C2B70] [Originator@6876 sub=Disk] mounted /vmfs/volumes/nfs-iso, read only',
      ].join('\n'),
      finds: [
        ['datastore', 'fast store'],
        ['vm-name', 'New Virtual Machine'],
        ['vm-name', 'gnav-10.1'],
        ['datastore', 'san-gold (1)'],
        ['vm-name', 'MGSIP EOSN OUT'],
        ['vm-name', 'old'],
        ['vm-name', "O'Neill (neu)"],
        ['datastore', 'Größe-β 2'],
        ['vm-name', 'Käse 1'],
        ['datastore', 'nfs-iso'],
        ['uuid', 'f595b79a51b8149b'],
      ],
      leaves: [
        '0a1b2c3d4e5f6071',
        'f595b79a-51b8149b',
        '5b2cf72d-c314ef74-0f37-8cdf9d51786c',
        'Originator@6876 sub=Disk',
      ],
    },
    {
      path: 'vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/Payroll (old)/payroll-000002-delta.vmdk',
      content: 'KDMV',
      finds: [
        ['vm-name', 'Payroll (old)'],
        ['vm-name', 'payroll'],
      ],
    },
    {
      path: 'vmfs/volumes/datastore1/web01/vmware-3.log',
      content: '',
      finds: [['vm-name', 'web01']],
      leaves: ['vmware-3', 'vmware', 'datastore1'],
    },
  ],
};

/**
 * Whether three parts are those of one path: with blanks in them, something else may stand between two paths, so the file
 * must be called after its folder then.
 */
function isOneFile(volume: string, folder: string, file: string): boolean {
  if (!/\s/.test(volume) && !/\s/.test(folder) && !/\s/.test(file)) return true;
  if (/[=@,;]/.test(volume)) return false;
  const name = withoutSuffix(file);
  return folder === name || folder.startsWith(name) || name.startsWith(folder) || !/\s/.test(volume + file);
}

function take(volume: string, folder: string, file: string, names: NameList): void {
  names.datastore(volume);
  if (SYSTEM_FOLDER.test(folder)) return;
  names.vm(folder);
  fileOf(file, names);
}

function fileOf(file: string, names: NameList): void {
  const name = withoutSuffix(file);
  if (!COMMON_FILE.test(name) && !/^(?:vmware|hostd|vpxa|vmx|vmm|core)[-.]/i.test(name)) names.vm(name);
}

function withoutSuffix(file: string): string {
  return file.replace(FILE_SUFFIX, '');
}
