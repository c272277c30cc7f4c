import type { Mark } from '../../../workers/engine/engine-api';
import type { App } from '../../app/app.svelte';

const UNDO_TIME = 12_000;

/** The case's marks. */
export class Marks {
  readonly #app: App;
  loaded = $state(false);
  #all = $state.raw<readonly Mark[]>([]);
  /** The mark removed last, while that can be undone. */
  removed = $state.raw<Mark | null>(null);
  readonly #byRow = $derived.by<Record<number, Mark>>(() =>
    Object.fromEntries(this.#all.map((mark) => [mark.row, mark])),
  );
  #undo: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  /** Settles when all changes so far are known here. */
  #changed: Promise<unknown> = Promise.resolve();

  constructor(app: App) {
    this.#app = app;
  }

  of(row: number): Mark | undefined {
    return this.#byRow[row];
  }

  /** All marks, earliest first. */
  readonly list = $derived.by(() =>
    this.#all.toSorted((a, b) => (a.time ?? Infinity) - (b.time ?? Infinity) || a.row - b.row),
  );

  async load(): Promise<void> {
    const run = ++this.#run;
    const { numbering } = this.#app;
    const marks = await this.#app.tell(() => this.#app.engine.call((engine) => engine.marks()));
    if (!marks || run !== this.#run || numbering !== this.#app.numbering) return;
    this.#all = marks;
    this.loaded = true;
  }

  /** The case was left, or its rows got other numbers. */
  forget(): void {
    this.#run++;
    this.#all = [];
    this.loaded = false;
    this.#forgetRemoved();
  }

  /**
   * Marks a record, with a note or ''; false when that failed, which is told. Rows may have moved since the record had
   * this row.
   */
  set(row: number, note: string, moves = this.#moves): Promise<boolean> {
    return this.#noted(this.#set(row, note, moves));
  }

  /** Takes a mark away, which can be undone for a while. */
  remove(mark: Mark): Promise<boolean> {
    return this.#noted(this.#remove(mark));
  }

  /** Marks a record, or takes its mark away: whichever it is once all changes before are known. */
  toggle(row: number): Promise<boolean> {
    const { numbering } = this.#app;
    const toggled = this.#changed.then(() => {
      if (numbering !== this.#app.numbering) return false;
      const mark = this.of(row);
      return mark ? this.#remove(mark) : this.#set(row, '');
    });
    return this.#noted(toggled);
  }

  async undoRemoval(): Promise<void> {
    const mark = this.removed;
    this.#forgetRemoved();
    if (mark) await this.set(mark.row, mark.note);
  }

  get #moves(): number {
    return this.#app.case?.moves ?? 0;
  }

  #noted(change: Promise<boolean>): Promise<boolean> {
    this.#changed = Promise.all([this.#changed, change]);
    return change;
  }

  async #set(row: number, note: string, moves = this.#moves): Promise<boolean> {
    const isSet = await this.#told(() => this.#app.engine.call((engine) => engine.setMark(row, note, moves)));
    await this.load();
    return isSet;
  }

  async #remove(mark: Mark): Promise<boolean> {
    const { numbering } = this.#app;
    const moves = this.#moves;
    const isGone = await this.#told(() =>
      this.#app.engine.call((engine) => engine.removeMark(mark.row, moves)),
    );
    if (isGone && numbering === this.#app.numbering) {
      this.removed = mark;
      clearTimeout(this.#undo);
      this.#undo = setTimeout(() => (this.removed = null), UNDO_TIME);
    }
    await this.load();
    return isGone;
  }

  /** Whether it was done; a failure is told. */
  async #told(work: () => Promise<void>): Promise<boolean> {
    const done = await this.#app.tell(async () => {
      await work();
      return true;
    });
    return done ?? false;
  }

  #forgetRemoved(): void {
    clearTimeout(this.#undo);
    this.removed = null;
  }
}
