import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ExportedRecord, ExportFormat } from '../../../../workers/export/export-format';
import { exportFormat } from '../../../../workers/export/registry';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../../../../workers/export/sample-records';
import type { Comparison, Contender, WorkerSuite } from '../../suite';

/** What the forms of an export cost by themselves, beside what they are made with. Records are in memory. */
export default {
  name: 'export-writers',
  rounds: 5,
  async *prepare(quick): AsyncGenerator<Comparison> {
    const records = manyRecords(quick ? 5_000 : 50_000);
    const bytes = records.reduce((sum, { event }) => sum + event.raw.length, 0);
    yield {
      title: `${records.length} records as NDJSON`,
      bytes,
      contenders: [written('ndjson', records, lineCount), stringify(records)],
      targets: {},
    };
    yield {
      title: `${records.length} records as Parquet`,
      bytes,
      contenders: [written('parquet', records, rowCount), hyparquetAlone(records)],
      targets: {},
    };
  },
} satisfies WorkerSuite;

function manyRecords(count: number): ExportedRecord[] {
  const [whole] = SAMPLE_RECORDS;
  return Array.from({ length: count }, (_, i) => {
    const instant = whole!.placed.instant + i;
    const message = `Task vim.Task-${i} of ${i % 97} ended in state ${i % 5 ? 'success' : 'error'} after ${i * 7} ms`;
    const time = new Date(instant).toISOString();
    const event = {
      ...whole!.event,
      time,
      message,
      raw: `${time} warning hostd[2099872] ${message}`,
      line: i + 1,
    };
    return { ...whole!, event, instant, placed: { instant, by: 'stated' } };
  });
}

function written(
  id: string,
  records: ExportedRecord[],
  outcome: (chunks: Uint8Array[]) => string | Promise<string>,
): Contender {
  const format: ExportFormat = exportFormat(id);
  let chunks: Uint8Array[] = [];
  return {
    name: 'export',
    run() {
      const writer = format.begin({ ...SAMPLE_STATEMENT, count: records.length });
      chunks = [];
      for (let at = 0; at < records.length; at += 1_000)
        chunks.push(...writer.records(records.slice(at, at + 1_000)));
      chunks.push(...writer.end());
    },
    outcome: () => outcome(chunks),
  };
}

function stringify(records: ExportedRecord[]): Contender {
  let chunks: Uint8Array[] = [];
  return {
    name: 'JSON.stringify',
    run() {
      chunks = [new TextEncoder().encode(records.map(({ event }) => `${JSON.stringify(event)}\n`).join(''))];
    },
    outcome: () => lineCount(chunks),
  };
}

function hyparquetAlone(records: ExportedRecord[]): Contender {
  let made = new Uint8Array(0);
  const column = (name: string, value: (event: ExportedRecord['event']) => unknown) => ({
    name,
    data: records.map(({ event }) => value(event)),
  });
  return {
    name: 'hyparquet-writer',
    run() {
      const names = Object.keys(records[0]!.event) as (keyof ExportedRecord['event'])[];
      const columnData = names.map((name) => column(name, (event) => event[name]));
      made = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 65_536 }));
    },
    outcome: () => rowCount([made]),
  };
}

function lineCount(chunks: Uint8Array[]): string {
  let lines = 0;
  for (const chunk of chunks) for (const byte of chunk) if (byte === 10) lines++;
  return `${lines} records`;
}

async function rowCount(chunks: Uint8Array[]): Promise<string> {
  const file = await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer();
  return `${parquetMetadata(file).num_rows} records`;
}
