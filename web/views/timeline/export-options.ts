import type { ExportForm } from '../../../workers/engine/exports-api';
import type { EventsExportOptions } from '../../../workers/public-api';
import { fileName } from '../../saving/file-name';
import { text } from '../../text';

/** What a result shown was found by. */
export interface RecordsShown {
  query: string;
  zone: string;
  /** Instant that relative times count from, ms UTC. */
  anchor: number | null;
}

export function exportOptions(
  format: ExportForm['id'],
  { query, zone, anchor }: RecordsShown,
): EventsExportOptions {
  return { format, query, zone, ...(anchor !== null && { anchor: new Date(anchor).toISOString() }) };
}

/** Endings of what bundles and logs come as. */
const ENDING = /\.(?:tgz|tar\.gz|tar|zip|gz|log|txt)$/i;

/**
 * A file's name: the case, the form, and when it was made (ms UTC), so that one export does not take another's name.
 */
export function exportName(caseName: string, { id, extension }: ExportForm, at: number): string {
  const base = fileName(caseName.replace(ENDING, '')) || text.exports.file;
  const time = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `${base}.${id === extension ? '' : `${id}.`}${time}Z.${extension}`;
}
