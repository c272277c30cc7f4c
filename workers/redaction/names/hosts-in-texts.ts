import { form, hostForm } from '../needle-forms';
import type { NameRoad } from '../name-road';

/** Letters, digits, dots and hyphens: what a host's name is written with. */
const HOST = String.raw`([\p{L}\p{N}_][\p{L}\p{N}_.-]{0,252})`;
const either = (before: string) => new RegExp(`${before}["']?${HOST}`, 'uy');

const SYSTEM_NAME = 'System Name';
const VALUE_BELOW = new RegExp(
  String.raw`\\?["'],[ \t]{0,40}\r?\n[^\n]{0,120}?\bvalue\s{0,4}[=:]\s{0,4}\\?["']${HOST}`,
  'uy',
);

/** Hosts' names behind words that say so, in logs, XML, JSON and the output of commands. */
export const road: NameRoad = {
  id: 'hosts-in-texts',
  forms: [
    hostForm('hostname', either(String.raw`hostname["']?\s{0,4}[=:]\s{0,4}`)),
    hostForm('hostName', either(String.raw`hostName["']?\s{0,4}[=:]\s{0,4}`)),
    hostForm('Hostname=', either('Hostname=')),
    hostForm('Host Name: ', either('Host Name: ')),
    hostForm('Fully Qualified Domain Name: ', either('Fully Qualified Domain Name: ')),
    form('Domain Name: ', /(?<!Qualified )Domain Name: ([\w.-]{1,253})[ \t]*$/my, ([, domain], names) =>
      names.domain(domain),
    ),
    hostForm('name="host-name"', new RegExp(`name="host-name"[^>]{0,80}>${HOST}`, 'uy')),
    hostForm(' host=', new RegExp(` host=["']?${HOST}`, 'uy')),
    hostForm('Host ', new RegExp(String.raw`Host ([\w-]{1,63}(?:\.[\w-]{1,63}){1,9}) `, 'uy')),
    hostForm('SSH for the host ', either('SSH for the host ')),
    hostForm('Shell for the host ', either('Shell for the host ')),
    hostForm('vimdump of ', either('vimdump of ')),
    // Switches, as CDP and LLDP tell their names.
    ...['systemName', 'devId', 'DevId', 'System Name'].map((label) =>
      hostForm(
        label,
        new RegExp(String.raw`${label}(?:\\?["'], ?value)?\s{0,4}[=:]\s{0,4}\\?["']?${HOST}`, 'uy'),
      ),
    ),
    // Where SNMP sends its traps: `quux9@162 community`, `quux9@162/community`.
    {
      needle: '@162',
      read(line, at, names) {
        if (!/^[ /]/.test(line.slice(at + 4, at + 5))) return;
        names.host(/[\w-][\w.-]{0,252}$/.exec(line.slice(Math.max(0, at - 253), at))?.[0]);
      },
    },
    // `esx-<host>-<date>--<time>-<pid>` is the name of a bundle
    {
      needle: 'Bundle name: ',
      read(line, at, names) {
        names.host(bundleHost(line.slice(at + 'Bundle name: '.length, at + 300)));
      },
    },
    hostForm('VMkernel ', new RegExp(String.raw`VMkernel ${HOST} \d`, 'uy')),
  ],
  // The value may stand in the line below.
  text(text, end, names) {
    for (let at = text.indexOf(SYSTEM_NAME); at >= 0 && at < end; at = text.indexOf(SYSTEM_NAME, at + 1)) {
      VALUE_BELOW.lastIndex = at + SYSTEM_NAME.length;
      names.host(VALUE_BELOW.exec(text)?.[1]);
    }
  },
  path(path, names) {
    for (const part of path.split('/')) names.host(bundleHost(part));
  },
  samples: [
    {
      path: 'commands/localcli_system-hostname-get.txt',
      content:
        '   Domain Name: acme.example\n   Fully Qualified Domain Name: hv-nine.acme.example\n   Host Name: hv-nine\n',
      finds: [
        ['host-name', 'hv-nine'],
        ['host-name', 'acme.example'],
      ],
    },
    {
      path: 'commands/vim-cmd_hostsvcnetquery_networkhint.txt',
      content:
        '   devId = "sw-q9(SSI1234)",\n   systemName = "sw-q8.quux.example",\n { key = "System Name", value = "sw-q7" }\n   key = "System Name", \n            value = "sw-q5"\nDevId: sw-q6, Port: Eth1/7\n',
      finds: [
        ['host-name', 'sw-q9'],
        ['host-name', 'sw-q8'],
        ['host-name', 'quux.example'],
        ['host-name', 'sw-q7'],
        ['host-name', 'sw-q6'],
        ['host-name', 'sw-q5'],
      ],
      leaves: ['value', 'SSI1234'],
    },
    {
      path: 'commands/esxcli_system-snmp-get.txt',
      content: '   Port: 161\n   Targets: trap-q1@162 public, trap-q2.quux.example@162 public\n',
      finds: [
        ['host-name', 'trap-q1'],
        ['host-name', 'trap-q2'],
        ['host-name', 'quux.example'],
      ],
    },
    {
      path: 'commands/uname_-a.txt',
      content: 'VMkernel hv-ten 8.0.2 #1 SMP Release build-22380479 x86_64 x86_64 x86_64 ESXi\n',
      finds: [['host-name', 'hv-ten']],
      leaves: ['x86_64', 'SMP'],
    },
    {
      path: 'esx-hv-eleven-2025-12-11--16.44-2107676/README',
      content: 'Bundle name: esx-hv-twelve-2025-12-11--16.44-2107676.tgz\n',
      finds: [
        ['host-name', 'hv-eleven'],
        ['host-name', 'hv-twelve'],
      ],
    },
    {
      path: 'var/run/log/hostd.log',
      content:
        '2016-11-22T18:24:06.160Z info hostd[FFFCBAE0] [Originator@6876 sub=Hostsvc.VsanSystemProvider] info:\n-->          hostname = "node-7.acme.example"\n',
      finds: [['host-name', 'node-7']],
    },
  ],
};

function bundleHost(name: string): string | undefined {
  return /^(?:esx|vm-support|vcsa|vc|[a-z]{2,12})-(.{1,200}?)-\d{4}-\d\d-\d\d--\d\d\.\d\d(?:-\d+)?(?:\.(?:tgz|tar\.gz|tar|zip))?\s*$/.exec(
    name.trim(),
  )?.[1];
}
