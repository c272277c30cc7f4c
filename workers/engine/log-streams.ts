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
