/** How far back the rate looks, ms, and how long before it says anything. */
const WINDOW = 5_000;
const AT_LEAST = 400;

/** Tells how fast something goes from what was done by when. */
export class Pace {
  #samples: { at: number; bytes: number }[] = [];

  /** `at` in ms of any steady clock. Bytes that go back (another pass over the data) start it anew. */
  add(at: number, bytes: number): void {
    if (bytes < (this.#samples.at(-1)?.bytes ?? 0)) this.#samples = [];
    this.#samples.push({ at, bytes });
    // One sample older than the window stays, so that slow work has a rate too.
    const from = this.#samples.findLastIndex((sample) => sample.at <= at - WINDOW);
    if (from > 0) this.#samples.splice(0, from);
  }

  /** Bytes a second, null while it is not known. */
  get rate(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < AT_LEAST) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }

  /** Seconds until `total` bytes are done, null while that is not known. */
  secondsLeft(total: number): number | null {
    const { rate } = this;
    const done = this.#samples.at(-1)?.bytes ?? 0;
    return rate && total >= done ? (total - done) / rate : null;
  }
}
