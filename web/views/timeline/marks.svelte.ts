import type { Mark } from '../../../workers/engine/engine-api';
import type { App } from '../../app/app.svelte';

const UNDO_TIME = 12_000;

/** The case's marks, kept in `app.marks` for all views. */
export class Marks {
  readonly #app: App;
  loaded = $state(false);
  /** The mark removed last, while that can be undone. */
  removed = $state.raw<Mark | null>(null);
  readonly #byRow = $derived.by<Record<number, Mark>>(() =>
    Object.fromEntries(this.#app.marks.map((mark) => [mark.row, mark])),
  );
  #undo: ReturnType<typeof setTimeout> | undefined;
  #run = 0;

  constructor(app: App) {
    this.#app = app;
  }

  of(row: number): Mark | undefined {
    return this.#byRow[row];
  }

  /** All marks, earliest first. */
  readonly list = $derived.by(() =>
    this.#app.marks.toSorted((a, b) => (a.time ?? Infinity) - (b.time ?? Infinity) || a.row - b.row),
  );

  async load(): Promise<void> {
    const run = ++this.#run;
    const marks = await this.#app.tell(() => this.#app.engine.call((engine) => engine.marks()));
    if (!marks || run !== this.#run) return;
    this.#app.marks = marks;
    this.loaded = true;
  }

  async set(row: number, note: string): Promise<void> {
    await this.#app.tell(() => this.#app.engine.call((engine) => engine.setMark(row, note)));
    await this.load();
  }

  async remove(mark: Mark): Promise<void> {
    await this.#app.tell(() => this.#app.engine.call((engine) => engine.removeMark(mark.row)));
    this.removed = mark;
    clearTimeout(this.#undo);
    this.#undo = setTimeout(() => (this.removed = null), UNDO_TIME);
    await this.load();
  }

  async undoRemoval(): Promise<void> {
    const mark = this.removed;
    this.removed = null;
    if (mark) await this.set(mark.row, mark.note);
  }
}
