import type { Browser, Page } from 'playwright';

/** One line of the table. */
export interface Figure {
  what: string;
  value: number;
  /** `MB/s` (10^6 bytes), `x`, `ms`, `MB` … */
  unit: string;
  /** What the project asks for; without it the figure is only told. */
  target?: { atLeast: number } | { atMost: number };
  note?: string;
}

/** One way to do the work of a comparison. */
export interface Contender {
  name: string;
  /** What comes before each timed run: fresh memory and the like. */
  before?(): void;
  /** The timed work. */
  run(): void | Promise<void>;
  /** What the last run found, as a text that must be the same for every contender. */
  outcome(): string | Promise<string>;
}

/** The same work done by several contenders, the project's own first. */
export interface Comparison {
  title: string;
  /** Bytes that one run reads or writes: the base of the rates. */
  bytes: number;
  contenders: Contender[];
  /** How many times as fast as these the first contender is to be. */
  targets: Record<string, number>;
  /** MB/s that the first contender is to reach. */
  rateTarget?: number;
  /** What every outcome must be; by default only that all are the same. */
  expected?: string;
}

/** Where a page stands: `crypto.subtle` is there on a secure origin only. */
export type Origin = 'insecure' | 'secure';

/** A suite that runs inside a dedicated worker: one file of `suites/worker/`. */
export interface WorkerSuite {
  name: string;
  rounds: number;
  /** The origins it is run on, one after the other; an insecure one by default. */
  origins?: readonly Origin[];
  /** `quick` asks for small inputs. */
  prepare(quick: boolean): AsyncIterable<Comparison>;
}

export interface FreshPage {
  page: Page;
  browser: Browser;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** What a suite of `suites/page/` works with. */
export interface Bench {
  quick: boolean;
  /** Address of the built page on an origin. */
  pageUrl(origin: Origin): string;
  /** A new browser: no garbage and no stored case of an earlier run. */
  browser(): Promise<Browser>;
  /**
   * An empty, ready page in a browser of its own, on an insecure origin by default; `close` ends the browser. `settle`
   * waits until the page has warmed up, as it does while a user looks for a file.
   */
  freshPage(origin?: Origin): Promise<FreshPage>;
}

/** A suite that drives the built page: one file of `suites/page/`. */
export interface PageSuite {
  name: string;
  run(bench: Bench): Promise<Figure[]>;
}
