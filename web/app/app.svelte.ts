import { getContext, setContext } from 'svelte';
import type { CaseState, EngineEvent, Mark, OpenInput, QueryState } from '../../workers/engine/engine-api';
import { Failure } from '../../workers/failure';
import { CommandRegistry } from '../commands/registry.svelte';
import { EngineClient } from './engine-client';

/** Something the user should know, shown as a message that can be dismissed. */
export interface Notice {
  id: number;
  kind: 'info' | 'error';
  text: string;
}

/** What to look at in a view, handed over when one view leads to another. */
export type ViewRequest =
  | { view: 'timeline'; row?: number; time?: number; query?: string; range?: [from: number, to: number] }
  | { view: 'files'; file?: number; line?: number; offset?: number }
  | { view: string };

/** State of the page: the open case, which view shows it, and the line to the engine. */
export class App {
  readonly engine = new EngineClient();
  readonly commands = new CommandRegistry();

  case = $state.raw<CaseState | null>(null);
  query = $state.raw<QueryState | null>(null);
  storing = $state.raw<{ storedBytes: number; totalBytes: number } | null>(null);
  marks = $state.raw<readonly Mark[]>([]);
  notices = $state<Notice[]>([]);
  view = $state('overview');
  /** The last request to show something; a view acts on it when it is its own. */
  request = $state.raw<ViewRequest | null>(null);
  /** IANA zone that instants are shown in, or 'UTC'. */
  zone = $state('UTC');
  ready = $state(false);

  #nextNotice = 1;

  async start(): Promise<void> {
    this.engine.onEvent((event) => this.#hear(event));
    await this.engine.start();
    this.case = await this.engine.call((engine) => engine.restoreLastCase());
    this.ready = true;
  }

  async open(inputs: OpenInput[]): Promise<void> {
    if (inputs.length === 0) return;
    await this.tell(() => this.engine.call((engine) => engine.open(inputs)));
  }

  show(request: ViewRequest): void {
    this.request = request;
    this.view = request.view;
  }

  /** Runs something and shows its failure as a notice; gives its value, or undefined after a failure. */
  async tell<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.notify('error', error instanceof Failure ? error.message : String(error));
      return undefined;
    }
  }

  notify(kind: Notice['kind'], message: string): void {
    this.notices.push({ id: this.#nextNotice++, kind, text: message });
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  #hear(event: EngineEvent): void {
    if (event.type === 'case') this.case = event.state;
    else if (event.type === 'query') this.query = event.state;
    else if (event.type === 'storing') this.storing = event.done ? null : event;
    else if (event.type === 'trouble') this.notify('error', event.message);
    else if (event.type === 'progress' && this.case) {
      const bySource = new Map(event.sources.map((progress) => [progress.source, progress]));
      this.case = {
        ...this.case,
        sources: this.case.sources.map((source) => ({
          ...source,
          progress: bySource.get(source.id) ?? source.progress,
        })),
      };
    }
  }
}

const KEY = Symbol('app');
export const provideApp = (app: App): App => setContext(KEY, app);
export const useApp = (): App => getContext<App>(KEY);
