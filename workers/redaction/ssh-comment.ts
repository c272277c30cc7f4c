import { byteAt, byteSet, latin1 } from './byte-classes';
import type { Label, Value } from './kind';

const BASE64 = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=');
/** A key of RSA with 16384 bits has 2800 characters. */
const LONGEST_KEY = 3000;
const LONGEST = 256;

/** Names of the algorithms that a line with a public key begins with. */
export const SSH_ALGORITHMS = [
  'ssh-rsa',
  'ssh-dss',
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
] as const;

/** The comment behind a public key of SSH, which names who has it, word by word: `ssh-rsa AAAA… user@host`. */
export const sshComment: Label = {
  words: SSH_ALGORITHMS,
  value(text, at, end) {
    if (byteAt(text, at, end) !== 32) return null;
    let to = at + 1;
    while (to - at < LONGEST_KEY && BASE64[byteAt(text, to, end)] === 1) to++;
    if (latin1(text, at + 1, Math.min(end, at + 5)) !== 'AAAA' || byteAt(text, to, end) !== 32) return null;
    const comment = /^[^\n\r"'<\\]*/.exec(latin1(text, to, Math.min(end, to + LONGEST)))![0];
    return Array.from(comment.matchAll(/[^\s@:,;()]+/g), ({ 0: word, index }): Value => {
      return { from: to + index, to: to + index + word.length };
    });
  },
};
