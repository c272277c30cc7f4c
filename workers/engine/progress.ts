import type { SourceProgress } from './case-state';

/** Span over which the rate is measured, in ms. */
const RATE_WINDOW = 3_000;

/** How far the reading of one source is. */
export class Progress {
  phase: SourceProgress['phase'] = 'waiting';
  bytesRead = 0;
  bytesTotal: number;
  entries = 0;
  records = 0;
  error: string | null = null;
  readonly source: number;
  #samples: { at: number; bytes: number }[] = [];

  constructor(source: number, bytesTotal: number) {
    this.source = source;
    this.bytesTotal = bytesTotal;
  }

  advance(bytes: number, now = performance.now()): void {
    this.bytesRead = Math.min(this.bytesRead + bytes, this.bytesTotal);
    const newest = this.#samples.at(-1);
    if (newest && now - newest.at < 100) newest.bytes = this.bytesRead;
    else this.#samples.push({ at: now, bytes: this.bytesRead });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > RATE_WINDOW)
      this.#samples.shift();
  }

  get finished(): boolean {
    return this.phase === 'done' || this.phase === 'cancelled' || this.phase === 'failed';
  }

  snapshot(): SourceProgress {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const span = first && last ? last.at - first.at : 0;
    const rate = first && last && span > 200 ? ((last.bytes - first.bytes) / span) * 1000 : null;
    return {
      source: this.source,
      phase: this.phase,
      bytesRead: this.bytesRead,
      bytesTotal: this.bytesTotal,
      rate: this.finished ? null : rate,
      secondsLeft: rate && !this.finished ? (this.bytesTotal - this.bytesRead) / rate : null,
      entries: this.entries,
      records: this.records,
      error: this.error,
    };
  }
}
