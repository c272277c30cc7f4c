import type { Analysis, AnalysisControl, CaseReader } from '../analysis/case-reader';
import { unlessCancelled } from '../cancelled';
import { Failure } from '../failure';
import { Breath } from './breath';
import type { AnalysisProgress } from './work-progress';

/** Least time between two tellings of progress, in ms. */
const TELL_EVERY = 100;

interface Run {
  version: string;
  abort: AbortController;
  result: Promise<unknown>;
  /** Once it is there. */
  value?: unknown;
  isDone: boolean;
  /** Who waits for it; whoever cannot be cancelled waits for ever. */
  waiting: number;
}

/** Works analyses out when they are asked for, one after another, and keeps each result until the case changes. */
export class CaseAnalyses {
  /** The same over what is not open for this visit only: their results may be handed to others. */
  readonly lasting: CaseAnalyses;
  readonly #reader: CaseReader;
  /** Names the state of the case. */
  readonly #version: () => string;
  readonly #tell: (progress: AnalysisProgress) => void;
  readonly #runs = new Map<string, Run>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    reader: CaseReader,
    version: () => string,
    tell: (progress: AnalysisProgress) => void,
    lasting?: CaseReader,
  ) {
    this.#reader = reader;
    this.#version = version;
    this.#tell = tell;
    this.lasting = lasting ? new CaseAnalyses(lasting, version, tell) : this;
  }

  /**
   * The result for the case as it is now. Fails with `cancelled`, or as the analysis does. With a signal it is waited for
   * until that comes; the analysis ends when nobody waits for it any more.
   */
  get<Result>(analysis: Analysis<Result>, signal?: AbortSignal): Promise<Result> {
    const run = this.#runOf(analysis);
    const result = run.result as Promise<Result>;
    run.waiting += signal ? 1 : Infinity;
    if (!signal) return result;
    const leave = () => {
      if (--run.waiting === 0) end(run);
    };
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    return unlessCancelled(signal, result).finally(() => signal.removeEventListener('abort', leave));
  }

  #runOf<Result>(analysis: Analysis<Result>): Run {
    const version = this.#version();
    const known = this.#runs.get(analysis.name);
    // One that was cancelled is still there until it has ended.
    if (known?.version === version && !known.abort.signal.aborted) return known;
    known?.abort.abort();
    const abort = new AbortController();
    const result = this.#turn.then(() => this.#run(analysis, abort.signal));
    const run: Run = { version, abort, result, isDone: false, waiting: 0 };
    this.#runs.set(analysis.name, run);
    const keep = (value: Result) => void Object.assign(run, { value, isDone: true });
    this.#turn = result.then(keep, () => {
      // A failure is not kept: whoever asks again starts again.
      if (this.#runs.get(analysis.name) === run) this.#runs.delete(analysis.name);
    });
    return run;
  }

  /** The result for the case as it is now if it has been worked out, else null. */
  known<Result>(analysis: Analysis<Result>): Result | null {
    const run = this.#runs.get(analysis.name);
    return run?.version === this.#version() ? ((run.value as Result | undefined) ?? null) : null;
  }

  /** Ends one analysis, or all; results that are there stay. */
  cancel(name?: string): void {
    for (const [of, run] of this.#runs) if (name === undefined || of === name) end(run);
  }

  /** Ends all that run, and waits for them: rows are about to change. */
  async stop(): Promise<void> {
    if (this.lasting !== this) await this.lasting.stop();
    for (let turn: Promise<unknown> | null = null; turn !== this.#turn;) {
      this.clear();
      turn = this.#turn;
      await turn;
    }
  }

  /** Forgets all results. */
  clear(): void {
    this.cancel();
    this.#runs.clear();
    if (this.lasting !== this) this.lasting.clear();
  }

  async #run<Result>(analysis: Analysis<Result>, signal: AbortSignal): Promise<Result> {
    const breath = new Breath();
    let told = performance.now();
    const tell = (share: number, done = false) => this.#tell({ name: analysis.name, share, done });
    const check = () => {
      if (signal.aborted) throw new Failure('cancelled', 'the analysis was cancelled');
    };
    const control: AnalysisControl = {
      signal,
      async pause() {
        check();
        if (breath.due) await breath.take();
        check();
      },
      progress(share) {
        const now = performance.now();
        if (now - told < TELL_EVERY) return;
        told = now;
        tell(share);
      },
      // Not by `get`: that waits for its turn, which is this one.
      result: async (other, reader, inner = control) =>
        (reader === this.#reader ? this.known(other) : null) ?? other.run(reader, inner),
    };
    try {
      check();
      tell(0);
      const result = await analysis.run(this.#reader, control);
      check();
      return result;
    } finally {
      tell(1, true);
      breath.end();
    }
  }
}

function end({ abort, isDone }: Run): void {
  if (!isDone) abort.abort();
}
