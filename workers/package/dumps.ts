import { fragmentOf } from '../archive/fragments';
import { dumpKind } from '../dump/dump-kind';
import type { ContentKind } from '../public-api';

/** Bytes at the beginning of a file that `dumpOf` looks at. */
export const DUMP_SNIFF_BYTES = 32;

/** One way to tell a dump: memory of a host, a program or a guest, with whatever secrets were in it. */
interface DumpRule {
  id: string;
  /** What it is, as a manifest says it. */
  what: string;
  /** Against the name of the file, without the number of a fragment and without the endings of what is compressed. */
  name?: RegExp;
  /** Against the folders that it lies in, with a slash behind each. */
  folder?: RegExp;
  /** Against the first bytes. */
  head?: (head: Uint8Array) => boolean;
  samples: { dumps: readonly string[]; others: readonly string[] };
}

/** Endings of what was compressed by itself. Of all but gzip only name and place tell what is in it. */
const PACKED = /\.(?:gz|xz|lzma|zst|lz4|bz2|z)$/i;

/** Texts about dumps have names like dumps: output of commands, logs of crashes. */
const TEXT_NAME = /\.(?:log|txt|json|xml|html?|csv|md|cfg|conf)(?:\.\d+)?$/i;

const startsWith = (text: string) => {
  const codes = Array.from(text, (character) => character.charCodeAt(0));
  return (head: Uint8Array) => codes.every((code, i) => head[i] === code);
};

/** Names are those of log-formats.md, part D; of vCenter Server; and of what Windows and Java write. */
export const DUMP_RULES: readonly DumpRule[] = [
  {
    id: 'zdump',
    what: 'a core dump of ESXi',
    name: /zdump/i,
    samples: {
      dumps: [
        'var/core/vmkernel-zdump.1',
        'var/core/vmkernel-zdump',
        'var/core/hostd-worker-zdump.000',
        'var/core/vpxa-worker-zdump.000.FRAG-00003',
        'vmfs/volumes/5b2c/web01/vmx-debug-zdump.000',
        'scratch/core/hostd-zdump.000.gz',
        'a/hostd-zdump.000.zst',
        'a/vmkernel-zdump.1.xz.FRAG-00002',
      ],
      others: [
        'commands/ls_varcorevmkernel-zdump1.txt',
        'commands/ls_varcorevmkernel-zdump1.txt.xz',
        'json/localcli_system-coredump-file-list-zdump.json',
        'var/zdumps/readme',
      ],
    },
  },
  {
    id: 'envelope-name',
    what: 'an encrypted file of ESXi',
    name: /\.ve$/i,
    samples: {
      dumps: [
        'vmfs/volumes/5b2c/web01/vmmcores.ve',
        'debug.guest.ve',
        'local.tgz.ve.FRAG-00000',
        'vmmcores.ve.gz',
        'vmmcores.ve.lz4',
      ],
      others: ['etc/vmware/x.ve.txt', 'notes.vex'],
    },
  },
  {
    id: 'monitor-core',
    what: 'a core dump of a virtual machine monitor',
    name: /^vmmcores/i,
    samples: {
      dumps: ['vmfs/volumes/5b2c/web01/vmmcores.gz', 'vmmcores', 'vmmcores-1.gz', 'vmmcores.bz2'],
      others: ['vmfs/volumes/5b2c/vmmcores/vmware.log', 'vmmcores.txt'],
    },
  },
  {
    id: 'guest-memory',
    what: 'memory of a virtual machine',
    name: /^debug\.(?:guest|vmem)|\.(?:vmem|vmss|vmsn)$/i,
    samples: {
      dumps: [
        'a/web01-Snapshot1.vmsn',
        'a/web01.vmss.zst',
        'a/web01.vmss',
        'a/web01-1f.vmem',
        'a/debug.guest',
        'a/debug.vmem.1',
      ],
      others: ['a/web01.vmsd', 'a/web01.vmx', 'a/web01.vmdk', 'a/vmware.log', 'a/web01.nvram'],
    },
  },
  {
    id: 'core-folder',
    what: 'a core dump',
    folder: /(?:^|\/)(?:var|storage|scratch)\/core\//,
    samples: {
      dumps: [
        'var/core/core.vpxd-worker.4711',
        'top/var/core/a/b',
        'storage/core/core.java.1',
        'var/core/hostd.xz',
        'scratch/core/x',
      ],
      others: [
        'var/core/hs_err_pid4711.log',
        'var/core/hs_err_pid4711.log.zst',
        'var/core/README.txt',
        'usr/core/x',
        'var/score/x',
      ],
    },
  },
  {
    id: 'core-name',
    what: 'a core dump',
    name: /^core\.(?:.{1,200}\.)?\d{1,12}$/,
    samples: {
      dumps: ['opt/x/core.4711', 'core.java.4711.gz', 'x/core.vpxd-worker.99', 'core.vpxd.1.bz2'],
      others: ['x/core.txt', 'x/score.1', 'x/core.js', 'x/core', 'x/core.1.txt.xz'],
    },
  },
  {
    id: 'core-ending',
    what: 'a core dump',
    name: /.\.core(?:\.\d{1,12})?$/i,
    samples: {
      dumps: ['opt/x/hostd.core', 'hostd.core.4711', 'x/vpxd.core.xz', 'x/vpxd.core.1.lz4'],
      others: ['x/hostd.core.txt', 'x/hostd.cores', 'x/.core', 'x/core.xz'],
    },
  },
  {
    id: 'windows-name',
    what: 'a crash dump of Windows',
    name: /\.m?dmp$/i,
    samples: {
      dumps: ['logs/vpxd.DMP', 'a/minidump.dmp', 'x.mdmp', 'x.dmp.xz'],
      others: ['a/db.dmp.txt', 'a/dmp/x', 'a/xdmp'],
    },
  },
  {
    id: 'java-name',
    what: 'a heap dump of Java',
    name: /\.(?:hprof|phd)$/i,
    samples: {
      dumps: [
        'x/java_pid9.hprof.bz2',
        'var/log/vmware/eam/java_pid77.hprof',
        'heapdump.1.phd',
        'java_pid1.hprof.gz',
      ],
      others: ['var/log/vmware/eam/hs_err_pid77.log', 'javacore.1.txt', 'hprof/readme'],
    },
  },
  {
    id: 'windows-head',
    what: 'a crash dump of Windows',
    head: (head) => startsWith('MDMP')(head) || startsWith('PAGEDUMP')(head) || startsWith('PAGEDU64')(head),
    samples: { dumps: ['MDMP\x93\xa7', 'PAGEDUMP', 'PAGEDU64'], others: ['mdmp', 'PAGEDUM'] },
  },
  {
    id: 'java-head',
    what: 'a heap dump of Java',
    head: startsWith('JAVA PROFILE 1.0'),
    samples: { dumps: ['JAVA PROFILE 1.0.2\0'], others: ['JAVA PROFILE', 'java profile 1.0.2'] },
  },
  {
    id: 'linux-head',
    what: 'a crash dump of Linux',
    head: startsWith('KDUMP   '),
    samples: { dumps: ['KDUMP   \x06'], others: ['KDUMP', 'kdump   '] },
  },
  {
    // VMware's checkpoint files: 0xbed2bed0, 0xbed2bed1, 0xbed2bed2, 0xbed3bed3, little-endian.
    id: 'checkpoint-head',
    what: 'memory of a virtual machine',
    head: ([a = 0, b, c = 0, d]) =>
      (b === 0xbe && c === 0xd2 && d === 0xbe && a >= 0xd0 && a <= 0xd2) ||
      (a === 0xd3 && b === 0xbe && c === 0xd3 && d === 0xbe),
    samples: {
      dumps: ['\xd0\xbe\xd2\xbe', '\xd1\xbe\xd2\xbe\x08', '\xd2\xbe\xd2\xbe', '\xd3\xbe\xd3\xbe'],
      others: ['\xd3\xbe\xd2\xbe', '\xbe\xd2\xbe\xd2'],
    },
  },
];

/** A file as `dumpOf` judges it. */
export interface DumpCandidate {
  path: string;
  kind: ContentKind;
  bytes: number;
  /**
   * Its first `DUMP_SNIFF_BYTES`, of what is compressed those of what comes out; needed of the kinds that
   * `isTellingHead` names.
   */
  head: Uint8Array;
}

export interface Dump {
  what: string;
  /** An envelope of crypto-util, encrypted or not: it can be decrypted and re-encrypted. */
  isEnvelope: boolean;
  /** Compressed by itself: nobody looked further into it than its first bytes, and into all but gzip not at all. */
  isPacked: boolean;
}

/** Whether a file of this kind has to be looked into to tell whether it is a dump. */
export function isTellingHead(kind: ContentKind): boolean {
  return kind === 'elf' || kind === 'binary' || kind === 'gzip';
}

/** How data begins that is compressed in a way that is not unpacked here. */
const OTHER_PACKED = ['\xfd7zXZ\0', '\x28\xb5\x2f\xfd', '\x04\x22\x4d\x18', '\x02\x21\x4c\x18', 'BZh'].map(
  startsWith,
);

/** Compressed bytes that the head of what comes out is taken from: header, name and code tables fit many times. */
export const PACKED_HEAD_BYTES = 16 * 1024;

/** The first `DUMP_SNIFF_BYTES` of what comes out of gzip data, of which `packed` is the beginning; fewer if damaged. */
export async function packedHead(packed: Uint8Array): Promise<Uint8Array> {
  const head = new Uint8Array(DUMP_SNIFF_BYTES);
  let length = 0;
  const reader = new Blob([new Uint8Array(packed)])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  try {
    while (length < head.length) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, head.length - length);
      head.set(part, length);
      length += part.length;
    }
  } catch {
    // It is cut off where the beginning ends, or damaged: what came before tells.
  }
  await reader.cancel().catch(() => undefined);
  return head.subarray(0, length);
}

/**
 * What kind of dump a file is, or null: every envelope, by content; core files, crash and heap dumps and memory of
 * virtual machines, by content and by name. An encrypted `.vmx` is a text, and none.
 */
export function dumpOf({ path, kind, bytes, head }: DumpCandidate): Dump | null {
  const isGzip = kind === 'gzip';
  const isPacked = isGzip || (kind === 'binary' && OTHER_PACKED.some((begins) => begins(head)));
  if (kind === 'envelope') return { what: 'an encrypted dump', isEnvelope: true, isPacked };
  if ((kind === 'elf' || isGzip) && dumpKind(head, bytes, null) === 'elf-core')
    return { what: 'a core file', isEnvelope: false, isPacked };
  const rule = ruleByPath(path) ?? (isTellingHead(kind) ? ruleByHead(head) : null);
  return rule ? { what: rule.what, isEnvelope: false, isPacked } : null;
}

/** The rule that tells a dump by its path. */
export function ruleByPath(path: string): DumpRule | null {
  const whole = fragmentOf(path)?.base ?? path;
  const nameAt = whole.lastIndexOf('/') + 1;
  const folder = whole.slice(0, nameAt);
  const name = whole.slice(nameAt).replace(PACKED, '');
  if (TEXT_NAME.test(name)) return null;
  return DUMP_RULES.find((rule) => rule.name?.test(name) || rule.folder?.test(folder)) ?? null;
}

/** The rule that tells a dump by its first bytes. */
export function ruleByHead(head: Uint8Array): DumpRule | null {
  return DUMP_RULES.find((rule) => rule.head?.(head)) ?? null;
}

/**
 * The path of the plain data of an envelope, similar to the encrypted one's as the procedure asks: `vmmcores.ve`
 * becomes `vmmcores`, as VMware's own example has it. Any other keeps its name, by which tools find it; there is no
 * encrypted one beside it. `isTaken` says of a path whether a file of the package has it: then a suffix is added.
 */
export function decryptedPath(path: string, isTaken: (path: string) => boolean): string {
  const plain = path.replace(/(?<=[^/])\.ve$/i, '');
  if (plain === path || !isTaken(plain)) return plain;
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? `${plain}.decrypted` : `${plain}.decrypted-${n}`;
    if (!isTaken(numbered)) return numbered;
  }
}
