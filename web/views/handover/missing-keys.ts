import type { EnvelopeEntry } from '../../../workers/public-api';
import { stateOf } from '../dumps/envelope';

/** A key that nothing unlocked has; null where its files do not name it. */
export interface MissingKey {
  keyInfo: string | null;
  files: number;
}

/** Keys of locked envelopes, each with how many it opens, those that open most first. */
export function missingKeys(envelopes: readonly EnvelopeEntry[]): MissingKey[] {
  const files = new Map<string | null, number>();
  for (const envelope of envelopes) {
    if (stateOf(envelope) !== 'locked') continue;
    files.set(envelope.keyInfo, (files.get(envelope.keyInfo) ?? 0) + 1);
  }
  return [...files].map(([keyInfo, count]) => ({ keyInfo, files: count })).sort((a, b) => b.files - a.files);
}
