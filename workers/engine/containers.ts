import type { LayerId } from '../bytes/layers';
import type { SourceKind } from '../public-api';

/** An archive or folder that files lie in. Containers nest; each belongs to one source. */
export interface Container {
  id: number;
  /** Container this one was found in, or null for what was dropped. */
  parent: number | null;
  source: number;
  /** Path in the parent container, or the name of what was dropped. */
  name: string;
  /** `streams`: an export of log streams, with a log for each. */
  kind: SourceKind | 'streams';
  /** The one folder everything lies in, with its trailing slash; '' when there is none. */
  topFolder: string;
  /** True when the container is a source of its own and paths begin in it. */
  isSource: boolean;
  /** Log group of an export's streams, where the export names it. */
  logGroup?: string;
  /** The archive's own bytes and what its entry says of it; not known of cases that older pages stored. */
  stored?: StoredArchive;
}

/** Where an archive lies, as it was found. */
export interface StoredArchive {
  layer: LayerId;
  offset: number;
  /** Null for all that follows in its layer. */
  size: number | null;
  /** ms UTC, or null. */
  modified: number | null;
  mode: number;
}

/** The containers of a case, a parent always before its children. */
export class Containers {
  readonly all: Container[];

  constructor(all: Container[] = []) {
    this.all = all;
  }

  add(container: Omit<Container, 'id'>): Container {
    const added = { ...container, id: this.all.length };
    this.all.push(added);
    return added;
  }

  /** Forgets the containers from `count` on. */
  truncate(count: number): void {
    this.all.length = count;
  }

  get(id: number): Container {
    const container = this.all[id];
    if (!container) throw new RangeError(`there is no container ${id}`);
    return container;
  }

  /** The path shown for one inside a container: below the source's top folder, through nested archives. */
  shownPath(container: number, path: string): string {
    const { topFolder, isSource, parent, name } = this.get(container);
    const below = path.startsWith(topFolder) ? path.slice(topFolder.length) : path;
    if (isSource || parent === null) return below;
    return `${this.shownPath(parent, name)}/${below}`;
  }

  /** The path of one inside a container as the archives have it, with those that lie in what was dropped around it. */
  archivedPath(container: number, path: string): string {
    const { parent, name } = this.get(container);
    return parent === null ? path : `${this.archivedPath(parent, name)}/${path}`;
  }

  /** The path of one inside a container with everything around it, top folders and what was dropped included. */
  fullPath(container: number, path: string): string {
    const { parent, name, kind } = this.get(container);
    // A file that was dropped by itself is its container.
    if (parent === null && (kind === 'file' || path === name)) return path;
    // A dropped folder's name begins the paths in it.
    if (parent === null) return path.startsWith(`${name}/`) ? path : `${name}/${path}`;
    return `${this.fullPath(parent, name)}/${path}`;
  }

  /** Top folder of the container that a source's paths begin in. */
  topFolderOf(source: number): string {
    return this.all.find((container) => container.source === source && container.isSource)?.topFolder ?? '';
  }

  /** Makes a nested container a source of its own; containers inside it follow. */
  promote(id: number, source: number): void {
    const promoted = this.get(id);
    promoted.isSource = true;
    const inside = new Set([id]);
    promoted.source = source;
    for (const container of this.all.slice(id + 1)) {
      if (container.parent === null || !inside.has(container.parent) || container.isSource) continue;
      container.source = source;
      inside.add(container.id);
    }
  }
}

/** Where a file's bytes are: a range of a layer. */
export interface FilePlace {
  layer: LayerId;
  offset: number;
  /** Bytes; null while it is not known yet. */
  size: number | null;
}
