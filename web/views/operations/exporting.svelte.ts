import type { OperationsExport, OperationsExportOptions } from '../../../workers/public-api';
import { nextJob } from '../../app/job-numbers';
import { download } from '../../saving/download';
import { text } from '../../text';
import type { OperationsState } from './operations.svelte';

export type ExportFormat = OperationsExportOptions['format'];
export const FORMATS: readonly ExportFormat[] = ['ndjson', 'csv', 'figure3'];

const EXTENSIONS: Record<ExportFormat, string> = { ndjson: 'ndjson', csv: 'csv', figure3: 'log' };

/** Writes the operations of the current query into a file. */
export class Exporting {
  readonly view: OperationsState;
  working = $state<ExportFormat | null>(null);
  /** What the last form could not hold. */
  refused = $state.raw<OperationsExport['refused'] | null>(null);

  constructor(view: OperationsState) {
    this.view = view;
  }

  async run(format: ExportFormat): Promise<void> {
    if (this.working) return;
    const { app, table } = this.view;
    const { query } = table;
    const { zone } = app;
    this.working = format;
    const made = await app.tell(() =>
      app.engine.call((engine) => engine.exportOperations(nextJob(), { format, query, zone })),
    );
    this.working = null;
    if (!made) return;
    const { blob, refused } = made;
    const words = text.operations.export;
    download(blob, `${words.file}.${EXTENSIONS[format]}`);
    this.view.said = words.done(Math.max(0, table.total - refused.length), words.forms[format]);
    this.refused = refused.length > 0 ? refused : null;
  }

  /** Shows a refused operation in the table, which then stands in its own order. */
  async showRefused(index: number): Promise<void> {
    const { table } = this.view;
    this.refused = null;
    if (table.order !== null) {
      table.order = null;
      await table.search();
    }
    table.select(index);
    const row = await table.pages.fetch(index);
    if (row) await this.view.open(row.index);
  }

  close(): void {
    this.refused = null;
  }
}
