import type { DumpTreatment, ManifestAction, RedactKind } from '../../../workers/public-api';
import { bytes, exactBytes, rate } from '../../format/bytes';
import { duration } from '../../format/duration';
import { counted, number, percent } from '../../format/number';
import type { Recipient } from '../../views/dumps/recipient';
import type { FailureText } from './dumps';

const failures: Record<string, FailureText> = {
  'nothing-to-pack': {
    title: 'Nothing would be in the package',
    todo: 'Choose at least one file in step 1.',
  },
  'bad-argument': {
    title: 'A name, pattern or word cannot be used',
    todo: 'See steps 1 and 4.',
  },
  'dumps-cannot-be-redacted': {
    title: 'Dumps cannot be redacted',
    todo: 'Leave them out, or hand the bundle over without redaction.',
  },
  'key-needed': {
    title: 'A key is missing',
    todo: 'Unlock it in the view Dumps, or leave that dump out in step 2. Nothing was written.',
  },
  'wrong-key': {
    title: 'A key does not open a dump, or is none',
    todo: 'Unlock the right one in the view Dumps. A raw key has 16, 24, 32 or 64 bytes in hexadecimal or base64.',
  },
  'not-a-key-file': {
    title: 'Not an RSA public key',
    todo: 'Paste the whole public key the recipient gave you, from -----BEGIN to -----END.',
  },
  'write-failed': {
    title: 'The package could not be written',
    todo: 'The disk may be full, or the file gone. Nothing was left behind: build it again elsewhere.',
  },
  'too-large': {
    title: 'Too large for the browser',
    todo: 'Choose smaller parts, or fewer files.',
  },
  'content-moved': {
    title: 'The case changed meanwhile',
    todo: 'Files were opened while the package was being built. Build it again.',
  },
  cancelled: { title: 'Cancelled', todo: 'Nothing was kept.' },
};

const kinds: Record<RedactKind, [title: string, what: string]> = {
  'host-name': ['Host names', 'short and full names, everywhere'],
  'ip-address': ['IP addresses', 'the same subnets stay together'],
  'mac-address': ['MAC addresses', ''],
  user: ['Users', 'people and service accounts'],
  'vm-name': ['Virtual machines', 'names, folders and files'],
  datastore: ['Datastores', ''],
  'cloud-name': ['Clouds and tenants', ''],
  'hsm-name': ['HSMs', ''],
  uuid: ['UUIDs', ''],
  wwn: ['WWNs and naa ids', 'of storage and adapters'],
  'serial-number': ['Serial numbers', ''],
  'cluster-id': ['Cluster ids', ''],
  'key-id': ['Key ids', 'of key servers'],
  'e-mail': ['E-mail addresses', ''],
  'licence-key': ['Licence keys', ''],
  certificate: ['Certificates', 'become placeholders that cannot be turned back'],
  thumbprint: ['Thumbprints', 'of certificates and SSH keys'],
  'private-key': ['Private keys', 'become placeholders that cannot be turned back'],
  password: [
    'Passwords and sessions',
    'SNMP communities and tokens too; become placeholders that cannot be turned back',
  ],
  'free-text': ['Notes and banners', 'places and organisations in certificates too'],
  word: ['Chosen words', ''],
};

const actions: Record<ManifestAction, string> = {
  kept: 'kept',
  joined: 'joined',
  decrypted: 'decrypted',
  recrypted: 're-encrypted',
  dropped: 'left out',
  cut: 'cut to the time range',
  redacted: 'redacted',
};

/** Said otherwise before it is done: only going through a file tells whether there is anything to redact. */
const planned: Partial<Record<ManifestAction, string>> = { redacted: 'gone through for redaction' };

const treatments: Record<DumpTreatment, [title: string, what: string]> = {
  keep: ['Keep as they are', 'Encrypted dumps stay encrypted: they open with the keys they have now.'],
  decrypt: [
    'Decrypt',
    'Plain dumps take their place. Memory of the host is in them, with keys and passwords: only for who may see all of it.',
  ],
  recrypt: [
    'Re-encrypt for someone else',
    'They open with what you give here, and no longer with the keys of your hosts.',
  ],
  drop: ['Leave out', 'No dump is in the package. Enough where the logs tell what happened.'],
};

/** Interface text of handing a case over. */
export const handover = {
  title: 'Hand over',
  group: 'Hand over',
  tabsLabel: 'What to hand over',
  tabs: { package: 'Package', report: 'Report and case file', 'turn-back': 'Turn back' },
  empty: {
    title: 'Nothing to hand over yet',
    reading: 'Files are still being read.',
    what: 'When a bundle is open, a package for whoever needs it is built here: dumps decrypted, encrypted for them or left out, fragments joined, what is confidential replaced by aliases.',
    addButton: 'Open files …',
  },

  presets: {
    title: 'Begin with',
    titles: {
      reconstruct: 'Reconstruct only',
      vendor: 'For the vendor: redacted, no dumps',
      reencrypt: 'Dumps re-encrypted',
    },
    hints: {
      reconstruct: 'Everything, fragments joined, dumps as they are: what vm-support --reconstruct makes',
      vendor: 'Names, addresses and ids replaced by aliases, dumps left out',
      reencrypt: 'Fragments joined, dumps under a key for the recipient',
    },
    used: (title: string) => `Set: ${title}`,
  },

  content: {
    title: 'What goes in',
    modes: { everything: 'everything', chosen: 'chosen files and folders', patterns: 'by name' },
    modesLabel: 'What goes in',
    tree: 'Files and folders of the package',
    treeHint: 'Space takes a file or folder in or out; arrow keys open and close folders.',
    all: 'Choose all',
    none: 'Choose none',
    nothing: 'Nothing is chosen yet.',
    patterns: 'Only files of these names, one a line',
    patternsHint:
      'A path as in the view Files, a folder ending in /, or * for any characters: var/log/*, *hostd*, var/core/',
    leftOut: 'Leave out, one a line',
    leftOutHint: 'In the same way. Whatever is chosen above, these stay out.',
    leftOutFiles: (count: number) => `${counted(count, 'file')} left out one by one`,
    takeBack: 'Take it back in',
    takeBackNamed: (path: string) => `Take ${path} back in`,
    added: (path: string) => `${path} goes into the package`,
    wholeSource: 'The whole source',
    visit: 'What was opened out of dumps for this visit is never part of a package.',
    fromFiles: 'Hand over',
    fromFilesTitle: 'Hand over: put it into a package for someone else',
  },
  range: {
    title: 'Time range',
    hint: (zone: string) =>
      `Logs are cut to their records in it; other files stay whole. Times are in ${zone}. Open ends are left empty.`,
    after: 'From',
    before: 'Until',
    placeholder: '2026-02-03 04:05:06',
    fromTimeline: 'As on the timeline',
    fromTimelineHint: 'The range that its query or its picture is held to',
    noTimeline: 'The timeline is not held to a range: zoom into it, or use after: and before: in its query.',
    clear: 'No limits',
    wrong: (typed: string) => `${typed} is no date or time. Write it as 2026-02-03 or 2026-02-03 04:05:06.`,
    empty: 'This range ends before it begins.',
  },
  flagged: {
    title: (count: number) => `${counted(count, 'file')} that vm-support leaves out on purpose`,
    hint: 'They hold passwords or private keys and are in this bundle all the same.',
    redacted: 'They hold passwords or private keys. Redaction leaves them out by itself.',
    leaveOut: 'Leave out',
    leaveOutNamed: (path: string) => `Leave ${path} out`,
    leaveAllOut: 'Leave all out',
    more: (count: number) => `and ${number(count)} more`,
  },

  dumps: {
    title: 'Dumps',
    treatments,
    label: 'What happens to dumps',
    none: 'There is no encrypted dump in this case.',
    some: (total: number, open: number, locked: number) =>
      [
        counted(total, 'encrypted file'),
        open > 0 ? `${number(open)} with an unlocked key` : '',
        locked > 0 ? `${number(locked)} locked` : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    missing: 'Keys that are missing',
    unknownKey: 'a key that the file does not name',
    opens: (count: number) => `opens ${counted(count, 'file')}`,
    toDumps: 'Unlock in the view Dumps',
    problems: (count: number) =>
      `${counted(count, 'dump')} cannot be treated like that: the package cannot be built with ${count === 1 ? 'it' : 'them'}`,
    unencrypted: (count: number) =>
      `${counted(count, 'dump')} that nothing protects ${count === 1 ? 'goes' : 'go'} into the package as ${count === 1 ? 'it is' : 'they are'}`,
    redacted:
      'Dumps are left out: memory cannot be redacted, since no one can tell where in it something confidential is.',
    recipient: 'Who is to open the dumps',
    newKeyFile:
      'The package gets a new vm-support-incident-key for it, which takes the place of the one there is.',
  },

  fragments: {
    title: 'Fragments',
    label: 'What happens to fragments',
    titles: { join: 'Join', keep: 'Keep' },
    hints: {
      join: 'Files that vm-support wrote in pieces (.FRAG-00000 and so on) are put together as it does: consecutive from 0 on. Where one is missing nothing is joined, and the manifest says so.',
      keep: 'Pieces stay pieces, as they were collected.',
    },
  },

  redact: {
    title: 'Redact',
    on: 'Replace what is confidential by aliases',
    what: 'The same thing gets the same alias in every file and file name, of the same kind and shape: an address stays an address in its subnet. Logs still read, and every analysis finds the same.',
    kindsLabel: 'What is replaced',
    kinds,
    all: 'All',
    noneKinds: 'None',
    words: 'Further words, one a line',
    wordsHint:
      'A project, a customer, a site: replaced wherever they stand, in any case. They are not remembered with the case.',
    stays:
      'Built-in names stay, since everybody has them: root, dcui, vpxuser, vsphere.local, ha-datacenter, Guest Introspection, 127.0.0.1, addresses of examples (192.0.2.0) and the like.',
    binary:
      'What is no text (programs, pictures, key stores) cannot be redacted and is left out: the manifest names it.',
    preview: 'Preview',
    previewAgain: 'Preview again',
    previewing: 'Looking for what is confidential …',
    progress: 'Progress of the preview',
    cancel: 'Cancel',
    previewed: 'Preview of the redaction is there',
    outdated: 'Choices have changed since.',
    nothing: 'Nothing confidential of these kinds was found.',
    tabs: { kinds: 'Kinds', lines: 'Lines', paths: 'File names' },
    tabsLabel: 'Preview of the redaction',
    found: (count: number) => (count === 1 ? 'one' : `${number(count)} different ones`),
    original: 'Original',
    alias: 'Alias',
    before: 'Before',
    after: 'After',
    moreOf: (count: number) => `and ${number(count)} more`,
    noLines: 'No line changes.',
    noPaths: 'No file name changes.',
    place: (file: string, line: number) => `${file}:${number(line)}`,
    failed: 'The preview could not be made',
  },

  space: {
    title: 'Space needed',
    archive: 'What was opened, as it is',
    unpacked: 'Chosen files, unpacked',
    packed: 'The package, about',
    free: 'Free, as the browser says',
    unknown: 'not told by the browser',
    waiting: 'Working it out …',
    failed: 'It could not be worked out',
    again: 'Try again',
    size: (value: number) => `${bytes(value)}`,
    exact: (value: number) => exactBytes(value),
    tooLittle: (packed: number, free: number) =>
      `The package needs about ${bytes(packed)}, and ${bytes(free)} are free. Free some space, leave something out, or save it in parts.`,
    files: (counts: Partial<Record<ManifestAction, number>>) =>
      (Object.entries(counts) as [ManifestAction, number][])
        .filter(([, count]) => count > 0)
        .map(([action, count]) => `${number(count)} ${planned[action] ?? actions[action]}`)
        .join(', '),
    summary: (files: number, unpacked: number, packed: number) =>
      `${counted(files, 'file')}, ${bytes(unpacked)} unpacked, about ${bytes(packed)} packed`,
  },

  build: {
    title: 'Build',
    name: 'Name of the package',
    nameHint: 'A redacted package is not named after its bundle, which has the name of its host.',
    where: {
      file: 'You are asked where to save it, and it is written there as it is built.',
      download: 'It is built in the browser, and then saved as a download.',
    },
    partSize: 'At most in one download',
    partSizeHint: 'A larger package comes in numbered parts, one after the other',
    submit: 'Build package',
    starting: 'Starting …',
    nextPart: (number: number) => `Build part ${number}`,
    quarterAloud: (quarters: number) => `${percent(quarters / 4)} built`,
    startedAloud: 'The package is being built',
    running: (done: number, total: number, speed: number | null, left: number | null) =>
      [
        total > 0 ? percent(done / total) : '',
        `${bytes(done)} of ${bytes(total)}`,
        speed === null ? '' : rate(speed),
        left === null ? '' : `${duration(left)} left`,
      ]
        .filter((part) => part !== '')
        .join(' · '),
    progress: 'Progress of the package',
    finishing: 'Finishing the file …',
    cancel: 'Cancel',
    cancelling: 'Cancelling …',
    cancelled: 'Cancelled. Nothing was kept.',
    nothing: 'Choose in step 1 what goes in.',
    blocked: 'Dumps cannot be treated as asked: see step 2.',
    reading: 'Files are still being read.',
    doneAloud: (name: string) => `The package ${name} is ready`,
    failedAloud: (title: string) => `The package was not built: ${title}`,
    ready: 'The package is ready',
    size: (value: number) => `${bytes(value)} (${exactBytes(value)})`,
    savedAs: (name: string) => `Saved as ${name}`,
    savePackage: (size: number) => `Save package (${bytes(size)})`,
    saveLastPart: (name: string) => `Save ${name} again`,
    saveManifest: 'Save manifest',
    saveManifestHint: 'JSON: path, size, SHA-256 and what was done, for each file',
    saveChecksums: 'Save checksums',
    saveChecksumsHint: 'For sha256sum -c in the unpacked package',
    saveAliases: 'Save alias map',
    aliasesTitle: (count: number) => `The alias map (${counted(count, 'alias', 'aliases')})`,
    aliasesWarning:
      'It leads back from the aliases to the originals. Keep it to yourself: it must not go with the package. When the page is closed it is gone.',
    handOverSteps: {
      password: [
        'Give the recipient the package. The key file for it is inside, as vm-support-incident-key.',
        'Tell them the password in another way, for example by telephone. Never in the same message.',
      ],
      'public-key': [
        'Give the recipient the package. The key file for it is inside, as vm-support-incident-key.',
        'It opens with the private key they have. There is nothing secret to send.',
      ],
      raw: [
        'Give the recipient the package. There is no key file.',
        'They need the key itself. If they do not have it yet, hand it over in another way.',
      ],
    } satisfies Record<Recipient, string[]>,
    saveKeyFile: 'Save key file',
    keyFileTitle: 'The key file',
    keyFileWhat:
      'The same as in the package, for who has the dumps by another way. It is no secret without what opens it.',
    discard: 'Discard',
    discardHint: 'Lets the package go; what was saved stays',
    warnings: 'What to know of the package',
    confidential:
      'When it has been handed over, delete what you no longer need: the bundle, and what was decrypted of it.',
    failure: (code: string): FailureText =>
      failures[code] ?? { title: 'The package was not built', todo: 'Nothing was kept.' },
  },

  manifest: {
    title: 'What is in the package',
    label: 'Files of the package',
    filter: 'Filter by path, reason or hash',
    any: 'all',
    action: 'What was done',
    actions,
    actionChip: (action: string, count: number) => `${action} ${number(count)}`,
    path: 'Path',
    size: 'Size',
    hash: 'SHA-256',
    reason: 'Why',
    counted: (shown: number, total: number) =>
      shown === total ? counted(total, 'file') : `${number(shown)} of ${counted(total, 'file')}`,
    nothing: 'No file is like this',
    clear: 'Show all',
    size1: (value: number) => bytes(value),
    exact: exactBytes,
  },

  commands: {
    build: 'Build package',
    reconstruct: 'Reconstruct package',
    vendor: 'For the vendor: redacted, no dumps',
    reencrypt: 'Dumps re-encrypted',
    preview: 'Preview the redaction',
    redact: 'Switch redaction on or off',
    cancel: 'Stop building the package',
    savePackage: 'Save package',
    saveManifest: 'Save manifest',
    saveChecksums: 'Save checksums',
    saveAliases: 'Save alias map',
    saveKeyFile: 'Save key file',
    discard: 'Discard the package',
    turnBack: 'Turn aliases back',
    report: 'Report and case file',
    selected: 'Hand over this file or folder',
  },
};
