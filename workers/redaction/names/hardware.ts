import { form } from '../needle-forms';
import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

/** What stands between a label and its value: `: "`, ` = `, dots of esxcfg-info, the end of an XML tag. */
const BETWEEN = String.raw`["']?(?:\s{0,8}[:=]\s{0,8}|\.{2,200}\s?|"[^>\n]{0,80}>)["']?`;
const VALUE = String.raw`([\w][\w/.+-]{3,63})`;

function serial(needle: string, label: string) {
  return form(needle, new RegExp(label + BETWEEN + VALUE, 'y'), ([, value], names) => take(value!, names));
}

/** Serial numbers and asset tags of machines, boards, disks and adapters, as commands print them. */
export const road: NameRoad = {
  id: 'hardware',
  forms: [
    serial('Serial', String.raw`Serial(?: ?(?:Number|No\.?))?`),
    serial('serial-number', 'serial-number'),
    serial('serialNumber', 'serialNumber'),
    serial('SerialNumber', 'SerialNumber'),
    serial('serial number', 'serial number'),
    serial('Asset', String.raw`Asset ?Tag`),
    serial('asset-tag', 'asset-tag'),
    serial('Asset tag', 'Asset tag'),
    serial('Service Tag', 'Service Tag'),
    serial('ServiceTag', 'ServiceTag'),
    serial('identifierValue', 'identifierValue'),
  ],
  samples: [
    {
      path: 'commands/smbiosDump.txt',
      content:
        '  System Info: #256\n    Manufacturer: "Dell Inc."\n    Serial: "7XK2PR3"\n    UUID: 4c4c4544-0058-4b10-8032-b7c04f505233\n  Chassis: #768\n    Asset tag: "ACME-00417"\n    Serial: "Not Specified"\n',
      finds: [
        ['serial-number', '7XK2PR3'],
        ['serial-number', 'ACME-00417'],
      ],
      leaves: ['Not Specified', 'Not', 'Specified'],
    },
    {
      path: 'commands/esxcfg-info_-a.txt',
      content: '      |----Serial Number....................................CN7792162K0123\n',
      finds: [['serial-number', 'CN7792162K0123']],
    },
    {
      path: 'commands/esxcfg-info_-a--F-xml.txt',
      content: '<value name="serial-number" format="string">VMW-56-4d-11</value>\n',
      finds: [['serial-number', 'VMW-56-4d-11']],
    },
  ],
};

/** Words that stand in the place of a number are none. */
function take(value: string, names: NameList): void {
  if (/\d/.test(value) && /[^0.-]/.test(value)) names.add('serial-number', value.replace(/[.,]$/, ''));
}
