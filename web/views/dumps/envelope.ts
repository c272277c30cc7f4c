import type { EnvelopeEntry } from '../../../workers/public-api';
import { visible } from '../../format/visible';

/** What can be done with an envelope now. */
export type EnvelopeState = 'locked' | 'open' | 'plain' | 'problem';

/** Names an envelope in a case. */
export const envelopeId = ({ source, path, offset }: EnvelopeEntry): string => `${source}:${offset}:${path}`;

export function stateOf(envelope: EnvelopeEntry): EnvelopeState {
  if (envelope.problem) return 'problem';
  if (envelope.opensWith === 'not-encrypted') return 'plain';
  return envelope.unlockedBy === null ? 'locked' : 'open';
}

/** Only what is damaged and promises nothing about changes can be given in part. */
export function canBeSalvaged(envelope: EnvelopeEntry, code: string): boolean {
  return (
    envelope.version === 1 && !envelope.authenticated && (code === 'truncated' || code === 'damaged-data')
  );
}

const CONFIGURATION = 'local.tgz.ve';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Associated data to begin with: ESXi encrypts its configuration with some. */
export function usualAssociatedData(path: string): string {
  return baseName(path) === CONFIGURATION ? 'ESXConfiguration' : '';
}

/** Name for the plain data of an envelope, one that every file system takes. */
export function plainName({ path, opensWith }: EnvelopeEntry, salvage: boolean): string {
  const name = savedName(path);
  if (salvage) return `${name || 'dump'}.salvaged`;
  if (name.length > 3 && name.endsWith('.ve')) return name.slice(0, -3);
  return `${name || 'dump'}.${opensWith === 'not-encrypted' ? 'unpacked' : 'decrypted'}`;
}

/** Name for an envelope with another key. */
export function reencryptedName({ path }: EnvelopeEntry): string {
  const name = savedName(path) || 'dump';
  return name.length > 3 && name.endsWith('.ve')
    ? `${name.slice(0, -3)}.reencrypted.ve`
    : `${name}.reencrypted`;
}

/** The name of a file as every file system takes it. */
function savedName(path: string): string {
  return visible(baseName(path))
    .replace(/[<>:"/\\|?*~]/g, '_')
    .slice(0, 180);
}

/** A message of the engine with the file it is about, which it may not know by name. */
export function naming(name: string, message: string): string {
  return name === '' || message.includes(name) ? message : `${name}: ${message}`;
}
