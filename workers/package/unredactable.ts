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

/** Certificates and stores of keys that may be texts. */
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
