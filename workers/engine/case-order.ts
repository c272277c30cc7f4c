import { compareFiles } from '../timeline/file-rank';
import { TimeOrder } from '../timeline/time-order';
import type { CaseContent } from './case-content';

/** While a case grows its rows are sorted anew when this many times more came since the last time. */
const GROWTH = 1.3;

/** The time order of all rows, brought up to date when it is asked for. */
export class CaseOrder {
  readonly #content: CaseContent;
  readonly #order: TimeOrder;
  #version = -1;
  /** How often the rows were sorted: positions found before the last time are void. */
  builds = 0;

  constructor(content: CaseContent) {
    this.#content = content;
    this.#order = new TimeOrder(content.kernel, content.rowSource);
  }

  /** The order, of all rows when nothing is being read, else of most. */
  current(): TimeOrder {
    const rows = this.#content.segments.rows;
    const { length } = this.#order;
    const isStale = this.#content.reading
      ? rows > length * GROWTH
      : rows !== length || this.#version !== this.#content.pathsVersion;
    if (isStale) this.build();
    return this.#order;
  }

  /** Sorts all rows there are. */
  build(): void {
    const content = this.#content;
    const ranks = new Map<number, { source: number; path: string }>();
    const rankOf = (file: number) => {
      let rank = ranks.get(file);
      if (!rank) ranks.set(file, (rank = { source: content.sourceOf(file), path: content.plainPath(file) }));
      return rank;
    };
    this.#order.build(content.segments.ranked((a, b) => compareFiles(rankOf(a), rankOf(b))));
    this.#version = content.pathsVersion;
    this.builds++;
  }
}
