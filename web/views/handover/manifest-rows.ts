import type { ManifestAction, ManifestEntry } from '../../../workers/public-api';

export const ACTIONS: readonly ManifestAction[] = [
  'kept',
  'joined',
  'decrypted',
  'recrypted',
  'cut',
  'redacted',
  'dropped',
];

export type ActionCounts = Partial<Record<ManifestAction, number>>;

export function countActions(manifest: readonly ManifestEntry[]): ActionCounts {
  const counts: ActionCounts = {};
  for (const { action } of manifest) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

/** Entries with one action (or any), whose path, reason or hash holds a text, without regard to case. */
export function filterManifest(
  manifest: readonly ManifestEntry[],
  action: ManifestAction | null,
  text: string,
): readonly ManifestEntry[] {
  const wanted = text.trim().toLowerCase();
  if (action === null && wanted === '') return manifest;
  return manifest.filter(
    (entry) =>
      (action === null || entry.action === action) &&
      (wanted === '' ||
        entry.path.toLowerCase().includes(wanted) ||
        entry.sha256.startsWith(wanted) ||
        (entry.reason?.toLowerCase().includes(wanted) ?? false)),
  );
}
