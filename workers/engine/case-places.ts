import { CASE_FILE_LIMITS } from '../report/case-file';
import { placeKey } from '../report/case-file-merging';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import { FIRST_VISIT_SOURCE } from './source';

/** A file by what was dropped and the path below it, which are the same for whoever drops the same. */
export interface DroppedPlace {
  /** Source that was dropped; nested ones count as part of it. */
  source: number;
  path: string;
  /** From 2 on, where several files have the path. */
  copy?: number;
}

/**
 * Files by their places, in one pass over all of the case. What is open for this visit only has none.
 * @param wanted source and path of those that matter
 */
export async function filesAt(
  content: CaseContent,
  wanted: readonly Omit<DroppedPlace, 'copy'>[],
): Promise<Map<string, number>> {
  const keys = new Set(wanted.map(placeKey));
  const copies = new Map<string, number>();
  const found = new Map<string, number>();
  const breath = new Breath();
  try {
    for (let file = 0; file < content.files.count; file++) {
      if (breath.due) await breath.take();
      if (!content.files.shown(file) || content.sourceOf(file) >= FIRST_VISIT_SOURCE) continue;
      const place = placeBelow(content, file);
      const key = placeKey(place);
      if (!keys.has(key)) continue;
      const copy = (copies.get(key) ?? 0) + 1;
      copies.set(key, copy);
      found.set(placeKey({ ...place, copy }), file);
    }
  } finally {
    breath.end();
  }
  return found;
}

/** The places of files, by their numbers. */
export async function placesOf(
  content: CaseContent,
  files: ReadonlySet<number>,
): Promise<Map<number, DroppedPlace>> {
  const wanted = Array.from(files, (file) => placeBelow(content, file));
  const places = new Map<number, DroppedPlace>();
  for (const [key, file] of await filesAt(content, wanted)) {
    if (!files.has(file)) continue;
    const copy = Number(key.split(' ', 2)[1]);
    places.set(file, { ...placeBelow(content, file), ...(copy > 1 && { copy }) });
  }
  return places;
}

/** A place as a case file names it; null for one that it cannot name. */
export function handedPlace(
  place: DroppedPlace | undefined,
  index: ReadonlyMap<number, number>,
): DroppedPlace | null {
  if (!place || place.path.length > CASE_FILE_LIMITS.path) return null;
  const source = index.get(place.source);
  return source === undefined ? null : { ...place, source };
}

function placeBelow({ containers, files }: CaseContent, file: number): Omit<DroppedPlace, 'copy'> {
  let at = containers.get(files.container(file));
  let path = files.path(file);
  while (at.parent !== null) {
    const around = containers.get(at.parent);
    const name = around.parent === null ? belowRoot(around.kind, around.name, at.name) : at.name;
    path = `${name}/${path}`;
    if (around.parent === null) return { source: around.source, path };
    at = around;
  }
  return { source: at.source, path: belowRoot(at.kind, at.name, path) };
}

/** A file that was dropped by itself, and a dropped folder, may have another name for someone else. */
function belowRoot(kind: string, name: string, path: string): string {
  if (kind === 'file' || kind === 'gzip') return '';
  return kind === 'folder' && path.startsWith(`${name}/`) ? path.slice(name.length + 1) : path;
}
