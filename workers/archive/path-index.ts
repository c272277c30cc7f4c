/** A file as the index sees it. */
export interface IndexedFile {
  id: number;
  source: number;
  /** The path shown, without the number of a duplicate. */
  path: string;
  bytes: number;
}

export interface FolderListing {
  folders: { name: string; files: number; bytes: number }[];
  files: { name: string; id: number }[];
}

/**
 * Files by source and path, sorted: paths of a folder lie side by side, so a folder is a range and its totals are
 * differences of running sums. Several files of one path are told apart by `#2`, `#3` … in the order they were
 * found. Built anew when the table has changed.
 */
export class PathIndex {
  readonly #files: IndexedFile[];
  /** Bytes of all files before each. */
  readonly #bytesBefore: Float64Array;
  readonly #names = new Map<number, string>();

  constructor(files: Iterable<IndexedFile>) {
    this.#files = [...files].sort(
      (a, b) => a.source - b.source || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.id - b.id),
    );
    this.#bytesBefore = new Float64Array(this.#files.length + 1);
    let ordinal = 1;
    this.#files.forEach((file, i) => {
      const before = this.#files[i - 1];
      ordinal = before && before.source === file.source && before.path === file.path ? ordinal + 1 : 1;
      if (ordinal > 1) {
        // Some file may really be called so.
        while (this.#first(file.source, `${file.path}#${ordinal}`)) ordinal++;
        this.#names.set(file.id, `${file.path}#${ordinal}`);
      }
      this.#bytesBefore[i + 1] = this.#bytesBefore[i]! + file.bytes;
    });
  }

  get count(): number {
    return this.#files.length;
  }

  /** All files, by source and path. */
  [Symbol.iterator](): Iterator<IndexedFile> {
    return this.#files[Symbol.iterator]();
  }

  /** The path shown for a file, with its number when it is a duplicate. */
  name(file: IndexedFile): string {
    return this.#names.get(file.id) ?? file.path;
  }

  /** The number a duplicate has: its name in full, or null for a path that stands for itself. */
  duplicateName(id: number): string | null {
    return this.#names.get(id) ?? null;
  }

  /** Files of this path (or duplicate's name), one per source that has it. */
  find(path: string, source?: number): number[] {
    const found: number[] = [];
    const wanted = source === undefined ? this.#sources() : [source];
    const numbered = /^(.*)#(\d+)$/s.exec(path);
    for (const one of wanted) {
      const exact = this.#first(one, path);
      const id = exact ? exact.id : numbered ? this.#duplicate(one, numbered[1]!, Number(numbered[2])) : null;
      if (id !== null) found.push(id);
    }
    return found;
  }

  /** What lies directly in a folder; '' is the source's root. */
  folder(source: number, path: string): FolderListing {
    const prefix = path === '' ? '' : `${path}/`;
    const listing: FolderListing = { folders: [], files: [] };
    let at = this.#lowerBound(source, prefix);
    for (let file = this.#files[at]; file && file.source === source && file.path.startsWith(prefix);) {
      // A name has at least one character: `/etc` of an absolute path is one, not an empty folder and `etc`.
      const slash = file.path.indexOf('/', prefix.length + 1);
      if (slash < 0) {
        listing.files.push({ name: this.name(file).slice(prefix.length), id: file.id });
        at++;
      } else {
        const inside = file.path.slice(0, slash + 1);
        // Nothing of this folder sorts behind its path with the slash replaced by the next character.
        const end = this.#lowerBound(source, `${inside.slice(0, -1)}0`);
        const bytes = this.#bytesBefore[end]! - this.#bytesBefore[at]!;
        listing.folders.push({ name: file.path.slice(prefix.length, slash), files: end - at, bytes });
        at = end;
      }
      file = this.#files[at];
    }
    return listing;
  }

  #sources(): number[] {
    const sources: number[] = [];
    for (let at = 0; at < this.#files.length;) {
      const { source } = this.#files[at]!;
      sources.push(source);
      at = this.#lowerBound(source + 1, '');
    }
    return sources;
  }

  /** The first file of a path. */
  #first(source: number, path: string): IndexedFile | null {
    const file = this.#files[this.#lowerBound(source, path)];
    return file?.source === source && file.path === path ? file : null;
  }

  /** The file shown as `path#number`: as far behind the first as its number says, or less where numbers are left out. */
  #duplicate(source: number, path: string, number: number): number | null {
    const first = this.#lowerBound(source, path);
    const last = Math.min(first + number, this.#files.length) - 1;
    const wanted = `${path}#${number}`;
    for (let at = last; at > first; at--) {
      const id = this.#files[at]!.id;
      if (this.#names.get(id) === wanted) return id;
    }
    return null;
  }

  #lowerBound(source: number, path: string): number {
    let low = 0;
    let high = this.#files.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const file = this.#files[middle]!;
      if (file.source < source || (file.source === source && file.path < path)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
