import type { ExportForm, ExportOutcome } from '../../../workers/engine/exports-api';
import type { EventsExportOptions } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { chooseFile, type Destination } from '../../saving/destination';
import { EngineWriting } from '../../saving/engine-writing.svelte';
import { text } from '../../text';
import { exportName, exportOptions, type RecordsShown } from './export-options';

/** One export of records: how far it is, and what came of it. */
export class RecordExport extends EngineWriting {
  outcome = $state.raw<ExportOutcome | null>(null);

  /** Works until the file is written, the export failed or was cancelled. */
  run(options: EventsExportOptions, destination: Destination): Promise<void> {
    return this.work(
      () =>
        destination.kind === 'download'
          ? this.#intoDownload(options)
          : this.intoPicked(destination, (engine, write) =>
              engine.exportEventsInto(this.number, options, write),
            ),
      ({ records, undated, bytes }) => (this.outcome = { records, undated, bytes }),
    );
  }

  async #intoDownload(options: EventsExportOptions): Promise<ExportOutcome> {
    const made = await this.app.engine.call((engine) => engine.exportEvents(this.number, options));
    this.checkWanted();
    await this.take({ number: 1, blob: made.blob, isLast: true });
    // The browser has it: nothing is kept here.
    this.output = null;
    return made;
  }
}

/** The export of what the timeline shows: the form that was chosen, and the one that is written. It outlives its dialog. */
export class RecordExporting {
  forms = $state.raw<readonly ExportForm[]>([]);
  chosen = $state<ExportForm['id']>('ndjson');
  current = $state.raw<RecordExport | null>(null);
  readonly isRunning = $derived(this.current !== null && !this.current.isOver);

  readonly #app: App;
  readonly #ended: (words: string, failed: boolean) => void;
  /** Counts the cases, and the numberings of their records. */
  #era = 0;

  /** @param ended hears in words what came of an export that was not cancelled */
  constructor(app: App, ended: (words: string, failed: boolean) => void) {
    this.#app = app;
    this.#ended = ended;
  }

  /** To be called when the dialog opens. */
  async prepare(): Promise<void> {
    if (!this.isRunning) this.current = null;
    if (this.forms.length > 0) return;
    const forms = await this.#app.tell(() => this.#app.engine.call((engine) => engine.exportForms()));
    const known = Object.keys(text.exports.forms);
    const place = ({ id }: ExportForm) => (known.indexOf(id) + known.length + 1) % (known.length + 1);
    this.forms = (forms ?? []).toSorted((a, b) => place(a) - place(b));
  }

  /** Must be called while a click or key press is handled: the browser asks for the file first. */
  async run(shown: RecordsShown): Promise<void> {
    const form = this.forms.find(({ id }) => id === this.chosen);
    if (!form || this.isRunning) return;
    const name = exportName(this.#app.case?.name ?? '', form, Date.now());
    const era = this.#era;
    const destination = await chooseFile(name, 'exports');
    // The case may have been left while the browser asked.
    if (!destination || this.isRunning || era !== this.#era) return;
    const options = exportOptions(form.id, shown);
    const made = new RecordExport(this.#app, name);
    this.current = made;
    await made.run(options, destination);
    if (this.current !== made) return;
    const { outcome, failure, phase } = made;
    if (outcome)
      this.#ended(text.exports.done(outcome.records, outcome.bytes, made.savedAs ?? made.name), false);
    else if (phase === 'failed') this.#ended(`${text.exports.failed}: ${failure?.message ?? ''}`, true);
  }

  /** The case is left, or its records got other numbers. */
  forget(): void {
    this.#era++;
    this.current?.cancel();
    this.current = null;
  }
}
