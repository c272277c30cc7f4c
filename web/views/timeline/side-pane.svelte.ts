import type { RecordDetail, TimelineRow } from '../../../workers/engine/timeline-api';
import type { App } from '../../app/app.svelte';
import type { PaneSize } from '../../parts/pane-size';

/** Records of the same file shown above and below the one looked at. */
const NEIGHBOURS = 4;

/** What the pane needs of the rows it stands beside. */
interface BesideRows {
  selectedRow(): number | null;
  /** Gives the focus back to the rows. */
  leave(): void;
  /** The user gave the pane another size, in pixels. */
  sized(size: PaneSize): void;
}

/** What stands beside the rows or over them: the record looked at, the marks, and the small dialogs. */
export class SidePane {
  readonly #app: App;
  readonly #rows: BesideRows;

  panel = $state<'none' | 'detail' | 'marks'>('none');
  dialog = $state<'none' | 'goto' | 'columns' | 'export'>('none');
  size = $state.raw<PaneSize>({ width: 460, height: 380 });
  detail = $state.raw<RecordDetail | null>(null);
  neighbours = $state.raw<readonly TimelineRow[]>([]);
  readonly isOpen = $derived(this.dialog !== 'none' || this.panel !== 'none');

  #run = 0;

  constructor(app: App, rows: BesideRows) {
    this.#app = app;
    this.#rows = rows;
  }

  forget(): void {
    this.#run++;
    this.detail = null;
    this.neighbours = [];
    this.panel = 'none';
    this.dialog = 'none';
  }

  /** Shows the selected record; gives its details, or null where they cannot be had or another one was selected meanwhile. */
  async openDetail(): Promise<RecordDetail | null> {
    const row = this.#rows.selectedRow();
    if (row === null) return null;
    this.panel = 'detail';
    await this.#load();
    const { detail } = this;
    return detail?.row === row && this.#rows.selectedRow() === row ? detail : null;
  }

  /** Another record was selected: an open pane follows. */
  async follow(): Promise<void> {
    if (this.panel === 'detail') await this.#load();
  }

  closePanel(): void {
    this.panel = 'none';
    this.#rows.leave();
  }

  toggleMarks(): void {
    if (this.panel === 'marks') this.closePanel();
    else this.panel = 'marks';
  }

  toggleColumns(): void {
    if (this.dialog === 'columns') this.closeDialog();
    else this.dialog = 'columns';
  }

  closeDialog(): void {
    if (this.dialog === 'none') return;
    this.dialog = 'none';
    this.#rows.leave();
  }

  /** Closes what was opened last. */
  back(): void {
    if (this.dialog !== 'none') this.closeDialog();
    else if (this.panel !== 'none') this.closePanel();
  }

  resize(size: Partial<PaneSize>): void {
    this.size = { ...this.size, ...size };
    this.#rows.sized(this.size);
  }

  async #load(): Promise<void> {
    const row = this.#rows.selectedRow();
    // Also where nothing is asked: what is on its way for another record is not to come.
    const run = ++this.#run;
    if (row === null || this.detail?.row === row) return;
    await this.#app.tell(async () => {
      const [detail, neighbours] = await Promise.all([
        this.#app.engine.call((engine) => engine.record(row)),
        this.#app.engine.call((engine) => engine.neighbours(row, NEIGHBOURS, NEIGHBOURS)),
      ]);
      if (run !== this.#run) return;
      this.detail = detail;
      this.neighbours = neighbours;
    });
  }
}
