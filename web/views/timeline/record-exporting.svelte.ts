import { proxy } from 'comlink';
import type { ExportForm, ExportOutcome } from '../../../workers/engine/exports-api';
import { Failure } from '../../../workers/failure';
import type { EventsExportOptions } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { nextJob } from '../../app/job-numbers';
import { failureOf } from '../../app/job-failure';
import { chooseFile, type Destination } from '../../saving/destination';
import { intoFile } from '../../saving/into-file';
import { Writing } from '../../saving/writing.svelte';
import { text } from '../../text';
import { exportName, exportOptions, type RecordsShown } from './export-options';

/** One export of records: how far it is, and what came of it. */
export class RecordExport extends Writing {
  readonly number = nextJob();
  outcome = $state.raw<ExportOutcome | null>(null);

  constructor(
    private readonly app: App,
    name: string,
  ) {
    super(name);
  }

  /** Works until the file is written, the export failed or was cancelled. */
  async run(options: EventsExportOptions, destination: Destination): Promise<void> {
    const stopListening = this.app.engine.onEvent((event) => {
      if (event.type === 'job' && event.job === this.number)
        this.progress(performance.now(), event.done, event.total);
    });
    this.phase = 'running';
    try {
      const { records, undated, bytes } =
        destination.kind === 'download'
          ? await this.#intoDownload(options)
          : await this.#intoFile(options, destination);
      this.outcome = { records, undated, bytes };
      this.phase = 'done';
    } catch (error) {
      this.fail(failureOf(error));
    } finally {
      stopListening();
    }
  }

  cancel(): void {
    if (this.isOver || this.isCancelled) return;
    this.isCancelled = true;
    void this.app.tell(() => this.app.engine.ask((engine) => engine.cancelJob(this.number)));
  }

  async #intoDownload(options: EventsExportOptions): Promise<ExportOutcome> {
    const made = await this.app.engine.call((engine) => engine.exportEvents(this.number, options));
    this.#checkWanted();
    await this.take({ number: 1, blob: made.blob, isLast: true });
    // The browser has it: nothing is kept here.
    this.output = null;
    return made;
  }

  async #intoFile(
    options: EventsExportOptions,
    destination: Exclude<Destination, { kind: 'download' }>,
  ): Promise<ExportOutcome> {
    const { result, name } = await intoFile(
      destination,
      this.name,
      (write) =>
        this.app.engine.call((engine) => engine.exportEventsInto(this.number, options, proxy(write))),
      () => {
        this.phase = 'finishing';
        this.#checkWanted();
      },
    );
    this.savedAs = name;
    return result;
  }

  /** The answer may have been under way when the user cancelled: it is not kept. */
  #checkWanted(): void {
    if (this.isCancelled) throw new Failure('cancelled', '');
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
    const destination = await chooseFile(name, 'exports');
    if (!destination || this.isRunning) return;
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
    this.current?.cancel();
    this.current = null;
  }
}
