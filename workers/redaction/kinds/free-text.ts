import { byteAt, isDigit, latin1 } from '../byte-classes';
import { commandSecrets } from '../command-secrets';
import { nameParts } from '../distinguished-name';
import { defineKind, type Label } from '../kind';
import { headOf, linesOf, noteBehind, quotedNote, type NoteShape } from '../note-values';
import { NumberedAliases } from '../numbered-aliases';

/** Characters that are looked at before a label, and behind one. */
const LONGEST_BEFORE = 32;
const LONGEST_LOOK = 192;
const LONGEST_LINE = 1_024;

function note(words: readonly string[], shape: NoteShape): Label {
  return { words, value: (text, at, end) => noteBehind(text, at, end, shape) };
}

/** A note of a VM; without quotes it is none behind words of a sentence: `Could not parse annotation: …`. */
const annotation: Label = {
  words: ['annotation'],
  value(text, at, end) {
    const before = latin1(text, Math.max(0, at - LONGEST_LOOK), at);
    return noteBehind(text, at, end, { signs: IN_SENTENCE.test(before) ? '=' : ':=' });
  },
};
const IN_SENTENCE = /[a-z]{2,32}[ \t]+[a-z]{2,32}[ \t]+annotation$/i;

/** Of a snapshot: any other description is the programs' own. */
const ofSnapshot: Label = {
  words: ['description'],
  value(text, at, end) {
    const before = latin1(text, Math.max(0, at - LONGEST_BEFORE), at);
    return /snapshot\d{1,4}\.description$/i.test(before) ? noteBehind(text, at, end, { signs: '' }) : null;
  },
};

/** What a snapshot is called, in the log of its VM. */
const snapshotName: Label = {
  words: ['takesnapshot start:', 'done with snapshot', 'createsnapshot:'],
  value(text, at, end) {
    return byteAt(text, at, end) === 32 ? quotedNote(text, at + 1, end) : null;
  },
};

/**
 * Texts that are shown before somebody logs in, as options of a host: `"Config.Etc.issue", value = "…"`, on command lines
 * with `-s "…"`, and as esxcli lists them, with `String Value: …` some lines below.
 */
const option: Label = {
  words: ['welcomemessage', 'hostclientwelcomemessage', 'etc.issue', 'etc.motd', 'etc/issue', 'etc/motd'],
  value(text, at, end) {
    const head = latin1(text, at, Math.min(end, at + LONGEST_LINE));
    const set =
      /^\\*["']?[,;]?\s{0,40}(?:\\*["']?value\\*["']?|-s|--string-value)?\s{0,8}[:=,]?\s{0,8}(?=\\*["'])/i.exec(
        head,
      );
    if (set !== null && set[0] !== '') return quotedNote(text, at + set[0].length, end);
    const listed =
      /^[ \t]*\n(?:[ \t]+(?!String Value)[A-Z][\w ]{1,40}:[^\n]*\n){1,8}[ \t]+String Value:/.exec(head);
    if (listed === null) return noteBehind(text, at, end, { signs: '' });
    return noteBehind(text, at + listed[0].length - 1, end, { signs: ':' });
  },
};

/** Values of vCenter's custom attributes: `(vim.CustomFieldsManager.StringValue) { key = 101, value = "…" }`. */
const customValue: Label = {
  words: ['customfieldsmanager.stringvalue'],
  value(text, at, end) {
    const head = latin1(text, at, Math.min(end, at + LONGEST_LINE / 2));
    const before = /^\)? ?\{[^"}]{0,300}?value = (?=\\*")/.exec(head);
    return before === null ? null : quotedNote(text, at + before[0].length, end);
  },
};

/** Where a switch says that it stands, behind its name. */
const ofSwitch: Label = {
  words: ['location'],
  value(text, at, end) {
    const before = latin1(text, Math.max(0, at - LONGEST_LOOK), at);
    return /system ?name\b/i.test(before) ? noteBehind(text, at, end, { signs: '' }) : null;
  },
};

/** What LLDP tells: `key = "Port Description", value = "…"`. */
const told: Label = {
  words: ['port description', 'system location'],
  value(text, at, end) {
    const before = /^\\*["'],\s{0,40}value = (?=\\*")/.exec(latin1(text, at, Math.min(end, at + 96)));
    return before === null ? null : quotedNote(text, at + before[0].length, end);
  },
};

/** What somebody called a device; the host's own names say who made it and how it is connected. */
const deviceName: Label = {
  words: ['display name'],
  value(text, at, end) {
    const line = latin1(text, at, Math.min(end, at + LONGEST_LOOK));
    const found = /^: {1,4}(\S[^\n]{0,127}?) \((?:naa|eui|t10|mpx)\./.exec(line);
    if (found === null || OWN_DEVICE.test(found[1]!)) return null;
    const from = at + found[0].indexOf(found[1]!);
    return { from, to: from + found[1]!.length };
  },
};
const OWN_DEVICE =
  /^Local |(?:Fibre Channel|iSCSI|Serial Attached SCSI|SCSI|SATA|SAS|NVMe|TCP|RDMA|PCIe|USB|ATA|IDE|FCoE|Block Adapter) .*(?:Disk|CD-ROM|Enclosure|RAID Ctlr|Tape|Changer|Processor|Unknown|Svc Dev)$/i;

/** What somebody called a scheduled task, in vCenter's events. */
const scheduledTask: Label = {
  words: ['running task', 'created task', 'removed task', 'reconfigured task'],
  value(text, at, end) {
    const line = latin1(text, at, Math.min(end, at + LONGEST_LINE)).split('\n', 1)[0]!;
    const name = /^ (\S.{0,127}?) on .{1,400} in (?:datacenter|folder|cluster) /.exec(line)?.[1];
    return name === undefined ? null : { from: at + 1, to: at + 1 + name.length };
  },
};

/** A row of the list, what it says of VMs that it cannot read, a record of a log, a key of a configuration. */
const IS_NO_NOTE = /^(?:\d{1,9} +\S|Skipping |\d{4}-\d\d-\d\d[T ]\d\d:|[\w.:]{1,64} = )/;
const LONGEST_ROW = 256;

/** A row of `vim-cmd vmsvc/getallvms`, which ends with the VM's note; its further lines stand below, as they were written. */
const inventoryRow: Label = {
  words: ['vmx'],
  value(text, at, end) {
    if (byteAt(text, at, end) !== 45 || !isDigit(byteAt(text, at + 1, end))) return null;
    const row = latin1(text, Math.max(0, at - LONGEST_ROW), at);
    if (!/\.vm[tx]x? +[^\n]*$/.test(row)) return null;
    const head = headOf(text, at, end);
    const version = /^-\d{1,3} {2,}/.exec(head);
    if (version === null) return null;
    const lines = head.slice(version[0].length).split('\n');
    // Anywhere else than in a row the lines below are no part of it.
    const isRow = /(?:^|\n)\d{1,9} +\S[^\n]*\] [^\n]*$/.test(row);
    const next = isRow ? lines.findIndex((line, n) => n > 0 && IS_NO_NOTE.test(line)) : 1;
    const notes = (next < 0 ? lines : lines.slice(0, next)).join('\n');
    return linesOf(notes, at + version[0].length);
  },
};

/** What is said of whom it names: countries and domains are no names, and e-mail addresses are found by themselves. */
const SAYS_NAME = new Set([
  'CN',
  'OU',
  'O',
  'L',
  'ST',
  'S',
  'STREET',
  'UID',
  'T',
  'TITLE',
  'GN',
  'GIVENNAME',
  'SN',
  'POSTALCODE',
  'SERIALNUMBER',
]);
const LONGEST_TYPE = 16;

/** Distinguished names of LDAP and of certificates: `CN=…,OU=…,O=…`, `/C=…/O=…`, `C = …, O = …`. */
const distinguishedName: Label = {
  words: ['cn', 'ou', 'o', 'c', 'dc', 'st', 'l', 'uid', 'emailaddress', 'street'].flatMap((type) => [
    `${type}=`,
    `${type} =`,
  ]),
  value(text, at, end) {
    const before = latin1(text, Math.max(0, at - LONGEST_TYPE), at);
    const type = /(?:^|[^\w.-])([a-z]{1,12} ?=)$/i.exec(before)?.[1];
    if (type === undefined) return null;
    const start = at - type.length;
    // One character before it says whether it stands in brackets.
    const from = Math.max(0, start - 1);
    const head = headOf(text, from, end, LONGEST_LINE);
    return nameParts(head, start - from)
      .filter((part) => SAYS_NAME.has(part.type))
      .map((part) => ({ from: from + part.from, to: from + part.to }));
  },
};

/** What says nothing: no text, those of the products themselves, and what every directory has. */
const STAYS =
  /^(?:none|null|nil|n\/a|unset|<[^>]*>|\((?:null|unset|none)\)|not set|unknown|true|false|string|vmware|vmware\\?,? inc\.?|vmware engineering|palo alto|california|ca|vsphere|localhost(?:\.localdomain)?|vsphere\.local|users|computers|groups|people|builtin|configuration|schema|services|sites|administrator|administrators|root|admin|domain (?:admins|users|controllers|computers)|certificate[ -]manager|mid-[\da-f-]{36}|[^a-z\d\u0080-\uffff]*)$/i;

/** Texts that people write: notes of VMs and snapshots, places and contacts, banners, names of organisations. */
export default defineKind({
  kind: 'free-text',
  labels: [
    annotation,
    note(['syslocation', 'syscontact'], { signs: ':=', blank: true }),
    note(['welcomemsg'], { signs: '' }),
    ofSnapshot,
    snapshotName,
    option,
    customValue,
    ofSwitch,
    told,
    deviceName,
    scheduledTask,
    inventoryRow,
    distinguishedName,
    commandSecrets({
      commands: ['system snmp set'],
      options: ['-C=', '-C', '-L=', '-L', '--syscontact', '--syslocation'],
      joined: 'may',
    }),
    commandSecrets({
      commands: ['system welcomemsg set'],
      options: ['-m=', '-m', '--message'],
      joined: 'may',
    }),
    commandSecrets({
      commands: ['system account add', 'system account set'],
      options: ['-d=', '-d', '--description'],
      joined: 'may',
    }),
    // Behind the VM's id: what it is called, and what is said of it.
    commandSecrets({ commands: ['vmsvc/snapshot.create'], options: [], words: [1, 2] }),
  ],
  assigner: (book) =>
    new NumberedAliases(
      book,
      'free-text',
      (number) => `note-x${number}`,
      (text) => STAYS.test(text),
    ),
  samples: [
    {
      text: 'annotation = "Owner: Quentin|0ARack 7"\nguestOS = "x"\n"annotation":"call \\"Quentin\\", Rack 7","x":1 {\\"annotation\\":\\"Rack 7\\",\\"y\\":2}',
      hides: ['Quentin', 'Rack'],
      keeps: ['annotation = "note-x1"\nguestOS = "x"\n"annotation":"note-x2","x":1', '\\",\\"y\\":2}'],
    },
    {
      text: '   config = {\n      annotation = "Payroll of Quux\n\nask Quentin, \\"555\\"",\n      name = "x",\n-->    annotation = "Payroll\n-->  Quentin"\n--> }',
      hides: ['Payroll', 'Quentin', '555'],
      keeps: [
        'annotation = "note-x1\n\nnote-x2",\n      name = "x",\n-->    annotation = "note-x3\n-->  note-x4"\n--> }',
      ],
    },
    {
      text: '2025-12-11T16:43:03.077Z In(166) Hostd[170012]: -->    annotation = "Payroll\n2025-12-11T16:43:03.077Z In(166) Hostd[170013]: --> \n2025-12-11T16:43:03.077Z In(166) Hostd[170012]: --> Quentin",\n2025-12-11T16:43:03.077Z In(166) Hostd[170012]: --> }\n',
      hides: ['Payroll', 'Quentin'],
      keeps: ['Hostd[170013]: --> \n2025', 'Hostd[170012]: --> note-x2",\n2025'],
    },
    {
      text: '(vim.CustomFieldsManager.StringValue) { key = 101, value = "Payroll 4711" } (vim.KeyAnyValue) { key = "Port Description", value = "to q7, Rack 7" }\n systemName = "x",\n    location = "Quuxburg 3",\n softwareVersion = "NX-OS"',
      hides: ['Payroll', 'Rack', 'Quuxburg'],
      keeps: [
        'key = 101, value = "note-x1" }',
        '= "Port Description", value',
        '",\n softwareVersion = "NX-OS"',
      ],
    },
    {
      text: '   Display Name: QUUX-LUN-07 gold (naa.60014055c425cd10a874374b415629b3)\n   Display Name: LIO-ORG Fibre Channel Disk (naa.60014055c425cd10a874374b415629b3)\n   Display Name: Local VMware Disk (mpx.vmhba0:C0:T0:L0)\n   Display Name: till 9\n',
      hides: ['QUUX-LUN', 'gold'],
      keeps: ['LIO-ORG Fibre Channel Disk (', 'Local VMware Disk (mpx.', ' Name: till 9\n'],
    },
    {
      text: '[Running task Till restart on Shop 9 in datacenter x] Created task 12 at x; location = "Slot 3"',
      hides: ['Till restart'],
      keeps: ['[Running task note-x1 on Shop 9 in datacenter x] Created task 12 at x; location = "Slot 3"'],
    },
    {
      text: 'annotation = "Payroll and no end\n2025-01-01T00:00:00Z next "line"\nannotation = "",\nannotation = <unset>, annotation: null\nannotations="x" annotation: {"a":"b"}',
      hides: ['Payroll'],
      keeps: [
        '\n2025-01-01T00:00:00Z next "line"\nannotation = "",\nannotation = <unset>, annotation: null\nannotations="x" annotation: {"a":"b"}',
      ],
    },
    {
      text: '<annotation>Payroll &amp; more\n of Quentin</annotation><annotation xsi:type="xsd:string">Payroll</annotation><annotation/>kept\nModified: config.annotation: "Payroll" -> "Quentin"; \nannotation: Payroll of Quentin\n',
      hides: ['Payroll', 'Quentin'],
      keeps: ['<annotation/>kept\n', '" -> "note-x', '"; \n'],
    },
    {
      text: 'config.annotation="Payroll" config.name="web" result="failed"; retry=3 annotation="Payroll" retry=4\nCreateSnapshot: \'Payroll\' done; state=\'ok\', code=\'5\'\nCreateSnapshot: \'Payroll\' done\nannotation = "see "Payroll" and more"\nCould not parse annotation: unexpected end, error code 17\nVM annotation: Payroll\n',
      hides: ['Payroll', 'more'],
      keeps: [
        'annotation="note-x1" config.name="web" result="failed"; retry=3 annotation="note-x1" retry=4\n',
        "'note-x1' done; state='ok', code='5'\n",
        "'note-x1' done\n",
        '\nCould not parse annotation: unexpected end, error code 17\n',
      ],
    },
    {
      text: '12     Shop   [gold] shop/shop.vmx   ubuntu-64    vmx-14   Payroll of Quux\nask Quentin\n13     till    [gold] till/till.vmx   ubuntu-64    vmx-14              \n14     x    [gold] y/y.vmx   ubuntu-64    vmx-14     Payroll\n2025-01-01T00:00:00Z kept\n/x/y.vmx is of vmx-14  Payroll\nkept: y.vmx to vmx-14 now',
      hides: ['Payroll', 'Quentin'],
      keeps: [
        'vmx-14   note-x1\nnote-x2\n13     till',
        'vmx-14              \n14     x ',
        '\n2025-01-01T00:00:00Z kept\n/x/y.vmx is of vmx-14  note-x3\nkept: y.vmx to vmx-14 now',
      ],
    },
    {
      text: '<syscontact>Quentin</syscontact><syslocation>Rack 7</syslocation>\n   Syscontact: Quentin Moe\n   Syslocation: Rack 7, Quuxburg\n   Targets:\nsyslocation Rack 7\nesxcli system snmp set --syslocation="Rack 7" -C Quentin -e true',
      hides: ['Quentin', 'Rack', 'Quuxburg'],
      keeps: ['\n   Targets:', ' -e true'],
    },
    {
      text: '/adv/Annotations/WelcomeMessage = "Property of Quux"\n/UserVars/HostClientWelcomeMessage = "Property of Quux"\nkey = "Config.Etc.issue", value = "Property of Quux"\n{"key":"Config.Etc.motd","value":"Property of Quux","x":1}\nesxcli system settings advanced set -o /Annotations/WelcomeMessage -s "Property of Quux" && x\nesxcli system welcomemsg set -m="Property of Quux"\nesxcli system welcomemsg set --message "Property of Quux"',
      hides: ['Property'],
      keeps: ['/adv/Annotations/WelcomeMessage = "note-x1"', ',"x":1}', '" && x'],
    },
    {
      text: '   Path: /Annotations/WelcomeMessage\n   Type: string\n   Int Value: 0\n   String Value: Property of Quux\n   Default String Value: \n',
      hides: ['Quux'],
      keeps: ['   String Value: note-x1\n   Default String Value: \n'],
    },
    {
      text: 'snapshot0.description = "before Quux 7"\ndescription = "Hot add" SnapshotVMX_TakeSnapshot start: \'before Quux\', deviceState=1; SnapshotVMXTakeSnapshotComplete: Done with snapshot \'before Quux\': 2',
      hides: ['before Quux'],
      keeps: ['description = "Hot add"', "start: 'note-x2', deviceState=1;", "snapshot 'note-x2': 2"],
    },
    {
      text: 'subject /C=DE/ST=Hesse/L=Quuxburg/O=Quux Retail GmbH/OU=Tills/CN=Quentin Moe\nissuer= C = DE, L = Quuxburg, O = "Quux, Inc.", CN = Quux Root CA\nCN=Quentin Moe,OU=Tills,DC=quux,DC=example is not trusted; [O=Quux, Inc.,CN=q7] (cn=qmoe) CN=q7.quux.example,OU=VMware Engineering,O=VMware\\, Inc.,L=Palo Alto',
      hides: ['Hesse', 'Quuxburg', 'Quux ', 'Quux,', 'Tills', 'Quentin', 'q7', 'qmoe'],
      keeps: [
        '/C=DE/ST=note-x',
        ' is not trusted; [O=note-x',
        'OU=VMware Engineering,O=VMware\\, Inc.,L=Palo Alto',
      ],
    },
    {
      text: 'c=1, s=2, t=3 o=rw,l=12 -o=json C=4 cn=1 CN_LOGIN uid=0 euid=0 opt: st=5; L=3,R=4 CN=Users,DC=vsphere,DC=local',
      keeps: [
        'c=1, s=2, t=3 o=rw,l=12 -o=json C=4 cn=1 CN_LOGIN uid=0 euid=0 opt: st=5; L=3,R=4 CN=Users,DC=vsphere,DC=local',
      ],
    },
    {
      text: '[root]: vim-cmd vmsvc/snapshot.create 12 "Payroll\'s" "ask Quentin" 1 0\nvim-cmd vmsvc/snapshot.create 13 Payroll\n',
      hides: ['Payroll', 'Quentin'],
      keeps: ['create 12 "note-x1" "note-x2" 1 0\n', 'create 13 note-x3\n'],
    },
    {
      text: 'esxcli system account add -i qmoe -d "Quentin, shift: 2" -x',
      hides: ['Quentin', 'shift'],
      keeps: ['" -x'],
    },
  ],
});
