import { hostname } from '../internet-name';
import type { NameForm, NameRoad } from '../name-road';

/** Schemes whose authority is a host, so that a name without a domain is one too. */
const NETWORK =
  /^(?:https?|wss?|ldapi?s?|ftps?|sftp|tftp|ssh|scp|telnet|rsync|nfs|smb|cifs|iscsi|tcp[46]?|udp[46]?|ssl|tls|syslog|smtps?|imaps?|pop3s?|snmp|ntp|kmip|vnc|rdp|rfb|amqps?|postgres(?:ql)?|mysql|sqlserver|mongodb|redis|kafka|git|svn)$/i;
/** Schemes that name no host. */
const NO_HOST =
  /^(?:file|jar|zip|ds|vmfs|vsan|vvol|res|resource|chrome|about|classpath|urn|cs|vmcs|stream|tag)$/i;

const SCHEME = /([a-z][a-z0-9+.-]{1,19})$/i;
/** What a namespace of XML is said with: it is a name, whose host need not be one. */
const NAMESPACE =
  /(?:xmlns(?::[\w.-]{1,40})?|schemaLocation|targetNamespace|namespace)\\?["']?\s{0,3}[=:]\s{0,3}\\?$/i;

function isNamespace(before: string): boolean {
  const quote = Math.max(before.lastIndexOf('"'), before.lastIndexOf("'"));
  return quote >= 0 && NAMESPACE.test(before.slice(Math.max(0, quote - 64), quote));
}

/** As long as it goes: what a placeholder (`%s`, `${host}`) goes on with is no name. */
const NAME = String.raw`([\p{L}\p{N}_](?:[\p{L}\p{N}_-]|\.(?=[\p{L}\p{N}_])){0,252})`;
const GOES_ON = String.raw`[\p{L}\p{N}_%$\{-]|\.[\p{L}\p{N}_%$\{]`;
const HOST = String.raw`${NAME}(?!${GOES_ON})`;
const AUTHORITY = new RegExp(
  String.raw`(?:[^\s@/\\"'<>?#&]{1,256}@|[^\s@/\\"'<>?#&%]{1,256}%40)?${NAME}(?:(?!${GOES_ON})|(?=%(?:2F|3A|26|3F|23|22|20)))`,
  'iuy',
);

/** The authority behind `://` as it is written in a text, in JSON and in a URL's query. */
function authority(slashes: string): NameForm {
  return {
    needle: slashes,
    read(line, at, names) {
      const before = line.slice(Math.max(0, at - 400), at);
      const scheme = SCHEME.exec(before.slice(-40))?.[1];
      if (scheme === undefined || NO_HOST.test(scheme) || isNamespace(before)) return;
      AUTHORITY.lastIndex = at + slashes.length;
      const found = AUTHORITY.exec(line)?.[1];
      if (found !== undefined) hostname(found, NETWORK.test(scheme.replace(/^.*[.+]/, '')), names);
    },
  };
}

/** What a program says that it talks to: a full name, or one with a port. */
const CONNECTS = /onnect(?:ing|ed|ion)? (?:to|with|from) /g;
const PEER = new RegExp(
  String.raw`(?:the )?(?:(?:remote )?(?:host|server|peer|proxy|target|vcenter) )?["'\[(<]?${HOST}(:\d{1,5}(?![\w.:]))?`,
  'iuy',
);

/** Labels that end in a host's, as `mail.smtp.host`, `ldapServer`, `NODE_FQDN`, and what ends their value. */
const LABELS = /(?:ost|erver|qdn|OST|ERVER|QDN)(?:[nN]ame|NAME)?(?:\\?["'])?[ \t]{0,4}[=:>]/g;
const VALUE = new RegExp(
  String.raw`[ \t]{0,4}(?:\\?["'])?${HOST}(?=$|[\s"'<>,;)\]}\\|&]|:\d{1,5}(?![\w.:])|\.(?:\s|$))`,
  'iuy',
);

/** Services whose server such a label names, so that a name without a domain is one too. */
const OF_SERVICE =
  /(?:ldaps?|ntp|syslog|log|kms|kmip|dns|smtp|mail|proxy|vcenter|vc|radius|tacacs|kdc|psc|sso|time|licen[sc]e|backup|dhcp|tftp|nfs|iscsi|s?ftp|snmp|trap|wins|domain|ad|primary|secondary|peer|remote|target)[-_. ]?[sSfFhH]$/i;
const LONGEST_SERVICE = 16;
/** States and settings that stand where a server does. */
const NO_SERVER =
  /^(?:true|false|yes|no|on|off|none|null|nil|enabled?|disabled?|default|auto(?:matic)?|manual|unknown|unset|not|is|was|static|dhcp|local|direct|up|down|ok|running|stopped|started|failed|error|any|all|type|ipv[46]|v?\d.*)$/i;

/** Reads with `pattern` behind all that `before` finds before `end`; both are looked for in time in proportion to the text. */
function* behind(
  before: RegExp,
  pattern: RegExp,
  text: string,
  end: number,
): Generator<[found: RegExpExecArray, before: string]> {
  for (const { 0: label, index } of text.matchAll(before)) {
    if (index >= end) return;
    pattern.lastIndex = index + label.length;
    const found = pattern.exec(text);
    if (found) yield [found, text.slice(Math.max(0, index - LONGEST_SERVICE), index)];
  }
}

/** Hosts of whatever domain in URLs, where a program says what it connects to, and behind labels that end in host or server. */
export const road: NameRoad = {
  id: 'hosts-in-urls',
  forms: [...['://', ':\\/\\/', '%3A%2F%2F', '%3a%2f%2f'].map(authority)],
  text(text, end, names) {
    // Services on the host itself are said so too (`connection to hostd:8307`): they have no digit or hyphen.
    for (const [[, host, port]] of behind(CONNECTS, PEER, text, end))
      hostname(host!, port !== undefined && /[\d-]/.test(host!), names);
    for (const [[, host], before] of behind(LABELS, VALUE, text, end)) {
      const isSingle = !host!.includes('.') && OF_SERVICE.test(before) && !NO_SERVER.test(host!);
      hostname(host!, isSingle, names);
    }
  },
  samples: [
    {
      path: 'var/run/log/hostd.log',
      content: [
        'bind ldaps://ldapsrv-q.other-corp.com:636 ok, https://urlhost.quux.io/sdk and https://quuz.com/.',
        'jdbc:postgresql://kdb7:5432/VCDB ssl://[2001:db8::1]:1514 https://svc:x@kproxy.quuz.net:3128',
        '{"url":"https:\\/\\/jsonhost.corge.net\\/sdk"} ?to=https%3A%2F%2Fpcthost.grault.de%3A8443%2Fui https://nas-q8/x https://qacct.blob.core.windows.net/c',
        'foo://unqualified/x vpx.vmomi://only.inside/x https://%s/x https://${host}/ https://<ip>/sdk https://q-%d.q.%s/',
        'https://svc:p%40ss@patuser.quuz.net/ https%3A%2F%2Fpctuser%40pctat.grault.de',
        'see https://ldap.garply.ch/x',
      ].join('\n'),
      finds: [
        ['host-name', 'ldapsrv-q'],
        ['host-name', 'other-corp.com'],
        ['host-name', 'urlhost'],
        ['host-name', 'quux.io'],
        ['host-name', 'quuz.com'],
        ['host-name', 'kdb7'],
        ['host-name', 'kproxy'],
        ['host-name', 'quuz.net'],
        ['host-name', 'patuser'],
        ['host-name', 'pctat'],
        ['host-name', 'jsonhost'],
        ['host-name', 'corge.net'],
        ['host-name', 'pcthost'],
        ['host-name', 'grault.de'],
        ['host-name', 'nas-q8'],
        ['host-name', 'qacct'],
        ['host-name', 'blob.core.windows.net'],
        ['host-name', 'garply.ch'],
      ],
      leaves: [
        'com',
        'quuz',
        'svc',
        'q',
        'q-',
        'pctuser',
        'unqualified',
        'only',
        'ldap',
        'host',
        'ip',
        's',
        'jdbc',
      ],
    },
    {
      path: 'etc/vmware/namespaces.xml',
      content: [
        '<a xmlns="http://schemas.xmlsoap.org/soap/" xmlns:q="http://ns.quip.com/x" at="http://www.w3.org/2001/XMLSchema">',
        'https://kb.vmware.com/s/1 http://support.broadcom.com/ https://schemas.dmtf.org/wbem http://docs.oasis-open.org/x',
        'http://logging.apache.org https://www.openssl.org http://tools.ietf.org http://www.snia.org/x http://schemas.microsoft.com/',
        'http://localhost:8080/x https://www.example.com/ https://hostname/sdk http://127.0.0.1:80 file://server.quip.net/x',
        'https://monitoring.eu-west-1.amazonaws.com/ https://127.0.0.1.nip/',
      ].join('\n'),
      finds: [],
      leaves: [
        'schemas',
        'xmlsoap.org',
        'ns',
        'quip.com',
        'www',
        'w3.org',
        'kb',
        'vmware.com',
        'support',
        'broadcom.com',
        'dmtf.org',
        'docs',
        'oasis-open.org',
        'logging',
        'apache.org',
        'openssl.org',
        'tools',
        'ietf.org',
        'snia.org',
        'microsoft.com',
        'localhost',
        'example.com',
        'hostname',
        'server',
        'quip.net',
        'monitoring',
        'eu-west-1.amazonaws.com',
      ],
    },
    {
      path: 'var/run/log/vpxa.log',
      content: [
        'connecting to h-eta.waldo.com:443',
        'Failed to connect to host "srv-theta.fred.org": timed out',
        'Connection to nas-iota:2049 lost; connection to hostd:8307; Connected to vim.HostSystem:host-12; connect to it.',
        'Connected to 192.0.2.7:902, connected to localhost:80',
      ].join('\n'),
      finds: [
        ['host-name', 'h-eta'],
        ['host-name', 'waldo.com'],
        ['host-name', 'srv-theta'],
        ['host-name', 'fred.org'],
        ['host-name', 'nas-iota'],
      ],
      leaves: ['hostd', 'vim', 'vim.HostSystem', 'HostSystem', 'it', 'localhost', 'host'],
    },
    {
      path: 'etc/vmware/mail.properties',
      content: [
        'mail.smtp.host = hkappa.plugh.net',
        'ldapServer: "dlambda.xyzzy.org"',
        '{"remoteHost":"rmu.thud.io:514","proxyServer" : "pnu.thud.fr"} <smtpServer>mxi.thud.cz</smtpServer>',
        "host = 'vim.HostSystem:host-21', server = /usr/lib/x.so server: libvim.so host: com.vmware.vim server=true host=6.7.0",
        'NODE_FQDN=fomicron.thud.lan',
        'ldapServer = dpi\nntp_server: "clockrho" {"kmsServer":"ksigma"} <syslogServer>lsigma</syslogServer> logHost=ltau',
        'otherServer = dupsilon ldapServer=enabled ntpServer: true smtp server is down kmsServer=[x] webserver=apachephi',
      ].join('\n'),
      finds: [
        ['host-name', 'hkappa'],
        ['host-name', 'plugh.net'],
        ['host-name', 'dlambda'],
        ['host-name', 'xyzzy.org'],
        ['host-name', 'rmu'],
        ['host-name', 'pnu'],
        ['host-name', 'mxi'],
        ['host-name', 'fomicron'],
        ['host-name', 'thud.lan'],
        ['host-name', 'dpi'],
        ['host-name', 'clockrho'],
        ['host-name', 'ksigma'],
        ['host-name', 'lsigma'],
        ['host-name', 'ltau'],
      ],
      leaves: [
        'vim',
        'HostSystem',
        'libvim',
        'com',
        'vmware.vim',
        'true',
        'dupsilon',
        'enabled',
        'apachephi',
      ],
    },
  ],
};
