import { bytes } from '../../format/bytes';
import { percent } from '../../format/number';
import type { FailureText } from './dumps';

const failures: Record<string, FailureText> = {
  'not-a-key-file': {
    title: 'Not an RSA public key',
    todo: 'Paste the whole public key the recipient gave you, from -----BEGIN to -----END. A certificate or an SSH key is something else.',
  },
  'unsupported-cipher': {
    title: 'This cannot be written',
    todo: 'The message above says what is not supported. An RSA key must have 2048 to 8192 bits.',
  },
  'wrong-key': {
    title: 'Not a key, or not one of the right length',
    todo: 'Paste the key alone: 16, 24, 32 or 64 bytes in hexadecimal or base64.',
  },
  'too-large': {
    title: 'Too large for one download',
    todo: 'The browser cannot hold it. Re-encrypt it with crypto-util on an ESXi host.',
  },
};

/** Interface text of re-encrypting a dump for someone else. */
export const reencrypt = {
  open: 'Re-encrypt…',
  openNamed: (path: string) => `Re-encrypt ${path} for someone else`,
  openPlain: 'Encrypt…',
  openPlainNamed: (path: string) => `Encrypt ${path} for someone else`,
  title: 'Re-encrypt for someone else',
  titlePlain: 'Encrypt for someone else',
  what: (name: string) =>
    `${name} stays encrypted, but opens with what you give here. The key it has now is not handed out.`,
  whatPlain: (name: string) =>
    `${name} is not encrypted. The new file is, and opens with what you give here.`,
  for: 'To open it, the recipient has',
  ways: { password: 'a password', 'public-key': 'an RSA key pair', raw: 'a raw key' },
  password: 'New password',
  passwordHint:
    'Used once and not kept: nobody can tell you it later. It guards a core dump, so take a long one.',
  repeat: 'The same again',
  publicKey: 'Public key of the recipient (PEM)',
  publicKeyHint: 'Made by the recipient, who keeps the private key. It is not secret.',
  publicKeyPlaceholder: '-----BEGIN PUBLIC KEY-----',
  fromFile: 'From a file…',
  rawKey: 'Key, hexadecimal or base64',
  rawKeyHint: '16, 24, 32 or 64 bytes that the recipient knows too, for example from a key server.',
  deep: 'Encrypt the data anew, too',
  deepHint:
    'Takes longer. Otherwise only the key around the data is exchanged, and who could open the old file can read the new one.',
  submit: 'Re-encrypt',
  submitPlain: 'Encrypt',
  cancel: 'Cancel',
  close: 'Close',
  missing: {
    password: 'Type a password.',
    repeat: 'The two passwords are not the same. Type both again.',
    'public-key': 'Paste the public key.',
    raw: 'Paste the key.',
  },
  fileTooLarge: 'That file is too large for a public key.',
  progressOf: (name: string) => `Re-encrypting ${name}`,
  working: (done: number, total: number) =>
    total > 0 ? `${percent(done / total)} · ${bytes(done)} of ${bytes(total)}` : 'Starting…',
  cancelling: 'Cancelling…',
  cancelled: 'Cancelled. Nothing was kept.',
  done: 'Re-encrypted',
  donePlain: 'Encrypted. The file was not encrypted before.',
  shallow: 'Only the key around the data was exchanged; the data itself is as it was.',
  deepDone: 'The data was decrypted and encrypted anew.',
  handOver: 'What to hand to whom',
  handOverSteps: {
    password: (name: string, key: string) => [
      `Give the recipient both files: ${name} and its key file ${key}.`,
      'Tell them the password in another way, for example by telephone. Never in the same message.',
    ],
    'public-key': (name: string, key: string) => [
      `Give the recipient both files: ${name} and its key file ${key}.`,
      'They open with the private key the recipient has. There is nothing secret to send.',
    ],
    raw: (name: string) => [
      `Give the recipient ${name}. There is no key file.`,
      'They need the key itself. If they do not have it yet, hand it over in another way.',
    ],
  },
  howToOpen: 'They open it here, by dropping the files on this page, or on an ESXi host with',
  downloadEnvelope: (name: string, size: number) => `Download ${name} (${bytes(size)})`,
  downloadKeyFile: (name: string) => `Download ${name}`,
  failure: (code: string): FailureText | null => failures[code] ?? null,
};
