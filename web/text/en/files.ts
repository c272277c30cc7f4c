import type { ContentKind } from '../../../workers/public-api';
import { bytes, exactBytes } from '../../format/bytes';
import { counted, number, percent } from '../../format/number';

const kinds: Record<ContentKind, string> = {
  log: 'Log',
  text: 'Text',
  binary: 'Binary',
  empty: 'Empty',
  gzip: 'gzip',
  tar: 'tar',
  zip: 'zip',
  elf: 'ELF',
  envelope: 'Encrypted',
  damaged: 'Damaged',
};

/** Interface text of the files. */
export const files = {
  title: 'Files',
  tree: 'Files of the case',
  kinds,
  bytes,
  exactBytes,
  filter: 'Find files',
  clearFilter: 'Clear',
  found: (count: number, more: boolean) =>
    more ? `First ${counted(count, 'file')}` : counted(count, 'file'),
  nothingFound: 'No file matches.',
  results: 'Files found',
  loading: 'Loading…',
  empty: 'No files yet.',
  emptyFolder: 'empty',
  folderFiles: (count: number) => counted(count, 'file'),
  warnings: (count: number) => counted(count, 'warning'),
  failedFolder: 'could not be listed',
  back: 'Back to the tree',

  pick: 'Pick a file to see what is in it.',
  pickKeys: 'Arrows walk the tree, typing jumps to a name, / finds files.',
  as: 'Show as',
  text: 'Text',
  hex: 'Hex',
  wrap: 'Wrap',
  download: 'Download',
  downloading: 'Preparing…',
  timeline: 'Timeline',
  timelineTitle: 'Show the records of this file in the timeline',
  modified: (time: string) => `modified ${time}`,
  records: (count: number) => counted(count, 'record'),
  emptyFile: 'This file is empty.',
  offset: (at: number) => `at byte ${number(at)}`,
  indexing: (share: number) => `Counting lines ${percent(share)}`,
  lines: (count: number) => counted(count, 'line'),
  cutAt: (read: number) => `lines of the first ${bytes(read)} only; Hex shows all of the file`,
  encodings: { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE' },
  content: (path: string) => `Content of ${path}`,
  bytesOf: (path: string) => `Bytes of ${path}`,
  unreadable: (why: string) => `Could not be read: ${why}`,
  warningsTitle: 'Warnings',
  gone: (path: string) => `There is no file ${path} in this case.`,
  goneFile: 'That file is not in this case.',

  group: 'Files',
  commands: {
    find: 'Find files',
    text: 'Show file as text',
    hex: 'Show file as hex',
    wrap: 'Wrap lines of the file',
    download: 'Download the file',
    timeline: 'Show the file in the timeline',
  },
};
