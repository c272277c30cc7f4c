import { parquetMetadata } from 'hyparquet';
import Papa from 'papaparse';
import { describe, expect, it, test } from 'vitest';
import { EXPORT_FORMATS, exportFormat } from '../../workers/export/registry';
import { HOSTILE_RECORDS, HOSTILE_STATEMENT } from './export-records';
import { exportedBytes, exportedText, parquetRows } from './export-reading';

const textual = EXPORT_FORMATS.filter(({ id }) => id !== 'parquet');
const ndjson = exportFormat('ndjson');
const csv = exportFormat('csv');
const parquet = exportFormat('parquet');

test('the five forms are there, each under a name of its own', () => {
  const ids = EXPORT_FORMATS.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['csv', 'ecs', 'ndjson', 'parquet', 'timesketch']));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ['xml', '', undefined, null, 7, {}, '__proto__'])
    expect(() => exportFormat(id)).toThrow(/format is one of "/);
});

describe.each(EXPORT_FORMATS)('$id', (format) => {
  it('has samples, and writes them as they say', async () => {
    expect(format.samples.length).toBeGreaterThan(0);
    for (const { statement, records, lines, rows } of format.samples) {
      if (lines) expect(exportedText(format, statement, records)).toBe(`${lines.join('\n')}\n`);
      if (rows) expect(await parquetRows(exportedBytes(format, statement, records))).toEqual(rows);
      expect(Boolean(lines) !== Boolean(rows)).toBe(true);
    }
  });

  it('keeps no view on the chunks that it gave', () => {
    const [{ statement, records }] = format.samples as [(typeof format.samples)[number]];
    const whole = exportedBytes(format, statement, records);
    const writer = format.begin(statement);
    const copies: Uint8Array[] = [];
    const take = (chunks: Uint8Array[]) =>
      chunks.forEach((chunk) => {
        expect(chunk.byteLength).toBe(chunk.buffer.byteLength);
        copies.push(chunk.slice());
        chunk.fill(0);
      });
    take(writer.records(records));
    take(writer.end());
    expect(new Uint8Array(Buffer.concat(copies))).toEqual(whole);
  });
});

describe.each(textual)('$id', (format) => {
  it('writes the same, however many records at a time', () => {
    const whole = exportedText(format, HOSTILE_STATEMENT, HOSTILE_RECORDS);
    for (const slice of [1, 2, 7])
      expect(exportedText(format, HOSTILE_STATEMENT, HOSTILE_RECORDS, slice)).toBe(whole);
  });
});

describe('no records', () => {
  const statement = { ...HOSTILE_STATEMENT, count: 0 };
  it('are an empty file of lines', () => {
    for (const id of ['ndjson', 'timesketch', 'ecs'])
      expect(exportedText(exportFormat(id), statement, [])).toBe('');
  });
  it('are the header of a table', () => {
    expect(exportedText(csv, statement, [])).toMatch(/^time,timeKnownBy,.*,export_count\r\n$/);
  });
  it('are a Parquet file with its columns and what it is of', async () => {
    const bytes = exportedBytes(parquet, statement, []);
    expect(await parquetRows(bytes)).toEqual([]);
    const { schema, key_value_metadata: facts } = parquetMetadata(bytes.slice().buffer);
    expect(schema.map(({ name }) => name)).toContain('export_digest');
    expect(facts).toContainEqual({ key: 'bundlescope.query', value: statement.query });
    expect(facts).toContainEqual({ key: 'bundlescope.count', value: '0' });
  });
});

describe('hostile texts', () => {
  it('come back out of lines of JSON', () => {
    const lines = exportedText(ndjson, HOSTILE_STATEMENT, HOSTILE_RECORDS).split('\n').slice(0, -1);
    expect(lines).toHaveLength(HOSTILE_RECORDS.length);
    lines.forEach((line, i) => {
      const { sourceName, export: statement, ...event } = JSON.parse(line) as Record<string, unknown>;
      const record = HOSTILE_RECORDS[i]!;
      expect(event).toEqual(record.event);
      expect(sourceName).toBe(record.sourceName);
      expect(statement).toMatchObject({ query: HOSTILE_STATEMENT.query, digest: record.digest });
    });
  });

  it('come back out of a table, with what a spreadsheet would run made harmless', () => {
    const text = exportedText(csv, HOSTILE_STATEMENT, HOSTILE_RECORDS);
    const { data, errors } = Papa.parse<Record<string, string>>(text, {
      header: true,
      newline: '\r\n',
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(HOSTILE_RECORDS.length);
    data.forEach((row, i) => {
      const { event, sourceName } = HOSTILE_RECORDS[i]!;
      for (const [name, value] of Object.entries({ ...event, sourceName })) {
        const cell = row[name]!;
        expect(cell).not.toMatch(/^[=+\-@\t\r\n＝]/);
        const isFormula = /^'*[=+\-@\t\r\n＝]/.test(String(value));
        expect(cell).toBe(isFormula ? `'${String(value)}` : String(value));
      }
      expect(row.export_query).toBe(HOSTILE_STATEMENT.query);
    });
  });

  it('come back out of Parquet', async () => {
    const rows = await parquetRows(exportedBytes(parquet, HOSTILE_STATEMENT, HOSTILE_RECORDS));
    expect(rows.map(({ message }) => message)).toEqual(HOSTILE_RECORDS.map(({ event }) => event.message));
    expect(rows.map(({ process, host }) => [process, host])).toEqual(
      HOSTILE_RECORDS.map(({ event }) => [event.process, event.host]),
    );
  });
});

describe('Parquet', () => {
  it('is written in row groups, and says of what it is', () => {
    const many = Array.from({ length: 150_000 }, (_, i) => HOSTILE_RECORDS[i % 8]!);
    const bytes = exportedBytes(parquet, { ...HOSTILE_STATEMENT, count: many.length }, many, 1_000);
    const {
      row_groups: groups,
      key_value_metadata: facts,
      num_rows: rows,
    } = parquetMetadata(bytes.slice().buffer);
    expect(Number(rows)).toBe(many.length);
    expect(groups.map(({ num_rows: count }) => Number(count))).toEqual([
      ...Array<number>(9).fill(16_384),
      2_544,
    ]);
    const digests = groups.map(({ columns }) => columns.at(-1)!.meta_data!);
    expect(digests.every(({ encodings }) => encodings.includes('RLE_DICTIONARY'))).toBe(true);
    expect(digests.every(({ codec }) => codec === 'SNAPPY')).toBe(true);
    const sources = facts!.find(({ key }) => key === 'bundlescope.sources')!.value!;
    expect(JSON.parse(sources)).toEqual(HOSTILE_STATEMENT.sources);
  });

  it('begins a new row group where texts are long', () => {
    const long = HOSTILE_RECORDS.find(({ event }) => event.raw.length === 70_000)!;
    const bytes = exportedBytes(
      parquet,
      HOSTILE_STATEMENT,
      Array.from({ length: 300 }, () => long),
    );
    expect(parquetMetadata(bytes.slice().buffer).row_groups).toHaveLength(10);
  });
});
