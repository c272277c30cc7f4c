import { byteAt, byteSet, latin1 } from '../byte-classes';
import { defineKind } from '../kind';
import { valueAt, valueBehind } from '../label-value';
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
  /^(?:none|null|unknown|vmware:.*|<[^>]*>|(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})|is|was|for|not|missing|of|from|true|false|default|(?:vim|vmodl|com)\..*)$/i;

/** Ids of access keys at AWS, for good or for a session. */
const AWS_ID = /^A[KS]IA[A-Z0-9]{16}$/;
const LENGTH_AT_AWS = 20;
const SHORTEST_PROVIDER = 3;
const LONGEST_GAP = 8;

function awsIdEnd(text: Uint8Array, at: number, end: number): number {
  const to = at + LENGTH_AT_AWS;
  return text[at] === 65 && to <= end && AWS_ID.test(latin1(text, at, to)) ? to : 0;
}

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
  finders: [{ words: { of: 'word', from: LENGTH_AT_AWS, to: LENGTH_AT_AWS, next: '' }, end: awsIdEnd }],
  labels: [
    { words: ['vmware:'], value: parts },
    {
      words: [
        'keyprovider',
        'key provider',
        'key_provider',
        'key-provider',
        'keyproviderid',
        'key provider id',
      ],
      // Without a sign only what is in quotes is a name.
      value(text, at, end) {
        const shape = { bytes: ID, longest: LONGEST, signs: ':=>' };
        const value = valueBehind(text, at, end, shape);
        if (value !== null) return value;
        let i = at;
        while (i - at < LONGEST_GAP && byteAt(text, i, end) === 32) i++;
        if (i === at) return null;
        let quote = i;
        while (quote - i < LONGEST_GAP && byteAt(text, quote, end) === 92) quote++;
        return '"\''.includes(String.fromCharCode(byteAt(text, quote, end)))
          ? valueAt(text, i, end, shape)
          : null;
      },
    },
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
    {
      text: 'accessKeyId AKIAQ3EXAMPLE7XK2M4P, ASIAZ2EXAMPLE7XK2M4P; keyProvider "kms1" failed, {\\"keyProvider\\":\\"kms north\\"} Key provider: kms-east',
      hides: ['AKIAQ3', 'ASIAZ2', 'kms1', 'kms north', 'kms-east'],
      keeps: ['; keyProvider "key-x', '" failed, {'],
    },
    {
      text: 'key provider is missing, keyProvider = null, AKIAQ3EXAMPLE7XK2M4PQ ASIApacificRegionals key provider status: none',
      keeps: [
        'key provider is missing, keyProvider = null, AKIAQ3EXAMPLE7XK2M4PQ ASIApacificRegionals key provider status: none',
      ],
    },
    { text: 'keyID is missing, key handle 262152, keyId = null', keeps: ['is missing', '262152', 'null'] },
  ],
});

/** A whole keyID of which no part says anything. */
function stays(text: string): boolean {
  return STAYS.test(text) || text.length < (text.includes('/') ? SHORTEST : SHORTEST_PROVIDER);
}

function write(number: number, original: string): string {
  const kept = /^<[^>]*>\//.exec(original)?.[0] ?? '';
  const parts = original.slice(kept.length).split('/').length;
  return `${kept}${Array.from({ length: parts - 1 }, () => 'server/').join('')}key-x${number}`;
}
