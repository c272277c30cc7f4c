import type { EntryFile, FileContent } from '../package/entry-file';
import type { Treatment } from '../package/treatment';
import type { ManifestAction } from '../public-api';

/** What all treatments together made of a file. */
export interface Outcome {
  /** `kept` where nothing was done to its content. */
  action: ManifestAction;
  path: string;
  /** Null where it stays as it is stored, and of what is dropped. */
  content: FileContent | null;
  reason: string | null;
}

/** Treats a file, one treatment after another; what it is called is decided last. */
export async function treatedBy(treatments: readonly Treatment[], file: EntryFile): Promise<Outcome> {
  let current = file;
  let action: ManifestAction = 'kept';
  const reasons: string[] = [];
  const made: FileContent[] = [];
  const outcome = (content: FileContent | null): Outcome => ({
    action,
    path: renamedBy(treatments, current.path),
    content,
    reason: reasons.join('; ') || null,
  });
  try {
    for (const treatment of treatments) {
      const treated = await treatment.treat(current);
      if (treated?.reason !== undefined) reasons.push(treated.reason);
      if (!treated || treated.action === 'kept') continue;
      action = treated.action;
      if (treated.action === 'dropped') {
        for (const content of made) content.drop?.();
        return outcome(null);
      }
      made.push(treated.content);
      current = { ...current, path: treated.path ?? current.path, content: treated.content };
    }
  } catch (error) {
    for (const content of made) content.drop?.();
    throw error;
  }
  const last = made.at(-1);
  if (!last) return outcome(null);
  // What comes later may be read out of what came before.
  return outcome({
    bytes: last.bytes,
    chunks: () => last.chunks(),
    drop: () => made.forEach((content) => content.drop?.()),
  });
}

export function renamedBy(treatments: readonly Treatment[], path: string): string {
  return treatments.reduce((name, treatment) => treatment.rename?.(name) ?? name, path);
}
