import { byteSet } from '../byte-classes';
import { defineKind } from '../kind';
import { valueBehind } from '../label-value';
import { NumberedAliases } from '../numbered-aliases';
import { UuidAliases } from '../uuid-aliases';

const BYTES = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-');
const SHORTEST = 3;
/** What makers leave where no number was written. */
const EMPTY =
  /^(?:none|n\/a|na|null|nil|unknown|unspecified|not[ _](?:specified|available|applicable|present|set)|to be filled.*|default(?: string)?|system serial number|chassis serial number|empty|no dimm|string|true|false|0+|x+|\/.*|[-.*]+|number|port\d*|\d{1,4})$/i;
const VMWARE = /^VMware-(?:[0-9a-f]{2}[ -]){15}[0-9a-f]{2}$/i;

export default defineKind({
  kind: 'serial-number',
  labels: [
    {
      words: [
        'serial number',
        'serialnumber',
        'serial_number',
        'serial-number',
        'serial no',
        'serial num',
        'serial #',
        'serial',
        's/n',
        'service tag',
        'servicetag',
        'service-tag',
        'asset tag',
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
      value: (text, at, end) => valueBehind(text, at, end, { bytes: BYTES, longest: 64, signs: ':=>' }),
    },
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
