import { describe } from '../full-names';
import type { NameList } from '../name-list';
import type { NameFile, NameRoad } from '../name-road';

const MIB = 1024 * 1024;

/** `host` and `port` of an address in a configuration: `udp://logs.corp.example:514`, `logs.corp.example:514`. */
const URL_HOST = /\b[a-z][a-z0-9+]{1,15}:\/\/(?:[^\s@/"'<>]{1,128}@)?([^\s:/"'<>,;)\]]{1,253})/gi;

function file(path: RegExp, read: NameFile['read'], maxBytes = MIB): NameFile {
  return { wants: (one) => path.test(one), maxBytes, read };
}

/** Names that the files in `etc/` give to this host, its domains, its servers and its accounts. */
export const road: NameRoad = {
  id: 'host-configuration',
  files: [
    file(
      /^etc\/vmware\/esx\.conf$/,
      (text, names) => {
        for (const [, key, value] of text.matchAll(/^(\/[^\s=]{1,300})\s*=\s*"([^"\n]{0,1000})"/gm)) {
          if (
            /\/(?:HostName|hostname|host|dnsDomain|domain|server|log[hH]ost|ActiveDirectory\/\w+)$/.test(key!)
          ) {
            hostsOf(value!, names);
          } else if (/\/(?:user|userName|username|principal|chapName)$/i.test(key!)) names.user(value);
        }
      },
      4 * MIB,
    ),
    file(/^etc\/hosts$/, (text, names) => {
      for (const line of text.split('\n')) {
        const [, ...hosts] = line.replace(/#.*/, '').trim().split(/\s+/);
        for (const host of hosts) names.host(host);
      }
    }),
    file(/^etc\/resolv\.conf$/, (text, names) => {
      for (const [, domains] of text.matchAll(/^[ \t]*(?:search|domain)[ \t]+(.{1,1000})$/gm)) {
        for (const domain of domains!.trim().split(/[\s,]+/)) names.domain(domain);
      }
    }),
    file(/^etc\/(?:passwd|group)-?$/, (text, names) => {
      for (const line of text.split('\n')) {
        const [name, , , members, description] = line.split(':');
        if (name && /^[\w.$@-]{1,64}$/.test(name)) names.user(name);
        // `group` has its members where `passwd` has the number of the group.
        if (members && !/^\d+$/.test(members)) for (const member of members.split(',')) names.user(member);
        if (members !== undefined && /^\d+$/.test(members)) describe(description, names);
      }
    }),
    file(/^etc\/(?:hostname|HOSTNAME)$/, (text, names) => names.host(text.split('\n', 1)[0])),
    file(/^etc\/krb5\.conf$/, (text, names) => {
      for (const [, realm] of text.matchAll(
        /^\s*(?:default_realm\s*=\s*|)([A-Z0-9][A-Z0-9.-]{2,200}\.[A-Z0-9-]{2,63})\s*(?:=\s*\{)?$/gm,
      ))
        names.domain(realm);
      for (const [, host] of text.matchAll(/^\s*(?:kdc|admin_server|kpasswd_server)\s*=\s*(\S{1,255})/gm))
        names.host(host);
    }),
    file(/^etc\/(?:ntp\.conf|chrony\.conf|ntp\.drift)$/, (text, names) => {
      for (const [, host] of text.matchAll(/^\s*(?:server|pool|peer)\s+(\S{1,255})/gm)) names.host(host);
    }),
    file(/^etc\/vmsyslog\.conf(?:\.d\/[^/]+)?$/, (text, names) => {
      for (const [, value] of text.matchAll(/^\s*loghost\s*=\s*(.{1,1000})$/gm)) hostsOf(value!, names);
    }),
    // vpxa.cfg, hostd's config.xml and their like
    file(/^etc\/(?:.*\/)?[^/]+\.(?:xml|cfg)$/, (text, names) => {
      for (const [, tag, value] of text.matchAll(/<(\w{2,40})>([^<>\n]{1,255})<\/\1>/g)) {
        if (
          /^(?:hostName|serverName|vpxdName|serverIp|hostIp|fqdn|domain|domainName|vCenterName)$/i.test(tag!)
        ) {
          names.host(value);
        } else if (/^(?:user|userName|vpxuser|account)$/i.test(tag!)) names.user(value);
        else if (/^(?:datacenter|datacenterName|cluster|clusterName)$/.test(tag!))
          names.add('cloud-name', value);
      }
    }),
  ],
  samples: [
    {
      // A host of a maker: what its own configuration says is no public name.
      path: 'etc/vmware/esx.conf',
      content:
        '/adv/Misc/HostName = "esx-q9.lab.samsung.com"\n/adv/Syslog/global/loghost = "tcp://kb.vmware.com:514"\n',
      finds: [
        ['host-name', 'esx-q9'],
        ['host-name', 'lab.samsung.com'],
      ],
      leaves: ['kb', 'vmware.com'],
    },
    {
      path: 'etc/vmware/esx.conf',
      content:
        '/adv/Misc/HostName = "esx-prod7.dc2.acme.example"\n/Misc/hostname = "esx-prod7"\n/adv/Net/ManagementIface = "vmk0"\n/adv/Syslog/global/loghost = "udp://logsink.acme.example:514,ssl://192.0.2.1:1514"\n',
      finds: [
        ['host-name', 'esx-prod7'],
        ['host-name', 'dc2.acme.example'],
        ['host-name', 'logsink'],
        ['host-name', 'acme.example'],
      ],
      leaves: ['vmk0', '192.0.2.1'],
    },
    {
      path: 'etc/hosts',
      content:
        '127.0.0.1\tlocalhost.localdomain localhost\n::1\t\tlocalhost.localdomain localhost\n192.0.2.21\tesx-prod7.acme.example esx-prod7 # esx-comment\n',
      finds: [
        ['host-name', 'esx-prod7'],
        ['host-name', 'acme.example'],
      ],
      leaves: ['localhost', 'localdomain', 'esx-comment'],
    },
    {
      path: 'etc/resolv.conf',
      content: 'nameserver 192.0.2.5\nsearch acme.example branch.acme.example\n',
      finds: [
        ['host-name', 'acme.example'],
        ['host-name', 'branch.acme.example'],
      ],
      leaves: ['192.0.2.5'],
    },
    {
      path: 'etc/passwd',
      content:
        'root:x:0:0:Administrator:/:/bin/sh\ndcui:x:100:100:DCUI User:/:/bin/sh\nplindqvist:x:1001:1001:Per Lindqvist,,,:/:/bin/sh\nsvc-backup7:x:1002:1002:ESXi User:/:/bin/sh\nqmoe:x:1003:1003:Quentin Moe,Building 9,555-0177:/:/bin/sh\nqlind:x:1004:1004:Lindquist:/:/bin/sh\nqbak:x:1005:1005:Backup of the Quux stores:/:/bin/sh\nqroe:x:1006:1006:Roe, Jane:/:/bin/sh\nvpxuser:x:500:100:VMware VirtualCenter administration account:/:/bin/sh\nqlog1:x:1007:1007:Task Created:/:/bin/sh\nqlog2:x:1008:1008:Logged In:/:/bin/sh\nqlog3:x:1009:1009:Completed:/:/bin/sh\nntp:x:87:87:Network Time Protocol:/:/bin/false\nsystemd-network:x:76:76:systemd Network Management:/:/bin/false\n',
      finds: [
        ['user', 'plindqvist'],
        ['user', 'Per Lindqvist'],
        ['user', 'svc-backup7'],
        ['user', 'Quentin Moe'],
        ['free-text', 'Building 9'],
        ['free-text', '555-0177'],
        ['user', 'Lindquist'],
        ['free-text', 'Backup of the Quux stores'],
        ['user', 'Roe, Jane'],
      ],
      leaves: [
        'root',
        'dcui',
        'Task Created',
        'Logged In',
        'Completed',
        'ESXi User',
        'DCUI User',
        'Administrator',
        'VMware VirtualCenter administration account',
        'Network Time Protocol',
        'systemd Network Management',
      ],
    },
    {
      path: 'etc/vmware/vpxa/vpxa.cfg',
      content:
        '<config>\n  <vpxa>\n    <hostName>esx-prod7.acme.example</hostName>\n    <serverIp>vc-main.acme.example</serverIp>\n    <serverPort>902</serverPort>\n    <datacenterName>Frankfurt West</datacenterName>\n  </vpxa>\n</config>\n',
      finds: [
        ['host-name', 'vc-main'],
        ['cloud-name', 'Frankfurt West'],
      ],
      leaves: ['902'],
    },
    {
      path: 'etc/krb5.conf',
      content:
        '[libdefaults]\n  default_realm = CORP.ACME.EXAMPLE\n[realms]\n  CORP.ACME.EXAMPLE = {\n    kdc = dc-one.corp.acme.example:88\n  }\n',
      finds: [
        ['host-name', 'CORP.ACME.EXAMPLE'],
        ['host-name', 'dc-one'],
      ],
    },
  ],
};

function hostsOf(value: string, names: NameList): void {
  const urls = [...value.matchAll(URL_HOST)];
  for (const [, host] of urls) names.host(host);
  if (urls.length === 0) for (const host of value.split(/[\s,]+/)) names.host(host);
}
