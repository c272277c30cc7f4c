import type { App } from '../app/app.svelte';
import { text } from '../text';
import { EngineDownload } from './engine-download.svelte';

/** How long an export is not told of, ms: most are over by then. */
const MOMENT = 400;

/** Exports of a view, one at a time: how far the one that is being made is, and what came of the last. */
export class ViewExports {
  current = $state.raw<EngineDownload<unknown> | null>(null);
  /** It takes longer than a moment. */
  isLong = $state(false);
  /** Their menu is open: it says what comes of the export. */
  isOpen = $state(false);

  constructor(private readonly app: App) {}

  // Getters: a derived value would belong to the component that happened to be there first, and end with it.
  get isRunning(): boolean {
    return this.current !== null && !this.current.isOver;
  }

  /** Done of the one that is being made, 0 to 1. */
  get share(): number {
    const { doneBytes = 0, totalBytes = 0 } = this.current ?? {};
    return totalBytes > 0 ? doneBytes / totalBytes : 0;
  }

  /** To be called when the menu opens: what came of the last one is no news then. */
  prepare(): void {
    if (!this.isRunning) this.current = null;
  }

  /**
   * Makes an export and downloads it under the name. Gives null when it failed or was cancelled, which is said, and when
   * another is being made.
   */
  async run<Made>(name: string, ...how: Parameters<EngineDownload<Made>['run']>): Promise<Made | null> {
    if (this.isRunning) return null;
    const making = new EngineDownload<Made>(this.app, name);
    this.current = making;
    this.isLong = false;
    const moment = setTimeout(() => (this.isLong = true), MOMENT);
    await making.run(...how);
    clearTimeout(moment);
    this.isLong = false;
    const { failure, phase } = making;
    // The death of the engine is told by itself.
    if (phase === 'failed' && !this.isOpen && failure?.code !== 'engine-died')
      this.app.notify('error', text.exports.failedBy(failure?.code ?? '', failure?.message ?? ''));
    return making.made;
  }

  cancel(): void {
    this.current?.cancel();
  }
}
