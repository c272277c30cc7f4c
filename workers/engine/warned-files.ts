import type { EntryFile } from '../package/entry-file';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import type { JoinedRun } from './packing-tree';

/** Warnings that speak of bytes that are wrong or not there. */
const DAMAGE = /^(?:gzip|deflate|tar|zip|streams|expansion|unreadable)/;

/** What is wrong with files, as reading them told. */
export class WarnedFiles {
  readonly #content: CaseContent;
  readonly #bySource = new Map<number, Map<string, string>>();

  constructor(content: CaseContent) {
    this.#content = content;
  }

  /** What a manifest is to say of a damaged file, or null. `run` are the fragments that it was joined from. */
  reason({ file, source, path, shownPath }: EntryFile, run: JoinedRun | null): string | null {
    const known = this.#known(source);
    if (known.size === 0) return null;
    const { containers, files } = this.#content;
    const archived = containers.archivedPath(files.container(file), path);
    const whole = known.get(archived) ?? known.get(shownPath);
    if (whole !== undefined || !run) return whole ?? null;
    // It was read before its fragments were put together: what is wrong was said of one of them.
    for (const suffix of run.suffixes) {
      const ofPiece = known.get(archived + suffix);
      if (ofPiece !== undefined) return `${suffix.slice(1)} ${ofPiece}`;
    }
    return null;
  }

  /** The same of an archive in what was dropped. */
  archiveReason({ parent, name, source }: Container): string | null {
    if (parent === null) return null;
    return this.#known(source).get(this.#content.containers.archivedPath(parent, name)) ?? null;
  }

  /** What is wrong with a dropped archive as a whole, which no file in it shows. */
  *ofSource(source: number): Generator<string> {
    for (const { code, path, message } of this.#content.source(source).warnings)
      if (path === '' && DAMAGE.test(code)) yield message;
  }

  #known(source: number): ReadonlyMap<string, string> {
    let known = this.#bySource.get(source);
    if (!known) {
      known = new Map();
      for (let id: number | null = source; id !== null; id = this.#content.source(id).parent) {
        for (const warning of this.#content.source(id).warnings) {
          const isOfFile = warning.path !== '' && DAMAGE.test(warning.code);
          if (isOfFile && !known.has(warning.path)) known.set(warning.path, warning.message);
        }
      }
      this.#bySource.set(source, known);
    }
    return known;
  }
}
