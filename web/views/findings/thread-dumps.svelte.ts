import type { ThreadEntry } from '../../../workers/java/thread-entries';
import type { App } from '../../app/app.svelte';
import { Answer } from '../../app/answer.svelte';
import { PickList } from './pick-list.svelte';
import { threadRows, type ThreadFilter } from './thread-rows';

/** The dumps of Java logs, the threads of one, and the stack of one thread. */
export class ThreadDumps {
  readonly app: App;
  readonly answer;
  readonly list: PickList;

  /** Index of the dump that is shown. */
  dump = $state(0);
  threads = $state.raw<readonly ThreadEntry[] | null>(null);
  filter = $state.raw<ThreadFilter>({ text: '', state: null, idle: false });
  /** Index of the thread whose stack is shown; -1 for none. */
  shown = $state(-1);
  stack = $state.raw<readonly string[] | null>(null);

  readonly entry = $derived.by(() => this.answer.value?.[this.dump] ?? null);
  readonly rows = $derived.by(() => threadRows(this.threads ?? [], this.entry?.circles ?? [], this.filter));
  readonly detail = $derived.by(() => this.threads?.[this.shown] ?? null);

  #asked = 0;
  #version = '';

  constructor(app: App) {
    this.app = app;
    this.answer = new Answer(app, (engine) => engine.threadDumps());
    this.list = new PickList(
      () => this.rows.length,
      (row) => void this.openThread(this.rows[row]?.index ?? -1),
    );
  }

  follow(version: string): void {
    if (version !== this.#version) {
      this.#version = version;
      this.dump = 0;
      this.threads = null;
      this.shown = -1;
    }
    this.answer.follow(version);
  }

  /** To be called when the dumps are there. */
  settle(): void {
    if (this.threads === null && (this.answer.value?.length ?? 0) > 0) void this.showDump(0);
  }

  async showDump(dump: number): Promise<void> {
    const asked = ++this.#asked;
    this.dump = dump;
    this.threads = null;
    this.shown = -1;
    this.list.selected = -1;
    this.filter = { ...this.filter, state: null };
    const threads = await this.app.tell(() => this.app.engine.call((engine) => engine.threadsOf(dump)));
    if (asked === this.#asked && threads) this.threads = threads;
  }

  /** Shows the stack of a thread of the dump, and its row as far as the filter lets it through. */
  async openThread(thread: number): Promise<void> {
    if (thread < 0) return;
    const asked = this.#asked;
    const { dump } = this;
    this.shown = thread;
    this.stack = null;
    this.list.select(this.rows.findIndex((row) => row.index === thread));
    const stack = await this.app.tell(() =>
      this.app.engine.call((engine) => engine.threadStack(dump, thread)),
    );
    if (asked === this.#asked && this.shown === thread && stack) this.stack = stack;
  }

  setFilter(filter: Partial<ThreadFilter>): void {
    this.filter = { ...this.filter, ...filter };
    this.list.selected = this.rows.findIndex((row) => row.index === this.shown);
  }
}
