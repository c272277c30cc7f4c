import type { DumpKind, DumpText, ZlibFinding } from '../../../workers/public-api';
import { bytes, exactBytes } from '../../format/bytes';
import { counted, number } from '../../format/number';

const kinds: Record<DumpKind, string> = {
  'elf-core': 'ELF core dump',
  elf: 'ELF program',
  zdump: 'zdump (its layout is not known; looked through by content)',
  zlib: 'zlib stream',
  gzip: 'gzip archive',
  tar: 'tar archive',
  zip: 'zip archive',
  text: 'text',
  envelope: 'another envelope',
  empty: 'empty',
  binary: 'binary data of no known kind',
};

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Interface text of looking inside an encrypted file. */
export const inside = {
  look: 'Look inside',
  lookNamed: (path: string) => `Look inside ${path}`,
  again: 'Look again',
  againNamed: (path: string) => `Look inside again: ${path}`,
  salvage: 'Look at what there is',
  hint: 'In memory only: nothing is saved, and after a reload the file is locked again.',
  close: 'Close',
  closeNamed: (path: string) => `Close what is inside ${path}`,
  title: (path: string) => `Inside ${path}`,
  looking: (done: number, total: number) =>
    total > 0 ? `Looking inside: ${bytes(done)} of ${bytes(total)}` : 'Looking inside…',
  adding: (done: number, total: number) =>
    total > 0 ? `Adding to the case: ${bytes(done)} of ${bytes(total)}` : 'Adding to the case…',
  progressOf: (path: string) => `Progress of looking inside ${path}`,
  cancel: 'Cancel',
  cancelNamed: (path: string) => `Stop looking inside ${path}`,
  cancelled: 'Stopped.',
  done: (path: string) => `Looked inside ${path}`,
  kind: 'Kind',
  kinds,
  size: 'Size',
  sizeOf: (value: number) => `${bytes(value)} (${exactBytes(value)})`,
  streams: 'zlib streams',
  streamsOf: (streams: readonly ZlibFinding[]) => {
    const inflated = streams.reduce((sum, { inflatedBytes }) => sum + inflatedBytes, 0);
    return streams.length === 0 ? 'none found' : `${number(streams.length)}, ${bytes(inflated)} inflated`;
  },
  crash: (count: number) => `Crash lines (${number(count)})`,
  log: (count: number) => `Recovered log (${counted(count, 'line')})`,
  strings: (count: number) => `Strings (${number(count)})`,
  formats: (formats: Readonly<Record<string, number>>) =>
    Object.entries(formats)
      .map(([name, lines]) => `${name}: ${counted(lines, 'line')}`)
      .join(', '),
  span: (from: string, to: string) => `${from} – ${to}`,
  noCrash: 'No line of a crash was found.',
  noLog: 'No line of a known log was found.',
  noStrings: 'No text was found.',
  noneMatch: 'No string that is listed holds this text.',
  lookedFor: 'What was looked for',
  filter: 'Filter strings',
  listed: (shown: number, total: number) =>
    shown < total ? `${number(shown)} of ${number(total)} are listed` : '',
  searchAll: 'Search the whole dump for this',
  addLog: 'Add to the timeline',
  addLogNamed: (path: string) => `Add the recovered log of ${path} to the timeline`,
  openArchive: 'Open as part of the bundle',
  openArchiveNamed: (path: string) => `Open ${path} as part of the bundle`,
  archiveHint: 'Its files join the bundle for this visit: nothing of them is stored.',
  added: 'In the case, for this visit only: nothing of it is stored.',
  addedAloud: (path: string) => `What is inside ${path} was added to the case`,
  showTimeline: 'Show on the timeline',
  showFiles: 'Show in the files',
  place: ({ offset, inflatedAt }: Pick<DumpText, 'offset' | 'inflatedAt'>) =>
    inflatedAt === null ? hex(offset) : `${hex(offset)} + ${hex(inflatedAt)}`,
  placeHint: ({ offset, inflatedAt }: Pick<DumpText, 'offset' | 'inflatedAt'>) =>
    inflatedAt === null
      ? `byte ${number(offset)} of the dump`
      : `byte ${number(inflatedAt)} of what the zlib stream at byte ${number(offset)} of the dump inflates to`,
  recovered: 'recovered',
  recoveredHint: (place: string) => `Recovered from a decrypted dump: ${place}. Nothing of it is stored.`,
  decrypted: 'decrypted',
  decryptedHint: 'Out of a decrypted file, for this visit only: nothing of it is stored.',
  visitOnly: 'this visit only',
  keyHint: 'A key that nothing protects: it is here for this visit only and is not stored with the case.',
  keysNotStored: (names: readonly string[]) =>
    `${names.join(', ')}: ${names.length === 1 ? 'a key that nothing protects. It is' : 'keys that nothing protects. They are'} here for this visit only and not stored with the case.`,
  nothingInside: {
    title: 'Nothing to add was found',
    todo: 'It holds no archive and no line of a log that is known.',
  },
};
