import type { EntryFile } from '../package/entry-file';
import type { Treatment } from '../package/treatment';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import type { EntryForms } from './entry-forms';
import type { PackingTree } from './packing-tree';
import { renamedBy, treatedBy, type Outcome } from './treating';

const UNTOUCHED = 1;

export interface OutcomesMeans {
  content: CaseContent;
  tree: PackingTree;
  treatments: readonly Treatment[];
  forms: EntryForms;
  /** Whether fragments are put together. */
  joins: boolean;
  /** Called between files; it throws where the work was cancelled. */
  pause(): Promise<void>;
}

/** What treatments make of files and names, and which archives stay as they are since they make nothing of what is in them. */
export class PackingOutcomes {
  /** Whether everything is written anew, whatever is done to it. */
  readonly rewritesAll: boolean;
  readonly #means: OutcomesMeans;
  /** Of files in an archive that may be copied whole, until it is known whether it may. */
  readonly #outcomes = new Map<number, Outcome>();
  /** By file: those of them that nothing is done to, of which there may be a million. */
  readonly #untouched: Uint8Array;
  /** By container: whether it is copied as it is. */
  readonly #staying = new Map<number, boolean>();

  constructor(means: OutcomesMeans) {
    this.#means = means;
    this.rewritesAll = means.treatments.some(({ rewritesAll }) => rewritesAll === true);
    this.#untouched = new Uint8Array(means.content.files.count);
  }

  /** What becomes of a file; it is told once. */
  async of(entry: EntryFile): Promise<Outcome> {
    if (this.#untouched[entry.file] === UNTOUCHED)
      return { action: 'kept', path: entry.path, content: null, reason: null };
    return this.#take(entry.file) ?? (await treatedBy(this.#means.treatments, entry));
  }

  /** Lets go of what was made of a file that is left out. */
  forget(file: number): void {
    this.#take(file)?.content?.drop?.();
  }

  /** Lets go of all that nobody asked for. */
  close(): void {
    for (const { content } of this.#outcomes.values()) content?.drop?.();
  }

  /** What a path is called in the package. */
  renamed(path: string): string {
    return renamedBy(this.#means.treatments, path);
  }

  /** What reading told, as the treatments let it be told. */
  told(reason: string | null): string | null {
    return (
      reason && this.#means.treatments.reduce((told, treatment) => treatment.told?.(told) ?? told, reason)
    );
  }

  /** Whether an archive is copied as it is: all of it is chosen, and nothing in it changes. */
  async staysWhole(container: Container): Promise<boolean> {
    const known = this.#staying.get(container.id);
    if (known !== undefined) return known;
    const stays = await this.#mayStay(container);
    this.#staying.set(container.id, stays);
    return stays;
  }

  async #mayStay(container: Container): Promise<boolean> {
    const { content, tree, treatments, forms, joins, pause } = this.#means;
    if (this.rewritesAll || !tree.isWhole(container.id, joins)) return false;
    if (treatments.length === 0) return true;
    for (const child of tree.children(container.id)) {
      await pause();
      if (child < 0) {
        const archive = content.containers.get(~child);
        if (this.renamed(archive.name) !== archive.name || !(await this.staysWhole(archive))) return false;
        continue;
      }
      const outcome = await treatedBy(treatments, forms.entry(child));
      const isSame = outcome.path === content.files.path(child);
      const isUntouched = isSame && outcome.action === 'kept' && !outcome.content && outcome.reason === null;
      if (isUntouched) this.#untouched[child] = UNTOUCHED;
      else this.#outcomes.set(child, outcome);
      if (outcome.content || outcome.action === 'dropped' || !isSame) return false;
    }
    if (!container.isSource) return true;
    return treatments.every((one) => (one.added?.(container.source) ?? []).length === 0);
  }

  #take(file: number): Outcome | null {
    const known = this.#outcomes.get(file) ?? null;
    this.#outcomes.delete(file);
    return known;
  }
}
