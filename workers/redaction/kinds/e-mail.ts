import { byteAt, byteSet, isWordByte } from '../byte-classes';
import { EmailAliases } from '../email-aliases';
import { defineKind } from '../kind';

const LOCAL = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-');
const DOMAIN = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-');
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;

function end(text: Uint8Array, at: number, limit: number): number {
  let i = at;
  while (i < limit && i - at <= LONGEST_LOCAL && LOCAL[text[i]!] === 1) i++;
  if (byteAt(text, i, limit) !== 64 || i - at > LONGEST_LOCAL) return 0;
  const from = i + 1;
  i = from;
  let dot = 0;
  while (i < limit && i - from <= LONGEST_DOMAIN && DOMAIN[text[i]!] === 1) {
    if (text[i] === 46 && byteAt(text, i + 1, limit) === 46) break;
    i++;
  }
  while (i > from && !isWordByte(text[i - 1]!)) i--;
  for (let at2 = from; at2 < i; at2++) if (text[at2] === 46) dot = at2;
  if (dot <= from || i - dot < 3 || isWordByte(byteAt(text, i, limit))) return 0;
  for (let letter = dot + 1; letter < i; letter++) if ((text[letter]! | 32) < 97) return 0;
  return i;
}

export default defineKind({
  kind: 'e-mail',
  finders: [{ words: { of: 'word', from: 1, to: LONGEST_LOCAL, next: '@.%+-_' }, end }],
  assigner: (book) => book.part(EmailAliases),
  samples: [
    { text: 'mail to Jane.Doe+vm@corp.acme.com.', hides: ['Jane', 'Doe', 'acme'], keeps: ['mail to '] },
    { text: '"jdoe@acme.co.uk","jdoe@acme.com"', hides: ['jdoe', 'acme'] },
    {
      text: 'User root@10.0.5.1 com.vmware.Foo@1a2b3c [Originator@6876 sub=x]',
      keeps: ['root@', 'Foo@1a2b3c', 'Originator@6876'],
    },
    {
      text: 'by support@vmware.com vpxd-extension@vsphere.local',
      keeps: ['support@vmware.com', '@vsphere.local'],
    },
  ],
});
