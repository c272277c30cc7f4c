import { nameText } from '../package/raw-name';
import type { OtherEntry } from '../package/packed-file';
import type { CaseContent } from './case-content';
import { storedRange } from './stored-range';
import { NO_HEADER, TarBetween, type OwnHeader } from './tar-between';
import { ZipBetween } from './zip-between';

/** What archives hold beside the files of the case: folders and links; owners of files, and names in their bytes. */
export class ArchiveBetween {
  readonly #content: CaseContent;
  readonly #tars: TarBetween;
  readonly #zips: ZipBetween;

  /** @param pause called now and then; it throws where the work was cancelled */
  constructor(content: CaseContent, pause: () => Promise<void>) {
    this.#content = content;
    this.#tars = new TarBetween(content, pause);
    this.#zips = new ZipBetween(content, pause);
  }

  /** What is written before the first file: all of a zip, whose directory has its own order. */
  async *ahead(container: number): AsyncGenerator<OtherEntry> {
    const { kind, stored } = this.#content.containers.get(container);
    if (kind !== 'zip' || !stored) return;
    const { layer, offset } = stored;
    const there = Math.max(0, this.#content.layers.get(layer).size - offset);
    yield* this.#zips.others({ layer, offset, size: Math.min(stored.size ?? there, there) });
  }

  /**
   * What stands in front of a file, and in the end what its own header says.
   * @param child a file by its number, or a nested archive as the complement of its container's
   * @param path as it was written: with the suffix of a fragment
   */
  async *before(container: number, child: number, path: string): AsyncGenerator<OtherEntry, OwnHeader> {
    if (this.#content.containers.get(container).kind === 'zip') {
      const place = storedRange(this.#content, child);
      return place ? { ...NO_HEADER, raw: await this.#zips.nameAt(place, path) } : NO_HEADER;
    }
    const own = yield* this.#tars.before(container, child);
    // Another's name is worse than none.
    return own.raw && nameText(own.raw.bytes) !== path ? { ...own, raw: null } : own;
  }

  /** What stands behind the last file. */
  behind(container: number): AsyncGenerator<OtherEntry> {
    return this.#tars.behind(container);
  }
}
