import { checkSignal, unlessCancelled } from '../../workers/cancelled';
import { Failure } from '../../workers/failure';
import type { JobOptions } from '../../workers/public-api';
import type { App } from './app.svelte';
import { nextJob } from './job-numbers';

/** Looks at the options that are not about the job, and gives the work, which runs under the number of the job. */
type Asking<Own, T> = (own: Own | undefined) => (job: number) => Promise<T>;

/** Long work as the page's API offers it: cancelled by a signal, told of while it runs. */
export class ApiJobs {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Fails with `bad-argument`, with `cancelled` when the signal comes before the end, and as the work does. */
  async run<Own, T>(options: (Own & JobOptions) | undefined, asking: Asking<Own, T>): Promise<T> {
    const result = await this.change(options, asking);
    checkSignal(options?.signal);
    return result;
  }

  /** The same for work that changes the case: what was done before the signal came is told, not refused. */
  async change<Own, T>(options: (Own & JobOptions) | undefined, asking: Asking<Own, T>): Promise<T> {
    const { signal, onProgress } = jobOptions(options);
    const work = asking(ownOptions(options));
    const { engine, whenReady } = this.#app;
    await (signal ? unlessCancelled(signal, whenReady) : whenReady);
    checkSignal(signal);
    const job = nextJob();
    const stopListening = onProgress && this.#listen(job, onProgress, signal);
    // A worker that died has no job any more.
    const cancel = () => void engine.ask((e) => e.cancelJob(job)).catch(() => undefined);
    signal?.addEventListener('abort', cancel);
    try {
      return await work(job);
    } finally {
      signal?.removeEventListener('abort', cancel);
      stopListening?.();
    }
  }

  #listen(
    job: number,
    onProgress: NonNullable<JobOptions['onProgress']>,
    signal: AbortSignal | undefined,
  ): () => void {
    return this.#app.engine.onEvent((event) => {
      if ((event.type !== 'job' && event.type !== 'decrypting') || event.job !== job) return;
      if (signal?.aborted) return;
      const [done, total] =
        event.type === 'job' ? [event.done, event.total] : [event.doneBytes, event.totalBytes];
      try {
        onProgress({ done, total });
      } catch (error) {
        // The caller's own: it must not keep others from being told.
        reportError(error);
      }
    });
  }
}

/** What the options say of the job, checked: no type checker stands before the console. */
function jobOptions(options: unknown): JobOptions {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null)
    throw new Failure('bad-argument', 'options are an object, such as { signal }');
  const { signal, onProgress }: { signal?: unknown; onProgress?: unknown } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new Failure('bad-argument', 'signal is an AbortSignal, such as that of new AbortController()');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new Failure('bad-argument', 'onProgress is a function');
  return options;
}

/** The rest, which crosses to the worker. */
function ownOptions<Own>(options: (Own & JobOptions) | undefined): Own | undefined {
  if (!options || !('signal' in options || 'onProgress' in options)) return options;
  const own = Object.entries(options).filter(([name]) => name !== 'signal' && name !== 'onProgress');
  return Object.fromEntries(own) as Own;
}
