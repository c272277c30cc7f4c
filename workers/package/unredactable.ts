import { mayBeKeyMaterial, type KeyMaterial } from '../envelope/key-material';
import type { ContentKind } from '../public-api';
import { leftOutReason } from './left-out';

/** What a file is, as a reason says it, where nothing can be proven of it. */
const KINDS: Partial<Record<ContentKind, string>> = {
  binary: 'a binary file',
  gzip: 'compressed data that is no log',
  tar: 'an archive that could not be read',
  zip: 'an archive that could not be read',
  elf: 'a program',
  envelope: 'encrypted',
  damaged: 'damaged',
};

/** How formats begin that hold more than can be read as text, whatever share of it looks like text. */
const MAGICS: readonly [magic: string, what: string][] = [
  ['SQLite format 3\0', 'a database'],
  ['\xfd7zXZ\0', 'compressed data'],
  ['BZh', 'compressed data'],
  ['7z\xbc\xaf', 'compressed data'],
  ['\x28\xb5\x2f\xfd', 'compressed data'],
  ['\x04\x22\x4d\x18', 'compressed data'],
  ['LZIP', 'compressed data'],
  ['%PDF-', 'a document'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['\xd0\xcf\x11\xe0', 'a document'],
  ['\xca\xfe\xba\xbe', 'a program'],
  ['MZ\x90\0', 'a program'],
  ['070701', 'an archive that is not opened'],
  ['!<arch>', 'an archive that is not opened'],
];

const KEY_NAME = /(?:^|\/)vm-support-incident-key$/;

const WHY = 'nothing can be said of what is in it';

/** What is to be known of a file before it is redacted. */
export interface RedactionCandidate {
  path: string;
  kind: ContentKind;
  bytes: number;
  holes: number;
  /** Its first 4 KiB. */
  head: Uint8Array;
}

/**
 * Why a file cannot be redacted and has to be left out, or null: what is no text, what vm-support itself leaves out, what
 * holds a key. `keyMaterial` tells what kind of key a text of at most 256 KiB holds.
 */
export async function unredactable(
  { path, kind, bytes, holes, head }: RedactionCandidate,
  keyMaterial: () => Promise<KeyMaterial['kind'] | null>,
): Promise<string | null> {
  const flagged = leftOutReason(path);
  if (flagged !== null) return `${flagged}: vm-support leaves it out on purpose`;
  const what = KINDS[kind];
  if (what !== undefined) return `${what}: ${WHY}`;
  const magic = MAGICS.find(([begin]) => beginsWith(head, begin));
  if (magic) return `${magic[1]}: ${WHY}`;
  if (holes > 0) return `a sparse file: ${WHY}`;
  if (kind === 'empty') return null;
  if (KEY_NAME.test(path)) return 'a key file';
  if (!mayBeKeyMaterial(head, bytes)) return null;
  const key = await keyMaterial();
  return key === null ? null : REASONS[key];
}

/** A private key in PEM is a text that gets a placeholder; everything else is dropped whole. */
const REASONS: Record<KeyMaterial['kind'], string | null> = {
  'key-file': 'a key file',
  'configuration-keystore': 'a store of keys',
  'encrypted-vmx': 'an encrypted virtual machine: what is in it cannot be seen',
  'private-key': null,
};

function beginsWith(head: Uint8Array, begin: string): boolean {
  for (let i = 0; i < begin.length; i++) if (head[i] !== begin.charCodeAt(i)) return false;
  return true;
}
