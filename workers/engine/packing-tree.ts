import { fragmentOf } from '../archive/fragments';
import type { LayerId } from '../bytes/layers';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import { joinedLayer } from './joined-layer';
import { isUnpacked } from './packing-selection';
import { FIRST_VISIT_SOURCE } from './source';

/** Fragments that are one file in the case. */
export interface JoinedRun {
  /** In the order of their numbers; the first is the joined file itself. */
  parts: readonly number[];
  /** As the fragments were called, without what they are fragments of. */
  suffixes: readonly string[];
  /** Number of the fragment that is missing behind them; null where they are whole. */
  missing: number | null;
}

/** A file of the tree by its number, or an archive as the complement (`~`) of its container's. */
type Child = number;

/** What of a case goes into a package: what was dropped, with the archives in it and their files, in their order. */
export class PackingTree {
  /** What was dropped, as far as anything of it is chosen. */
  readonly roots: Container[] = [];
  readonly #content: CaseContent;
  readonly #selected: Uint8Array;
  readonly #children = new Map<number, Child[]>();
  /** Folders around what is chosen, each with a slash behind it, by container; of those somebody asked for. */
  readonly #folders = new Map<number, Set<string>>();
  /** Containers of which something is left out. */
  readonly #incomplete = new Set<number>();
  readonly #runs = new Map<number, JoinedRun>();
  readonly #lonely = new Map<number, string>();
  /** Runs that are archives, by their layers: the case does not show them by themselves. */
  readonly #archives = new Map<LayerId, JoinedRun>();

  /** @param selected by file, 1 for those that are chosen */
  constructor(content: CaseContent, selected: Uint8Array) {
    this.#content = content;
    this.#selected = selected;
    const { files, containers } = content;
    const fragments = new Map<string, { hidden: [number, number][]; shown: [number, number][] }>();
    for (let id = 0; id < selected.length; id++) {
      const container = containers.get(files.container(id));
      if (container.source >= FIRST_VISIT_SOURCE || isUnpacked(container)) continue;
      const fragment = fragmentOf(files.path(id));
      const isShown = files.shown(id);
      if (fragment) {
        const key = `${container.id}:${fragment.base}`;
        const group = fragments.get(key) ?? { hidden: [], shown: [] };
        group[isShown ? 'shown' : 'hidden'].push([fragment.number, id]);
        fragments.set(key, group);
      }
      if (!isShown) continue;
      if (selected[id] === 1) this.#add(container, id);
      else this.#leaveOut(container);
    }
    for (const container of containers.all) {
      // An archive without files is no choice of its own: it is there where nothing is left out.
      if (this.#children.has(container.id) || this.#incomplete.size > 0 || isUnpacked(container)) continue;
      if (container.parent !== null && container.source < FIRST_VISIT_SOURCE) this.#add(container, null);
    }
    const isAnyJoined = content.layers.layers.some(({ kind }) => kind === 'joined');
    if (isAnyJoined || fragments.size > 0) this.#findRuns(fragments);
  }

  /** What lies directly in a container: files by their numbers, archives as complements of theirs. */
  children(container: number): readonly Child[] {
    return this.#children.get(container) ?? [];
  }

  /** Whether all that the archive holds is chosen, and nothing in it is to be joined. */
  isWhole(container: number, joins: boolean): boolean {
    if (this.#incomplete.has(container)) return false;
    return this.children(container).every((child) => {
      const run = child < 0 ? this.runOfArchive(~child) : this.run(child);
      if (joins && run?.missing === null) return false;
      return child >= 0 || this.isWhole(~child, joins);
    });
  }

  /** Whether something of the container is left out. */
  isCut(container: number): boolean {
    return this.#incomplete.has(container);
  }

  /** Whether a file is chosen. */
  isChosen(file: number): boolean {
    return this.#selected[file] === 1;
  }

  /** Whether something that is chosen lies below a folder (with a slash behind it) of a container. */
  hasBelow(container: number, folder: string): boolean {
    let folders = this.#folders.get(container);
    if (!folders) {
      this.#folders.set(container, (folders = new Set()));
      const { files, containers } = this.#content;
      for (const child of this.children(container))
        addFolders(folders, child >= 0 ? files.path(child) : containers.get(~child).name);
    }
    return folders.has(folder);
  }

  /** All chosen files, in the order they are written in. */
  *files(): Generator<number> {
    for (const { id } of this.roots) yield* this.#filesIn(id);
  }

  /** The fragments that a file was joined from, or null. */
  run(file: number): JoinedRun | null {
    return this.#runs.get(file) ?? null;
  }

  /** The fragments that an archive was joined from, or null. */
  runOfArchive(container: number): JoinedRun | null {
    const { stored } = this.#content.containers.get(container);
    // Archives in it may lie in the same layer, behind its first header.
    return (stored?.offset === 0 && this.#archives.get(stored.layer)) || null;
  }

  /** Why a fragment stands by itself, or null for what is none. */
  whyAlone(file: number): string | null {
    return this.#lonely.get(file) ?? null;
  }

  *#filesIn(container: number): Generator<number> {
    for (const child of this.children(container)) {
      if (child < 0) yield* this.#filesIn(~child);
      else yield child;
    }
  }

  #add(container: Container, child: Child | null): void {
    const known = this.#children.get(container.id);
    if (known) {
      if (child !== null) known.push(child);
      return;
    }
    this.#children.set(container.id, child === null ? [] : [child]);
    if (container.parent === null) this.roots.push(container);
    else this.#add(this.#content.containers.get(container.parent), ~container.id);
  }

  #leaveOut(container: Container): void {
    if (this.#incomplete.has(container.id)) return;
    this.#incomplete.add(container.id);
    if (container.parent !== null) this.#leaveOut(this.#content.containers.get(container.parent));
  }

  #findRuns(groups: Map<string, { hidden: [number, number][]; shown: [number, number][] }>): void {
    const { files, layers, containers } = this.#content;
    for (let id = 0; id < files.count; id++) {
      const container = files.container(id);
      if (containers.get(container).source >= FIRST_VISIT_SOURCE) continue;
      // Files of an archive that was put together lie in its layer too, behind their headers.
      const joined = joinedLayer(layers, files.place(id));
      if (joined === null && !files.shown(id)) continue;
      const group = groups.get(`${container}:${files.path(id)}`);
      if (joined !== null) {
        const run = this.#takeRun(id, group?.hidden ?? [], group?.shown ?? []);
        if (!files.shown(id)) this.#archives.set(joined, run);
      } else
        for (const [, piece] of group?.shown ?? [])
          this.#lonely.set(piece, 'a file of the plain name is there too');
    }
    for (const { shown } of groups.values()) {
      for (const [, piece] of shown) {
        if (!this.#lonely.has(piece)) this.#lonely.set(piece, 'fragment 0 is missing');
      }
    }
  }

  #takeRun(file: number, hidden: [number, number][], shown: [number, number][]): JoinedRun {
    hidden.sort(([a], [b]) => a - b);
    const parts = [file, ...hidden.map(([, id]) => id)];
    const rest = hidden.map(([, id]) => /\.FRAG-\d+$/.exec(this.#content.files.path(id))![0]);
    // The first lost its suffix when it became the joined file: its number had as many digits.
    const digits = (rest[0]?.length ?? '.FRAG-00000'.length) - '.FRAG-'.length;
    const isCut = shown.some(([number]) => number >= parts.length);
    const run: JoinedRun = {
      parts,
      suffixes: [`.FRAG-${'0'.repeat(digits)}`, ...rest],
      missing: isCut ? parts.length : null,
    };
    this.#runs.set(file, run);
    for (const [number, piece] of shown) {
      this.#lonely.set(
        piece,
        number < parts.length ? `fragment ${number} is there twice` : `fragment ${parts.length} is missing`,
      );
    }
    return run;
  }
}

/** A hostile path has thousands of parts: further in, folders are those of nobody. */
const MAX_FOLDERS = 64;

function addFolders(folders: Set<string>, path: string): void {
  let count = 0;
  for (
    let slash = path.indexOf('/');
    slash >= 0 && count < MAX_FOLDERS;
    slash = path.indexOf('/', slash + 1)
  ) {
    folders.add(path.slice(0, slash + 1));
    count++;
  }
}
