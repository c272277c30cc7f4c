import type { EnvelopeEntry, KeyFileEntry, KeySecrets } from '../../../workers/public-api';
import { bytes, exactBytes, rate } from '../../format/bytes';
import { duration } from '../../format/duration';
import { counted, number, percent } from '../../format/number';

/** What went wrong, and what to do about it. */
export interface FailureText {
  title: string;
  todo: string;
}

const failures: Record<string, FailureText> = {
  'wrong-password': {
    title: 'Wrong password',
    todo: 'Type it again, with capital and small letters as they were. For an incident key it is the password set when the bundle was collected, not one of the host.',
  },
  'wrong-key': {
    title: 'This key does not fit',
    todo: 'The file is encrypted with another key. Compare its keyID with those of the keys you have, and unlock the one that is the same.',
  },
  'not-authentic': {
    title: 'Not authentic: nothing was written',
    todo: 'The file was changed or damaged after it was encrypted, or the associated data is not the one it was encrypted with. Check the associated data, then copy the bundle again.',
  },
  truncated: {
    title: 'The file ends too early',
    todo: 'Copy or collect the bundle again if you can: the end of this file is missing.',
  },
  'damaged-header': {
    title: 'The header is damaged',
    todo: 'Without it nothing says how to decrypt the file. Copy or collect the bundle again.',
  },
  'damaged-wrapped-key': {
    title: 'The key inside the file is damaged',
    todo: 'The key is right, but the inner key it protects cannot be read. Copy or collect the bundle again.',
  },
  'damaged-data': {
    title: 'The encrypted data is damaged',
    todo: 'Copy or collect the bundle again if you can.',
  },
  'unsupported-version': {
    title: 'Unknown version of the format',
    todo: 'Decrypt it with crypto-util on an ESXi host of the release that wrote it.',
  },
  'unsupported-cipher': {
    title: 'Unknown cipher',
    todo: 'Decrypt it with crypto-util on an ESXi host of the release that wrote it.',
  },
  'unsupported-attribute': {
    title: 'The header asks for something unknown',
    todo: 'Decrypt it with crypto-util on an ESXi host of the release that wrote it.',
  },
  'unsupported-wrapping': {
    title: 'Unknown way of wrapping the inner key',
    todo: 'Decrypt it with crypto-util on an ESXi host of the release that wrote it.',
  },
  'key-needed': {
    title: 'A key is needed',
    todo: 'Unlock the key that opens this file, then try again. Keys are forgotten when the page is loaded anew.',
  },
  'not-a-key-file': {
    title: 'Not a key file',
    todo: 'Choose the key file of the bundle (incident-key) or a configuration keystore (encryption.info).',
  },
  'not-an-envelope': {
    title: 'Not an encrypted file',
    todo: 'There is no envelope where one was expected. Open the bundle again.',
  },
  'too-large': {
    title: 'Too large for one download',
    todo: 'The browser cannot hold it. Open the single-file build in Chrome or Edge, which saves straight to disk, or decrypt it in parts.',
  },
  unreadable: {
    title: 'The file can no longer be read',
    todo: 'It was moved, changed or taken away since it was opened. Open it again.',
  },
  'write-failed': {
    title: 'The file could not be written',
    todo: 'Check that there is space on the disk and that you may write there, then decrypt again.',
  },
  'engine-died': {
    title: 'The engine stopped',
    todo: 'It was started again, with no keys. Unlock the key and decrypt once more.',
  },
};

/** The same where a key is unlocked, and there is no encrypted file to speak of. */
const unlockFailures: Record<string, FailureText> = {
  'wrong-key': {
    title: 'This private key does not fit',
    todo: 'Give the one whose public key the key file was made with.',
  },
  'damaged-data': {
    title: 'The key file is damaged',
    todo: 'Copy it again, or take the one of another copy of the bundle.',
  },
  'key-needed': {
    title: 'Something else opens it',
    todo: 'See what the key file is opened by, and give that.',
  },
};

const notAKey: FailureText = {
  title: 'This is not a key',
  todo: 'Paste the key alone, in hexadecimal or base64, without a name or quotes around it.',
};

const otherFailure: FailureText = {
  title: 'This did not work',
  todo: 'Try again. If it fails once more, the message above says what the engine met.',
};

const opensWith: Record<EnvelopeEntry['opensWith'], string> = {
  'incident-key': 'Incident key of this bundle',
  'other-key': 'Another key, named below',
  'not-encrypted': 'No key: not encrypted',
  unknown: 'Unknown: the file names no key',
};

const keyKinds: Record<KeyFileEntry['kind'], string> = {
  'key-file': 'Key file',
  'encrypted-vmx': 'Encrypted VM configuration',
  'configuration-keystore': 'Configuration keystore',
  'private-key': 'RSA private key',
};

const opensBy: Record<KeyFileEntry['opensBy'][number], string> = {
  password: 'by password',
  'private-key': 'by RSA private key',
  'another-key': 'by another key',
  nothing: 'without a password',
};

const keyIdParts: Record<string, string> = {
  server: 'Key server',
  cluster: 'Cluster',
  key: 'Key',
  uuid: 'UUID',
  text: 'keyID',
};

const straightToDisk =
  'Chrome and Edge save straight to disk where this page is opened from localhost, or as the single-file build.';

/** What a key is opened with. */
export type SecretKind = Exclude<keyof KeySecrets, 'privateKeyPassword'>;

/** Interface text of encrypted dumps and their keys. */
export const dumps = {
  title: 'Dumps',
  loading: 'Looking for encrypted files…',
  stillReading: 'Still reading: more may be found.',
  summary: (files: number, open: number) =>
    `${counted(files, 'encrypted file')}, ${open === 0 ? 'none' : open === files ? 'all' : String(open)} open`,
  bytes,
  number,
  exactBytes,

  empty: {
    title: 'No encrypted files in this case',
    what: 'On a host with encryption mode on, ESXi encrypts its core dumps: each is put into an envelope, and the key that opens it is not in there.',
    where: 'They are found in a support bundle, whatever they are called:',
    places: [
      ['var/core/vmkernel-zdump.1', 'core dump of the ESXi kernel after a PSOD'],
      ['var/core/hostd-zdump.000', 'core dump of a process of the host'],
      ['vmfs/volumes/…/vmx-zdump.000', 'core dump of an encrypted virtual machine'],
      ['local.tgz.ve', 'the encrypted configuration of the host'],
    ] as [string, string][],
    add: 'Drop a bundle, a dump alone or a key file anywhere on this page to add it.',
    addButton: 'Add files…',
    reading: 'None found so far; the bundle is still being read.',
  },

  envelopes: {
    title: 'Encrypted files',
    decryptAll: (count: number) => `Decrypt all that open (${count})`,
    decrypting: 'Decrypting…',
    allDecrypted: 'All that open are decrypted',
    decryptAllHint: 'Everything an unlocked key opens, one after the other',
    noneOpens: 'None of these files opens with the keys unlocked so far.',
    withHeader: 'Keep the 4096-byte dump header',
    withHeaderHint: 'crypto-util leaves it out',
    showAll: (count: number) => `Show all ${count}`,
    showFewer: 'Show fewer',
    inFiles: (path: string) => `Show ${path} in the files`,
    state: {
      locked: 'Locked',
      open: 'Key unlocked',
      plain: 'Not encrypted',
      problem: 'Cannot be decrypted',
    },
    cipher: 'Cipher',
    noCipher: 'none: not encrypted',
    version: (version: number) => `envelope version ${version}`,
    unknownVersion: 'envelope version unknown',
    wrapped: 'by an inner key that this key wraps',
    integrity: 'Integrity',
    authenticated: 'Authenticated: a change would be noticed, and nothing be written',
    notAuthenticated: (version: number | null) =>
      version === null
        ? 'Not authenticated: changes would not be noticed'
        : `Not authenticated (version ${version}): changes would not be noticed`,
    compression: 'Compression',
    noCompression: 'none',
    contentType: 'Content',
    size: 'Plain size',
    sizeAtMost: (size: number) => `at most ${bytes(size)}`,
    sizeUnknown: 'known only after decompression',
    sizeUnknownProblem: 'unknown',
    position: 'Position',
    behindHeader: (at: number) => `behind a clear header of ${exactBytes(at)}`,
    fileStart: 'from the start of the file',
    opens: 'Opens with',
    opensWith,
    keyId: 'keyID',
    keyIdParts,
    noServer: 'none',
    advice: 'How to get the key',
    unlock: 'Unlock key',
    unlockFor: (path: string) => `Unlock the key for ${path}`,
    decrypt: 'Decrypt',
    decryptNamed: (path: string) => `Decrypt ${path}`,
    unpack: 'Unpack',
    unpackNamed: (path: string) => `Unpack ${path}`,
    again: 'Decrypt again',
    againNamed: (path: string) => `Decrypt again: ${path}`,
    aad: 'Associated data',
    aadHint: 'Only if the file was encrypted with some. For local.tgz.ve it is ESXConfiguration.',
    largeDownload: (size: number) =>
      `This will be one large download of ${bytes(size)}, as this page cannot write to a file. ${straightToDisk}`,
    unknownDownload: (part: number) =>
      `Its size is known only after decompression. It will be a download, as this page cannot write to a file; above ${bytes(part)} it comes in numbered parts, one at a time, with the command that joins them. ${straightToDisk}`,
    inParts: (size: number, parts: number, part: number) =>
      `${bytes(size)} are too much for one download. It will come in ${counted(parts, 'numbered part')} of up to ${bytes(part)}: you ask for each when the one before is saved, and get the command that joins them. ${straightToDisk}`,
  },

  parts: {
    size: 'Downloads of at most',
    sizeHint:
      'What is larger comes in numbered parts. The browser must have room for one of them, on its disk or in memory.',
    between: (number: number, name: string) =>
      `Part ${number} is downloaded as ${name}. When it is saved, go on: the page lets go of it then.`,
    next: (number: number) => `Decrypt part ${number}`,
    again: (number: number) => `Download part ${number} again`,
    downloaded: (count: number, first: string, last: string) =>
      `downloaded in ${count} parts, ${first} to ${last}`,
    notWhole: (count: number) =>
      count === 1
        ? 'The part that was downloaded is not the whole: delete it.'
        : `The ${count} parts that were downloaded are not the whole: delete them.`,
    join: 'To join the parts, run this in their folder:',
    windows: 'Windows (Command Prompt)',
    posix: 'Linux, macOS',
    aloud: (number: number) => `Part ${number} is downloaded. Ask for the next one.`,
  },

  keys: {
    title: 'Keys',
    found: 'Key to unlock',
    kinds: keyKinds,
    opensBy,
    incident: 'Incident key of this bundle',
    emptyIncident:
      'The incident key file of this bundle is empty: it was collected without a password. The dumps are still under the keys of the host or its virtual machines.',
    opened: 'unlocked',
    unlockAnother: 'Unlock another key',
    fromCase: (path: string) => `Use ${path}`,
    sealed: 'sealed to its host: cannot be opened anywhere else',
    damaged: 'damaged: no key can be read from it',
    another: 'Another key file',
    anotherHint: 'not in this case',
    raw: 'Raw key',
    rawHint: 'hexadecimal or base64, as a key server exports it',
    none: 'No key file was found in this case. Give one, or a raw key.',
    pick: 'Choose a key file…',
    drop: 'or drop it here',
    picked: (name: string, size: number) => `${name} (${bytes(size)})`,
    removePicked: 'Take another',
    with: 'Open it with',
    withPassword: 'With a password',
    withPrivateKey: 'With an RSA private key',
    password: 'Password',
    passwordHint: 'Used once and not kept.',
    pem: 'Private key (PEM)',
    pemPlaceholder: '-----BEGIN PRIVATE KEY-----',
    pemFile: 'From a file…',
    pemFrom: (name: string) => `Private key from ${name}`,
    pemPassword: 'Password of the private key',
    pemPasswordHint: 'empty if it has none',
    rawKey: 'Key, hexadecimal or base64',
    noSecret: 'It needs no password: the key follows from the file.',
    anotherKey: 'It opens with a key that is unlocked already.',
    unlock: 'Unlock',
    close: 'Cancel',
    unlocking: 'Unlocking…',
    cancel: 'Stop',
    missingFile: 'Choose a key file first.',
    missingPassword: 'Type the password.',
    missingPrivateKey: 'Paste the private key, or choose its file.',
    missingRaw: 'Paste the key.',
    pemTooLarge: 'That file is too large for a private key.',
    tooManyFiles: 'Drop one key file only.',
    unlocked: 'Unlocked',
    unlockedNow: (keys: number, opens: number) =>
      opens === 0
        ? keys === 1
          ? 'Key unlocked. It opens no file of this case.'
          : 'Keys unlocked. They open no file of this case.'
        : `${keys === 1 ? 'Key' : 'Keys'} unlocked: opens ${counted(opens, 'file')}.`,
    rawName: 'Raw key',
    opensFiles: (count: number) => (count === 0 ? 'opens no file here' : `opens ${counted(count, 'file')}`),
    forget: 'Forget all keys',
    forgotten: 'All keys are forgotten.',
    thisVisit: 'Keys live in memory for this visit only. They are never stored and never leave this browser.',
    lockedAgain: 'Locked again. Keys live for one visit only, so after a reload each must be unlocked anew.',
  },

  job: {
    waiting: 'Waiting for the one before',
    progressOf: (path: string) => `Decrypting ${path}`,
    starting: 'Starting…',
    running: (done: number, total: number, speed: number | null, left: number | null) =>
      [
        total > 0 ? percent(done / total) : null,
        total > 0 ? `${bytes(done)} of ${bytes(total)}` : bytes(done),
        speed === null ? null : rate(speed),
        left === null ? null : `${duration(Math.max(1, Math.ceil(left)))} left`,
      ]
        .filter((part) => part !== null)
        .join(' · '),
    finishing: 'Finishing the file…',
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
    cancelNamed: (path: string) => `Cancel decrypting ${path}`,
    cancelAll: 'Cancel all',
    cancelled: 'Cancelled. Nothing was kept.',
    cancelledInParts: 'Cancelled.',
    done: (size: number) => `Decrypted: ${bytes(size)}`,
    unpacked: (size: number) => `Unpacked: ${bytes(size)}`,
    salvaged: (size: number) => `Salvaged: ${bytes(size)}, perhaps not whole`,
    verified: 'verified as authentic',
    unverified: 'not authenticated: changes would not be noticed',
    savedAs: (name: string) => `saved as ${name}`,
    downloaded: (name: string) => `downloaded as ${name}`,
    downloadAgain: 'Download again',
    discard: 'Discard',
    discardHint: 'Lets go of the decrypted data in this page',
    close: 'Close',
    warnings: (count: number) => counted(count, 'warning'),
    doneAloud: (path: string) => `${path} is decrypted.`,
    failedAloud: (path: string, why: string) => `${path}: ${why}.`,
    salvage: 'Salvage what decrypts',
    salvageWhat:
      'A version 1 file says nothing of changes, so what is not damaged can still be decrypted. You get what there is up to and around the damage, and a warning that names the bad range. Nothing vouches for it.',
  },

  failure: (code: string): FailureText => failures[code] ?? otherFailure,

  /** Where a key file, or a raw key, was to be unlocked. */
  unlockFailure: (code: string, isRaw: boolean): FailureText => {
    if (isRaw && code === 'wrong-key') return notAKey;
    return unlockFailures[code] ?? failures[code] ?? otherFailure;
  },

  group: 'Dumps',
  commands: {
    unlock: 'Unlock a key',
    decryptAll: 'Decrypt all dumps that open',
    cancel: 'Cancel decrypting',
    forget: 'Forget all keys',
  },
};
