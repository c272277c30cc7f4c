import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { RECORD_COLUMNS, type ColumnKind } from '../columns';
import type { ExportedRecord, ExportFormat, ExportStatement } from '../export-format';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../sample-records';

/** Records in a row group, and most characters of their texts: it is held in memory until it is written. */
const GROUP_ROWS = 16_384;
const GROUP_CHARACTERS = 4 * 1024 * 1024;

const TIME: SchemaElement = {
  name: 'time',
  type: 'INT64',
  repetition_type: 'OPTIONAL',
  converted_type: 'TIMESTAMP_MILLIS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
};
const DIGEST: SchemaElement = textElement('export_digest', 'OPTIONAL');

const KINDS: Record<ColumnKind, (name: string) => SchemaElement> = {
  text: (name) => textElement(name, 'OPTIONAL'),
  switch: (name) => ({ name, type: 'BOOLEAN', repetition_type: 'REQUIRED' }),
  count: (name) => ({ name, type: 'INT64', repetition_type: 'OPTIONAL' }),
};

const SCHEMA: SchemaElement[] = [
  { name: 'records', num_children: RECORD_COLUMNS.length + 2 },
  TIME,
  ...RECORD_COLUMNS.map(({ name, kind }) => KINDS[kind](name)),
  DIGEST,
];

/**
 * Parquet, Snappy-compressed: a column for each member of a record, `time` in milliseconds UTC, null where it is not
 * known. What the file is of stands in its key-value metadata (`bundlescope.query`, `.zone`, `.anchor`, `.count`,
 * `.sources`, the last as JSON), and the digest in a column, which costs next to nothing: files can be read together.
 */
const parquet: ExportFormat = {
  id: 'parquet',
  label: 'Parquet',
  extension: 'parquet',
  type: 'application/vnd.apache.parquet',
  begin: (statement) => {
    const out = new ChunkWriter();
    const file = new ParquetWriter({
      writer: out,
      schema: SCHEMA,
      kvMetadata: metadataOf(statement),
      createdBy: 'Bundlescope version 1 (build hyparquet-writer)',
    });
    let waiting: ExportedRecord[] = [];
    let characters = 0;
    const group = () => {
      void file.write({ columnData: columnsOf(waiting), rowGroupSize: waiting.length });
      waiting = [];
      characters = 0;
      return out.take();
    };
    return {
      records: (records) => {
        const chunks: Uint8Array[] = [];
        for (const record of records) {
          waiting.push(record);
          characters += record.event.raw.length + record.event.message.length;
          if (waiting.length >= GROUP_ROWS || characters >= GROUP_CHARACTERS) chunks.push(...group());
        }
        return chunks;
      },
      end: () => {
        const last = waiting.length > 0 ? group() : [];
        void file.finish();
        return [...last, ...out.take()];
      },
    };
  },
  samples: [
    {
      statement: SAMPLE_STATEMENT,
      records: SAMPLE_RECORDS,
      rows: [
        {
          time: '2024-05-01T10:00:00.123Z',
          timeKnownBy: 'stated',
          level: 'warning',
          process: 'hostd',
          pid: '2099872',
          component: 'Vimsvc.TaskManager',
          opId: 'esxui-1a2b-3c4d',
          sid: '52a1b2c3',
          user: 'root',
          host: 'esx01.example.com',
          message: 'Task "vim.Task-7" ended,\nwith 2 lines',
          raw: '2024-05-01T10:00:00.123456Z warning hostd[2099872] … Task "vim.Task-7" ended,\n--> with 2 lines',
          rawCut: false,
          source: 0,
          sourceName: 'esx-esx01.example.com-2024-05-01.tgz',
          file: 'var/run/log/hostd.log',
          line: 17,
          lines: 2,
          recoveredOffset: null,
          recoveredInflatedAt: null,
          export_digest: 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',
        },
        {
          time: null,
          timeKnownBy: 'inherited',
          level: null,
          process: null,
          pid: null,
          component: null,
          opId: null,
          sid: null,
          user: null,
          host: null,
          message: "=cmd|'/c calc'!A1\u0000\ufffd",
          raw: "=cmd|'/c calc'!A1\u0000\ufffd",
          rawCut: false,
          source: 0,
          sourceName: 'esx-esx01.example.com-2024-05-01.tgz',
          file: 'commands/uptime.txt',
          line: 1,
          lines: 1,
          recoveredOffset: null,
          recoveredInflatedAt: null,
          export_digest: 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',
        },
        {
          time: '2024-05-01T10:00:01.000Z',
          timeKnownBy: 'zone-assumed',
          level: 'info',
          process: 'vpxa',
          pid: 'worker-3',
          component: null,
          opId: null,
          sid: null,
          user: null,
          host: 'esx01.example.com',
          message: 'ready',
          raw: '2024-05-01T10:00:01 vpxa[worker-3] ready',
          rawCut: true,
          source: 1048576,
          sourceName: 'vpxa-zdump.000',
          file: 'vpxa-zdump.000/recovered.log',
          line: 2,
          lines: 1,
          recoveredOffset: 8192,
          recoveredInflatedAt: 64,
          export_digest: null,
        },
      ],
    },
  ],
};

export default parquet;

function columnsOf(records: readonly ExportedRecord[]) {
  return [
    { name: TIME.name, data: records.map(({ instant }) => (instant === null ? null : BigInt(instant))) },
    ...RECORD_COLUMNS.map(({ name, kind, isText, value }) => ({
      name,
      data: records.map((record) => {
        const one = value(record);
        return kind === 'count' && one !== null ? BigInt(one) : one;
      }),
      // The least and greatest of long texts find nothing.
      statistics: !isText,
    })),
    { name: DIGEST.name, data: records.map(({ digest }) => digest) },
  ];
}

function metadataOf({ query, zone, anchor, count, sources }: ExportStatement) {
  const values = { query, zone, anchor, count, sources: JSON.stringify(sources) };
  return Object.entries(values).flatMap(([key, value]) =>
    value === null ? [] : [{ key: `bundlescope.${key}`, value: String(value) }],
  );
}

function textElement(name: string, repetition: 'OPTIONAL' | 'REQUIRED'): SchemaElement {
  return {
    name,
    type: 'BYTE_ARRAY',
    repetition_type: repetition,
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
  };
}

/** Hands out what has been written since the last time; offsets count on. */
class ChunkWriter extends ByteWriter {
  take(): Uint8Array[] {
    if (this.index === 0) return [];
    const bytes = new Uint8Array(this.buffer.slice(0, this.index));
    this.index = 0;
    return [bytes];
  }
}
