import { byteAt, HEX, isWordByte } from '../byte-classes';
import { defineKind, type Label } from '../kind';
import { UuidAliases } from '../uuid-aliases';
import { bytesUuidEnd, dashedUuidEnd, halvesUuidEnd, nfsVolumeEnd, pairsUuidEnd } from '../uuid-text';

/**
 * A value of so many digits and no more behind `=` or `:`; 32 may have a dash in their middle, as smbiosDump writes them, or
 * be sixteen bytes, as esxcli does. Without the label sixteen bytes may be anything, such as sense data.
 */
function digitsBehind(words: readonly string[], count: number): Label {
  return {
    words,
    endings: words.filter((word) => word === 'uuid'),
    value(text, at, end) {
      let from = at;
      while (from - at < 8 && ' \t=:"\''.includes(String.fromCharCode(byteAt(text, from, end)))) from++;
      if (from === at) return null;
      const bytesEnd = count === 32 ? bytesUuidEnd(text, from, end) : 0;
      if (bytesEnd > 0) return { from, to: bytesEnd };
      let to = from;
      let digits = 0;
      for (; digits < count; to++) {
        if (HEX[byteAt(text, to, end)] !== 255) digits++;
        else if (digits !== 16 || byteAt(text, to, end) !== 45 || text[to - 1] === 45) break;
      }
      return digits === count && !isWordByte(byteAt(text, to, end)) ? { from, to } : null;
    },
  };
}

function headAliasEnd(text: Uint8Array, at: number): number {
  const isHead =
    (text[at]! | 32) === 0x66 && (text[at + 1]! | 32) === 0x61 && text[at + 2] === 48 && text[at + 3] === 48;
  return isHead ? at + 8 : 0;
}

export default defineKind({
  kind: 'uuid',
  finders: [
    { words: { of: 'hex', from: 8, to: 8, next: '-' }, end: dashedUuidEnd },
    // Told by the case or by the label: by itself it could be any two numbers.
    { words: { of: 'hex', from: 8, to: 8, next: '-' }, end: nfsVolumeEnd },
    { words: { of: 'hex', from: 2, to: 2, next: ' %' }, end: pairsUuidEnd },
    { words: { of: 'hex', from: 32, to: 32, next: '' }, end: (_text, at) => at + 32 },
    { words: { of: 'hex', from: 16, to: 16, next: '-' }, end: halvesUuidEnd },
    // What looks like the alias of a session's id has an alias itself, so that all turns back.
    { words: { of: 'hex', from: 8, to: 8, next: '' }, end: headAliasEnd },
  ],
  labels: [
    {
      words: ['volumes'],
      value(text, at, end) {
        const to = byteAt(text, at, end) === 47 ? nfsVolumeEnd(text, at + 1, end) : 0;
        return to > 0 ? { from: at + 1, to } : null;
      },
    },
    digitsBehind(['sid'], 8),
    digitsBehind(
      ['uuid', 'uuid.bios', 'uuid.location', 'machineid', 'machine-id', 'vsan'],

      32,
    ),
  ],
  assigner: (book) => book.part(UuidAliases),
  samples: [
    {
      text: 'Accepted password for user root from 10.0.0.9 - session=52f0e556-5be4-83d4-8d71-8f9d8a43791c sid=52f0e556 user=root',
      hides: ['52f0e556', '5be4', '8f9d8a43791c'],
      keeps: ['session=fa', 'sid=fa'],
    },
    {
      text: 'vm:/vmfs/volumes/57ebe905-615d7a8a-e1c7-0050569c8cc7/x.vmx with nic 00:50:56:9c:8c:c7',
      hides: ['57ebe905', '615d7a8a', '0050569c8cc7', '9c:8c:c7'],
      keeps: ['/vmfs/volumes/', '-0000-005056'],
    },
    {
      text: 'mounted /vmfs/volumes/f595b79a-51b8149b/x as f595b79a-51b8149b-0000-000000000000, opID=0a1b2c3d-4e5f6071 20180705-20581234',
      hides: ['f595b79a', '51b8149b'],
      keeps: ['/vmfs/volumes/fa', '/x as fa', '-0000-', 'opID=0a1b2c3d-4e5f6071 20180705-20581234'],
    },
    {
      text: 'uuid.bios = "56 4d 1a 2b 3c 4d 5e 6f-70 81 92 a3 b4 c5 d6 e7" 564d1a2b-3c4d-5e6f-7081-92a3b4c5d6e7',
      hides: ['1a 2b 3c', 'b4 c5', '92a3b4c5d6e7'],
      keeps: ['"56 4d ', ' 564d'],
    },
    {
      text: 'fqid/<VMWARE-NULL>/52%20d7%20b0%20b9%2064%2027%206b%205b%2dab%20a0%20b6%209b%204e%20e5%20c9%20a0"',
      hides: ['b9%2064%2027'],
      keeps: ['<VMWARE-NULL>/fa%20'],
    },
    {
      text: 'UUID: 0x34 0x32 0x37 0x38 0x0 0x33 0x4d 0x32 0x8 0x31 0x32 0x31 0x30 0x32 0x57 0x4b\nUUID: 3432373800334d32-083132313032574b\n34323738-0033-4d32-0831-32313032574b 0x34 0x32 0x37',
      hides: ['0x34 0x32 0x37 0x38', '3432373800334d32', '34323738-'],
      keeps: ['UUID: 0xfa 0x0 0x0 0x', 'UUID: fa', '\nfa', ' 0x34 0x32 0x37'],
    },
    {
      text: 'instanceUuid = "5231b4ee0ac2b6f89f62e6d8a4a0b9f0" /vmfs/volumes/vsan:5231b4ee0ac2b6f8-9f62e6d8a4a0b9f0/x 5231b4ee-0ac2-b6f8-9f62-e6d8a4a0b9f0 uuid.bios = "5231b4ee0ac2b6f89f62e6d8a4a0b9f0" md5 0cc175b9c0f1b6a831c399e269772661',
      hides: ['5231b4ee', '9f62'],
      keeps: ['/vsan:fa', 'uuid.bios = "fa', 'md5 0cc175b9c0f1b6a831c399e269772661'],
    },
    {
      text: 'sense data: 0x70 0x0 0x5 0x0 0x0 0x0 0x0 0xa 0x0 0x0 0x0 0x0 0x20 0x0 0x0 0x0',
      keeps: ['0x70 0x0 0x5 0x0 0x0 0x0 0x0 0xa 0x0 0x0 0x0 0x0 0x20 0x0 0x0 0x0'],
    },
    {
      text: 'nil 00000000-0000-0000-0000-000000000000 type AA31E02A-400F-11DB-9590-000C2911D1B8 opID=5f673928-9d-46',
      keeps: [
        '00000000-0000-0000-0000-000000000000',
        'AA31E02A-400F-11DB-9590-000C2911D1B8',
        'opID=5f673928-9d-46',
      ],
    },
  ],
});
