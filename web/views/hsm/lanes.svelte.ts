import type { HsmLanes, HsmStreamState } from '../../../workers/engine/hsm-api';
import { Failure } from '../../../workers/failure';
import type { App } from '../../app/app.svelte';
import { within, zoomed, type Range } from '../timeline/histogram-scale';

/** Least time between two questions for counts, ms. */
const REST = 60;

/** Counts of every stream over time, of all events and of those the table's query matches. */
export class Lanes {
  /** Zoomed range, or null for the whole of the streams. */
  zoom = $state.raw<Range | null>(null);
  all = $state.raw<HsmLanes | null>(null);
  hits = $state.raw<HsmLanes | null>(null);
  streams = $state.raw<readonly HsmStreamState[] | null>(null);
  /** Bins that fit into the width; 0 while the lanes are not shown. */
  bins = $state(0);

  readonly whole = $derived.by<Range | null>(() => {
    const times = (this.streams ?? []).filter(({ from }) => from !== null);
    if (times.length === 0) return null;
    const from = Math.floor(Math.min(...times.map((stream) => stream.from ?? Infinity)));
    const to = Math.ceil(Math.max(...times.map((stream) => stream.to ?? -Infinity))) + 1;
    // A little room on both sides, so that the first and the last event are seen.
    const room = Math.max(10, Math.round((to - from) * 0.01));
    return { from: from - room, to: to + room };
  });
  readonly range = $derived(this.zoom && this.whole ? within(this.zoom, this.whole) : this.whole);

  readonly #app: App;
  readonly #query: () => string;
  #run = 0;
  #asking = false;
  #askAgain = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, query: () => string) {
    this.#app = app;
    this.#query = query;
  }

  /** Null forgets all. */
  take(streams: readonly HsmStreamState[] | null): void {
    this.streams = streams;
    if (streams) return;
    this.#run++;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.zoom = this.all = this.hits = null;
  }

  zoomTo(from: number, to: number): void {
    const { whole } = this;
    const next = whole && within({ from, to }, whole);
    this.zoom = next && whole && next.from === whole.from && next.to === whole.to ? null : next;
    this.refreshSoon();
  }

  /** Zooms around an instant, or around the middle. */
  zoomBy(factor: number, at?: number): void {
    const { range, whole } = this;
    if (!range || !whole) return;
    const next = zoomed(range, factor, at ?? (range.from + range.to) / 2, whole);
    this.zoomTo(next.from, next.to);
  }

  pan(share: number): void {
    const { range } = this;
    if (!range || !this.zoom) return;
    const by = (range.to - range.from) * share;
    this.zoomTo(range.from + by, range.to + by);
  }

  reset(): void {
    this.zoom = null;
    this.refreshSoon();
  }

  refreshSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#refresh();
    }, REST);
  }

  /** One question at a time: over many events an answer takes longer than the wheel takes to turn on. */
  async #refresh(): Promise<void> {
    this.#askAgain = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    try {
      await this.#load(++this.#run);
    } finally {
      this.#asking = false;
    }
    if (this.#askAgain) await this.#refresh();
  }

  async #load(run: number): Promise<void> {
    const { range, bins } = this;
    if (!range || bins === 0) return;
    const query = this.#query().trim();
    const { zone } = this.#app;
    const ask = (of: string): Promise<HsmLanes> =>
      this.#app.engine.call((engine) => engine.hsmLanes({ query: of, zone }, range.from, range.to, bins));
    try {
      const [all, hits] = await Promise.all([ask(''), query ? ask(query).catch(nothing) : null]);
      if (run !== this.#run) return;
      this.all = all;
      this.hits = hits ?? all;
    } catch (error) {
      // A case that changes meanwhile is asked again by whoever follows it.
      if (!(error instanceof Failure)) throw error;
    }
  }
}

/** A query that is being typed may not be one yet: the field says so. */
function nothing(): null {
  return null;
}
