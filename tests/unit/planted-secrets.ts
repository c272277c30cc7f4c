import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { generateBundle } from '../../workers/sample';
import { collect, utf8 } from '../../workers/sample/bytes';
import { fileEntry, tar, type TarEntry } from '../../workers/sample/tar';
import { otherForms } from './planted-forms';
import { archiveSync, TIME } from './planted-archives';
import { passwordLines } from './planted-passwords';
import { readTar } from './sample-reading';
import type { RedactKind } from '../../workers/public-api';

/** Something confidential, and the line (or file) that says what it is. */
export interface Secret {
  kind: RedactKind;
  text: string;
}

const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const hex = (n: number, digits: number) =>
  ((n * 2_654_435_761) >>> 0).toString(16).padStart(8, '0').repeat(4).slice(0, digits);
const of = (kind: RedactKind, texts: readonly string[]): Secret[] => texts.map((text) => ({ kind, text }));

const DOMAIN = 'quokka-labs.example';
const HOST = `esx-zephyr.${DOMAIN}`;
const HOSTS = [
  'esx-zephyr',
  'esx-mistral',
  'vc-umbra',
  'logsink-9',
  'dc-perla',
  'nas-korund',
  'jump-tyrol',
  'esx-bora',
  'esx-sirocco',
  'esx-levante',
];
const DOMAINS = [DOMAIN, 'branch.wombat-corp.example', 'KOALA-AD'];
const USERS = range(20).map(
  (n) => `${['mvanderberg', 'svc-snap', 'k.oyelaran', 'plindqvist', 'zhang_wei'][n % 5]}${n + 10}`,
);
const VMS = [
  'erp-prod-db7',
  'Payroll (old) 3',
  'Gehälter-Server',
  'till front 12',
  'kiosk-α9',
  'shopfront_v2',
  'mes-gateway-4',
  'x1-forecast',
  'R&D build 5',
  'hr.files.main',
  'scada-hist9',
  'legal-archive-77',
  'quant desk 8',
  'citrix-pvs-21',
  "O'Brien test box",
];
const STORES = [
  'san-onyx-01',
  'nfs_rubin_iso',
  'vsan-topaz',
  'Local (opal) 7',
  'tier1-jade',
  'backup.beryl',
  'lun-citrine-4',
  'stage-agate',
];
const IPV4 = range(18).map((n) => `10.${77 + (n % 3)}.${n + 12}.${n * 7 + 23}`);
const IPV6 = range(7).map(
  (n) => `2a01:4f8:${(n + 0x1a0).toString(16)}:${(n * 3 + 17).toString(16)}::${(n + 0xb1).toString(16)}`,
);
const MACS = range(18).map(
  (n) => `${n % 2 ? '00:50:56' : 'e4:43:4b'}:a${(n % 10).toString()}:${hex(n + 3, 2)}:${hex(n + 31, 2)}`,
);
const UUIDS = range(25).map(
  (n) => `${hex(n + 101, 8)}-${hex(n + 7, 4)}-4${hex(n + 9, 3)}-9${hex(n + 11, 3)}-${hex(n + 13, 12)}`,
);
/** Spelled here; in texts they stand as digits alone too, and only there as what they are said to be. */
const BARE_MACS = MACS.slice(0, 8).map((mac) => mac.replaceAll(':', ''));
const BARE_UUIDS = UUIDS.slice(0, 6).map((uuid) => uuid.replaceAll('-', ''));
const VSAN_IDS = range(2).map((n) => `${hex(n + 131, 16)}-${hex(n + 141, 16)}`);
const pairs = (digits: string) => digits.match(/../g)!.join(':');
const BARE_PRINTS = range(2).map((n) => hex(n + 601, 32) + hex(n + 611, 32));
const PRINTS = [
  ...range(3).map((n) => pairs(hex(n + 621, 32) + hex(n + 631, 8))),
  ...range(3).map((n) => pairs(hex(n + 641, 32) + hex(n + 651, 32)).toUpperCase()),
];
const PRINTS_IN_BASE64 = range(2).map((n) => `${hex(n + 661, 21)}Qz${hex(n + 671, 18)}Tk`);
const KEY_OWNERS = ['mvanderberg@jump-tyrol', 'ops-rota7@relay-gneiss'];
const PASSWORDS = range(26).map((n) => `Hunter${hex(n + 701, 6)}x`);
const WWNS = [
  ...range(6).map((n) => `naa.6001405${hex(n + 51, 25)}`),
  ...range(3).map((n) => `eui.${hex(n + 71, 16)}`),
  ...range(2).map(
    (n) => `t10.ATA_____KIOXIA_EXCERIA_SSD____________________${hex(n + 81, 12).toUpperCase()}`,
  ),
  ...range(4).map((n) => `2${n}:00:e4:43:4b:${hex(n + 91, 2)}:${hex(n + 92, 2)}:0${n}`),
];
const SERIALS = range(10).map((n) => `CZ${hex(n + 201, 6).toUpperCase()}${n}K`);
const MAILS = range(10).map(
  (n) => `${['ines.moreau', 'oncall', 'b.tanaka', 'noc+esx', 'h-lund'][n % 5]}${n}@mail.wombat-corp.example`,
);
const LICENCES = range(6).map((n) =>
  [0, 1, 2, 3, 4]
    .map((i) =>
      hex(n * 5 + i + 301, 5)
        .toUpperCase()
        .replace(/[0O1I]/g, 'M'),
    )
    .join('-'),
);
const CLOUD = [
  'Rotterdam-Zuid',
  'Compute Falun',
  '481516234210',
  'wombat-hsm-audit',
  'Edge Tromsö',
  'Metro West 2',
];
const HSMS = ['hsm-q7rt2mzk4wa', 'hsm-b8vn3lpx5yc', 'hsm-d9wk4jqz6ud', 'hsm-f2xm5hry7ve', 'hsm-g3yp6gsv8wf'];
const CLUSTERS = ['cluster-k2mvn4tzyqa', 'cluster-p3nwo5uazrb', 'cluster-r4oxp6vbasc', 'cluster-s5pyq7wcbtd'];
const KEY_IDS = range(6)
  .map((n) => `k${hex(n + 401, 10)}/${hex(n + 411, 9)}QzT==`)
  .map((text) => text.replace('/', 'x'));
/** What people wrote, which only its place tells. */
const NOTES = range(8).map((n) => `note ${hex(n + 801, 6)} of Wombat`);
const WORDS = [
  'Operation Nightjar',
  'PROJ-HEDGEHOG',
  'bluebottle',
  'Zirkon-Vertrag',
  'Marlin & Co',
  'tarantella',
];
const CERTIFICATE_LINES = range(5).map((n) => `MIID${hex(n + 501, 28)}Tq${hex(n + 511, 28)}w`);
const PRIVATE_LINES = range(5).map((n) => `MIIE${hex(n + 521, 28)}Vb${hex(n + 531, 28)}z`);

/** Kinds of what becomes a placeholder. */
export const PLACEHOLDERS: ReadonlySet<RedactKind> = new Set(['certificate', 'private-key', 'password']);

/** Words that are given to the redaction; all else it finds by itself. */
export const PLANTED_WORDS: readonly string[] = WORDS;

export const SECRETS: readonly Secret[] = [
  ...of('host-name', [...HOSTS, ...DOMAINS]),
  ...of('user', USERS),
  ...of('vm-name', VMS),
  ...of('datastore', STORES),
  ...of('ip-address', [...IPV4, ...IPV6]),
  ...of('mac-address', MACS),
  ...of('uuid', UUIDS),
  ...of('wwn', WWNS),
  ...of('serial-number', SERIALS),
  ...of('e-mail', MAILS),
  ...of('licence-key', LICENCES),
  ...of('cloud-name', CLOUD),
  ...of('hsm-name', HSMS),
  ...of('cluster-id', CLUSTERS),
  ...of('key-id', KEY_IDS),
  ...of('word', WORDS),
  ...of('certificate', CERTIFICATE_LINES),
  ...of('private-key', PRIVATE_LINES),
  ...of('thumbprint', PRINTS),
  ...of('thumbprint', [...BARE_PRINTS, ...PRINTS_IN_BASE64]),
  ...of('mac-address', BARE_MACS),
  ...of('uuid', [...BARE_UUIDS, ...VSAN_IDS]),
  ...of('user', ['ops-rota7']),
  ...of('host-name', ['relay-gneiss']),
  ...of('password', PASSWORDS),
  ...of('free-text', NOTES),
];

/** Secrets that only their places tell. */
const BY_PLACE = new Set([...BARE_PRINTS, ...PRINTS_IN_BASE64, ...VSAN_IDS, ...NOTES]);

/** Secrets that may stand in any line. */
const INLINE = SECRETS.filter(({ kind, text }) => !PLACEHOLDERS.has(kind) && !BY_PLACE.has(text));

const at = (n: number) => new Date(TIME + n * 1000).toISOString();

/** Lines in each log's own grammar, with a secret in each. */
const LOGS: Record<string, (text: string, n: number) => string> = {
  'var/run/log/hostd.log': (text, n) =>
    `${at(n)} In(166) Hostd[2099425]: [Originator@6876 sub=Planted opID=planted-${n}] Seen "${text}" here.\n`,
  'var/run/log/vpxa.log': (text, n) =>
    `${at(n)} In(166) Vpxa[2099426]: [Originator@6876 sub=vpxLro opID=p-${n}] value = '${text}';\n`,
  'var/run/log/vmkernel.log': (text, n) =>
    `${at(n)} In(182) vmkernel: cpu3:2097803)Planted: 317: device <${text}> seen\n`,
  'var/run/log/vobd.log': (text, n) =>
    `${at(n)} In(14) vobd[2097521]:  [UserLevelCorrelator] ${n + 1000}us: [esx.audit.planted] Seen (${text}).\n`,
  'var/run/log/auth.log': (text, n) => `${at(n)} In(38) sshd[2131000]: note ${text}\n`,
  'var/run/log/shell.log': (text, n) =>
    `${at(n)} In(14) shell[2131001]: [root]: grep '${text}' /var/log/hostd.log\n`,
  'var/run/log/syslog.log': (text, n) => `${at(n)} In(30) planted[2131002]: ${text}: done\n`,
  'vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/erp-prod-db7/vmware.log': (text, n) =>
    `${at(n)} In(05) vmx - Planted: ${text}\n`,
};

/** Lines that say what the names are, each where the programs say it. */
function introductions(): Record<string, string> {
  const hostd = (text: string, n: number) =>
    `${at(n)} In(166) Hostd[2099425]: [Originator@6876 sub=Vimsvc.ha-eventmgr opID=i-${n}] Event ${n} : ${text}\n`;
  return {
    'etc/hosts': HOSTS.map((host, n) => `${IPV4[n]}\t${host}.${n % 2 ? DOMAIN : DOMAINS[1]} ${host}\n`).join(
      '',
    ),
    'etc/resolv.conf': `nameserver ${IPV4[12]}\nsearch ${DOMAINS.slice(0, 2).join(' ')}\n`,
    'etc/passwd': `root:x:0:0:Administrator:/:/bin/sh\n${USERS.slice(0, 5)
      .map((user, n) => `${user}:x:${1001 + n}:1001:ESXi User:/:/bin/sh\n`)
      .join('')}`,
    'var/run/log/hostd.2.log': [
      ...USERS.slice(5, 12).map((user, n) =>
        hostd(`User KOALA-AD\\${user}@${IPV4[n]} logged in as pyvmomi`, n),
      ),
      ...VMS.map((vm, n) =>
        hostd(`${vm} on host ${HOST} in Rotterdam-Zuid is powered ${n % 2 ? 'on' : 'off'}`, n + 20),
      ),
      ...STORES.map((store, n) =>
        hostd(
          `Deletion of file or directory [${store}] till front 12/till front 12.vmdk was initiated`,
          n + 50,
        ),
      ),
      ...STORES.map(
        (store, n) =>
          `${at(n + 70)} In(166) Hostd[2099425]: [Originator@6876 sub=Vmsvc.vm:/vmfs/volumes/${store}/shopfront_v2/shopfront_v2.vmx opID=d-${n}] State Transition (VM_STATE_OFF -> VM_STATE_POWERING_ON)\n`,
      ),
    ].join(''),
    'var/run/log/auth.2.log': USERS.slice(12)
      .map(
        (user, n) =>
          `${at(n)} In(38) sshd[21300${n}]: Accepted keyboard-interactive/pam for ${user} from ${IPV4[n]} port 58470 ssh2\n`,
      )
      .join(''),
    'commands/smbiosDump.txt': SERIALS.map(
      (serial, n) => `  System Info: #${n}\n    Manufacturer: "Dell Inc."\n    Serial: "${serial}"\n`,
    ).join(''),
    'vc/var/log/vmware/vpxd/vpxd.log': CLOUD.filter((name) => !/^\d|hsm/.test(name))
      .map(
        (name, n) =>
          `${at(n)} info vpxd[05874] [Originator@6876 sub=vpxLro opID=v-${n}] Event [${4711 + n}] [1-1] [${at(n)}] [vim.event.VmPoweredOnEvent] [info] [KOALA-AD\\${USERS[n]}] [${name}] [${4700 + n}] [erp-prod-db7 on  ${HOST} in ${name} is powered on]\n`,
      )
      .join(''),
    'hsm/delivery.json': JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '481516234210',
      logGroup: 'wombat-hsm-audit',
      logStream: HSMS[0],
      subscriptionFilters: ['all'],
      logEvents: [],
    }),
    'var/run/log/vobd.2.log': KEY_IDS.map(
      (id, n) =>
        `${at(n)} In(14) vobd[2097521]:  [UserWorldCorrelator] ${n}us: [esx.problem.hostd.core.dumped.encrypted] Core dumped, keyID ${id}\n`,
    ).join(''),
    'etc/vmware/ssl/castore.pem': `-----BEGIN CERTIFICATE-----\n${CERTIFICATE_LINES.join('\n')}\n-----END CERTIFICATE-----\n`,
    'opt/planted/server.pem': `text before\n-----BEGIN RSA PRIVATE KEY-----\n${PRIVATE_LINES.join('\n')}\n-----END RSA PRIVATE KEY-----\ntext behind\n`,
    'opt/planted/prints.txt': [
      ...BARE_PRINTS.map((print, n) =>
        n % 2 ? `thumbprint="${print.toUpperCase()}"` : `sslThumbprint = ${print}`,
      ),
      ...PRINTS_IN_BASE64.map((print) => `Accepted publickey: RSA SHA256:${print}`),
      ...VSAN_IDS.map((id, n) => (n % 2 ? `/vmfs/volumes/vsan:${id}/x` : `uuid.bios = "${id}"`)),
      ...KEY_OWNERS.map(
        (owner, n) =>
          `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC${hex(n + 681, 32)}${hex(n + 691, 32)}${'Zq7'.repeat(9)} ${owner}`,
      ),
      '',
    ].join('\n'),
    'opt/planted/notes.txt': [
      `annotation = "${NOTES[0]!}\n${NOTES[1]!}",`,
      JSON.stringify({ vm: JSON.stringify({ annotation: NOTES[2] }) }),
      `   Syslocation: ${NOTES[3]!}`,
      `snapshot0.description = "${NOTES[4]!}"`,
      `subject: C = DE, O = ${NOTES[5]!}, CN = ${NOTES[6]!}`,
      // Chosen words, written in other ways.
      ...['bl%75ebottle', '\\u0062luebottle', '&#98;luebottle', '=62luebottle'],
      ...['', 'x', 'xy'].map(
        (before) => `data:${Buffer.from(`${before}bluebottle here`).toString('base64')}`,
      ),
      '',
    ].join('\n'),
    'opt/planted/passwords.txt': passwordLines(PASSWORDS).join('\n'),
    // The address stands in the name of the output without its dots.
    'action.log': `${at(1).replace('T', ' ').replace('Z', '')}: vmkping -c 3 ${IPV4[3]} (planted) took 0.021 sec\n`,
    [`commands/vmkping_-c-3-${IPV4[3]!.replaceAll('.', '')}.txt`]: 'PING\n',
    'commands/vpxa.json': JSON.stringify({
      certificate: `-----BEGIN CERTIFICATE-----\n${CERTIFICATE_LINES.join('\n')}\n-----END CERTIFICATE-----\n`,
    }),
  };
}

/** Names of files: of every kind that a path can hold. */
const NAMED = SECRETS.filter(
  ({ kind, text }) => !/[/:<>"|?*\\]/.test(text) && !PLACEHOLDERS.has(kind) && !BY_PLACE.has(text),
);

export interface PlantedBundle {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A bundle of a host with all secrets everywhere. */
export async function plantedBundle(): Promise<PlantedBundle> {
  const made = generateBundle({
    release: '8.0',
    seed: 'planted',
    host: HOST,
    vms: VMS.slice(0, 8),
    logBytes: 300_000,
    rotated: 1,
    compress: 'none',
    fragments: true,
  });
  const entries: TarEntry[] = [];
  const planted = plantedFiles();
  for (const { path, type, data } of await readTar(await collect(made.chunks))) {
    if (type === 'directory') continue;
    const below = path.slice(made.truth.topFolder.length + 1);
    const more = planted.get(below);
    planted.delete(below);
    entries.push(fileEntry(path, Uint8Array.from(more === undefined ? data : both(data, more)), TIME));
  }
  for (const [path, content] of planted) {
    entries.push(fileEntry(`${made.truth.topFolder}/${path}`, Uint8Array.from(content), TIME));
  }
  // Headers name the owners of files, and what links lead to.
  const owned = entries.map((entry) => ({
    ...entry,
    fill: (header: Uint8Array) => header.set(utf8(USERS[3]!), 265),
  }));
  owned.push({
    ...fileEntry(`${made.truth.topFolder}/var/log/latest`, new Uint8Array(0), TIME),
    type: '2',
    fill: (header) => header.set(utf8(`/vmfs/volumes/${STORES[0]!}/${VMS[0]!}`), 157),
  });
  return { name: `${made.truth.topFolder}.tgz`, bytes: new Uint8Array(gzipSync(await archive(owned))) };
}

/** Files by their paths below the top folder; what the bundle has by itself is continued by them. */
function plantedFiles(): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (path: string, content: string | Uint8Array) => {
    const bytes = typeof content === 'string' ? utf8(content) : content;
    const known = files.get(path);
    files.set(path, known ? both(known, bytes) : bytes);
  };
  for (const [path, content] of Object.entries(introductions())) put(path, content);
  for (const [path, line] of Object.entries(LOGS))
    put(path, INLINE.map(({ text }, n) => line(text, n + 100)).join(''));
  for (const [path, content] of Object.entries(otherForms(INLINE.map(({ text }) => text))))
    put(path, content);
  for (const [n, { text }] of NAMED.entries()) put(`var/planted/${n}-${text}.txt`, `file of ${text}\n`);
  const nested = INLINE.map(({ text }) => `nested ${text} here\n`).join('');
  const named = NAMED.slice(0, 40).map(({ text }, n) => ({
    path: `inner/${n} ${text}.log`,
    content: utf8(`inner ${text}\n`),
  }));
  const tgz = (list: readonly { path: string; content: Uint8Array }[]) =>
    archiveSync(list.map(({ path, content }) => ({ path, content })));
  const innermost = tgz([{ path: 'deep/nested.txt', content: utf8(nested) }, ...named]);
  put(
    'var/log/vsan/planted-esx-zephyr.tgz',
    tgz([
      { path: 'middle/inner-plindqvist13.tgz', content: innermost },
      { path: 'middle/plain.txt', content: utf8(nested) },
    ]),
  );
  put('var/log/planted.zip', zipSync({ 'zipped/san-onyx-01.txt': utf8(nested) }));
  put(
    'var/log/planted.log.gz',
    gzipSync(INLINE.map(({ text }, n) => LOGS['var/run/log/syslog.log']!(text, n)).join('')),
  );
  put(
    'opt/planted/program',
    Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, ...utf8(`${nested}\0\0\0`)]),
  );
  put(
    'opt/planted/store.db',
    Uint8Array.from([
      ...utf8('SQLite format 3\0'),
      ...range(2000).map((n) => (n * 37) & 255),
      ...utf8(nested),
    ]),
  );
  put(
    'var/core/hostd-zdump.000',
    Uint8Array.from([...range(4096).map((n) => (n * 91) & 255), ...utf8(nested)]),
  );
  return files;
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([a, b]));
}

async function archive(entries: readonly TarEntry[]): Promise<Uint8Array> {
  async function* all() {
    yield* entries;
  }
  return collect(tar(all(), 'pax'));
}
