import { describe } from '../full-names';
import { form } from '../needle-forms';
import type { NameList } from '../name-list';
import type { NameFile, NameForm, NameRoad } from '../name-road';

const MIB = 1024 * 1024;
const HOST = /^(?:[a-z][a-z0-9+]{1,15}:\/\/)?([^\s:/,]{1,253})/i;

function output(command: string, read: NameFile['read']): NameFile {
  const path = new RegExp(String.raw`(?:^|/)(?:esx|local)cli_(?:--[^/]*_)?${command}(?:\.txt)?$`);
  return { wants: (one) => path.test(one), maxBytes: MIB, read };
}

/** The cells of a table whose columns are as wide as the dashes under their names. */
function* rows(text: string): Generator<string[]> {
  const lines = text.split('\n');
  const dashes = lines.findIndex((line) => /^\s*-{2,}(?:\s{2,}-+)+\s*$/.test(line));
  if (dashes < 0) return;
  const starts = [...lines[dashes]!.matchAll(/-+/g)].map(({ index }) => index);
  for (const line of lines.slice(dashes + 1)) {
    if (line.trim() !== '') yield starts.map((from, n) => line.slice(from, starts[n + 1]).trim());
  }
}

function hosts(text: string | undefined, names: NameList): void {
  for (const one of (text ?? '').split(/[\s,]+/)) names.host(HOST.exec(one)?.[1]);
}

/** What an option of a command line says, with or without quotes. */
function option(line: string, from: number, words: string): string | undefined {
  const given = new RegExp(
    String.raw`\s(?:${words})[ =]\s{0,3}(?:"([^"]{1,255})"|'([^']{1,255})'|([^\s"';|&]{1,255}))`,
    'g',
  );
  given.lastIndex = from;
  return given
    .exec(line)
    ?.slice(1)
    .find((value) => value !== undefined);
}

/** Names in what esxcli shows of the host: accounts, permissions, NFS volumes, where it resolves and logs to. */
export const road: NameRoad = {
  id: 'command-outputs',
  files: [
    output('storage-nfs(?:41)?-list', (text, names) => {
      for (const [volume, server] of rows(text)) {
        names.datastore(volume);
        hosts(server, names);
      }
    }),
    output('system-account-list', (text, names) => {
      for (const [who, description] of rows(text)) {
        names.user(who);
        describe(description, names);
      }
    }),
    {
      wants: (path) => /(?:^|\/)json\/(?:\d+\.)?(?:esx|local)cli_system-account-list\.json$/.test(path),
      maxBytes: MIB,
      read(text, names) {
        for (const [, key, value] of text.matchAll(/"(Description|User ?ID)"\s?:\s?"([^"\\\n]{1,255})"/g)) {
          if (key === 'Description') describe(value, names);
          else names.user(value);
        }
      },
    },
    output('system-permission-list', (text, names) => {
      for (const [who] of rows(text)) names.user(who);
    }),
    output('system-ntp-get', (text, names) => {
      hosts(/^\s*Servers:(.{1,1000})$/m.exec(text)?.[1], names);
    }),
    output('network-ip-dns-search-list', (text, names) => {
      const domains = /^\s*DNSSearch Domains:(.{1,1000})$/m.exec(text)?.[1] ?? '';
      for (const domain of domains.split(/[\s,]+/)) names.domain(domain);
    }),
    output('system-syslog-config-get', (text, names) => {
      hosts(/^\s*Remote Host:(.{1,1000})$/m.exec(text)?.[1], names);
    }),
    {
      wants: (path) => /^etc\/vmware\/hostd\/authorization\.xml$/.test(path),
      maxBytes: MIB,
      read: (text, names) => {
        for (const [, who] of text.matchAll(/<ACEDataUser>([^<>\n]{1,255})</g)) names.user(who);
      },
    },
  ],
  forms: [
    // NFS: Lost connection to the server nas7 mount point /vol8, mounted as … ("isos")
    form(
      'connection to the server ',
      /connection to the server (\S{1,253}) mount point .{1,300}?, mounted as \S{1,64} \("([^"\n]{1,128})"\)/y,
      (found, names) => {
        names.host(found[1]);
        names.datastore(found[2]);
      },
    ),
    // esxcli storage nfs add -H nas7 -s /vol8 -v isos; esxcfg-nas -a isos -o nas7 -s /vol8
    ...['storage nfs add ', 'storage nfs41 add ', 'storage nfs remove ', 'storage nfs41 remove '].map(
      (needle): NameForm => ({
        needle,
        read(line, at, names) {
          const from = at + needle.length - 1;
          hosts(option(line, from, '-H|--hosts?'), names);
          names.datastore(option(line, from, '-v|--volume-name'));
        },
      }),
    ),
    {
      needle: 'esxcfg-nas ',
      read(line, at, names) {
        const from = at + 'esxcfg-nas '.length - 1;
        hosts(option(line, from, '-o|--host'), names);
        names.datastore(option(line, from, '-a|--add|-d|--delete'));
      },
    },
    ...['system account add ', 'system account set ', 'system account remove '].map((needle): NameForm => ({
      needle,
      read(line, at, names) {
        const from = at + needle.length - 1;
        names.user(option(line, from, '-i|--id'));
        describe(option(line, from, '-d|--description'), names);
      },
    })),
    ...['dc=', 'DC='].map((needle) =>
      form(needle, /dc=([\w-]{1,63})((?:, ?dc=[\w-]{1,63}){1,8})/iy, (found, names) => {
        const domain = found[1]! + found[2]!.replace(/, ?dc=/gi, '.');
        if (/^vsphere\.local$/i.test(domain)) return;
        names.domain(found[1]);
        names.domain(domain);
      }),
    ),
  ],
  samples: [
    {
      path: 'commands/localcli_storage-nfs-list.txt',
      content:
        'Volume Name    Host                Share      Accessible\n-------------  ------------------  ---------  ----------\nisos of staff  nas-q.acme.example  /vol/isos  true\n',
      finds: [
        ['datastore', 'isos of staff'],
        ['host-name', 'nas-q'],
        ['host-name', 'acme.example'],
      ],
      leaves: ['true'],
    },
    {
      path: 'commands/localcli_system-account-list.txt',
      content:
        'User ID  Description\n-------  -------------\nroot     Administrator\nqadmin7  ESXi User\nqmoe     Quentin Moe\nvpxuser  VMware VirtualCenter administration account\n',
      finds: [
        ['user', 'qadmin7'],
        ['user', 'Quentin Moe'],
      ],
      leaves: ['root', 'vpxuser', 'Administrator', 'ESXi User'],
    },
    {
      path: 'json/localcli_system-account-list.json',
      content:
        '[{"Description": "Administrator", "User ID": "root"}, {"Description": "Quentin Moe", "User ID": "qmoe"}]\n',
      finds: [
        ['user', 'qmoe'],
        ['user', 'Quentin Moe'],
      ],
      leaves: ['root', 'Administrator'],
    },
    {
      path: 'commands/localcli_system-ntp-get.txt',
      content: '   Enabled: true\n   Loglevel: warning\n   PID: 12\n   Servers: clock-q, tick.quux.example\n',
      finds: [
        ['host-name', 'clock-q'],
        ['host-name', 'tick'],
        ['host-name', 'quux.example'],
      ],
      leaves: ['warning'],
    },
    {
      path: 'commands/localcli_system-permission-list.txt',
      content:
        'Principal        Is Group  Role   Role Description\n---------------  --------  -----  ------------------\nQDOM\\esx admins      true  Admin  Full access rights\n',
      finds: [
        ['host-name', 'QDOM'],
        ['user', 'esx admins'],
      ],
      leaves: ['Admin'],
    },
    {
      path: 'commands/localcli_network-ip-dns-search-list.txt',
      content: '   DNSSearch Domains: quux.example, branch.quux.example\n',
      finds: [
        ['host-name', 'quux.example'],
        ['host-name', 'branch.quux.example'],
      ],
    },
    {
      path: 'commands/esxcli_system-syslog-config-get.txt',
      content:
        '   Local Log Output: /scratch/log\n   Remote Host: ssl://sink-q.quiz.example:1514,udp://192.0.2.8\n',
      finds: [
        ['host-name', 'sink-q'],
        ['host-name', 'quiz.example'],
      ],
      leaves: ['192.0.2.8'],
    },
    {
      path: 'etc/vmware/hostd/authorization.xml',
      content:
        '<ACEData id="10"><ACEDataUser>qroleuser</ACEDataUser></ACEData><ACEDataUser>root</ACEDataUser>\n',
      finds: [['user', 'qroleuser']],
      leaves: ['root'],
    },
    {
      path: 'var/run/log/vmkernel.log',
      content: [
        '2018-07-05T20:58:06.093Z cpu1:2097803)NFS: 346: Restored connection to the server nas-kappa mount point /vol8, mounted as 2fb5c3f6-23fad4c1-0000-000000000000 ("isos-k")',
        '2018-07-05T20:58:07.093Z cpu1:2097803)LDAP: bind cn=x,dc=qcorp, dc=example; dc=vsphere,dc=local',
      ].join('\n'),
      finds: [
        ['host-name', 'nas-kappa'],
        ['datastore', 'isos-k'],
        ['host-name', 'qcorp'],
        ['host-name', 'qcorp.example'],
      ],
      leaves: ['vsphere'],
    },
    {
      path: 'var/run/log/shell.log',
      content: [
        '2018-07-05T20:58:06Z shell[1]: [root]: esxcli storage nfs add -H nas1 -s /vol/x -v nfsds7',
        '2018-07-05T20:58:06Z shell[1]: [root]: esxcli storage nfs41 add --hosts=nas-q1,10.1.1.1 --share=/vol/y --volume-name "isos of q"',
        '2018-07-05T20:58:06Z shell[1]: [root]: esxcfg-nas -a nfsds8 -o nas2.quux.net -s /vol/z; esxcli storage nfs remove -v nfsds9',
        '2018-07-05T20:58:06Z shell[1]: [root]: esxcli system account add -i qshift -d "Quentin Moe" -c x',
      ].join('\n'),
      finds: [
        ['host-name', 'nas1'],
        ['datastore', 'nfsds7'],
        ['host-name', 'nas-q1'],
        ['datastore', 'isos of q'],
        ['datastore', 'nfsds8'],
        ['host-name', 'nas2'],
        ['host-name', 'quux.net'],
        ['datastore', 'nfsds9'],
        ['user', 'qshift'],
        ['user', 'Quentin Moe'],
      ],
      leaves: ['10.1.1.1', '/vol/x', 'x'],
    },
  ],
};
