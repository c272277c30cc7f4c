import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OpenCase } from '../../workers/engine/open-case';
import { planPackage } from '../../workers/engine/package-plan';
import type { PackOptions } from '../../workers/public-api';
import { freeJob } from './case-treatment';
import { inFragments } from './fragmented';
import { bytesOf, entriesOf, JOIN, KEEP, openCaseOf, pack, shownFiles, type Dropped } from './packing-case';
import { originalOf, redactedPackage } from './redacted-package';
import { scanWorkers } from './scan-workers-on-this-thread';
import { tar, tarEntry } from './tar-bytes';

const bytes = (text: string | Buffer) => new Uint8Array(Buffer.from(text));
const line = (i: number) => {
  const time = new Date(Date.UTC(2016, 10, 22, 18) + i * 1000).toISOString();
  return `${time} info hostd[89E02B70] [Originator@6876 sub=Vimsvc opID=op-${i}] Event ${i} of esx1.corp.acme.com ü\n`;
};
const log = (count: number) => Array.from({ length: count }, (_, i) => line(i)).join('');
const wide = (text: string, bigEndian = false) => {
  const buffer = Buffer.from(text, 'utf16le');
  return bytes(bigEndian ? buffer.swap16() : buffer);
};
const members = (text: string) =>
  bytes(Buffer.concat([gzipSync(text.slice(0, 3000)), gzipSync(text.slice(3000))]));
const insights = `@timestamp,@message\n${Array.from(
  { length: 30 },
  (_, i) =>
    `2018-01-17 22:21:00.${100 + i},"Time: 01/17/18 22:21:0${i % 10}.${100000 + i}, usecs:1516227660${100000 + i}\nSequence No : 0x${i.toString(16)}\nReboot counter : 0x107\nCommand Type(hex) : CN_MGMT_CMD (0x0)\nOpcode : CN_LOGIN (0xd)\nSession Handle : 0x100401${i}\nResponse : 0:HSM Return: SUCCESS\nLog type : MGMT_USER_DETAILS_LOG (2)\nUser Name : admin\nUser Type : CN_CU (1)"\n`,
).join('')}`;

const TEXT = log(400);
const FORMS: [string, string, Uint8Array][] = [
  ['compressed', 'hostd.0.gz', bytes(gzipSync(TEXT))],
  ['compressed, of two members', 'hostd.1.gz', members(TEXT)],
  ['UTF-16 with a mark', 'hostd.log', wide(`\ufeff${TEXT}`)],
  ['UTF-16 the other way round', 'hostd.log', wide(`\ufeff${TEXT}`, true)],
  ['UTF-16 without a mark', 'hostd.log', wide(TEXT)],
  ['UTF-16, compressed', 'hostd.0.gz', bytes(gzipSync(wide(`\ufeff${TEXT}`)))],
  ['plain', 'hostd.log', bytes(TEXT)],
  ['an export of log streams', 'logs-insights-results.csv', bytes(insights)],
];

const around = (...parts: Uint8Array[]) =>
  gzipSync(
    tar(
      tarEntry({ name: 'top/first.txt', data: 'first' }),
      ...parts,
      tarEntry({ name: 'top/z.txt', data: 'z' }),
    ),
  );
const droppedAs = (data: Uint8Array): Dropped => ({ name: 'a.tgz', bytes: data });

/** Every record with its text, by the file it is in. */
async function recordsOf(open: OpenCase): Promise<Record<string, string[]>> {
  const { content } = open;
  const found: Record<string, string[]> = {};
  for (let segment = 0; segment < content.segments.count; segment++) {
    const rows: number[] = [];
    for (let row = content.segments.firstRow(segment); row < content.segments.endRow(segment); row++)
      rows.push(row);
    const events = await open.texts.events(rows);
    found[content.shownPath(content.segments.file(segment))] = events.map((event) => JSON.stringify(event));
  }
  return found;
}

describe.each(FORMS)('a log that is %s, in fragments', (_, name, data) => {
  const whole = around(tarEntry({ name: `top/${name}`, data }));
  const open = (each: number) => openCaseOf([droppedAs(around(...inFragments(`top/${name}`, data, each)))]);

  test.each([31, 700, 1 << 20])('of %i bytes has the records that it has in one piece', async (each) => {
    const pieces = await open(each);
    const one = await openCaseOf([droppedAs(whole)]);
    expect(one.content.records).toBeGreaterThan(20);
    expect(await recordsOf(pieces)).toEqual(await recordsOf(one));
    expect(await shownFiles(pieces)).toEqual(await shownFiles(one));
    expect(pieces.content.sources[0]!.warnings).toEqual([]);
    expect(pieces.content.sources[0]!.entries).toBe(one.content.sources[0]!.entries);
  });

  test.each<[string, PackOptions]>([
    ['kept', KEEP],
    ['joined', JOIN],
  ])('keeps its bytes when fragments are %s', async (how, options) => {
    const pieces = await open(700);
    const { blob, manifest } = await pack(pieces, options);
    const entries = (await entriesOf(blob)).filter(({ header }) => header.name.startsWith(`top/${name}`));
    expect(Buffer.concat(entries.map((entry) => entry.data!)).equals(data)).toBe(true);
    expect(entries).toHaveLength(how === 'kept' ? Math.ceil(data.length / 700) : 1);
    const { files } = await planPackage(pieces, freeJob(), options);
    expect(Object.values(files).reduce((sum, count) => sum + count, 0)).toBe(manifest.length);
    const again = await openCaseOf([droppedAs(await bytesOf(blob))]);
    expect(await recordsOf(again)).toEqual(await recordsOf(pieces));
  });
});

const LOGS = FORMS.filter(([form]) => !form.includes('export'));

describe.each(LOGS)('a log that is %s, in fragments', (form, name, data) => {
  const bundle = droppedAs(around(...inFragments(`top/${name}`, data, 700)));
  const textOf = (content: Uint8Array) => {
    const plain = name.endsWith('.gz') ? gunzipSync(content) : Buffer.from(content);
    if (!form.includes('UTF-16')) return plain.toString();
    const isBig = form.includes('other way');
    return (isBig ? plain.swap16() : plain).toString('utf16le').replace('\ufeff', '');
  };

  test.each<[string, PackOptions]>([
    ['kept', KEEP],
    ['joined', JOIN],
  ])('is cut by time at its records, fragments %s', async (_, fragments) => {
    const open = await openCaseOf([bundle]);
    const options = { ...fragments, after: '2016-11-22T18:01:40Z', before: '2016-11-22T18:05:00Z' };
    const { blob, manifest } = await pack(open, options);
    const entries = (await entriesOf(blob)).filter(({ header }) => header.name.startsWith(`top/${name}`));
    const left = Buffer.concat(entries.map((entry) => entry.data!));
    expect(entries.length > 1).toBe(fragments === KEEP);
    expect(textOf(left)).toBe(Array.from({ length: 200 }, (_, i) => line(100 + i)).join(''));
    expect(manifest.filter(({ action }) => action === 'cut')).toHaveLength(entries.length);
    expect((await planPackage(open, freeJob(), options)).files['cut']).toBe(entries.length);
  });

  test.each(['keep', 'join'] as const)('is redacted (fragments: %s)', async (fragments) => {
    const packed = await redactedPackage(
      await openCaseOf([bundle], scanWorkers),
      { words: ['acme'] },
      fragments,
    );
    const entries = await entriesOf(new Blob([packed.bytes]));
    const log = entries.filter(({ header }) => header.name.startsWith(`top/${name}`));
    const text = textOf(Buffer.concat(log.map((entry) => entry.data!)));
    expect(text).not.toContain('acme');
    expect(Buffer.from(originalOf(bytes(text), packed.aliases)).toString()).toBe(TEXT);
    expect(log).toHaveLength(fragments === 'keep' ? Math.ceil(data.length / 700) : 1);
    const actions = packed.manifest.filter(({ path }) => path.includes(name)).map(({ action }) => action);
    expect(new Set(actions)).toEqual(new Set(['redacted']));
  });
});

describe('of a compressed log', () => {
  // Noise keeps the stream long: every fragment matters.
  const noisy = Array.from({ length: 400 }, (_, i) =>
    line(i).replace('\n', ` ${randomBytes(60).toString('hex')}\n`),
  );
  const data = bytes(gzipSync(noisy.join('')));
  const each = Math.ceil(data.length / 10);

  test('that lacks a fragment, what stands before it is read, with a warning', async () => {
    const open = await openCaseOf([droppedAs(around(...inFragments('top/hostd.0.gz', data, each, [6])))]);
    expect(open.content.records).toBeGreaterThan(150);
    expect(open.content.records).toBeLessThan(300);
    expect(open.content.sources[0]!.warnings.map(({ code, path }) => [code, path])).toEqual([
      ['fragment-missing', 'hostd.0.gz'],
      ['gzip-truncated', 'top/hostd.0.gz'],
    ]);
    const { manifest } = await pack(open, JOIN);
    const reasons = manifest.filter(({ path }) => path.includes('FRAG')).map(({ reason }) => reason);
    expect(reasons).toHaveLength(9);
    expect(reasons[0]).toMatch(/^member 1: it is cut off .*; fragment 6 is missing: not joined$/);
    expect(reasons[8]).toBe('fragment 6 is missing: not joined');
  });

  test('whose first fragment is missing, the pieces stay as they are', async () => {
    const open = await openCaseOf([droppedAs(around(...inFragments('top/hostd.0.gz', data, each, [0])))]);
    expect(open.content.records).toBe(0);
    expect(open.content.sources[0]!.warnings.map(({ code }) => code)).toEqual(['fragment-missing']);
  });

  test('that its bundle is cut in, what is there is read, with a warning', async () => {
    const whole = tar(...inFragments('top/hostd.0.gz', data, each));
    const cut = whole.subarray(0, Math.floor(whole.length * 0.7));
    const open = await openCaseOf([{ name: 'a.tar', bytes: cut }]);
    expect(open.content.records).toBeGreaterThan(200);
    const codes = open.content.sources[0]!.warnings.map(({ code }) => code);
    expect(codes).toContain('tar-truncated');
    expect(codes).toContain('gzip-truncated');
    const kept = (await recordsOf(open))['hostd.0.gz']!;
    const all = (await recordsOf(await openCaseOf([{ name: 'a.tar', bytes: whole }])))['hostd.0.gz']!;
    expect(kept.slice(0, -1)).toEqual(all.slice(0, kept.length - 1));
  });

  test('that is damaged in a fragment, what stands before it is read', async () => {
    const broken = data.slice();
    broken.fill(0x55, each * 5 + 10, each * 5 + 200);
    const open = await openCaseOf([droppedAs(around(...inFragments('top/hostd.0.gz', broken, each)))]);
    expect(open.content.records).toBeGreaterThan(150);
    const [warning] = open.content.sources[0]!.warnings;
    expect(warning).toMatchObject({ path: 'top/hostd.0.gz' });
    expect(warning!.code).toMatch(/^gzip-/);
  });
});

test('what is compressed and no log stays the compressed file that it is', async () => {
  const data = bytes(gzipSync(randomBytes(5000)));
  const open = await openCaseOf([droppedAs(around(...inFragments('top/image.gz', data, 700)))]);
  const files = await shownFiles(open);
  expect(files.map(({ path, kind, bytes: size }) => [path, kind, size])).toContainEqual([
    'image.gz',
    'gzip',
    data.length,
  ]);
});

test('five thousand fragments of a compressed log go by in a stream', async () => {
  const count = 200_000;
  const text = log(count);
  const data = bytes(gzipSync(text, { level: 1 }));
  const each = Math.ceil(data.length / 5000);
  const pieces = await openCaseOf([
    { name: 'a.tar', bytes: tar(...inFragments('top/hostd.0.gz', data, each)) },
  ]);
  const one = await openCaseOf([{ name: 'a.tar', bytes: tar(tarEntry({ name: 'top/hostd.0.gz', data })) }]);
  expect(pieces.content.records).toBe(count);
  const held = (open: OpenCase) => open.content.kernel.bytes().length;
  // Neither the text nor the compressed bytes are held.
  expect(held(pieces) - held(one)).toBeLessThan(1 << 20);
});

test('a bomb in fragments is not read to its end', async () => {
  const data = bytes(gzipSync(Buffer.alloc(1 << 28, '2016-11-22T18:00:05.312Z x\n')));
  const open = await openCaseOf([droppedAs(around(...inFragments('top/hostd.0.gz', data, 10_000)))]);
  expect(open.content.sources[0]!.warnings.map(({ code }) => code)).toEqual(['expansion-limit']);
});

test('nor is one that shows only by what was dropped', async () => {
  // Each step inflates no more than logs do; the members are alike, and that is what the archive around makes use of.
  const text = Array.from({ length: 256 }, (_, i) =>
    line(i).replace('\n', `${'x'.repeat(4000)}${randomBytes(4).toString('hex')}\n`),
  );
  const member = gzipSync(text.join(''));
  const count = 300;
  const data = bytes(Buffer.concat(Array.from({ length: count }, () => member)));
  const inflated = text.join('').length * count;
  expect(inflated / data.length).toBeLessThan(400);
  const dropped = around(...inFragments('top/hostd.0.gz', data, 100_000));
  expect(inflated / dropped.length).toBeGreaterThan(5000);
  const open = await openCaseOf([droppedAs(dropped)]);
  expect(open.content.sources[0]!.warnings.map(({ code }) => code)).toEqual(['expansion-limit']);
  expect(open.content.records).toBeGreaterThan(1000);
});
