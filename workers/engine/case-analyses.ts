import type { Analysis, AnalysisControl, CaseReader } from '../analysis/case-reader';
import { Failure } from '../failure';
import { Breath } from './breath';
import { SharedWork, type Waiting } from './shared-work';
import type { AnalysisProgress } from './work-progress';

/** Least time between two tellings of progress, in ms. */
const TELL_EVERY = 100;

interface Run {
  version: string;
  work: SharedWork<unknown>;
  /** Once it is there. */
  value?: unknown;
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
   * The result for the case as it is now. Fails with `cancelled`, or as the analysis does. Who waits under a signal waits until
   * that comes; the analysis ends when nobody waits for it any more.
   */
  get<Result>(analysis: Analysis<Result>, waiting?: Waiting): Promise<Result> {
    return (this.#runOf(analysis).work as SharedWork<Result>).wait(waiting);
  }

  #runOf<Result>(analysis: Analysis<Result>): Run {
    const version = this.#version();
    const known = this.#runs.get(analysis.name);
    // One that was cancelled is still there until it has ended.
    if (known?.version === version && !known.work.isEnded) return known;
    known?.work.end();
    const work = new SharedWork<Result>((signal) =>
      this.#turn.then(() => this.#run(analysis, signal, (share) => work.advance(share))),
    );
    const run: Run = { version, work: work as SharedWork<unknown> };
    this.#runs.set(analysis.name, run);
    const keep = (value: Result) => void Object.assign(run, { value });
    this.#turn = work.result.then(keep, () => {
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
    for (const [of, run] of this.#runs) if (name === undefined || of === name) run.work.end();
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

  async #run<Result>(
    analysis: Analysis<Result>,
    signal: AbortSignal,
    hear: (share: number) => void,
  ): Promise<Result> {
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
        hear(share);
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
