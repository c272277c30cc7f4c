import { Failure } from '../failure';
import { pathTest, type PathTest } from '../package/path-pattern';
import type { FileReference } from '../public-api';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import { FIRST_VISIT_SOURCE } from './source';

/** One of the paths that were given, and whether anything is meant by it. */
interface Chosen {
  given: FileReference;
  source: number | null;
  test: PathTest;
  matched: boolean;
}

/**
 * The files that a package is to have, by their numbers (1 for those that it has). Unpacked logs of an export lead to
 * the export. Nothing of this visit is ever among them. Fails with `bad-argument` for a path that nothing is meant by,
 * and with `nothing-to-pack`.
 */
export function selectedFiles(
  content: CaseContent,
  { include, exclude = [] }: { include?: readonly FileReference[]; exclude?: readonly FileReference[] },
): Uint8Array {
  const { files, containers } = content;
  const selected = new Uint8Array(files.count);
  const included = include && chosenOf(include, content);
  const excluded = chosenOf(exclude, content);
  const inIncluded = included && archivesChosen(content, included);
  const inExcluded = archivesChosen(content, excluded);
  const out: number[] = [];
  for (const { id, source } of content.index) {
    if (source >= FIRST_VISIT_SOURCE) continue;
    const container = files.container(id);
    const path = content.shownPath(id);
    const file = isUnpacked(containers.get(container)) ? exportOf(content, containers.get(container)) : id;
    if (file === null) continue;
    if (!included || matches(included, source, path) || inIncluded?.has(container)) selected[file] = 1;
    if (matches(excluded, source, path) || inExcluded.has(container)) out.push(file);
  }
  for (const id of out) selected[id] = 0;
  for (const [name, list] of [
    ['include', included ?? []],
    ['exclude', excluded],
  ] as const) {
    const vain = list.find(({ matched }) => !matched);
    if (vain) throw new Failure('bad-argument', `${name}: there is nothing that ${told(vain.given)} means`);
  }
  if (!selected.includes(1)) throw new Failure('nothing-to-pack', 'no file is left for the package');
  return selected;
}

/** Texts taken out of an export of log streams: no files of what was dropped. */
export function isUnpacked({ kind, parent }: Container): boolean {
  return kind === 'streams' || (kind === 'file' && parent !== null);
}

function exportOf(content: CaseContent, { parent, name }: Container): number | null {
  const path = content.containers.shownPath(parent!, name);
  return content.index.find(path, content.containers.get(parent!).source)[0] ?? null;
}

function chosenOf(references: readonly FileReference[], { index }: CaseContent): Chosen[] {
  const chosen = references.map((given) => {
    const { path, source } = typeof given === 'string' ? { path: given, source: null } : given;
    return { given, source, path, test: pathTest(path), matched: false };
  });
  // A name may hold a `*` itself: what is there by that very name is meant, and nothing else.
  const literal = chosen.filter(({ path }) => path.includes('*'));
  for (const file of literal.length > 0 ? index : []) {
    for (const one of literal) {
      if (one.source !== null && one.source !== file.source) continue;
      const { path } = one;
      if (path.endsWith('/') ? file.path.startsWith(path) : file.path === path)
        one.test = (other) => other === path || (path.endsWith('/') && other.startsWith(path));
    }
  }
  return chosen;
}

function matches(chosen: readonly Chosen[], source: number, path: string): boolean {
  let found = false;
  for (const one of chosen) {
    if ((one.source !== null && one.source !== source) || !one.test(path)) continue;
    one.matched = found = true;
  }
  return found;
}

/** Archives that are meant themselves, and those in them. */
function archivesChosen({ containers }: CaseContent, chosen: readonly Chosen[]): Set<number> {
  const inside = new Set<number>();
  for (const container of containers.all) {
    const { id, parent, name, source } = container;
    if (parent === null || source >= FIRST_VISIT_SOURCE || isUnpacked(container)) continue;
    const path = containers.shownPath(parent, name);
    if (inside.has(parent) || matches(chosen, containers.get(parent).source, path)) inside.add(id);
  }
  return inside;
}

function told(given: FileReference): string {
  return typeof given === 'string' ? `"${given}"` : `"${given.path}" of source ${given.source}`;
}
