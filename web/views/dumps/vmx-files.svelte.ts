import { SvelteMap } from 'svelte/reactivity';
import type { KeyFileEntry, VmxSecrets } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { nextJob } from '../../app/job-numbers';
import { choiceOf } from './key-choice';

/**
 * The encrypted `.vmx` files of one case that are open: their text, and nothing that opened them. It goes with the
 * keys, with the case and with the engine.
 */
export class VmxFiles {
  readonly #opened = new SvelteMap<string, string>();
  /** Grows when all is forgotten, so that what is still being opened then is not kept. */
  #visit = 0;
  /** What is being opened, by the number of its job: what was cancelled meanwhile is not kept. */
  readonly #opening = new SvelteMap<string, number>();
  readonly #stopListening: () => void;

  constructor(
    private readonly app: App,
    caseId: string | undefined,
  ) {
    const stops = [
      app.engine.onEvent((event) => {
        if (event.type === 'case' && event.state.id !== caseId) this.forget();
      }),
      app.engine.onRestart(() => this.forget()),
      app.engine.onGiveUp(() => this.forget()),
    ];
    this.#stopListening = () => stops.forEach((stop) => stop());
  }

  get count(): number {
    return this.#opened.size;
  }

  textOf(vm: KeyFileEntry): string | undefined {
    return this.#opened.get(choiceOf(vm));
  }

  /** Fails with the engine's Failure. */
  async open(vm: KeyFileEntry, secrets: VmxSecrets): Promise<void> {
    const { source, path } = vm;
    const visit = this.#visit;
    const job = nextJob();
    this.#opening.set(choiceOf(vm), job);
    const { text } = await this.app.engine.call((engine) => engine.openVmx(job, { source, path }, secrets));
    const isWanted = visit === this.#visit && this.#opening.get(choiceOf(vm)) === job;
    if (isWanted) this.#opened.set(choiceOf(vm), text);
  }

  /** The user no longer wants what is being opened; its `open` fails with `cancelled`, or keeps nothing. */
  cancel(vm: KeyFileEntry): void {
    const job = this.#opening.get(choiceOf(vm));
    this.#opening.delete(choiceOf(vm));
    if (job !== undefined) void this.app.tell(() => this.app.engine.ask((engine) => engine.cancelJob(job)));
  }

  close(vm: KeyFileEntry): void {
    this.#opened.delete(choiceOf(vm));
  }

  forget(): void {
    this.#visit++;
    this.#opened.clear();
  }

  dispose(): void {
    this.forget();
    this.#stopListening();
  }
}
