import type { FileTable } from '../archive/file-table';
import type { Containers } from './containers';

/** What a derived log is called: the stream's name and this. */
const ENDING = '.log';

/** Which log stream a file is of, where an export or the user says so. */
export class LogStreams {
  readonly #files: FileTable;
  readonly #containers: Containers;
  readonly #given = new Map<number, string>();

  constructor(files: FileTable, containers: Containers) {
    this.#files = files;
    this.#containers = containers;
  }

  /** The stream's name; null where nothing but the path may tell it. */
  nameOf(file: number): string | null {
    const given = this.#given.get(file);
    if (given !== undefined) return given;
    const { kind } = this.#containers.get(this.#files.container(file));
    return kind === 'streams' ? this.#files.path(file).slice(0, -ENDING.length) : null;
  }

  /** The log group of the stream's export; null where that does not name it. */
  groupOf(file: number): string | null {
    return this.#containers.get(this.#files.container(file)).logGroup ?? null;
  }

  /**
   * The log whose events are nobody's, of a file or of an export that it was unpacked from; null where there is none:
   * people name what they dropped, and that may be the export.
   * @param isLog whether a file holds events of a stream
   */
  logOf(file: number, isLog: (file: number) => boolean): number | null {
    if (isLog(file)) return file;
    const path = this.#files.path(file);
    const around = this.#files.container(file);
    // What is unpacked stands behind its export in the table.
    for (let id = file + 1; id < this.#files.count; id++) {
      const { kind, parent, name } = this.#containers.get(this.#files.container(id));
      if (kind === 'file' && parent === around && name === path && isLog(id)) return id;
    }
    return null;
  }

  /** The user names a file's stream, or takes the name back (null). */
  give(file: number, name: string | null): void {
    if (name === null) this.#given.delete(file);
    else this.#given.set(file, name);
  }

  /** What users gave, for the case's record. */
  get given(): { file: number; name: string }[] {
    return Array.from(this.#given, ([file, name]) => ({ file, name }));
  }
}

/** Path of the log that an export's stream is unpacked into. */
export function pathOfStream(name: string): string {
  return `${name}${ENDING}`;
}
