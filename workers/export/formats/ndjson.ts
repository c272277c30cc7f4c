import type { ExportFormat } from '../export-format';
import { encodedLines } from '../lines';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../sample-records';
import { statementOf } from '../statement-of';

const LINES: string[] = [];

/** Lines of JSON: each record as `events()` gives it, the name of its source, and under `export` what the file is of. */
const ndjson: ExportFormat = {
  id: 'ndjson',
  label: 'NDJSON',
  extension: 'ndjson',
  type: 'application/x-ndjson',
  begin: (statement) => ({
    records: (records) =>
      encodedLines(
        records.map((record) =>
          JSON.stringify({
            ...record.event,
            sourceName: record.sourceName,
            export: statementOf(statement, record),
          }),
        ),
      ),
    end: () => [],
  }),
  samples: [{ statement: SAMPLE_STATEMENT, records: SAMPLE_RECORDS, lines: LINES }],
};

export default ndjson;
