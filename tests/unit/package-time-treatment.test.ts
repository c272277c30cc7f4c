import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OpenCase } from '../../workers/engine/open-case';
import type { PackOptions } from '../../workers/public-api';
import { bundleOf, bytesOf, entriesOf, openCaseOf, pack, type Dropped } from './packing-case';

/** Records with an instant in the range, by file. */
async function recordsIn(open: OpenCase, after: number, before: number): Promise<Map<string, string[]>> {
  const { rowSource, segments } = open.content;
  const found = new Map<string, string[]>();
  for (let segment = 0; segment < segments.count; segment++) {
    const rows: number[] = [];
    for (let row = segments.firstRow(segment); row < segments.endRow(segment); row++) {
      const time = rowSource.columns.time(row);
      if (time >= after && time < before) rows.push(row);
    }
    if (rows.length === 0) continue;
    const events = await open.texts.events(rows);
    const path = open.content.shownPath(segments.file(segment));
    // Lines have other numbers now.
    found.set(
      path,
      events.map(({ line: _, source: __, ...event }) => JSON.stringify(event)),
    );
  }
  return found;
}

/** All that is there is in the range, or has no instant and stands first. */
function onlyIn({ content }: OpenCase, after: number, before: number): boolean {
  const { rowSource, segments } = content;
  for (let segment = 0; segment < segments.count; segment++) {
    const times = [];
    for (let row = segments.firstRow(segment); row < segments.endRow(segment); row++)
      times.push(rowSource.columns.time(row));
    if (times.every(Number.isNaN)) continue;
    const first = times.findIndex((time) => !Number.isNaN(time));
    if (!times.slice(first).every((time) => time >= after && time < before)) return false;
  }
  return true;
}

const iso = (time: number) => new Date(time).toISOString();

async function cut(dropped: readonly Dropped[], after: number | null, before: number | null) {
  const open = await openCaseOf(dropped);
  const options: PackOptions = {
    dumps: 'keep',
    fragments: 'keep',
    ...(after !== null && { after: iso(after) }),
    ...(before !== null && { before: iso(before) }),
  };
  const { blob, manifest } = await pack(open, options);
  const again = await openCaseOf([{ name: dropped[0]!.name, bytes: await bytesOf(blob) }]);
  return { open, again, manifest, blob, actions: new Map(manifest.map((entry) => [entry.path, entry])) };
}

describe('a bundle cut by time has the records of the range, and no others', () => {
  test.each(['6.7', '7.0', '8.0'] as const)('of %s', async (release) => {
    const bundle = await bundleOf({ release, fragments: true, logBytes: 300_000 });
    const whole = await openCaseOf([bundle]);
    const { from, to } = whole.state();
    for (const [start, end] of [
      [0.2, 0.3],
      [0.5, 0.51],
      [0.9, 1.1],
    ] as const) {
      const after = Math.round(from! + (to! - from!) * start);
      const before = Math.round(from! + (to! - from!) * end);
      const { again, manifest } = await cut([bundle], after, before);
      expect(await recordsIn(again, after, before)).toEqual(await recordsIn(whole, after, before));
      expect(onlyIn(again, after, before)).toBe(true);
      const actions = new Set(manifest.map(({ action }) => action));
      expect(actions.has('cut') || actions.has('dropped')).toBe(true);
      for (const { action, reason, bytes } of manifest) {
        if (action === 'dropped')
          expect([bytes, reason]).toEqual([0, 'none of its records is in the range of time']);
      }
    }
  });

  test('and from one instant on, or up to one', async () => {
    const bundle = await bundleOf({ logBytes: 100_000 });
    const whole = await openCaseOf([bundle]);
    const middle = Math.round((whole.state().from! + whole.state().to!) / 2);
    const late = await cut([bundle], middle, null);
    const early = await cut([bundle], null, middle);
    expect(await recordsIn(late.again, -Infinity, Infinity)).toEqual(
      await recordsIn(whole, middle, Infinity),
    );
    const [all, before] = [
      await recordsIn(early.again, -Infinity, Infinity),
      await recordsIn(whole, -Infinity, middle),
    ];
    expect(all).toEqual(before);
  });
});

const line = (time: string, text: string) =>
  `${time} info hostd[2099425] [Originator@6876 sub=Made] ${text}\n`;
const LOG = [
  '--> the rest of a record of the log before\n',
  line('2026-02-03T04:00:00.000Z', 'first'),
  line('2026-02-03T04:00:01.000Z', 'second, of lines'),
  '--> that go on\n',
  line('2026-02-03T04:00:02.000Z', 'drittes: äöü 密碼 😀'),
  line('2026-02-03T04:00:01.500Z', 'the clock was set back'),
  line('2026-02-03T04:00:03.000Z', 'last'),
];
const AFTER = Date.parse('2026-02-03T04:00:01Z');
const BEFORE = Date.parse('2026-02-03T04:00:02Z');
const KEPT = LOG[2]! + LOG[3]! + LOG[5]!;

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const inFolder = (files: Record<string, Uint8Array | string>): Dropped[] =>
  Object.entries(files).map(([path, bytes]) => ({
    name: path.split('/').at(-1)!,
    folderPath: `esx/${path}`,
    bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    modified: Date.UTC(2026, 1, 4),
  }));

describe('a single log', () => {
  const files = {
    'var/run/log/hostd.log': LOG.join(''),
    'var/run/log/hostd.0.gz': gzipSync(LOG.join('')),
    'var/log/marked.log': `\ufeff${LOG.join('')}`,
    'var/log/wide.log': utf16(LOG.join('')),
    'var/log/wide-be.log': swapped(utf16(LOG.join(''))),
    'var/log/wide.0.gz': gzipSync(utf16(LOG.join(''))),
    'var/log/old.log': line('2025-01-01T00:00:00.000Z', 'long ago'),
    'var/log/none.log': 'no time at all\nnor here\n',
    'etc/vmware/esx.conf': '/a = "b"\n',
    'notes.bin': Buffer.from([0, 1, 2, 3, 255, 254]),
  };

  test('is cut at records in whatever form it is stored, and comes back in that form', async () => {
    const { blob, actions } = await cut(inFolder(files), AFTER, BEFORE);
    const entries = new Map(
      (await entriesOf(blob)).map(({ header, data }) => [header.name, Buffer.from(data ?? [])]),
    );
    const content = (path: string) => entries.get(`esx/${path}`)!;
    expect(content('var/run/log/hostd.log').toString()).toBe(KEPT);
    const { gunzipSync } = await import('node:zlib');
    expect(gunzipSync(content('var/run/log/hostd.0.gz')).toString()).toBe(KEPT);
    expect(content('var/log/marked.log').toString()).toBe(KEPT);
    expect(content('var/log/wide.log').equals(utf16(KEPT))).toBe(true);
    expect(content('var/log/wide-be.log').equals(swapped(utf16(KEPT)))).toBe(true);
    expect(gunzipSync(content('var/log/wide.0.gz')).equals(utf16(KEPT))).toBe(true);
    for (const path of ['var/log/none.log', 'etc/vmware/esx.conf', 'notes.bin'] as const)
      expect(content(path).equals(Buffer.from(files[path]))).toBe(true);
    expect(entries.has('esx/var/log/old.log')).toBe(false);
    const told = (path: string) => actions.get(`esx/${path}`);
    expect(told('var/run/log/hostd.0.gz')).toMatchObject({ action: 'cut' });
    expect(told('var/log/old.log')).toMatchObject({ action: 'dropped', bytes: 0, sha256: '' });
    expect(told('var/log/none.log')).toMatchObject({
      action: 'kept',
      reason: expect.stringContaining('no record'),
    });
    expect(told('etc/vmware/esx.conf')!.reason).toBeUndefined();
  });

  test('in UTF-16 stays whole where it could not be written again byte by byte', async () => {
    const broken = Buffer.concat([
      utf16(LOG.slice(0, 3).join('')),
      Buffer.from([0x3d, 0xd8]),
      utf16(LOG[5]!).subarray(2),
    ]);
    const { blob, actions } = await cut(inFolder({ 'var/log/wide.log': broken }), AFTER, BEFORE);
    expect(actions.get('esx/var/log/wide.log')).toMatchObject({
      action: 'kept',
      reason: expect.stringContaining('no UTF-16'),
    });
    expect((await entriesOf(blob)).map(({ data }) => broken.equals(data!))).toEqual([true]);
  });

  test('is not cut where all of it is in the range, and has what stands before its first record', async () => {
    const { blob, actions } = await cut(inFolder(files), Date.parse('2026-02-03T04:00:00Z'), null);
    const entries = new Map(
      (await entriesOf(blob)).map(({ header, data }) => [header.name, Buffer.from(data ?? [])]),
    );
    for (const path of ['var/run/log/hostd.log', 'var/run/log/hostd.0.gz', 'var/log/wide.log'] as const) {
      expect(actions.get(`esx/${path}`)).toMatchObject({ action: 'kept' });
      expect(entries.get(`esx/${path}`)!.equals(Buffer.from(files[path]))).toBe(true);
    }
  });

  test('without years is cut where they are read the same again, else stays whole', async () => {
    const syslog = (days: string[]) =>
      days.map((day) => `${day} 04:00:00 vc01 systemd[1]: a line\n`).join('');
    const recent = syslog(['Nov 30', 'Dec 31', 'Jan 10', 'Jan 20']);
    const old = syslog([
      'Feb 10',
      'Jun 11',
      'Sep 11',
      'Dec 11',
      'Mar 11',
      'Jun 11',
      'Sep 11',
      'Dec 11',
      'Jan 20',
    ]);
    const dropped = inFolder({ 'var/log/messages': recent, 'var/log/old/messages': old });
    for (const [after, before, action] of [
      [Date.UTC(2025, 7, 1), Date.UTC(2026, 5, 1), 'cut'],
      [Date.UTC(2024, 4, 1), Date.UTC(2026, 0, 1), 'cut'],
      [Date.UTC(2024, 4, 1), Date.UTC(2025, 0, 1), 'kept'],
    ] as const) {
      const { again, open, actions } = await cut(dropped, after, before);
      const told = actions.get('esx/var/log/old/messages')!;
      expect(told.action).toBe(action);
      if (action === 'kept') expect(told.reason).toContain('no year');
      const kept = await recordsIn(again, after, before);
      expect(kept).toEqual(await recordsIn(open, after, before));
      expect(kept.get('var/log/old/messages')!.length).toBeGreaterThan(1);
    }
  });
});

test('a delivery of log streams stays whole, and says so', async () => {
  const delivery = JSON.stringify({
    events: [
      {
        logStreamName: 'hsm-a',
        timestamp: Date.UTC(2026, 0, 1),
        message: 'Time: 01/01/26 00:00:00.000000, usecs:1\nx',
      },
      {
        logStreamName: 'hsm-a',
        timestamp: Date.UTC(2026, 0, 2),
        message: 'Time: 01/02/26 00:00:00.000000, usecs:2\ny',
      },
    ],
  });
  const { actions, blob } = await cut(inFolder({ 'a/export.json': delivery }), Date.UTC(2026, 0, 2), null);
  expect(actions.get('esx/a/export.json')).toMatchObject({
    action: 'kept',
    reason: expect.stringContaining('delivery'),
  });
  const entries = await entriesOf(blob);
  expect(entries.map(({ data }) => Buffer.from(data!).toString())).toEqual([delivery]);
});
