import { counted } from '../../format/number';

/** Interface text of encrypted virtual machine files, in the dumps view. */
export const vmx = {
  title: 'Encrypted virtual machines',
  note: 'Their configuration files (.vmx) are encrypted. One that is opened is shown here as text and kept nowhere: it is gone when it is closed, when all keys are forgotten, and with this visit.',
  showAll: (count: number) => `Show all ${count}`,
  showFewer: 'Show fewer',
  inFiles: (path: string) => `Show ${path} in the files`,
  opensWith: {
    password: 'a password',
    'private-key': 'an RSA private key',
    'another-key': 'the key of a key server',
    nothing: 'nothing but the file',
  },
  opens: (ways: readonly string[]) =>
    ways.length === 0 ? 'Opens in a way that is not known' : `Opens with ${ways.join(' or ')}`,
  needs: (keys: number, isOnly: boolean) =>
    isOnly
      ? keys === 1
        ? 'The key it needs:'
        : 'The keys it needs, any of them:'
      : keys === 1
        ? 'The key of the key server:'
        : 'The keys of key servers, any of them:',
  open: 'Open',
  openNamed: (path: string) => `Open ${path}`,
  close: 'Close',
  closeNamed: (path: string) => `Close ${path}`,
  cancel: 'Cancel',
  opening: 'Opening…',
  way: 'Open it with',
  ways: { password: 'Password', 'private-key': 'RSA private key', 'another-key': 'Key of the key server' },
  password: 'Password of the virtual machine',
  rawKey: 'Key, hexadecimal or base64',
  rawKeyHint:
    'As the key server exports it. Used once and not kept; unlock it above as a raw key to use it again.',
  secretHint: 'Used once and not kept.',
  missing: {
    password: 'Type the password.',
    'private-key': 'Paste the private key, or choose its file.',
    'another-key': 'Paste the key.',
  },
  lines: (count: number) => counted(count, 'line'),
  configuration: (path: string) => `Configuration of ${path}`,
  warning: 'It holds the keys of the disks of this machine.',
  save: 'Save as a file',
  opened: (path: string) => `${path} is open.`,
  failures: {
    'wrong-password': {
      title: 'Wrong password',
      todo: 'Type it again, with capital and small letters as they were. It is the one set when the virtual machine was encrypted.',
    },
    'wrong-key': {
      title: 'This key does not fit',
      todo: 'Find the key of the keyID shown above in the key server, and have that one exported.',
    },
    'key-needed': {
      title: 'Something else opens it',
      todo: 'See what it opens with, and give that.',
    },
    'not-a-key-file': {
      title: 'Not an encrypted virtual machine',
      todo: 'It has changed since it was opened. Open the bundle again.',
    },
    'damaged-data': {
      title: 'The file is damaged',
      todo: 'Copy it again, or take it from another copy of the bundle.',
    },
  } as Record<string, { title: string; todo: string }>,
};
