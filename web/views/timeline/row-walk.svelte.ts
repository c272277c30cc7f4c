import { tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Level } from '../../../workers/public-api';
import type { TimelineRow } from '../../../workers/engine/timeline-api';
import type { App } from '../../app/app.svelte';
import { RowPages } from '../../scrolling/row-pages';
import { ResultQuestions, type AskedResult, type Place } from './result-questions';

/** What the list of rows can be told to do. */
export interface RowScroller {
  scrollTo(index: number, align: 'start' | 'center' | 'nearest'): void;
  focus(): void;
}

/** The result that is walked. */
interface WalkedResult extends AskedResult {
  readonly total: number;
  /** What the result lists and in which order: places of one are those of another with the same. */
  readonly listing: string;
}

/**
 * The rows of the result as they are walked: what is in sight, and which record is selected. Results are replaced and
 * grow while someone walks: what the user chose last counts, by its record and not by its place.
 */
export class RowWalk {
  readonly pages: RowPages<TimelineRow>;
  /** First row in sight and how many are. */
  sight = $state.raw({ first: 0, visible: 0 });

  /** The record chosen last; it stays chosen while the result changes around it. */
  selectedRow = $state<number | null>(null);
  /** Its place in the result, or the place nearest to where it would be; -1 before anything was chosen. */
  selectedIndex = $state(-1);
  /** Whether the chosen record is in the result. */
  selectedHere = $state(false);

  scroller: RowScroller | null = null;

  readonly #app: App;
  readonly #of: WalkedResult;
  readonly #questions: ResultQuestions;
  readonly #chosen: (row: number) => void;
  /** Counts what the user chose. */
  #move = 0;
  /** A place of a listing that was chosen, whose record is not known yet; `done` settles with whether it was chosen. */
  #choosing: { listing: string; done: Promise<boolean> } | null = null;
  #placedAt = 0;

  /** @param chosen hears of every record that is chosen */
  constructor(app: App, of: WalkedResult, chosen: (row: number) => void) {
    this.#app = app;
    this.#of = of;
    this.#questions = new ResultQuestions(app, of);
    this.#chosen = chosen;
    this.pages = new RowPages(
      (start, count) => {
        const { search } = this.#of.result!;
        return this.#app.engine.call((engine) => engine.rows(search, start, count));
      },
      { pages: new SvelteMap() },
    );
  }

  /** Begins anew, with the record that was selected when the case was looked at last. */
  begin(row: number | null): void {
    this.#move++;
    this.#choosing = null;
    this.selectedRow = row;
    this.selectedIndex = -1;
    this.selectedHere = false;
    this.pages.reset(0);
  }

  // -- the result changes

  /** Shows another result, with the selected record in the middle. */
  async replaced(): Promise<void> {
    const { result, total, listing } = this.#of;
    this.pages.reset(total);
    // A place in the same listing stays what was chosen, and its record is on its way.
    if (this.#choosing?.listing !== listing) {
      const move = this.#move;
      const row = this.selectedRow;
      const place = row === null || total === 0 ? null : await this.#questions.placeOf(row);
      if (this.#questions.isOver(result)) return;
      // Someone may have gone on in the new rows meanwhile.
      if (move === this.#move) {
        this.#stand(place);
        await this.#scroll(Math.max(0, this.selectedIndex), place ? 'center' : 'start');
        if (this.#questions.isOver(result)) return;
      }
    }
    this.pages.want(this.sight.first, this.sight.visible);
  }

  /** Rows have come in between: what is in sight stays in sight. */
  async grown(): Promise<void> {
    const { result } = this.#of;
    if (!result) return;
    const move = this.#move;
    const { first } = this.sight;
    const fixed = this.#fixedRow();
    const [fixedPlace, place] = await Promise.all([
      fixed && this.#questions.placeOf(fixed.row),
      this.selectedRow === null ? null : this.#questions.placeOf(this.selectedRow),
    ]);
    if (this.#questions.isOver(result)) return;
    this.pages.refresh(this.#of.total);
    if (move !== this.#move) {
      await this.#findAgain();
    } else {
      const hasCome = place?.exact === true && !this.selectedHere && first === this.#placedAt;
      if (place && !this.#choosing) this.#stand(place);
      if (this.sight.first === first) {
        if (hasCome) await this.#scroll(place.index, 'center');
        else if (fixed && fixedPlace) await this.#scroll(fixedPlace.index - fixed.offset, 'start');
      }
    }
    if (this.#questions.isOver(result)) return;
    this.pages.want(this.sight.first, this.sight.visible);
  }

  #stand(place: Place | null): void {
    this.selectedIndex = place?.index ?? -1;
    this.selectedHere = place?.exact ?? false;
  }

  /** Asks where the selected record is now; what is chosen meanwhile has its own place. */
  async #findAgain(): Promise<void> {
    const { result } = this.#of;
    for (;;) {
      const move = this.#move;
      const row = this.selectedRow;
      const place = row === null ? null : await this.#questions.placeOf(row);
      if (this.#questions.isOver(result) || this.#choosing) return;
      if (move === this.#move) return this.#stand(place);
    }
  }

  /** Scrolls by itself, and notes where to, so that it can be told whether someone has scrolled since. */
  async #scroll(index: number, align: 'start' | 'center'): Promise<void> {
    this.scroller?.scrollTo(index, align);
    await tick();
    this.#placedAt = this.sight.first;
  }

  /** The record that stays at its height while rows come in: the selected one, or else the topmost. */
  #fixedRow(): { row: number; offset: number } | null {
    const { first } = this.sight;
    if (this.selectedRow !== null && this.selectedHere && this.#isInSight(this.selectedIndex)) {
      return { row: this.selectedRow, offset: this.selectedIndex - first };
    }
    const top = first > 0 ? this.pages.at(first) : undefined;
    return top ? { row: top.row, offset: 0 } : null;
  }

  // -- what is in sight

  look(first: number, visible: number): void {
    this.sight = { first, visible };
    this.pages.want(first, visible);
  }

  /** After the list was drawn anew: back to the selected record, or to where it stood. */
  bringBack(): void {
    if (this.selectedHere) void this.#scroll(this.selectedIndex, 'center');
    else void this.#scroll(this.sight.first, 'start');
  }

  keepInSight(): void {
    if (this.selectedHere) this.scroller?.scrollTo(this.selectedIndex, 'nearest');
  }

  #isInSight(index: number): boolean {
    return index >= this.sight.first && index < this.sight.first + this.sight.visible - 1;
  }

  // -- choosing

  /** The row of the selected record, where its page is there. */
  get selectedLoaded(): TimelineRow | null {
    const row = this.selectedHere ? this.pages.at(this.selectedIndex) : undefined;
    return row && row.row === this.selectedRow ? row : null;
  }

  /** Whether a record is selected, known or still on its way. */
  get hasChosen(): boolean {
    return this.selectedHere || this.selectedRow !== null;
  }

  /** The selected record once it is known; null where there is none, or something else came in between. */
  async chosen(): Promise<number | null> {
    return (await (this.#choosing?.done ?? true)) ? this.selectedRow : null;
  }

  /** Selects a place in the result and brings it into view; false when its record could not be had, or another was chosen. */
  async select(index: number, align: 'center' | 'nearest' = 'nearest'): Promise<boolean> {
    const { total } = this.#of;
    if (total === 0) return false;
    const move = ++this.#move;
    const target = Math.max(0, Math.min(total - 1, index));
    this.#choosing = null;
    this.#stand({ index: target, exact: true });
    this.scroller?.scrollTo(target, align);
    // Rows that have just come are asked for only now and then.
    if (this.pages.total !== total) this.pages.refresh(total);
    const loaded = this.pages.at(target);
    if (loaded) {
      this.#choose(loaded.row);
      if (!this.pages.isFresh(target)) void this.#findAgain();
      return true;
    }
    const { listing } = this.#of;
    const done = this.#chooseComing(target, move, listing);
    this.#choosing = { listing, done };
    return done;
  }

  /** Chooses what a place holds when it has come. */
  async #chooseComing(target: number, move: number, listing: string): Promise<boolean> {
    let coming = await this.pages.fetch(target);
    if (!coming && move === this.#move) {
      // The result was replaced meanwhile, or is about to be.
      await this.#of.settled();
      if (move === this.#move && listing === this.#of.listing) coming = await this.pages.fetch(target);
    }
    if (move !== this.#move) return false;
    this.#choosing = null;
    if (coming) this.#choose(coming.row);
    if (!coming || !this.pages.isFresh(target)) await this.#findAgain();
    return coming !== undefined;
  }

  /** Selects a record wherever it is; its details are shown also when the query hides it. */
  async selectRow(row: number): Promise<void> {
    const move = ++this.#move;
    this.#choosing = null;
    this.#choose(row);
    const { result } = this.#of;
    const place = this.#of.total > 0 ? await this.#questions.placeOf(row) : null;
    if (!place || move !== this.#move || this.#questions.isOver(result)) return;
    this.#stand(place);
    this.scroller?.scrollTo(place.index, 'center');
  }

  step(by: number): void {
    this.#takeFocus();
    if (this.selectedIndex < 0) void this.select(this.sight.first);
    else if (!this.selectedHere && by > 0) void this.select(this.selectedIndex + by - 1);
    else void this.select(this.selectedIndex + by);
  }

  page(direction: 1 | -1): void {
    this.step(direction * Math.max(1, this.sight.visible - 2));
  }

  /** Goes to the next or previous record of at least this level; false where there is none. */
  async stepAtLevel(step: 1 | -1, level: Level): Promise<boolean> {
    this.#takeFocus();
    const move = this.#move;
    const index = await this.#questions.ask((engine, search) => {
      const from = this.selectedIndex < 0 ? this.sight.first - (step > 0 ? 1 : 0) : this.selectedIndex;
      return engine.nextAtLevel(search, from, step, level);
    });
    if (move !== this.#move || index === undefined) return true;
    if (index === null) return false;
    await this.select(index, this.#isInSight(index) ? 'nearest' : 'center');
    return true;
  }

  /** Goes to the first record at or after an instant, ms UTC. */
  async goToTime(time: number): Promise<void> {
    if (this.#of.total === 0) return;
    const move = this.#move;
    const index = await this.#questions.ask((engine, search) => engine.indexAtTime(search, time));
    if (index !== undefined && move === this.#move) await this.select(index, 'center');
  }

  /** Whoever walks the rows by keyboard is in them: Enter then opens the record, not the link focused before. */
  #takeFocus(): void {
    this.scroller?.focus();
  }

  #choose(row: number): void {
    this.selectedRow = row;
    this.#chosen(row);
  }
}
