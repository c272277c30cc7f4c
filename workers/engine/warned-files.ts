import type { EntryFile } from '../package/entry-file';
import type { CaseContent } from './case-content';

/** Warnings that speak of bytes that are wrong or not there. */
const DAMAGE = /^(?:gzip|deflate|tar|zip|streams|expansion|unreadable)/;

/** What is wrong with files, as reading them told. */
export class WarnedFiles {
  readonly #content: CaseContent;
  readonly #bySource = new Map<number, Map<string, string>>();

  constructor(content: CaseContent) {
    this.#content = content;
  }

  /** What a manifest is to say of a damaged file, or null. */
  reason(file: EntryFile): string | null {
    const { source, path } = file;
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
    return known.size === 0 ? null : (known.get(file.shownPath) ?? known.get(path) ?? null);
  }
}
