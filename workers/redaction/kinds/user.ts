import { byteAt, byteSet, isWordByte } from '../byte-classes';
import { isPerson } from '../full-names';
import { defineKind, type Label } from '../kind';
import { valueBehind } from '../label-value';
import { sshComment } from '../ssh-comment';
import { UserAliases } from '../user-aliases';

const NAME = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._$-\\+@:');
/** Without what parts a domain: behind it may be the `\\n` of a text in JSON. */
const PLAIN = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._$-+@');
// Characters beyond ASCII are letters.
for (const set of [NAME, PLAIN]) set.fill(1, 128);
const LONGEST = 128;
const decoder = new TextDecoder();

/** The next word, in quotes or not, if `behind` follows it. */
function nextWord(words: readonly string[], behind: readonly string[]): Label {
  return {
    words,
    value(text, at, end) {
      let from = at;
      while (from < end && from - at < 4 && text[from] === 32) from++;
      if (from === at) return null;
      const quote = byteAt(text, from, end);
      if (quote === 39 || quote === 34) from++;
      let to = from;
      while (to < end && to - from < LONGEST && NAME[text[to]!] === 1 && text[to] !== 64) to++;
      if (to === from || isWordByte(byteAt(text, to, end))) return null;
      if (quote === 39 || quote === 34) return byteAt(text, to, end) === quote ? { from, to } : null;
      return behind.length === 0 || behind.some((sign) => follows(text, to, end, sign)) ? { from, to } : null;
    },
  };
}

function follows(text: Uint8Array, at: number, end: number, sign: string): boolean {
  for (let i = 0; i < sign.length; i++) if (byteAt(text, at + i, end) !== sign.charCodeAt(i)) return false;
  return true;
}

export default defineKind({
  kind: 'user',
  labels: [
    {
      words: ['user', 'username', 'usr', 'ruser', 'logname', 'acct'],
      value: (text, at, end) => {
        const value = valueBehind(text, at, end, { bytes: NAME, longest: LONGEST, signs: '=' });
        if (value !== null) return value;
        return nextWord([], ['@', ' logged ']).value(text, at, end);
      },
    },
    {
      words: ['user name'],
      value: (text, at, end) => valueBehind(text, at, end, { bytes: PLAIN, longest: LONGEST, signs: ':=' }),
    },
    nextWord(
      [
        'password for',
        'password for user',
        'password for invalid user',
        'pam for',
        'pam for invalid user',
        'publickey for',
        'invalid user',
        'illegal user',
        'session opened for user',
        'session closed for user',
        'session opened for',
        'session closed for',
      ],
      [' from ', ' by ', '(', '\n', ' on '],
    ),
    {
      words: ['fullname', 'full name', 'full_name', 'gecos'],
      value(text, at, end) {
        const value = valueBehind(text, at, end, {
          bytes: PLAIN,
          longest: LONGEST,
          signs: ':=>',
          isSecret: true,
        });
        if (value === null || value.to - value.from > LONGEST) return null;
        return isPerson(decoder.decode(text.subarray(value.from, value.to))) ? value : null;
      },
    },
    {
      words: ['samaccountname', 'userprincipalname'],
      value: (text, at, end) => valueBehind(text, at, end, { bytes: NAME, longest: LONGEST, signs: ':=>' }),
    },
    nextWord(['cannot login', 'cannot login user'], ['@']),
    nextWord(['local user account', 'user account'], [' ']),
    sshComment,
  ],
  assigner: (book) => new UserAliases(book),
  samples: [
    {
      text: 'user=root User dcui vpxuser:VSPHERE.LOCAL\\Administrator user=vpxuser:VSPHERE.LOCAL\\Administrator]',
      keeps: [
        'user=root User dcui vpxuser:VSPHERE.LOCAL\\Administrator user=vpxuser:VSPHERE.LOCAL\\Administrator]',
      ],
    },
    {
      text: 'Event 99 : User ACME\\jdoe@10.0.0.7 logged in as x; user=vpxuser:ACME\\jdoe] USR=tester1;',
      hides: ['ACME', 'jdoe', 'tester1'],
      keeps: [' logged in as x', 'vpxuser:'],
    },
    {
      text: 'Accepted keyboard-interactive/pam for mona from 10.0.0.9 port 1; Failed password for invalid user lena from 10.0.0.9',
      hides: ['mona', 'lena'],
      keeps: ['/pam for user-x', ' from 10.'],
    },
    {
      text: "User 'kira' running command 'ls'; User Name : zoe User Type : CN_CRYPTO_USER (1)",
      hides: ['kira', 'zoe'],
      keeps: ['CN_CRYPTO_USER'],
    },
    {
      text: '"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7vbqajDhA9Jf0kq3XWn2h8yLm4pQxTz5uVbNcRdEsFgHj zoe@kiosk", x\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl Zoe Lind (new)\nssh-rsa AAAAB3 root@x',
      hides: ['zoe', 'kiosk', 'Zoe', 'Lind', 'new'],
      keeps: ['", x\nssh-ed25519 REDACTED ', ')\nssh-rsa AAAAB3 root@'],
    },
    { text: '"User Name : zoe\\nUser Type : x"', hides: ['zoe'], keeps: ['\\nUser Type : x"'] },
    {
      text: 'authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.0.0.9  user=mona user= host=b',
      hides: ['mona'],
      keeps: ['logname= uid=0 euid=0 tty=ssh ruser= rhost=10.', 'user= host=b'],
    },
    {
      text: 'principal = "qmoe", fullName = "Quentin Moe", {"fullName":"Jane van der Roe","x":1} <fullName>Moe, Quentin</fullName> (sAMAccountName=qmoe)(userPrincipalName=qmoe@quux.io)',
      hides: ['Quentin', 'Moe', 'Jane', 'Roe', '(sAMAccountName=qmoe)', 'quux.io'],
      keeps: ['","x":1}', '</fullName> (sAMAccountName='],
    },
    {
      text: 'fullName = "VMware ESXi 8.0.3 build-24022510", guestFullName = "Red Hat Fedora", fullName = "Other Linux (64-bit)", "fullName":"Administrator" full name of it',
      keeps: [
        'fullName = "VMware ESXi 8.0.3 build-24022510", guestFullName = "Red Hat Fedora", fullName = "Other Linux (64-bit)", "fullName":"Administrator" full name of it',
      ],
    },
    {
      text: 'user agent: x; User is not allowed; user world 12; password for the host',
      keeps: ['user agent: x; User is not allowed; user world 12; password for the host'],
    },
  ],
});
