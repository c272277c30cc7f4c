import type { LogCoverage } from '../../../workers/engine/engine-api';
import type { HostFacts } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { followCase } from '../../app/follow-case.svelte';

/** What the overview asks the engine for, kept current while the case grows. */
export class OverviewData {
  hosts = $state.raw<HostFacts[] | null>(null);
  coverage = $state.raw<LogCoverage[] | null>(null);
  #asking = false;
  #askAgain = false;

  constructor(private readonly app: App) {
    followCase(app, () => void this.#ask());
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
