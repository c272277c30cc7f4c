import type { RedactKind } from '../public-api';

/** Characters before and behind a name that its place is told by. */
export const PLACE_BEFORE = 96;
export const PLACE_BEHIND = 48;

interface Place {
  before: RegExp;
  behind: RegExp;
}

const place = (before: RegExp, behind: RegExp): Place => ({ before, behind });

/** Files of a VM: what may follow its name. */
const VM_FILE =
  /^(?:-(?:flat|delta|ctk|sesparse|aux)|-\d{6}|_\d{1,2}|-[0-9a-f]{8}|-Snapshot\d+){0,4}\.(?:vmx|vmxf|vmdk|vmtx|vmsd|nvram|vswp|vmsn|vmss|vmem|hlog)(?![\w.])/;
const END = /^(?:$|[\s"'<>\])},;:|]|\\[rn])/;
const QUOTE = /^(?:\\?["'])/;

/*
 * Where a weak name is one. Each place is a text before it and one behind it, near enough that both are cheap to test;
 * places are those that analyses read the names from, so that all of them still see one name.
 */

const IN_VOLUME = [
  place(/vmfs\/volumes\/[^/\n]{1,80}\/$/, /^(?:\/|[\s"'<>\])},;:]|$)/),
  place(/\[[^[\]\n]{1,80}\] $/, /^\//),
  place(/(?:^|[/"'\s[(=])$/, VM_FILE),
];

const PLACES: Partial<Record<RedactKind, readonly Place[]>> = {
  user: [
    place(
      /(?:\buser(?:[nN]ame)?["']?\s?[=:]\s?\\?["']?|\bUser |\b[uU]ser '|User Name : )$/,
      /^(?:[@\]'",;:()]|\\?"| (?:from|logged|by|\(|\d|running|User Type|tally)|\s*$)/m,
    ),
    place(/ user $/, /^ (?:from |\d|\()|^\s*$/m),
    place(/ for (?:invalid user |illegal user )?$/, /^ from \S/),
    place(/\bfor user $/, /^(?: |$)/m),
    place(/vpxuser:$/, /^[\]\s;,'"]/),
    place(/[\w.-]\\{1,2}$/, END),
    place(/\]: \[$/, /^\]: /),
    place(/\] \[$/, /^\] \[/),
    place(/(?:USR=|acct="|subject="|ruser=|Cannot login (?:user )?|Account |account ')$/, /^[;"'@\s]/),
    place(/(?:^|\s)$/, /^ login on '/),
    place(/(?:^|\n)$/, /^:[x*!]?:\d+:/),
    place(/\/home\/$/, /^(?:\/|\s|$)/),
    place(/Session (?:opened|closed) for '$/, /^'/),
    place(/\bssh\b[^\n;|]{0,72}? -l $/, END),
    place(/\b(?:ssh|scp|sftp|rsync)\b[^\n;|]{0,72} $/, /^@[\w-]/),
    // A user's domain behind the name
    place(/["' :[(]$/, /^@[\w-]+(?:\.[\w-]+)+/),
  ],
  'vm-name': [
    ...IN_VOLUME,
    place(/(?:displayName|vmName|Display Name|Config File)\\?["']?\s{0,3}[=:]\s{0,3}\\?["']?$/, END),
    place(/\b(?:VM|vm|[vV]irtual ?[mM]achine)[ :=]{1,2}\\?["']$/, QUOTE),
    place(/\b(?:vm|VM)[=:]$/, END),
    place(/\b(?:vmm\d{1,3}|vmx-[a-z]+(?:-\d{1,3})?|vmast\.\d{1,9}):$/, /^[\s'",;)\]]|^$/),
    place(
      /(?:: |\[|\b(?:Registered|Reconfigured|Creating|Removed|Cloning|Migrating|Relocating|Created virtual machine|Cannot power (?:on|off)|Message on|Remote console to|for) )$/,
      /^ (?:on host \S|on {1,2}\S|from |off host )/,
    ),
    place(/(?:Renamed | from | to )$/, /^ (?:from \S.* to |to \S.* in |in )/),
    place(/connected $/, /^ eth\d/),
    place(/(?:BEF|AFT)=$/, /^[;\]]|^RST/),
    place(/vim\.VirtualMachine:vm-\d{1,9},$/, /^\]/),
    place(/^$|\n$/, /^:?\r?(?:\n|$)/),
    place(/(?:^|\n)\d{1,9} +$/, /^ {2,}\[|^ +\[/),
  ],
  'host-name': [
    place(
      /\b(?:[hH]ost(?:[nN]ame)?\\?["']?\s{0,3}[=:]\s{0,3}\\?["']?|Host Name: |on host |on {2}|off host |for the host )$/,
      END,
    ),
    place(
      /(?:^|[\s"'@/([=,])$/,
      /^(?:\.[a-z\d-]{1,63}){0,8}\.(?!(?:xml|log|txt|gz|vmx|vmdk|conf|cfg|so|js|java|py|json|sh|tgz|tar|zip|html|png|pem|crt|key|db|local)\b)[a-z]{2,24}(?![\w/=.-])/i,
    ),
    place(/(?:^|\n)(?:<\d{1,3}>)?(?:\d\s)?(?:[A-Z][a-z]{2} [ \d]\d )?[\d:.TZ+-]{8,35} $/, /^ \S/),
    place(/[\d.:a-f]{7,39}[ \t]+(?:\S+[ \t]+)?$/, /^[ \t]*(?:\r?\n|$)/),
    place(/(?:^|[\s"':([=/])$/, /^\\{1,2}[\w$.-]/),
    place(/\bnfs(?:41)? add\b[^\n;|]{0,72}? (?:-H|--hosts?)[ =]["']?$/, END),
    place(/esx-$/, /^-\d{4}-\d\d-\d\d--/),
    place(/iqn\.\d{4}-\d\d\.[\w.]+:$/, /^-[0-9a-f]{8}/),
  ],
  datastore: [
    place(/vmfs\/volumes\/$/, /^(?:[/\s"'<>\])},;:]|$)/),
    place(/\[$/, /^\] (?:\S+\/|\S+\.(?:iso|vmdk|vmx))/),
    place(/\b(?:[vV]olume|[dD]atastore)(?: [nN]ame| label)?[ :=]{1,3}\\?["']?$/, END),
    place(/label \(if any\): $/, END),
    place(/\bnfs(?:41)? (?:add|remove)\b[^\n;|]{0,72}? (?:-v|--volume-name)[ =]["']?$/, END),
    place(/ {2}$/, /^ {2,}[0-9a-f]{8}-/),
    place(/"Volume Name":\s?"$/, /^"/),
    place(/vim\.Datastore:datastore-\d{1,9},$/, /^\]/),
  ],
  'cloud-name': [
    place(/_(?:VCNS|NSX)_\d{1,20}_$/, /^_/),
    place(/\bin (?:cluster )?$/, /^(?:[\].,:]| (?:is|has|in|to|from)\b|\s*$)/m),
    place(/\] \[$/, /^\] \[/),
    place(
      /(?:clusterName|datacenterName|cluster|logGroup(?:Name)?|owner)\\?["']?\s{0,3}[=:]\s{0,3}\\?["']$/,
      QUOTE,
    ),
    place(/<(?:datacenter|cluster)(?:Name)?>$/, /^</),
    place(/vim\.(?:Datacenter:datacenter|ClusterComputeResource:domain)-c?\d{1,9},$/, /^\]/),
  ],
  'hsm-name': [
    place(/logStream(?:Name)?\\?"\s{0,3}:\s{0,3}\\?"$/, QUOTE),
    place(/(?:^|\/)$/, /^(?:\/\d{6}(?:\.gz)?|\.(?:log|json))/),
  ],
};

/** Whether a weak name of this kind is one here. Both texts are cut to so many characters as are looked at. */
export function isNamePlace(kind: RedactKind, before: string, behind: string): boolean {
  return PLACES[kind]?.some((one) => one.before.test(before) && one.behind.test(behind)) ?? false;
}
