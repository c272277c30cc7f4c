import { untrack } from 'svelte';
import type { Content } from './content';
import { Lru } from './lru';
import { GROUP, RowIndex, type TextRow } from './row-index';
import { encodingOf, type Encoding } from './text-encoding';

/** What is read first, so that the first rows are there at once, and what is read per step after it. */
const FIRST_READ = 256 * 1024;
const READ = 4 * 1024 * 1024;
/** Groups of rows kept in memory, each at most 256 KiB of text. */
const KEPT_GROUPS = 48;

/**
 * Lines are looked for in so many bytes and kept for so many groups; a sparse file may claim terabytes, and a file of
 * line feeds has as many rows as bytes.
 */
const MOST_BYTES = 8 * 1024 ** 3;
const MOST_ROWS = 256 * 1024 * 1024;

export type Place = { offset: number } | { line: number };

/** A text file as rows: counts them in the background and reads those that are looked at. */
export class TextDocument {
  count = $state(0);
  /** Share of the file whose rows are counted. */
  progress = $state(0);
  encoding = $state<Encoding>('utf-8');
  lines = $state(0);
  error = $state<string | null>(null);
  /** Where looking for lines ended before the file does, in bytes; null when all of it is shown. */
  cut = $state<number | null>(null);

  #index: RowIndex | null = null;
  #stopped = false;
  /** Grows when rows have come. */
  #arrived = $state(0);
  readonly #groups = new Lru<number, TextRow[]>(KEPT_GROUPS);
  readonly #reading: Record<number, boolean> = {};
  #waiting: { isThere: () => boolean; resolve: () => void }[] = [];

  constructor(
    private readonly content: Content,
    private readonly columns: number | null,
  ) {
    void this.#count();
  }

  stop(): void {
    this.#stopped = true;
    this.#release(true);
  }

  /** The row, or undefined while it is being read. */
  row(index: number): TextRow | undefined {
    void this.#arrived;
    const group = Math.floor(index / GROUP);
    const rows = this.#groups.get(group);
    if (!rows) void this.#read(group);
    return rows?.[index % GROUP];
  }

  /** Index of the row a place is in, as soon as it has been counted that far. */
  async find(place: Place): Promise<number> {
    await this.#counted(place);
    const index = this.#index;
    if (!index || index.rows === 0) return 0;
    const group = index.groupOf(place);
    await this.#read(group);
    const rows = this.#groups.get(group) ?? [];
    const next = rows.findIndex((row) =>
      'offset' in place ? row.offset > place.offset : row.line !== null && row.line > place.line,
    );
    let at = (next < 0 ? rows.length : next) - 1;
    // A place by line is its first row, not where the line goes on.
    if ('line' in place) while (at > 0 && rows[at]?.line === null) at--;
    return group * GROUP + Math.max(0, at);
  }

  async #count(): Promise<void> {
    try {
      const head = await this.content.read(0, Math.min(FIRST_READ, this.content.bytes));
      const { encoding, mark } = encodingOf(head);
      this.encoding = encoding;
      const index = new RowIndex(encoding, mark, this.columns);
      this.#index = index;
      this.#feed(index, head.subarray(mark), mark);
      while (!this.#stopped && index.end < this.content.bytes) {
        const at = index.end;
        if (at >= MOST_BYTES || index.rows >= MOST_ROWS) {
          this.cut = at;
          break;
        }
        const bytes = await this.content.read(at, READ);
        if (bytes.length === 0 || this.#feed(index, bytes, at) === 0) break;
      }
      if (!this.#stopped) this.progress = 1;
    } catch (error) {
      if (!this.#stopped) this.error = error instanceof Error ? error.message : String(error);
    }
    this.#release(true);
  }

  #feed(index: RowIndex, bytes: Uint8Array, at: number): number {
    const before = index.rows;
    const used = index.feed(bytes, at + bytes.length >= this.content.bytes);
    // The last group may have been read while it was not complete.
    if (before % GROUP !== 0) this.#groups.delete(Math.floor(before / GROUP));
    this.count = index.rows;
    this.lines = index.line - (index.beginsLine ? 1 : 0);
    this.progress = this.content.bytes > 0 ? Math.min(0.999, index.end / this.content.bytes) : 1;
    this.#release(false);
    return used;
  }

  #counted(place: Place): Promise<void> {
    const isThere = (): boolean => {
      const index = this.#index;
      if (!index) return false;
      if (this.progress === 1 || this.error !== null) return true;
      return 'offset' in place ? index.end > place.offset : index.line > place.line;
    };
    if (isThere()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ isThere, resolve }));
  }

  #release(all: boolean): void {
    const before = this.#waiting;
    this.#waiting = [];
    for (const waiter of before) {
      if (all || waiter.isThere()) waiter.resolve();
      else this.#waiting.push(waiter);
    }
  }

  async #read(group: number): Promise<void> {
    const index = this.#index;
    if (!index || this.#reading[group] || this.#groups.has(group)) return;
    this.#reading[group] = true;
    try {
      const { from, to, rows } = index.group(group);
      const bytes = await this.content.read(from, to - from);
      // Unless more rows have been counted into it since.
      if (index.group(group).rows === rows) this.#groups.set(group, index.decode(group, bytes));
    } catch (error) {
      if (!this.#stopped) this.error = error instanceof Error ? error.message : String(error);
    }
    this.#reading[group] = false;
    untrack(() => this.#arrived++);
  }
}
