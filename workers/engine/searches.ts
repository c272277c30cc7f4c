import { Failure } from '../failure';
import { levelNumber } from '../level';
import type { Level } from '../public-api';
import { parseQuery, type QueryContext } from '../query';
import type { QueryNode } from '../query/ast';
import { evaluate } from '../timeline/evaluator';
import { findDuplicates } from '../timeline/duplicates';
import { SearchResult, type Direction } from '../timeline/result';
import { RowBits } from '../timeline/row-bits';
import type { TextScanner } from '../timeline/text-scan';
import type { CaseContent } from './case-content';
import type { QueryState, SearchOptions } from './timeline-api';
import type { CaseOrder } from './case-order';
import type { RecordTexts } from './record-texts';

/** Least time between two tellings of a search's progress, in ms. */
const TELL_EVERY = 100;

/** One query with what it has found so far. */
export class Search {
  readonly id: number;
  readonly query: string;
  readonly direction: Direction;
  readonly bits = new RowBits();
  done = false;
  error: string | null = null;
  /** Why the search lacks something, the first reason of several; null when it is whole. */
  failure: Failure | null = null;
  progress = 0;
  readonly abort = new AbortController();
  readonly #node: QueryNode;
  readonly #content: CaseContent;
  readonly #scanner: TextScanner;
  readonly #order: CaseOrder;
  readonly #began = performance.now();
  #runs: Promise<void> = Promise.resolve();
  /** The evaluation at hand, and what stops it. */
  #evaluation: Promise<unknown> = Promise.resolve();
  #stop = new AbortController();
  #paused: Promise<void> | null = null;
  #goOn: () => void = () => undefined;
  #elapsed: number | null = null;
  /** Rows evaluated to the end. */
  #evaluated = 0;
  #hidden: RowBits | null = null;
  #result: SearchResult | null = null;
  /** Which building of the order the result goes by. */
  #orderBuild = -1;

  constructor(
    id: number,
    query: string,
    node: QueryNode,
    options: Pick<SearchOptions, 'order'>,
    content: CaseContent,
    scanner: TextScanner,
    order: CaseOrder,
  ) {
    this.id = id;
    this.query = query;
    this.direction = options.order;
    this.#node = node;
    this.#content = content;
    this.#scanner = scanner;
    this.#order = order;
  }

  /** The rows found, in the present time order. */
  get result(): SearchResult {
    if (!this.#result || this.#order.builds !== this.#orderBuild) this.#refresh();
    return this.#result!;
  }

  /** Number of records found so far; needs no order. */
  get total(): number {
    return this.#hidden ? this.result.total : this.bits.count();
  }

  state(): QueryState {
    return {
      search: this.id,
      query: this.query,
      total: this.total,
      done: this.done,
      progress: this.progress,
      elapsed: this.#elapsed ?? performance.now() - this.#began,
      error: this.error,
    };
  }

  /**
   * Evaluates the rows that came since the last time; `told` hears of every step that is worth showing. One run
   * follows another: each begins where the one before has ended.
   */
  run(told: () => void): Promise<void> {
    this.#runs = this.#runs.then(() => this.#run(told));
    return this.#runs;
  }

  /** Stops evaluating, for as long as rows may change. */
  async pause(): Promise<void> {
    this.#paused ??= new Promise((resolve) => (this.#goOn = resolve));
    this.#stop.abort();
    await this.#evaluation;
  }

  /** Goes on; the rows from `row` on are no more what they were. */
  resume(row: number): void {
    this.#evaluated = Math.min(this.#evaluated, row);
    this.bits.truncate(row);
    this.#hidden = null;
    this.#result = null;
    this.#stop = new AbortController();
    this.#paused = null;
    this.#goOn();
  }

  async #run(told: () => void): Promise<void> {
    for (let isOver = false; !isOver;) {
      if (this.#paused) await this.#paused;
      const evaluation = this.#evaluate(told);
      this.#evaluation = evaluation;
      isOver = await evaluation;
    }
  }

  /** False when it was stopped and must go on later. */
  async #evaluate(told: () => void): Promise<boolean> {
    if (this.abort.signal.aborted) return true;
    const { settledRows } = this.#content;
    const stop = this.#stop;
    const end = () => stop.abort();
    this.abort.signal.addEventListener('abort', end);
    this.done = false;
    let lastTold = -Infinity;
    try {
      const steps = evaluate(this.#content.timeline(), this.#node, this.#scanner, this.bits, {
        firstRow: this.#evaluated,
        endRow: settledRows,
        signal: stop.signal,
      });
      for await (const step of steps) {
        this.progress = step.textBytes ? step.sweptBytes / step.textBytes : 1;
        if (step.error) this.#fail(new Failure(step.error.code, step.error.message));
        if (step.done || performance.now() - lastTold < TELL_EVERY) continue;
        this.#result = null;
        told();
        lastTold = performance.now();
      }
      if (!stop.signal.aborted) this.#evaluated = settledRows;
    } catch (error) {
      if (!stop.signal.aborted)
        this.#fail(error instanceof Failure ? error : new Failure('internal', String(error)));
    } finally {
      this.abort.signal.removeEventListener('abort', end);
    }
    if (this.abort.signal.aborted) return true;
    if (stop.signal.aborted) return false;
    this.done = true;
    this.#elapsed = performance.now() - this.#began;
    this.#result = null;
    told();
    return true;
  }

  #fail(failure: Failure): void {
    this.failure ??= failure;
    this.error = this.failure.message;
  }

  // Takes in what was found since, and the present order of rows.
  #refresh(): void {
    const order = this.#order.current();
    this.bits.grow(this.#content.records);
    this.#result = new SearchResult(this.#content.kernel, order, this.bits);
    if (this.#hidden) this.#result.update(this.#hidden);
    this.#orderBuild = this.#order.builds;
  }

  /** Hides records that say again what another log says. */
  async collapseDuplicates(texts: RecordTexts, told: () => void): Promise<void> {
    const content = this.#content;
    const sources = {
      source: content.rowSource,
      sourceOf: (file: number) => content.sourceOf(file),
      messages: (rows: Uint32Array) => texts.messages(rows),
    };
    const stop = this.#stop;
    try {
      for await (const hidden of findDuplicates(this.#plainResult(), sources, this.abort.signal)) {
        if (stop.signal.aborted) return;
        this.#hidden = hidden;
        this.#result = null;
        told();
      }
    } catch (error) {
      // When rows got other numbers meanwhile the page asks anew.
      if (!stop.signal.aborted) throw error;
    }
  }

  /** The result without anything hidden. */
  #plainResult(): SearchResult {
    return new SearchResult(this.#content.kernel, this.#order.current(), this.bits);
  }

  indexOfRow(row: number): { index: number; exact: boolean } | null {
    return this.result.indexOfRow(row, this.direction);
  }

  nextAtLevel(index: number, step: 1 | -1, level: Level): number | null {
    return this.result.nextAtLevel(index, step, levelNumber(level), this.direction);
  }
}

/** Parses a query, with times counting from `anchor` in `zone`. Throws QueryError. */
export function parsed(query: string, context: Partial<QueryContext>): QueryNode {
  return parseQuery(query, { anchor: null, zone: 'UTC', ...context });
}

/** The instant that `after:-10m` and the like count from, ms UTC; null without one. Fails with `bad-anchor`. */
export function anchorOf(anchor: string | undefined): number | null {
  if (anchor === undefined) return null;
  const at = Date.parse(anchor);
  if (Number.isNaN(at)) throw new Failure('bad-anchor', `"${anchor}" is no ISO 8601 instant`);
  return at;
}

/** A question about a search that a newer one has replaced; the page knows to ask again. */
export class StaleSearch extends Error {
  readonly code = 'stale-search';
  constructor(id: number) {
    super(`search ${id} is over`);
  }
}
