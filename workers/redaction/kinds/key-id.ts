import { byteAt, byteSet } from '../byte-classes';
import { defineKind } from '../kind';
import { valueBehind } from '../label-value';
import { NumberedAliases } from '../numbered-aliases';

const WORDS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID = byteSet(`${WORDS}._+=-`);
/** Parts of a keyID as envelopes name it: server, cluster and id, percent-encoded. */
const PARTS = byteSet(`${WORDS}._+=-%<>/`);
const FQID = 'key/fqid/';
const SHORTEST = 8;
const LONGEST = 256;
/** What stands where there is none, and what other kinds find by themselves. */
const STAYS =
  /^(?:none|null|unknown|vmware:.*|<[^>]*>|(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})|is|was|for|not|missing|of|from)$/i;

/** What stands behind `vmware:key/fqid/`. */
function parts(text: Uint8Array, at: number, end: number): { from: number; to: number } | null {
  let from = at;
  for (let i = 0; i < FQID.length; i++)
    if ((byteAt(text, from++, end) | 32) !== (FQID.charCodeAt(i) | 32)) return null;
  let to = from;
  while (to < end && to - from < LONGEST && PARTS[text[to]!] === 1) to++;
  return to > from ? { from, to } : null;
}

export default defineKind({
  kind: 'key-id',
  labels: [
    { words: ['vmware:'], value: parts },
    {
      words: [
        'keyid',
        'key id',
        'key_id',
        'key-id',
        'keyid is',
        'key id is',
        'encryption key keyid is',
        'cryptokeyid',
        'cryptoid',
      ],
      value(text, at, end) {
        const value = valueBehind(text, at, end, { bytes: ID, longest: LONGEST, signs: ':=>', blank: true });
        return value !== null && value.to - value.from >= SHORTEST ? value : null;
      },
    },
  ],
  assigner: (book) => new NumberedAliases(book, 'key-id', write, stays),
  samples: [
    {
      text: 'keyFile.outside.keyInfo = "vmware:key/fqid/<VMWARE-NULL>/kms%2dnorth/3f9a11c0"',
      hides: ['kms%2dnorth', '3f9a11c0'],
      keeps: ['"vmware:key/fqid/<VMWARE-NULL>/'],
    },
    { text: "Encryption key keyID is 'kf19a73b21QzT=='.", hides: ['kf19a73b21QzT'], keeps: ["keyID is '"] },
    { text: 'Key ID: 0a7f2c9d44eb1100', hides: ['0a7f2c9d44eb1100'] },
    { text: 'keyID is missing, key handle 262152, keyId = null', keeps: ['is missing', '262152', 'null'] },
  ],
});

/** A whole keyID of which no part says anything. */
function stays(text: string): boolean {
  return STAYS.test(text) || text.length < SHORTEST;
}

function write(number: number, original: string): string {
  const kept = /^<[^>]*>\//.exec(original)?.[0] ?? '';
  const parts = original.slice(kept.length).split('/').length;
  return `${kept}${Array.from({ length: parts - 1 }, () => 'server/').join('')}key-x${number}`;
}
