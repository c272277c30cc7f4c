import type { LevelBins } from '../../../workers/engine/timeline-api';
import type { App } from '../../app/app.svelte';
import { within, zoomed, type Range } from './histogram-scale';

const REFRESH_REST = 250;

/** The result that is counted. */
interface CountedResult {
  readonly result: { readonly search: number; readonly query: string } | null;
  readonly collapse: boolean;
}

/** Counts by level over time, of all records and of the result, and the part of time they are shown for. */
export class Histogram {
  readonly #app: App;
  readonly #of: CountedResult;

  /** Zoomed range, or null for the whole case. */
  zoom = $state.raw<Range | null>(null);
  all = $state.raw<LevelBins | null>(null);
  hits = $state.raw<LevelBins | null>(null);
  /** Bins that fit into the width; 0 while the histogram is not shown. */
  bins = $state(0);

  readonly whole = $derived.by<Range | null>(() => {
    const { from, to } = this.#app.case ?? {};
    return typeof from === 'number' && typeof to === 'number'
      ? { from, to: Math.max(to + 1, from + 20) }
      : null;
  });
  readonly range = $derived(this.zoom && this.whole ? within(this.zoom, this.whole) : this.whole);

  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refreshedAt = 0;

  constructor(app: App, of: CountedResult) {
    this.#app = app;
    this.#of = of;
  }

  forget(): void {
    this.#run++;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.zoom = null;
    this.all = null;
    this.hits = null;
  }

  zoomTo(from: number, to: number): void {
    this.zoom = this.whole && within({ from, to }, this.whole);
    this.refreshSoon(60);
  }

  /** Zooms around an instant, or around the middle. */
  zoomBy(factor: number, at?: number): void {
    const { range, whole } = this;
    if (!range || !whole) return;
    const next = zoomed(range, factor, at ?? (range.from + range.to) / 2, whole);
    this.zoom = next.from === whole.from && next.to === whole.to ? null : next;
    this.refreshSoon(60);
  }

  pan(share: number): void {
    const { range } = this;
    if (!range || !this.zoom) return;
    const by = (range.to - range.from) * share;
    this.zoomTo(range.from + by, range.to + by);
  }

  reset(): void {
    this.zoom = null;
    this.refresh();
  }

  /** Asks for fresh counts, but not more often than the eye can use. */
  refreshSoon(rest = REFRESH_REST): void {
    this.#timer ??= setTimeout(
      () => this.refresh(),
      Math.max(rest / 4, rest - (performance.now() - this.#refreshedAt)),
    );
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#load(++this.#run);
  }

  async #load(run: number): Promise<void> {
    const { range, bins } = this;
    const { result } = this.#of;
    if (!range || !result || bins === 0) return;
    this.#refreshedAt = performance.now();
    const { search } = result;
    const filtered = result.query !== '' || this.#of.collapse;
    const ask = (of: number | null): Promise<LevelBins> =>
      this.#app.engine.call((engine) => engine.bins(of, range.from, range.to, bins));
    try {
      const [all, hits] = await Promise.all([ask(null), filtered ? ask(search) : null]);
      if (run !== this.#run) return;
      this.all = all;
      this.hits = hits ?? all;
    } catch {
      // The result was replaced meanwhile; its successor asks for its own counts.
    }
  }
}
