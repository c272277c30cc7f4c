import type { App } from '../../app/app.svelte';
import type { SavedTimeline } from './types';

const KEY = 'timeline';
const REST = 400;

/** Keeps the view's settings in the case, beside what other views keep there. */
export class SavedView {
  readonly #app: App;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: SavedTimeline | null = null;

  constructor(app: App) {
    this.#app = app;
  }

  read(): SavedTimeline {
    const saved = this.#app.case?.view?.[KEY];
    return typeof saved === 'object' && saved !== null ? (saved as SavedTimeline) : {};
  }

  /** Saves soon, together with what else changes until then. */
  write(changes: SavedTimeline): void {
    this.#pending = { ...this.#pending, ...changes };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), REST);
  }

  flush(): void {
    clearTimeout(this.#timer);
    const changes = this.#pending;
    this.#pending = null;
    if (!changes || !this.#app.case) return;
    const view = { ...this.#app.case.view, [KEY]: { ...this.read(), ...changes } };
    this.#app.case = { ...this.#app.case, view };
    void this.#app.tell(() => this.#app.engine.call((engine) => engine.saveView(view)));
  }

  /** Forgets what was not saved yet: another case is open. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#pending = null;
  }
}
