import { proxy, type Remote } from 'comlink';
import type { EngineApi } from '../../workers/engine/engine-api';
import { Failure, type Result } from '../../workers/failure';
import type { App } from '../app/app.svelte';
import { nextJob } from '../app/job-numbers';
import { failureOf } from '../app/job-failure';
import type { Destination } from './destination';
import type { FileTarget } from './file-target';
import { intoFile } from './into-file';
import { Writing } from './writing.svelte';

/** Something that the engine writes under one job's number: it tells how far it is, and can be cancelled. */
export class EngineWriting extends Writing {
  readonly number = nextJob();

  constructor(
    protected readonly app: App,
    name: string,
  ) {
    super(name);
  }

  /** The user wants it no more: it ends as soon as it can. */
  cancel(): void {
    if (this.isOver || this.isCancelled) return;
    this.isCancelled = true;
    void this.app.tell(async () => {
      await this.app.engine.ask((engine) => engine.cancelJob(this.number));
      this.next();
    });
  }

  /** Works until what `make` gives is kept, or it failed or was cancelled. */
  protected async work<Made>(make: () => Promise<Made>, keep: (made: Made) => void): Promise<void> {
    const stopListening = this.app.engine.onEvent((event) => {
      if (event.type === 'job' && event.job === this.number)
        this.progress(performance.now(), event.done, event.total);
    });
    try {
      // It may have been cancelled before there was anything to cancel.
      this.checkWanted();
      this.phase = 'running';
      const made = await make();
      this.checkWanted();
      keep(made);
      this.phase = 'done';
    } catch (error) {
      this.fail(failureOf(error));
    } finally {
      stopListening();
    }
  }

  /** Lets the engine write into a file that the user picked. */
  protected async intoPicked<Made>(
    destination: Exclude<Destination, { kind: 'download' }>,
    ask: (engine: Remote<EngineApi>, write: FileTarget['write']) => Promise<Result<Made>>,
  ): Promise<Made> {
    const { result, name, bytes } = await intoFile(
      destination,
      this.name,
      (write) => this.app.engine.call((engine) => ask(engine, proxy(write))),
      () => {
        this.phase = 'finishing';
        this.checkWanted();
      },
    );
    this.savedAs = name;
    this.bytes = bytes;
    return result;
  }

  /** The answer may have been under way when the user cancelled: it is not kept. Fails with `cancelled`. */
  protected checkWanted(): void {
    if (this.isCancelled) throw new Failure('cancelled', '');
  }
}
