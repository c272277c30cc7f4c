import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { EventRecord, EventsExportOptions } from '../../workers/public-api';
import { exportingCase, type ExportingCase } from './exporting';
import { tarEntry } from './tar-bytes';

type Line = EventRecord & {
  sourceName: string;
  export: { query: string; zone: string; digest: string | null; count: number };
};

const MINUTE = 60_000;
const START = Date.UTC(2024, 4, 1, 10);
const iso = (ms: number) => new Date(ms).toISOString();
const hostd = (from: number, count: number, every = 1000) =>
  Array.from(
    { length: count },
    (_, i) =>
      `${iso(from + i * every)} info hostd[89E02B70] [Originator@6876 sub=Vim opID=op-${i % 7}] step ${i}${i % 5 ? '' : `\n--> of ${i} <Ä "x">`}\n`,
  ).join('');
const vmkernel = (from: number, count: number) =>
  Array.from(
    { length: count },
    (_, i) => `${iso(from + i * 700)} cpu${i % 4}:2099${i % 9})ScsiDeviceIO: ${i}: failed\r\n`,
  ).join('');
const tgz = (files: Record<string, string | Uint8Array>) =>
  gzipSync(
    Buffer.concat([
      ...Object.entries(files).map(([name, data]) => tarEntry({ name, data, modified: START / 1000 })),
      Buffer.alloc(1024),
    ]),
  );

const BUNDLE = tgz({
  'esx/var/run/log/hostd.log': hostd(START, 3_000),
  'esx/var/run/log/hostd.0.gz': gzipSync(hostd(START - 50 * MINUTE, 2_000)),
  'esx/var/run/log/vmkernel.log': vmkernel(START - 10 * MINUTE, 4_000),
  'esx/error.log': 'VMkernel esx01\nsecond line\n',
  'esx/action.log': '',
  'esx/var/log/sysboot.log': `no time yet\nstill none\n${hostd(START, 2)}`,
});

async function lines(open: ExportingCase, options: Partial<EventsExportOptions> = {}): Promise<Line[]> {
  const { blob } = await open.run((exports, job) => exports.toBlob(job, { format: 'ndjson', ...options }));
  return (await blob.text())
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('an export', () => {
  it('holds every record in the order of time, as it reads alone', async () => {
    const open = await exportingCase([{ path: 'esx.tgz', content: BUNDLE }]);
    const written = await lines(open);
    expect(written).toHaveLength(open.content.records);
    const dated = written.flatMap(({ time }) => (time === null ? [] : [time]));
    expect(dated).toEqual([...dated].sort());
    // Read one by one, each from its own few bytes.
    const rows = new Map<string, number>();
    for (let row = 0; row < open.content.records; row++) {
      const { rowSource } = open.content;
      rows.set(`${open.content.shownPath(rowSource.file(row))}:${rowSource.line(row)}`, row);
    }
    for (const line of written.filter((_, i) => i % 37 === 0 || i < 50)) {
      const row = rows.get(`${line.file}:${line.line}`)!;
      const alone = await open.texts.detail(row, new Map());
      expect(line).toMatchObject({
        time: alone.time === null ? null : iso(alone.time),
        message: alone.fullMessage,
        raw: alone.raw,
        process: alone.process,
        opId: alone.opId,
        lines: alone.lines,
      });
    }
    expect(new Set(written.map(({ file, line }) => `${file}:${line}`)).size).toBe(written.length);
  });

  it('says on every record what it is of: query, zone, digest of what was dropped, count', async () => {
    const other = hostd(START, 4);
    const open = await exportingCase([
      { path: 'vc.tgz', content: tgz({ 'vc/esx.tgz': BUNDLE, 'vc/other.log': hostd(START, 3) }) },
      { path: 'hostd.log', content: other },
    ]);
    const query = 'step opid:op-1';
    const written = await lines(open, { query, zone: 'Asia/Tokyo' });
    const digests = new Map<string, Set<string | null>>();
    for (const { sourceName, export: statement } of written) {
      expect(statement).toMatchObject({ query, zone: 'Asia/Tokyo', count: written.length });
      digests.set(sourceName, (digests.get(sourceName) ?? new Set()).add(statement.digest));
    }
    const dropped = sha256(new Uint8Array(await open.content.blobs[0]!.arrayBuffer()));
    expect(Object.fromEntries(Array.from(digests, ([name, found]) => [name, [...found]]))).toEqual({
      'vc.tgz': [dropped],
      'esx.tgz': [dropped],
      'hostd.log': [sha256(Buffer.from(other))],
    });
  });

  it('states a query that is no Unicode as text that is', async () => {
    const open = await exportingCase([{ path: 'hostd.log', content: hostd(START, 2) }]);
    const [line] = await lines(open, { query: '-"\ud800"' });
    expect(line!.export).toMatchObject({ query: '-"\ufffd"', count: 2 });
  });

  it('takes times of the query in its zone, and from its anchor', async () => {
    const open = await exportingCase([{ path: 'hostd.log', content: hostd(START, 100, MINUTE) }]);
    const inUtc = await lines(open, { query: 'after:"2024-05-01 11:00"' });
    const inBerlin = await lines(open, { query: 'after:"2024-05-01 11:00"', zone: 'Europe/Berlin' });
    expect([inUtc.length, inBerlin.length]).toEqual([40, 100]);
    expect(
      await lines(open, { query: 'after:-5m before:+0m', anchor: iso(START + 60 * MINUTE) }),
    ).toHaveLength(5);
  });

  it('puts records without an instant where forms need one, and counts them', async () => {
    const open = await exportingCase([{ path: 'esx.tgz', content: BUNDLE }]);
    const { blob, undated } = await open.run((exports, job) =>
      exports.toBlob(job, { format: 'timesketch', query: '-file:vmkernel.log -step' }),
    );
    const events = (await blob.text())
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { file: string; timestamp: number; time_known_by: string });
    expect(undated).toBe(3);
    expect(events.map(({ file, timestamp, time_known_by: by }) => [file, timestamp, by])).toEqual([
      ['var/log/sysboot.log', START * 1000, 'next-record'],
      ['error.log', START * 1000, 'file-modified'],
      ['error.log', START * 1000, 'file-modified'],
    ]);
  });

  it('cuts a record of more than a mebibyte, and says so', async () => {
    const long = `${iso(START)} info hostd[1] [Originator@6876 sub=A] ${'long '.repeat(300_000)}\n`;
    const open = await exportingCase([{ path: 'hostd.log', content: long + hostd(START + 1, 3) }]);
    const [first, ...rest] = await lines(open);
    expect([first!.rawCut, first!.raw.length]).toEqual([true, 1024 * 1024]);
    expect(rest.map(({ rawCut }) => rawCut)).toEqual([undefined, undefined, undefined]);
  });

  it('of texts larger than what is read together is whole', async () => {
    const line = (i: number) =>
      `${iso(START + i)} info hostd[1] [Originator@6876 sub=A] ${i} ${'x'.repeat(90_000)}\n`;
    const open = await exportingCase([
      { path: 'hostd.log', content: Array.from({ length: 400 }, (_, i) => line(i)).join('') },
    ]);
    const written = await lines(open);
    expect(written.map(({ message }) => Number(message.split(' ')[0]))).toEqual(
      Array.from({ length: 400 }, (_, i) => i),
    );
  });

  it('tells of its progress to the end, and gives the same into a file', async () => {
    const open = await exportingCase([{ path: 'esx.tgz', content: BUNDLE }]);
    const chunks: Uint8Array[] = [];
    const outcome = await open.run((exports, job) =>
      exports.into(job, { format: 'csv' }, async (chunk) => {
        chunks.push(chunk);
      }),
    );
    const { blob, ...same } = await open.run((exports, job) => exports.toBlob(job, { format: 'csv' }));
    expect(same).toEqual(outcome);
    expect(blob.type).toBe('text/csv');
    expect(await blob.text()).toBe(Buffer.concat(chunks).toString());
    expect(outcome.bytes).toBe(blob.size);
    const { told } = open;
    expect(told.at(-1)).toMatchObject({ done: told.at(-1)!.total });
    expect(told.at(-1)!.total).toBeGreaterThanOrEqual(outcome.records);
  });
});

describe('an export that cannot be', () => {
  const failing = (open: ExportingCase, options: unknown) =>
    open
      .run((exports, job) => exports.toBlob(job, options as EventsExportOptions))
      .then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );

  it('says so by a code', async () => {
    const open = await exportingCase([{ path: 'hostd.log', content: hostd(START, 3) }]);
    expect(await failing(open, { format: 'xml' })).toBe('bad-argument');
    expect(await failing(open, { format: 'csv', zone: 'Mars/Olympus' })).toBe('bad-argument');
    expect(await failing(open, { format: 'csv', anchor: 'yesterday' })).toBe('bad-anchor');
    expect(await failing(open, { format: 'csv', query: 'after:nonsense' })).toBe('query-bad-time');
  });

  it.each<[string, (header: Uint8Array) => void]>([
    [
      'in base-256, behind all dates',
      (header) => header.set([0x80, 0, 0, 0, 0x0f, 1, 2, 3, 4, 5, 6, 7], 136),
    ],
    [
      'in base-256, before all dates',
      (header) => header.set([0xff, 255, 255, 255, 0xf0, 1, 2, 3, 4, 5, 6, 7], 136),
    ],
    [
      'in the year 33658',
      (header) => header.set([0x80, 0, 0, 0, 0, 0, 0, 0xe8, 0xd4, 0xa5, 0x0f, 0xff], 136),
    ],
  ])('gives records without a time one that all tools take, of a file last written %s', async (_, change) => {
    const entry = tarEntry({ name: 'esx/error.log', data: 'no time\n', change });
    const content = Buffer.concat([entry, Buffer.alloc(1024)]);
    const open = await exportingCase([{ path: 'esx.tar', content }]);
    for (const format of ['timesketch', 'ecs'] as const) {
      const { blob } = await open.run((exports, job) => exports.toBlob(job, { format }));
      const line = JSON.parse(await blob.text()) as Record<string, string>;
      const stated = line.datetime ?? line['@timestamp']!;
      expect(stated).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect(line.time_known_by ?? (line.labels as unknown as Record<string, string>).time_known_by).toBe(
        'opened',
      );
    }
  });

  it('has names of files as Unicode, also one that is none', async () => {
    const open = await exportingCase([{ path: 'hostd.log', content: hostd(START, 2) }]);
    Object.assign(open.content.source(0), { name: '\ufeffa\ud83d.log' });
    const name = '\ufeffa\ufffd.log';
    for (const format of ['ndjson', 'timesketch', 'ecs'] as const) {
      const { blob } = await open.run((exports, job) => exports.toBlob(job, { format }));
      const text = await blob.text();
      expect(text).not.toMatch(/\\u[dD]8/);
      expect(text).toContain(JSON.stringify(name));
    }
    const { blob } = await open.run((exports, job) => exports.toBlob(job, { format: 'parquet' }));
    const { key_value_metadata: facts } = parquetMetadata(await blob.arrayBuffer());
    const sources = facts!.find(({ key }) => key === 'bundlescope.sources')!.value!;
    expect(JSON.parse(sources)).toMatchObject([{ name }]);
  });

  it('holds little text at a time, however large its records are', async () => {
    const large = `${iso(START)} info hostd[1] [Originator@6876 sub=A] ${'"'.repeat(100_000)}\n`;
    const open = await exportingCase([{ path: 'hostd.log', content: large.repeat(120) }]);
    const sizes: number[] = [];
    await open.run((exports, job) =>
      exports.into(job, { format: 'ndjson' }, async (chunk) => void sizes.push(chunk.length)),
    );
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThan(8 * 1024 * 1024);
  });

  it('ends when it is cancelled', async () => {
    const open = await exportingCase([{ path: 'esx.tgz', content: BUNDLE }]);
    let chunks = 0;
    const run = open.run((exports, job) =>
      exports.into(job, { format: 'ndjson' }, async () => {
        if (++chunks === 2) open.cancel();
      }),
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(chunks).toBeLessThan(6);
  });

  it('fails as the writing of its file does', async () => {
    const open = await exportingCase([{ path: 'esx.tgz', content: BUNDLE }]);
    const run = open.run((exports, job) =>
      exports.into(job, { format: 'ndjson' }, () => Promise.reject(new Error('the disk is full'))),
    );
    await expect(run).rejects.toThrow('the disk is full');
  });

  it('begins anew when rows got other numbers, or fails where it has written into a file', async () => {
    const line = (i: number) =>
      `${iso(START + i)} info hostd[1] [Originator@6876 sub=A] ${i} ${'x'.repeat(90_000)}\n`;
    const content = Array.from({ length: 400 }, (_, i) => line(i)).join('');
    const open = await exportingCase([{ path: 'hostd.log', content }]);
    const into = open.run((exports, job) =>
      exports.into(job, { format: 'ndjson' }, async () => {
        open.content.moves++;
      }),
    );
    await expect(into).rejects.toMatchObject({ code: 'case-changed' });
    let moved = 0;
    const batch = open.texts.batch.bind(open.texts);
    open.texts.batch = (rows, start) => {
      if (moved++ < 2) open.content.moves++;
      return batch(rows, start);
    };
    expect(await lines(open)).toHaveLength(open.content.records);
    // Twice in vain, then in three batches.
    expect(moved).toBe(5);
  });

  it('names the file that can no longer be read', async () => {
    const open = await exportingCase([{ path: 'hostd.log', content: hostd(START, 3) }]);
    open.content.blobs[0] = new Blob([]);
    expect(await failing(open, { format: 'csv' })).toBe('unreadable');
  });
});
