import type { OperationRecord } from '../../public-api';
import { CSV } from './csv';
import type { ExportForm } from './export-format';
import { FIGURE_3 } from './figure3';
import { NDJSON } from './ndjson';

/** Forms by their names in `exportOperations`. */
export const EXPORT_FORMS: ReadonlyMap<string, ExportForm> = new Map([
  ['ndjson', NDJSON],
  ['csv', CSV],
  ['figure3', FIGURE_3],
]);

/** Records written between two pauses. */
const SLICE = 500;
/** Text that is gathered before it becomes a piece of the Blob. */
const PIECE_LENGTH = 1 << 20;

export interface WrittenOperations {
  blob: Blob;
  /** Records that the form cannot hold, by their index among the given ones. */
  refused: { index: number; reason: string }[];
}

/** Writes records in slices: neither all records nor all text need be in one piece. `pause` hears how many are written. */
export async function writeOperations(
  form: ExportForm,
  records: Iterable<OperationRecord>,
  pause: (done: number) => Promise<void>,
): Promise<WrittenOperations> {
  const refused: WrittenOperations['refused'] = [];
  const pieces: Blob[] = [];
  let text = form.head;
  let index = 0;
  for (const record of records) {
    const written = form.write(record);
    if (typeof written === 'string') text += written;
    else refused.push({ index, reason: written.refused });
    index++;
    if (text.length >= PIECE_LENGTH) {
      pieces.push(new Blob([text]));
      text = '';
    }
    if (index % SLICE === 0) await pause(index);
  }
  pieces.push(new Blob([text]));
  return { blob: new Blob(pieces, { type: form.mime }), refused };
}
