import { byteAt, byteSet, latin1 } from '../byte-classes';
import { defineKind, type Label, type Value } from '../kind';
import { valueAt, valueBehind } from '../label-value';
import { NumberedAliases } from '../numbered-aliases';
import { UuidAliases } from '../uuid-aliases';

const BYTES = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-');
/** Of asset tags, to the end of the line. */
const TAG = BYTES.slice();
for (const sign of ' ,;:()#&') TAG[sign.charCodeAt(0)] = 1;
TAG.fill(1, 0x80);
const SHORTEST = 3;
const SHAPE = { bytes: BYTES, longest: 64, signs: ':=>' };
/** Capitals and digits, as makers write them. */
const MIXED = /^(?=[^\d]*\d)(?=.{0,63}[A-Z])[A-Z\d][A-Z\d._/-]{3,}[A-Z\d]$/;
/** Of numbers that no sign parts from their label. */
const PLAIN = new RegExp(String.raw`^\d{6,}$|${MIXED.source}`);
const LONGEST_GAP = 16;

function onlyIf(pattern: RegExp, text: Uint8Array, value: Value | null): Value | null {
  return value !== null && pattern.test(latin1(text, value.from, value.to)) ? value : null;
}

/** `S/N CZ3412ABCD`: without a sign only what looks like a number is one. */
const spoken: Label = {
  words: ['serial number', 'serial no', 'serial num', 'serial #', 's/n', 'service tag'],
  value: (text, at, end) =>
    valueBehind(text, at, end, SHAPE) ??
    onlyIf(PLAIN, text, valueBehind(text, at, end, { ...SHAPE, blank: true })),
};

/** What owners write on machines may have blanks, and no quotes around it: `Asset Tag: Rack 7`. */
const asset: Label = {
  words: ['asset tag'],
  value(text, at, end) {
    // esxcfg-info leads to its values with dots.
    const isLed = latin1(text, at, Math.min(end, at + 3)) === '...';
    const told = valueBehind(text, at, end, { ...SHAPE, bytes: TAG, blank: isLed });
    return told ?? onlyIf(PLAIN, text, valueBehind(text, at, end, { ...SHAPE, blank: true }));
  },
};

/** `SN: CZ3412ABCD`; in a directory it is a surname, elsewhere the number of a packet. */
const short: Label = {
  words: ['sn:', 'sn :', 'sn=', 'sn =', 'sn":', 'sn\\":', 'sn#'],
  value(text, at, end) {
    let i = at;
    while (i - at < LONGEST_GAP && ' \t:'.includes(String.fromCharCode(byteAt(text, i, end)))) i++;
    return onlyIf(MIXED, text, valueAt(text, i, end, SHAPE));
  },
};

/** What makers leave where no number was written. */
const EMPTY =
  /^(?:none|n\/a|na|null|nil|unknown|unspecified|not[ _](?:specified|available|applicable|present|set)|to be filled.*|default(?: string)?|system serial number|chassis serial number|empty|no dimm|string|true|false|0+|x+|\/.*|[-.*]+|number|port\d*|\d{1,4})$/i;
const VMWARE = /^VMware-(?:[0-9a-f]{2}[ -]){15}[0-9a-f]{2}$/i;

export default defineKind({
  kind: 'serial-number',
  labels: [
    {
      words: [
        'serialnumber',
        'serial_number',
        'serial-number',
        'serial',
        'servicetag',
        'service-tag',
        'assettag',
        'asset-tag',
        'serialno',
        'chassis serial',
        'board serial',
        'system serial',
        'systemserialnumber',
        'system-serial-number',
        'vendor serial number',
        'enclosureserialnumber',
        'uniqueid',
      ],
      value: (text, at, end) => valueBehind(text, at, end, SHAPE),
    },
    spoken,
    asset,
    short,
  ],
  assigner: (book) => {
    const numbered = new NumberedAliases(
      book,
      'serial-number',
      write,
      (text) => text.length < SHORTEST || EMPTY.test(text),
    );
    return {
      alias: (text) =>
        VMWARE.test(text)
          ? `VMware-${book.part(UuidAliases).alias(text.slice(7)) ?? text.slice(7)}`
          : numbered.alias(text),
      resume: () => numbered.resume(),
    };
  },
  samples: [
    { text: 'Serial Number: CZ3412ABCD', hides: ['CZ3412ABCD'], keeps: ['Serial Number: '] },
    { text: '   Serial Number.......: 12345678901', hides: ['12345678901'] },
    {
      text: '{"serialNumber":"ABC123X","x":1} <value name="serial-number" type="string">J9WQ5S2</value>',
      hides: ['ABC123X', 'J9WQ5S2'],
      keeps: ['","x":1}', '</value>'],
    },
    {
      text: 'serialNumber = "VMware-56 4d 1a 2b 3c 4d 5e 6f-70 81 92 a3 b4 c5 d6 e7",',
      hides: ['3c 4d 5e'],
      keeps: ['"VMware-56 4d '],
    },
    {
      text: 'disk S/N CZ3412ABCD, SN: CZ3412ABCE serial no CZ3412ABCF; serial no. 12345678 {"sn":"J9WQ5S2"} S/N: 7X',
      hides: ['CZ3412', '12345678', 'J9WQ5S2'],
      keeps: ['disk S/N SX', ', SN: SX', ' serial no SX', 'serial no. 9'],
    },
    {
      text: '  Asset Tag: Quux Rack 7, row 2\n    Asset tag: "Quux Rack 7"\n  Asset Tag......Quux Rack 7\n Asset Tag: Not Specified\n Asset Tag: To Be Filled By O.E.M.\n',
      hides: ['Quux', 'Rack', 'row'],
      keeps: [' Asset Tag: Not Specified\n Asset Tag: To Be Filled By O.E.M.\n'],
    },
    {
      text: 'sn: Smith, SN: 123456 sn=0x12AB serial no longer read; serial number mismatch 12, S/N unknown, asset tag of 2020',
      keeps: [
        'sn: Smith, SN: 123456 sn=0x12AB serial no longer read; serial number mismatch 12, S/N unknown, asset tag of 2020',
      ],
    },
    {
      text: 'Serial Number: None, serial=0, Serial: To Be Filled By O.E.M. serial port serial0',
      keeps: ['None,', 'serial=0,', 'serial port serial0'],
    },
  ],
});

/** Fewer digits stand everywhere: as numbers of processes, as times. */
const LEAST_DIGITS = 15;

/** As long at least, digits where it has only digits. */
function write(number: number, original: string): string {
  const digits = /^\d+$/.test(original);
  const text = String(number);
  const head = digits ? '9' : 'SX';
  return head + text.padStart(Math.max(original.length - head.length, digits ? LEAST_DIGITS - 1 : 4), '0');
}
