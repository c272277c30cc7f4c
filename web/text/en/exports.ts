import { bytes } from '../../format/bytes';
import { counted } from '../../format/number';

const records = (count: number): string => counted(count, 'record');

interface Form {
  title: string;
  about: string;
}

/** What each form is, by its id; a form without words here has the name it gives itself. */
const forms: Record<string, Form> = {
  ndjson: {
    title: 'NDJSON',
    about: 'One JSON object on each line, with everything that is known of the record.',
  },
  csv: {
    title: 'CSV',
    about:
      'A table for spreadsheets and scripts. What a spreadsheet would run as a formula gets an apostrophe before it.',
  },
  timesketch: { title: 'Timesketch', about: 'JSON lines as Timesketch imports them into a sketch.' },
  ecs: {
    title: 'Elastic Common Schema',
    about: 'JSON lines with the fields of ECS, for Elasticsearch and log stores.',
  },
  parquet: {
    title: 'Parquet',
    about: 'Compressed columns for DuckDB, Spark and the like: the smallest, and the fastest to query.',
  },
};

/** What to do about an export that failed, where its message does not say so. */
const todo = (code: string): string =>
  WHAT_TO_DO[code] ?? 'No file was written. Try again, or narrow the query.';

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  unreadable: 'No file was written. Open what was dropped again: it was moved or changed since.',
  'case-changed': 'No file was written.',
  'too-large': 'No file was written.',
};

/** Interface text of exports. */
export const exports = {
  title: 'Export records',
  forms,
  formLabel: 'Form',
  what: (count: number, query: string) =>
    query === '' ? `All ${records(count)} that are open` : `${records(count)} that the query finds`,
  zone: (zone: string) =>
    `Times in the query are in ${zone}; times in the file are UTC, in the order of time.`,
  states:
    'Each file says what it is of: the query, its zone, the SHA-256 of what was opened, and the number of records.',
  collapsed: 'Lines that say again what another log says are hidden here, but they are exported.',
  visit: 'Records that came out of decrypted dumps are among them where the query finds them.',
  undated: (count: number) =>
    `${records(count)} state no time. Forms that need one have them where they stand in the timeline, and say so.`,
  submit: 'Export',
  submitHint: 'The browser asks where to, or downloads it.',
  close: 'Close',
  cancel: 'Cancel',
  cancelling: 'Cancelling …',
  again: 'Export again',
  progress: 'Progress of the export',
  starting: 'Beginning …',
  running: (share: number) => `${Math.floor(share * 100)} % written`,
  finishing: 'Closing the file …',
  done: (count: number, size: number, name: string) => `${records(count)}, ${bytes(size)}: ${name}`,
  cancelled: 'Cancelled: no file was written.',
  failed: 'The export failed',
  todo,
  failedBy: (code: string, message: string) => `The export failed: ${message} ${todo(code)}`,
  /** Base of a file's name where the case has none. */
  file: 'records',
};
