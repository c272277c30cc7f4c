interface Page<Row> {
  rows: readonly Row[];
  generation: number;
}

/**
 * Rows of a long result, fetched in pages as they come into sight. At most two requests are under way; what has
 * scrolled out of sight before its turn came is never asked for, and answers to an old result are dropped.
 */
export class RowPages<Row> {
  readonly #pages: Map<number, Page<Row>>;
  readonly #load: (start: number, count: number) => Promise<readonly Row[]>;
  readonly #size: number;
  readonly #most: number;
  #epoch = 0;
  #generation = 0;
  #total = 0;
  #wanted: number[] = [];
  #flying = new Map<number, Promise<void>>();

  /** `pages` may be a reactive map, so that a row is drawn when its page arrives. */
  constructor(
    load: (start: number, count: number) => Promise<readonly Row[]>,
    {
      pages = new Map(),
      size = 200,
      most = 40,
    }: { pages?: Map<number, unknown>; size?: number; most?: number } = {},
  ) {
    this.#load = load;
    this.#pages = pages as Map<number, Page<Row>>;
    this.#size = size;
    this.#most = most;
  }

  /** Rows of the result, as far as was told here. */
  get total(): number {
    return this.#total;
  }

  at(index: number): Row | undefined {
    const page = Math.floor(index / this.#size);
    return this.#pages.get(page)?.rows[index - page * this.#size];
  }

  /** Says which rows are in sight; what was wanted before and is not under way is forgotten. */
  want(first: number, count: number): void {
    const last = Math.min(this.#total, first + count) - 1;
    if (last < 0) return;
    const from = Math.max(0, Math.floor(first / this.#size));
    const to = Math.floor(last / this.#size);
    this.#wanted = [];
    for (let page = from; page <= to; page++) this.#wanted.push(page);
    // The page someone will scroll into next, after what is in sight.
    const offset = first - from * this.#size;
    if ((to + 1) * this.#size < this.#total && last % this.#size > this.#size * 0.7)
      this.#wanted.push(to + 1);
    else if (from > 0 && offset < this.#size * 0.3) this.#wanted.push(from - 1);
    this.#pump();
  }

  /** One row, fetched if need be; undefined when the result changed meanwhile or has no such row. */
  async fetch(index: number): Promise<Row | undefined> {
    if (index < 0 || index >= this.#total) return undefined;
    const page = Math.floor(index / this.#size);
    if (!this.#isCurrent(page)) {
      const epoch = this.#epoch;
      await (this.#flying.get(page) ?? this.#start(page));
      if (epoch !== this.#epoch) return undefined;
    }
    return this.at(index);
  }

  /** The result has grown or shifted: rows stay shown until their fresh form is there. */
  refresh(total: number): void {
    this.#total = total;
    this.#generation++;
    this.#pump();
  }

  /** Another result. */
  reset(total: number): void {
    this.#epoch++;
    this.#generation++;
    this.#total = total;
    this.#flying.clear();
    this.#wanted = [];
    this.#pages.clear();
  }

  /** Whether a row is known as it is in the result now, not as it was before the result grew. */
  isFresh(index: number): boolean {
    return this.#isCurrent(Math.floor(index / this.#size));
  }

  #isCurrent(page: number): boolean {
    return this.#pages.get(page)?.generation === this.#generation;
  }

  #pump(): void {
    for (const page of this.#wanted) {
      if (this.#flying.size >= 2) return;
      if (page * this.#size < this.#total && !this.#isCurrent(page) && !this.#flying.has(page)) {
        void this.#start(page);
      }
    }
  }

  #start(page: number): Promise<void> {
    const epoch = this.#epoch;
    const generation = this.#generation;
    const work = this.#load(page * this.#size, this.#size).then(
      (rows) => this.#land(page, epoch, { rows, generation }),
      () => this.#land(page, epoch, null),
    );
    this.#flying.set(page, work);
    return work;
  }

  #land(page: number, epoch: number, arrived: Page<Row> | null): void {
    if (epoch !== this.#epoch) return;
    this.#flying.delete(page);
    if (arrived) {
      this.#pages.delete(page);
      this.#pages.set(page, arrived);
      this.#forgetOld();
    } else {
      this.#wanted = this.#wanted.filter((wanted) => wanted !== page);
    }
    this.#pump();
  }

  #forgetOld(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= this.#most) return;
      if (!this.#wanted.includes(page)) this.#pages.delete(page);
    }
  }
}
