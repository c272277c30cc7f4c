import { SvelteMap } from 'svelte/reactivity';
import type { KeyFileEntry, VmxSecrets } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { choiceOf } from './key-choice';

/**
 * The encrypted `.vmx` files of one case that are open: their text, and nothing that opened them. It goes with the
 * keys, with the case and with the engine.
 */
export class VmxFiles {
  readonly #opened = new SvelteMap<string, string>();
  /** Grows when all is forgotten, so that what is still being opened then is not kept. */
  #visit = 0;
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
    const { text } = await this.app.engine.call((engine) => engine.openVmx({ source, path }, secrets));
    if (visit === this.#visit) this.#opened.set(choiceOf(vm), text);
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
