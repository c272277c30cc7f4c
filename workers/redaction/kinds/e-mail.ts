import { byteAt, byteSet, goesOnWord, isWordByte, latin1 } from '../byte-classes';
import { EmailAliases } from '../email-aliases';
import { defineKind } from '../kind';

const WORDS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LOCAL = byteSet(`${WORDS}._%+-`);
const DOMAIN = byteSet(`${WORDS}.-`);
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;
const DOT = 46;
const ARCHIVES = new Set(['tgz', 'tar', 'gz', 'zip', 'log', 'txt']);

function end(text: Uint8Array, at: number, limit: number): number {
  if (goesOnWord(text, at)) return 0;
  let i = at;
  let sign = 0;
  while (i < limit && i - at <= LONGEST_LOCAL && LOCAL[text[i]!] === 1) {
    if (text[i] === 37 && byteAt(text, i + 1, limit) === 52 && byteAt(text, i + 2, limit) === 48) {
      sign = 3;
      break;
    }
    i++;
  }
  if (byteAt(text, i, limit) === 64) sign = 1;
  return sign === 0 || i - at > LONGEST_LOCAL ? 0 : domainEnd(text, i + sign, limit);
}

/** Labels with dots between them, the last one of letters. */
function domainEnd(text: Uint8Array, from: number, limit: number): number {
  let i = from;
  let dot = 0;
  while (i < limit && i - from <= LONGEST_DOMAIN && DOMAIN[text[i]!] === 1) {
    if (text[i] === DOT) {
      if (!isWordByte(byteAt(text, i + 1, limit))) break;
      dot = i;
    }
    i++;
  }
  while (i > from && !isWordByte(text[i - 1]!)) i--;
  if (dot <= from || i - dot < 3 || isWordByte(byteAt(text, i, limit))) return 0;
  for (let letter = dot + 1; letter < i; letter++) if ((text[letter]! | 32) < 97) return 0;
  return isArchive(text, from, dot, i) ? 0 : i;
}

/** `VMware-vCenter-support-2025-12-11@16-44-31.tgz`: a time, and what files end with. */
function isArchive(text: Uint8Array, from: number, dot: number, to: number): boolean {
  for (let i = from; i < dot; i++) if (text[i]! >= 58) return false;
  return ARCHIVES.has(latin1(text, dot + 1, to).toLowerCase());
}

export default defineKind({
  kind: 'e-mail',
  finders: [{ words: { of: 'word', from: 1, to: LONGEST_LOCAL, next: '@.%+-_' }, end }],
  assigner: (book) => book.part(EmailAliases),
  samples: [
    { text: 'mail to Jane.Doe+vm@corp.acme.com.', hides: ['Jane', 'Doe', 'acme'], keeps: ['mail to '] },
    { text: '"jdoe@acme.co.uk","jdoe@acme.com" jdoe%2Bx%40acme.com', hides: ['jdoe', 'acme'] },
    {
      text: 'User root@10.0.5.1 com.vmware.Foo@1a2b3c [Originator@6876 sub=x]',
      keeps: ['root@', 'Foo@1a2b3c', 'Originator@6876'],
    },
    {
      text: 'VMware-vCenter-support-2025-12-11@16-44-31.tgz jdoe@163.com',
      hides: ['jdoe', '163.com'],
      keeps: ['VMware-vCenter-support-2025-12-11@16-44-31.tgz'],
    },
    {
      text: 'by support@vmware.com Administrator@vsphere.local',
      keeps: ['support@vmware.com', 'Administrator@vsphere.local'],
    },
  ],
});
