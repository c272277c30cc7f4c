import type { Remote } from 'comlink';
import type { EngineApi } from '../../workers/engine/engine-api';
import type { Result } from '../../workers/failure';
import { EngineWriting } from './engine-writing.svelte';

/** Something that the engine makes as one Blob, which is then downloaded. */
export class EngineDownload<Made> extends EngineWriting {
  /** What the engine gave; null until the browser has it. */
  made = $state.raw<Made | null>(null);

  /** Works until it is downloaded, failed or was cancelled. */
  run(
    ask: (engine: Remote<EngineApi>, job: number) => Promise<Result<Made>>,
    blobOf: (made: Made) => Blob,
  ): Promise<void> {
    return this.work(
      async () => {
        const made = await this.app.engine.call((engine) => ask(engine, this.number));
        this.checkWanted();
        await this.take({ number: 1, blob: blobOf(made), isLast: true });
        // The browser has it: nothing is kept here.
        this.output = null;
        return made;
      },
      (made) => (this.made = made),
    );
  }
}
