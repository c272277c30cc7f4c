import type { OperationsExport, OperationsExportOptions } from '../../../workers/public-api';
import { ViewExports } from '../../saving/view-exports.svelte';
import { text } from '../../text';
import type { OperationsState } from './operations.svelte';

export type ExportFormat = OperationsExportOptions['format'];
export const FORMATS: readonly ExportFormat[] = ['ndjson', 'csv', 'figure3'];

const EXTENSIONS: Record<ExportFormat, string> = { ndjson: 'ndjson', csv: 'csv', figure3: 'log' };

/** Writes the operations of the current query into a file. */
export class Exporting {
  readonly view: OperationsState;
  readonly exports: ViewExports;
  /** What the last form could not hold. */
  refused = $state.raw<OperationsExport['refused'] | null>(null);

  constructor(view: OperationsState) {
    this.view = view;
    this.exports = new ViewExports(view.app);
  }

  /** @param ended called when the file was made, before anything else is shown of it */
  async run(format: ExportFormat, ended?: () => void): Promise<void> {
    const { app, table } = this.view;
    const { query } = table;
    const { zone } = app;
    const words = text.operations.export;
    const made = await this.exports.run<OperationsExport>(
      `${words.file}.${EXTENSIONS[format]}`,
      (engine, job) => engine.exportOperations(job, { format, query, zone }),
      ({ blob }) => blob,
    );
    if (!made) return;
    ended?.();
    const { refused } = made;
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
