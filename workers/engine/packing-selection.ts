import { Failure } from '../failure';
import type { FileReference } from '../public-api';
import type { CaseContent } from './case-content';
import { ChosenPaths } from './chosen-paths';
import type { Container } from './containers';
import { FIRST_VISIT_SOURCE } from './source';

/** What goes into a package, and what does not. */
interface Chosen {
  include?: readonly FileReference[];
  exclude?: readonly FileReference[];
}

/**
 * The files that a package is to have, by their numbers (1 for those that it has). Unpacked logs of an export lead to
 * the export. Nothing of this visit is ever among them. Fails with `bad-argument` for a path that nothing is meant by,
 * and with `nothing-to-pack`.
 */
export function selectedFiles(content: CaseContent, { include, exclude = [] }: Chosen): Uint8Array {
  const { files, containers } = content;
  const selected = new Uint8Array(files.count);
  const included = include && new ChosenPaths(include, content);
  const excluded = new ChosenPaths(exclude, content);
  const inIncluded = included && archivesChosen(content, included);
  const inExcluded = archivesChosen(content, excluded);
  const out: number[] = [];
  for (const { id, source } of content.index) {
    if (source >= FIRST_VISIT_SOURCE) continue;
    const container = files.container(id);
    const path = content.shownPath(id);
    const file = isUnpacked(containers.get(container)) ? exportOf(content, containers.get(container)) : id;
    if (file === null) continue;
    if (!included || included.mean(source, path) || inIncluded?.has(container)) selected[file] = 1;
    if (excluded.mean(source, path) || inExcluded.has(container)) out.push(file);
  }
  for (const id of out) selected[id] = 0;
  for (const [name, list] of [
    ['include', included],
    ['exclude', excluded],
  ] as const) {
    const vain = list?.firstInVain;
    if (vain) throw new Failure('bad-argument', `${name}: there is nothing that ${told(vain)} means`);
  }
  if (!selected.includes(1)) throw new Failure('nothing-to-pack', 'no file is left for the package');
  return selected;
}

/** The same choice of what is no file: a path in a container, of a folder with a slash at its end. */
export function pathChoice(content: CaseContent, { include, exclude = [] }: Chosen) {
  const included = include && new ChosenPaths(include, content);
  const excluded = new ChosenPaths(exclude, content);
  const inIncluded = included && archivesChosen(content, included);
  const inExcluded = archivesChosen(content, excluded);
  return ({ id, source }: Container, path: string): boolean => {
    const shown = content.containers.shownPath(id, path);
    const isIn = !included || inIncluded?.has(id) === true || included.mean(source, shown);
    return isIn && !inExcluded.has(id) && !excluded.mean(source, shown);
  };
}

/** Texts taken out of an export of log streams: no files of what was dropped. */
export function isUnpacked({ kind, parent }: Container): boolean {
  return kind === 'streams' || (kind === 'file' && parent !== null);
}

function exportOf(content: CaseContent, { parent, name }: Container): number | null {
  const path = content.containers.shownPath(parent!, name);
  return content.index.find(path, content.containers.get(parent!).source)[0] ?? null;
}

/** Archives that are meant themselves, and those in them. */
function archivesChosen({ containers }: CaseContent, chosen: ChosenPaths): Set<number> {
  const inside = new Set<number>();
  for (const container of containers.all) {
    const { id, parent, name, source } = container;
    if (parent === null || source >= FIRST_VISIT_SOURCE || isUnpacked(container)) continue;
    const path = containers.shownPath(parent, name);
    if (inside.has(parent) || chosen.mean(containers.get(parent).source, path)) inside.add(id);
  }
  return inside;
}

function told(given: FileReference): string {
  return typeof given === 'string' ? `"${given}"` : `"${given.path}" of source ${given.source}`;
}
