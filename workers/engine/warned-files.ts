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
  reason({ source, path, shownPath }: EntryFile): string | null {
    let known = this.#bySource.get(source);
    if (!known) {
      known = new Map();
      for (let id: number | null = source; id !== null; id = this.#content.source(id).parent) {
        for (const { code, path, message } of this.#content.source(id).warnings) {
          if (path !== '' && DAMAGE.test(code) && !known.has(path)) known.set(path, message);
        }
      }
      this.#bySource.set(source, known);
    }
    return known.get(shownPath) ?? known.get(path) ?? null;
  }
}
