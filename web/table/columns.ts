/** A sign in a cell. */
export interface CellMark {
  sign: string;
  meaning: string;
}

/** A column of a table. */
export interface TableColumn<Row> {
  /** Also the name it is ordered by. */
  id: string;
  title: string;
  /** Pixels; what is left over goes to the columns that grow. */
  width: number;
  grow?: boolean;
  sortable?: boolean;
  /** Text of the cell; drawn as text, whatever it holds. */
  text: (row: Row) => string;
  /** How the cell is drawn; `absent` is for what is not there, said in words. */
  tone?: (row: Row) => 'plain' | 'soft' | 'good' | 'danger' | 'warn' | 'mono' | 'absent';
  /** A small sign behind the text, with what it means. */
  mark?: (row: Row) => CellMark | null;
}

/** What a list of rows can be told to do. */
export interface TableScroller {
  scrollTo(index: number, align: 'start' | 'center' | 'nearest'): void;
  focus(): void;
}

/** Value of `grid-template-columns` for these columns. */
export function templateOf(columns: readonly { width: number; grow?: boolean }[]): string {
  return columns.map(({ width, grow }) => (grow ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
}
