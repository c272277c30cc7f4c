import type { Table } from '../analysis/table';
import type { FieldSet } from '../query';
import type { MatchableRecord } from '../query/record';

type Value = string | number | null;

/** How a list of things that the events tell of is asked and ordered. */
export interface ListShape<Item, Row> {
  items: readonly Item[];
  fields: FieldSet;
  /** ISO 8601 UTC, for `after:` and `before:`. */
  time(item: Item): string | null;
  /** What plain words of a query are looked for in. */
  words(item: Item): string;
  /** Values by the name of the field. */
  cells: Readonly<Record<string, (item: Item) => readonly string[]>>;
  /** What it is ordered by, by the name of the view's column. */
  orders: Readonly<Record<string, (item: Item) => Value>>;
  row(item: Item, index: number): Row;
}

/** A table of such a list, in the list's own order. */
export interface ListTable<Row> extends Table {
  row(index: number): Row;
  values(column: string, prefix: string, limit: number): string[];
}

export function listTable<Item, Row>(shape: ListShape<Item, Row>): ListTable<Row> {
  const { items } = shape;
  const cells = new Map(Object.entries(shape.cells));
  const orders = new Map(Object.entries(shape.orders));
  return {
    rows: items.length,
    fields: shape.fields,
    record: (row) => recordOf(items[row]!, shape, cells),
    row: (index) => shape.row(items[index]!, index),
    comparator(column) {
      const value = orders.get(column);
      return value ? (a, b) => compare(value(items[a]!), value(items[b]!)) : null;
    },
    values(column, prefix, limit) {
      const wanted = prefix.toLowerCase();
      const found = new Set<string>();
      // A sample will do: completion is a help, and must be quick.
      const step = Math.max(1, Math.floor(items.length / 20_000));
      for (let i = 0; i < items.length && found.size < limit; i += step) {
        for (const value of cells.get(column)?.(items[i]!) ?? []) {
          if (found.size < limit && value.toLowerCase().startsWith(wanted)) found.add(value);
        }
      }
      return [...found];
    },
  };
}

function recordOf<Item>(
  item: Item,
  { time, words }: Pick<ListShape<Item, unknown>, 'time' | 'words'>,
  cells: ReadonlyMap<string, (item: Item) => readonly string[]>,
): MatchableRecord {
  return {
    get time() {
      return time(item);
    },
    get message() {
      return words(item);
    },
    get raw() {
      return words(item);
    },
    cells: (column) => cells.get(column)?.(item) ?? [],
    level: null,
    process: null,
    pid: null,
    component: null,
    opId: null,
    sid: null,
    user: null,
    host: null,
    vm: null,
    source: 0,
    file: '',
  };
}

/** Rising, what is not known last. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
