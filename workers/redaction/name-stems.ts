import type { RedactKind } from '../public-api';

/** What aliases of names begin with; the number behind the dash has an `x`, so that none is a vCenter's `host-12`. */
export const STEMS: Partial<Record<RedactKind | 'domain' | 'text', string>> = {
  'host-name': 'host',
  domain: 'domain',
  user: 'user',
  'vm-name': 'vm',
  datastore: 'datastore',
  'cloud-name': 'cloud',
  'hsm-name': 'hsm',
  'cluster-id': 'cluster',
  'key-id': 'key',
  wwn: 'device',
  'serial-number': 'serial',
  'free-text': 'note',
  text: 'text',
};

/** Taken where a name is a word that aliases are made of. */
export const OTHER_STEMS = ['name', 'item', 'entry', 'thing', 'label'];

const ALL = new Set([...Object.values(STEMS), ...OTHER_STEMS]);

export function isStem(word: string): boolean {
  return ALL.has(word);
}
