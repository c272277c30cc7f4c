import { byteSet } from '../byte-classes';
import { defineKind } from '../kind';
import { valueBehind } from '../label-value';
import { WwnAliases } from '../wwn-aliases';
import { pairsEnd } from '../pairs-text';
import { deviceEnd } from '../wwn-text';

const DIGITS = byteSet('0123456789abcdefABCDEFxX:');

export default defineKind({
  kind: 'wwn',
  finders: [
    { words: { of: 'word', from: 2, to: 3, next: '.' }, end: deviceEnd },
    {
      words: { of: 'hex', from: 2, to: 2, next: ':%' },
      end: (text, at, end) => pairsEnd(text, at, end, 8, false),
    },
  ],
  labels: [
    {
      words: [
        'wwn',
        'wwnn',
        'wwpn',
        'node wwn',
        'port wwn',
        'nodewwn',
        'portwwn',
        'nodeworldwidename',
        'portworldwidename',
        'node world wide name',
        'port world wide name',
        'node name',
        'port name',
      ],
      value(text, at, end) {
        const value = valueBehind(text, at, end, { bytes: DIGITS, longest: 24, signs: ':=>', blank: true });
        if (value === null) return null;
        const digits = String.fromCharCode(...text.subarray(value.from, value.to));
        return /^(?:0x)?[0-9a-f]{16}$/i.test(digits) ? value : null;
      },
    },
  ],
  assigner: (book) => book.part(WwnAliases),
  samples: [
    {
      text: 'NMP device "naa.60014055c425cd10a874374b415629b3" in doubt; naa.60014055c425cd10a874374b415629b3:1',
      hides: ['60014055c425cd10'],
      keeps: ['"naa.6000', ':1'],
    },
    {
      text: 'eui.0025385b71b0a1c2 t10.ATA_____ST1000DM003_________________Z1D3ABCD. vml.020000000060014055c425cd10a874374b415629b34c4f472045',
      hides: ['25385b71b0a1c2', 'Z1D3ABCD', '60014055c425cd10'],
      keeps: ['eui.0', 't10.', 'vml.0200000000600'],
    },
    {
      text: 'Login iqn.2010-09.org.openindiana:02:bd79a6ff-33c2 iqn.1998-01.com.vmware:esx01-5d2f1a3b',
      hides: ['openindiana', 'bd79a6ff', 'esx01'],
      keeps: ['iqn.2010-09.', 'iqn.1998-01.com.vmware:'],
    },
    {
      text: 'vmhba2 50:06:01:60:3b:a0:12:34 50%3A06%3A01%3A60%3A3b%3Aa0%3A12%3A34 fc.20000024ff4a1234:21000024ff4a1235 WWPN: 50060160aba01234',
      hides: ['3b:a0:12:34', '3b%3Aa0', '24ff4a123', '60aba01234'],
      keeps: ['fc.2', ':2', 'WWPN: 5'],
    },
    {
      text: 'mpx.vmhba0:C0:T0:L0 naa.short 0x4302ff581ad0 00:50:56',
      keeps: ['mpx.vmhba0:C0:T0:L0', 'naa.short', '0x4302ff581ad0', '00:50:56'],
    },
  ],
});
