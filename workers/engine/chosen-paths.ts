import type { IndexedFile } from '../archive/path-index';
import { pathTest, type PathTest } from '../package/path-pattern';
import type { FileReference } from '../public-api';

/** One of the paths that were given, and whether anything is meant by it. */
interface Chosen {
  given: FileReference;
  source: number | null;
  path: string;
  test: PathTest;
  matched: boolean;
}

/** Paths, folders and patterns that were given: there may be as many of them as files. */
export class ChosenPaths {
  readonly #all: readonly Chosen[];
  /** By path: of files, and of folders with the slash at their end. */
  readonly #plain = new Map<string, Chosen[]>();
  /** Characters of the folders' paths. */
  readonly #folderLengths = new Set<number>();
  /** Those with a `*`. */
  readonly #patterns: Chosen[] = [];

  /** @param content whose files a path with a `*` may name */
  constructor(references: readonly FileReference[], { index }: { index: Iterable<IndexedFile> }) {
    this.#all = references.map((given) => {
      const { path, source } = typeof given === 'string' ? { path: given, source: null } : given;
      return { given, source, path, test: pathTest(path), matched: false };
    });
    for (const one of this.#all) {
      if (one.path.includes('*')) this.#patterns.push(one);
      else this.#addPlain(one);
    }
    // A name may hold a `*` itself: what is there by that very name is meant, and nothing else.
    for (const file of this.#patterns.length > 0 ? index : []) {
      for (const one of this.#patterns) {
        if (one.source !== null && one.source !== file.source) continue;
        const { path } = one;
        if (path.endsWith('/') ? file.path.startsWith(path) : file.path === path)
          one.test = (other) => other === path || (path.endsWith('/') && other.startsWith(path));
      }
    }
  }

  /** Whether one of them means this path of a source; all that do are marked. */
  mean(source: number, path: string): boolean {
    let found = this.#mark(this.#plain.get(path), source);
    for (const length of this.#folderLengths) {
      if (path[length - 1] !== '/' || length === path.length) continue;
      found = this.#mark(this.#plain.get(path.slice(0, length)), source) || found;
    }
    for (const one of this.#patterns) {
      if ((one.source !== null && one.source !== source) || !one.test(path)) continue;
      one.matched = found = true;
    }
    return found;
  }

  /** The first that meant nothing of what was asked for. */
  get firstInVain(): FileReference | null {
    return this.#all.find(({ matched }) => !matched)?.given ?? null;
  }

  #addPlain(one: Chosen): void {
    const known = this.#plain.get(one.path);
    if (known) known.push(one);
    else this.#plain.set(one.path, [one]);
    if (one.path.endsWith('/')) this.#folderLengths.add(one.path.length);
  }

  #mark(chosen: readonly Chosen[] | undefined, source: number): boolean {
    let found = false;
    for (const one of chosen ?? []) {
      if (one.source !== null && one.source !== source) continue;
      one.matched = found = true;
    }
    return found;
  }
}
