import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFormat } from '../../workers/export/registry';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../../workers/export/sample-records';
import { openDuckDb, type DuckDb } from './duckdb';
import { HOSTILE_RECORDS, HOSTILE_STATEMENT } from './export-records';
import { exportedBytes } from './export-reading';

const opened = await openDuckDb();
const isThere = !('missing' in opened);
const db = opened as DuckDb;
const OTHER_DIGEST = 'b2'.repeat(32);
const other = SAMPLE_RECORDS.map((record) => ({ ...record, digest: record.digest && OTHER_DIGEST }));

it.runIf(!isThere)('DuckDB is not there for this platform: what it reads is not tested', (context) => {
  context.skip('missing' in opened ? opened.missing : '');
});

describe.runIf(isThere)('DuckDB', () => {
  const paths = new Map<string, string>();
  const path = (name: string) => `'${paths.get(name)!}'`;
  const messages = HOSTILE_RECORDS.map(({ event }) => event.message);

  beforeAll(async () => {
    for (const id of ['ndjson', 'csv', 'parquet', 'timesketch', 'ecs']) {
      const format = exportFormat(id);
      const add = async (name: string, bytes: Uint8Array) => paths.set(name, await db.file(name, bytes));
      await add(`sample.${id}`, exportedBytes(format, SAMPLE_STATEMENT, SAMPLE_RECORDS));
      await add(`other.${id}`, exportedBytes(format, { ...SAMPLE_STATEMENT, query: 'other' }, other));
      await add(`hostile.${id}`, exportedBytes(format, HOSTILE_STATEMENT, HOSTILE_RECORDS));
      await add(`empty.${id}`, exportedBytes(format, { ...SAMPLE_STATEMENT, count: 0 }, []));
    }
  });
  afterAll(() => db.close());

  it('reads Parquet with its types, nulls and instants', async () => {
    const types = await db.rows(`describe select * from read_parquet(${path('sample.parquet')})`);
    const typeOf = Object.fromEntries(types.map(({ column_name: name, column_type: type }) => [name, type]));
    expect(typeOf).toMatchObject({
      time: 'TIMESTAMP WITH TIME ZONE',
      level: 'VARCHAR',
      message: 'VARCHAR',
      rawCut: 'BOOLEAN',
      line: 'BIGINT',
      export_digest: 'VARCHAR',
    });
    const rows = await db.rows(
      `select epoch_ms(time) as ms, level, rawCut, line, recoveredOffset, export_digest from read_parquet(${path('sample.parquet')})`,
    );
    expect(rows).toEqual(
      SAMPLE_RECORDS.map(({ event, instant, digest }) => ({
        ms: instant === null ? null : String(instant),
        level: event.level,
        rawCut: event.rawCut ?? false,
        line: String(event.line),
        recoveredOffset: event.recoveredAt ? String(event.recoveredAt.offset) : null,
        export_digest: digest,
      })),
    );
  });

  it('reads what a Parquet file is of', async () => {
    const facts = await db.rows(
      `select decode(key) as name, decode(value) as value from parquet_kv_metadata(${path('sample.parquet')})`,
    );
    expect(Object.fromEntries(facts.map(({ name, value }) => [name, value]))).toEqual({
      'bundlescope.query': SAMPLE_STATEMENT.query,
      'bundlescope.zone': SAMPLE_STATEMENT.zone,
      'bundlescope.count': '3',
      'bundlescope.sources': JSON.stringify(SAMPLE_STATEMENT.sources),
    });
  });

  it.each(['ndjson', 'csv', 'parquet'])('reads the files of several bundles together: %s', async (id) => {
    const from = {
      ndjson: `read_json([${path('sample.ndjson')}, ${path('other.ndjson')}])`,
      csv: `read_csv([${path('sample.csv')}, ${path('other.csv')}])`,
      parquet: `read_parquet([${path('sample.parquet')}, ${path('other.parquet')}])`,
    }[id];
    const digest = id === 'ndjson' ? 'export.digest' : 'export_digest';
    expect(
      await db.rows(`select ${digest} as digest, count(*) as records from ${from} group by 1 order by 1`),
    ).toEqual([
      { digest: SAMPLE_STATEMENT.sources[0]!.sha256, records: '2' },
      { digest: OTHER_DIGEST, records: '2' },
      { digest: null, records: '2' },
    ]);
  });

  it('reads Timesketch and ECS as instants and texts, hostile lines included', async () => {
    const timesketch = await db.rows(
      `select typeof(datetime) as type, "timestamp" = epoch_us(datetime::timestamptz) as same, timestamp_desc <> '' as said
       from read_json(${path('sample.timesketch')})`,
    );
    expect(timesketch).toHaveLength(SAMPLE_RECORDS.length);
    for (const row of timesketch) expect(row).toMatchObject({ same: true, said: true });
    const ecs = await db.rows(`select message from read_json(${path('hostile.ecs')})`);
    expect(ecs).toHaveLength(HOSTILE_RECORDS.length);
  });

  it('reads what stands on every line of JSON and in every row', async () => {
    const json = await db.rows(
      `select distinct export.query as q, export.zone as z, export.count as n from read_json(${path('sample.ndjson')})`,
    );
    expect(json).toEqual([{ q: SAMPLE_STATEMENT.query, z: 'Europe/Berlin', n: '3' }]);
    const csv = await db.rows(
      `select distinct export_query as q, export_zone as z, export_count as n from read_csv(${path('sample.csv')})`,
    );
    expect(csv).toEqual(json);
  });

  it('reads hostile texts out of lines of JSON and Parquet', async () => {
    const parquet = await db.rows(
      `select message, process, pid from read_parquet(${path('hostile.parquet')})`,
    );
    expect(parquet).toEqual(messages.map((text) => ({ message: text, process: text, pid: text })));
    const json = await db.rows(
      `select message, raw from read_json(${path('hostile.ndjson')}, maximum_object_size = 67108864) order by line`,
    );
    expect(json).toEqual(messages.map((text) => ({ message: text, raw: text })));
  });

  it('reads hostile texts out of a table', async () => {
    const rows = await db.rows(
      `select message from read_csv(${path('hostile.csv')}, all_varchar = true, max_line_size = 67108864, quote = '"', escape = '"', new_line = '\\r\\n', null_padding = false, strict_mode = false) order by line::bigint`,
    );
    const plain = (text: string | null) => (text ?? '').replace(/^'(?='*[=+\-@\t\r\n＝])/, '');
    expect(rows.map(({ message }) => plain(message as string | null))).toEqual(messages);
  });

  it('reads files without records', async () => {
    expect(await db.rows(`select count(*) as n from read_parquet(${path('empty.parquet')})`)).toEqual([
      { n: '0' },
    ]);
    expect(await db.rows(`select count(*) as n from read_csv(${path('empty.csv')}, header = true)`)).toEqual([
      { n: '0' },
    ]);
    expect(
      await db.rows(
        `select count(*) as n from read_parquet([${path('empty.parquet')}, ${path('sample.parquet')}])`,
      ),
    ).toEqual([{ n: '3' }]);
  });
});
