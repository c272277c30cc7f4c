import type { LogCoverage } from '../../../workers/engine/engine-api';
import type { HostFacts } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';

/** How often the overview asks anew while sources are being read, ms. */
const REFRESH = 2_500;

/** What the overview asks the engine for, kept current while the case grows. */
export class OverviewData {
  hosts = $state.raw<HostFacts[] | null>(null);
  coverage = $state.raw<LogCoverage[] | null>(null);
  #asking = false;
  #askAgain = false;

  constructor(private readonly app: App) {
    const phases = $derived(
      app.case?.sources.map(({ id, progress }) => `${id} ${progress.phase}`).join() ?? '',
    );
    const busy = $derived(app.running.length > 0);
    $effect(() => {
      // A source that begins or ends is the time to ask.
      void phases;
      void this.#ask();
    });
    $effect(() => {
      if (!busy) return;
      const timer = setInterval(() => void this.#ask(), REFRESH);
      return () => clearInterval(timer);
    });
  }

  async #ask(): Promise<void> {
    this.#askAgain = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    await this.app.tell(async () => {
      const { engine } = this.app;
      [this.hosts, this.coverage] = await Promise.all([
        engine.call((e) => e.hosts()),
        engine.call((e) => e.coverage()),
      ]);
    });
    this.#asking = false;
    if (this.#askAgain) void this.#ask();
  }
}
