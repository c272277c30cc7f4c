import type { ColumnsExports } from './columns';

/** Exports of `assembly/order.ts`. */
export interface OrderExports extends ColumnsExports {
  /**
   * Orders all rows of `count` files by (instant, rank, row). `ranked` and `byRow` point to pairs of u32
   * (first row, rows) in rank order and by first row. Returns how many rows stand before those of files without
   * any instant, or -1 when memory is exhausted.
   */
  sortByTime(ranked: number, byRow: number, count: number): number;
  /** Table of block addresses (u32 each), 65,536 row numbers to a block. */
  orderBlockTable(): number;
}
