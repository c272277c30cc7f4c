import { bytes } from '../../format/bytes';
import { counted } from '../../format/number';

/** Interface text of the start page. */
export const start = {
  what: 'Open an ESXi vm-support bundle and read all its logs on one timeline.',
  promise: 'Nothing leaves this browser: no upload, no server, no request.',
  dropTitle: 'Drop bundles, archives, folders or logs here',
  dropKinds: 'vm-support .tgz, .tar, .zip, .gz, unpacked folders, single log files; whole or in fragments',
  openFiles: 'Open files…',
  openFolder: 'Open folder…',
  sample: 'Open the sample',
  sampleHint: 'No bundle at hand?',
  pasteHint: (key: string) => `or paste files or log text with ${key}`,
  unreadable: (names: number, first: string) =>
    `${counted(names, 'file')} could not be read, the first is ${first}`,
  empty: 'Nothing to open was in there.',
  pastedName: (time: string) => `pasted-${time}.log`,

  cases: 'Stored cases',
  casesHint: 'Kept in this browser until you delete them.',
  loading: 'Loading…',
  none: 'None yet. What you open is stored here once it has been read, and opens again without the original files.',
  name: 'Name',
  created: 'Created',
  size: 'Size',
  sources: 'Sources',
  bytes,
  moreSources: (count: number) => `and ${counted(count, 'more', 'more')}`,
  notStored: 'not fully stored',
  open: 'Open',
  openNamed: (name: string) => `Open ${name}`,
  rename: 'Rename',
  renameNamed: (name: string) => `Rename ${name}`,
  save: 'Save',
  cancel: 'Cancel',
  remove: 'Delete',
  removeNamed: (name: string) => `Delete ${name}`,
  removeAll: 'Delete all…',
  removeTitle: (name: string) => `Delete “${name}”?`,
  removeText: (size: number) => `${bytes(size)} are freed. The files it was made from stay where they are.`,
  removeAllTitle: (count: number) => `Delete ${counted(count, 'stored case')}?`,
};
