import type { TableScroller } from '../../table/columns';

/** A list of rows of which one is selected, by its place. */
export class PickList {
  selected = $state(-1);
  scroller = $state.raw<TableScroller | null>(null);
  readonly #total: () => number;
  readonly #open: (row: number) => void;

  constructor(total: () => number, open: (row: number) => void) {
    this.#total = total;
    this.#open = open;
  }

  get total(): number {
    return this.#total();
  }

  select(row: number): void {
    this.selected = Math.max(-1, Math.min(this.total - 1, row));
    if (this.selected >= 0) this.scroller?.scrollTo(this.selected, 'nearest');
  }

  move(by: number): void {
    this.select(Math.max(0, this.selected + by));
  }

  open(row: number): void {
    this.select(row);
    if (this.selected >= 0) this.#open(this.selected);
  }

  focus(): void {
    this.scroller?.focus();
  }
}
