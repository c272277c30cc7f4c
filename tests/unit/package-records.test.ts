import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { TarHeaders } from '../../workers/archive/tar-headers';
import type { PackOptions } from '../../workers/public-api';
import { inFragments } from './fragmented';
import { bytesOf, JOIN, KEEP, openCaseOf, pack, withGnuTar } from './packing-case';
import { redactedPackage } from './redacted-package';
import { scanWorkers } from './scan-workers-on-this-thread';
import { concat, paxEntry, paxRecord, tar, tarEntry } from './tar-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;

/** PAX records of each entry of a tar, by its name; a record as characters of Latin 1. */
function recordsIn(bytes: Uint8Array): Record<string, string[]> {
  const headers = new TarHeaders();
  const found: Record<string, string[]> = {};
  for (let at = 0; at + 512 <= bytes.length;) {
    const block = bytes.subarray(at, at + 512);
    const header = headers.take(block);
    at += 512;
    if (!header) continue;
    const records = header.records.map((record) => Buffer.from(record.bytes).toString('latin1'));
    found[Buffer.from(header.name).toString()] = records;
    const size = parseInt(Buffer.from(block.subarray(124, 136)).toString(), 8);
    at += Math.ceil(size / 512) * 512;
  }
  return found;
}

async function packedRecords(bytes: Uint8Array, options: PackOptions = KEEP) {
  const open = await openCaseOf([{ name: 'a.tgz', bytes }]);
  const { blob } = await pack(open, options);
  const plain = new Uint8Array(gunzipSync(await bytesOf(blob)));
  return { records: recordsIn(plain), plain };
}

const latin = (record: Uint8Array) => Buffer.from(record).toString('latin1');
/** A record whose value is bytes of any kind. */
function binaryRecord(key: string, value: Uint8Array): Uint8Array {
  const rest = concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return concat([Buffer.from(String(length)), rest]);
}
const pax = (...records: Uint8Array[]) =>
  tarEntry({ name: 'PaxHeaders/x', type: 'x', data: concat(records) });

const TIMES = [paxRecord('atime', '1700000001.123456789'), paxRecord('ctime', '1700000002.5')];
const ATTRIBUTES = [
  binaryRecord(
    'SCHILY.xattr.user.note',
    Uint8Array.from({ length: 256 }, (_, i) => i),
  ),
  paxRecord('SCHILY.xattr.user.empty', ''),
  paxRecord(`SCHILY.xattr.user.${'n'.repeat(240)}`, 'a=b\nc'),
  paxRecord('SCHILY.acl.access', 'user::rw-,group::r--,other::r--'),
  paxRecord('RHT.security.selinux', 'system_u:object_r:var_log_t:s0'),
  paxRecord('comment', 'of this entry'),
];
const ALL = [...TIMES, ...ATTRIBUTES];
const log =
  '2016-11-22T18:00:05.312Z info hostd[89E02B70] [x] Event 1\n2016-11-22T18:00:06Z info hostd[89E02B70] [x] Event 2\n';

describe('PAX records of an entry', () => {
  const inner = gzipSync(tar(pax(...ALL), tarEntry({ name: 'in/a.txt', data: 'a' })));
  const bundle = gzipSync(
    tar(
      pax(...ALL),
      tarEntry({ name: 'top/', type: '5' }),
      pax(...ALL),
      tarEntry({ name: 'top/hostd.log', data: log }),
      pax(...ALL),
      tarEntry({ name: 'top/hostd.0.gz', data: gzipSync(log) }),
      pax(...ALL),
      tarEntry({ name: 'top/link', type: '2', link: 'hostd.log' }),
      pax(...ALL),
      tarEntry({ name: 'top/in.tgz', data: inner }),
      tarEntry({ name: 'top/plain.txt', data: 'it has none' }),
    ),
  );
  const names = ['top/', 'top/hostd.log', 'top/hostd.0.gz', 'top/link', 'top/in.tgz'];

  test('are kept as they were written, whatever is in them', async () => {
    const { records } = await packedRecords(bundle);
    expect(records['top/plain.txt']).toEqual([]);
    for (const name of names) expect([name, records[name]]).toEqual([name, ALL.map(latin)]);
  });

  test('of a log that is cut, and of an archive that is written anew, too', async () => {
    const options = { ...KEEP, after: '2016-11-22T18:00:06Z', exclude: ['plain.txt'] };
    const cut = await packedRecords(bundle, options);
    for (const name of names) expect([name, cut.records[name]]).toEqual([name, ALL.map(latin)]);
    const two = gzipSync(
      tar(pax(...ALL), tarEntry({ name: 'in/a.txt', data: 'a' }), tarEntry({ name: 'in/b.txt', data: 'b' })),
    );
    const nested = gzipSync(tar(pax(...ALL), tarEntry({ name: 'top/in.tgz', data: two })));
    const { records, plain } = await packedRecords(nested, { ...KEEP, exclude: ['in.tgz/b.txt'] });
    expect(records).toEqual({ 'top/in.tgz': ALL.map(latin) });
    const at = plain.findIndex((byte, i) => byte === 0x1f && plain[i + 1] === 0x8b && i % 512 === 0);
    expect(recordsIn(new Uint8Array(gunzipSync(plain.subarray(at))))).toEqual({ 'in/a.txt': ALL.map(latin) });
  });

  test('with redaction only times are, where they are times', async () => {
    const odd = gzipSync(
      tar(
        pax(
          paxRecord('atime', 'esx1.corp.example'),
          ...ALL.slice(1),
          paxRecord('mtime', '1700000000.123456789'),
        ),
        tarEntry({ name: 'top/a.log', data: log }),
        pax(...ALL, paxRecord('mtime', '1700000000.987654321')),
        tarEntry({ name: 'top/link', type: '2', link: 'a.log' }),
      ),
    );
    const open = await openCaseOf([{ name: 'a.tgz', bytes: odd }], scanWorkers);
    const { bytes } = await redactedPackage(open);
    expect(recordsIn(new Uint8Array(gunzipSync(bytes)))).toEqual({
      'top/a.log': [latin(TIMES[1]!), latin(paxRecord('mtime', '1700000000.123456789'))],
      'top/link': [...TIMES.map(latin), latin(paxRecord('mtime', '1700000000.987654321'))],
    });
  });

  test('of fragments are those of the first where they are joined, else their own', async () => {
    const pieces = inFragments('top/core', Buffer.from('a text in pieces'), 8).flatMap((entry, i) => [
      pax(paxRecord('SCHILY.xattr.user.piece', String(i))),
      entry,
    ]);
    const bytes = gzipSync(tar(...pieces));
    const piece = (i: number) => [latin(paxRecord('SCHILY.xattr.user.piece', String(i)))];
    expect((await packedRecords(bytes, JOIN)).records).toEqual({ 'top/core': piece(0) });
    expect((await packedRecords(bytes)).records).toEqual({
      'top/core.FRAG-00000': piece(0),
      'top/core.FRAG-00001': piece(1),
    });
  });

  test('that the package says itself are said once, and as it is there', async () => {
    const path = `top/${'long/'.repeat(60)}a.txt`;
    const stale: [string, string][] = [
      ['path', path],
      ['size', '11'],
      ['uid', '7'],
      ['uname', 'root'],
      ['GNU.sparse.realsize', '999'],
      ['GNU.volume.offset', '5'],
      ['SCHILY.realsize', '999'],
      ['atime', '1.5'],
    ];
    const bytes = gzipSync(tar(paxEntry(stale), tarEntry({ name: 'x', data: 'hello world' })));
    const { records } = await packedRecords(bytes);
    expect(records[path]).toEqual([latin(paxRecord('atime', '1.5')), latin(paxRecord('path', path))]);
  });

  test('are the same when a package is packed again', async () => {
    const once = await pack(await openCaseOf([{ name: 'a.tgz', bytes: bundle }]));
    const again = await pack(await openCaseOf([{ name: 'a.tgz', bytes: await bytesOf(once.blob) }]));
    expect(gunzipSync(await bytesOf(again.blob)).equals(gunzipSync(await bytesOf(once.blob)))).toBe(true);
  });
});

test.runIf(hasGnuTar)('GNU tar finds the attributes and times that it wrote', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'records-'));
  try {
    mkdirSync(join(folder, 'top'));
    writeFileSync(join(folder, 'top/hostd.log'), log);
    symlinkSync('hostd.log', join(folder, 'top/link'));
    const options = [
      '--format=posix',
      '--pax-option=SCHILY.xattr.user.note:=from the source',
      '--pax-option=RHT.security.selinux:=system_u:object_r:var_log_t:s0',
    ];
    execFileSync('tar', [...options, '-czf', 'a.tgz', 'top'], { cwd: folder });
    const bytes = new Uint8Array(readFileSync(join(folder, 'a.tgz')));
    const { blob } = await pack(await openCaseOf([{ name: 'a.tgz', bytes }]));
    const listed = (package_: Blob) =>
      withGnuTar(package_, (run) => run('--xattrs', '--selinux', '--full-time', '-tvvz'));
    const before = await listed(new Blob([bytes]));
    expect(before).toContain('user.note');
    expect(before).toContain('var_log_t');
    expect(await listed(blob)).toBe(before);
    const packed = recordsIn(new Uint8Array(gunzipSync(await bytesOf(blob))));
    const wanted = recordsIn(new Uint8Array(gunzipSync(bytes)));
    const sorted = (records: Record<string, string[]>) =>
      Object.entries(records).map(([name, each]) => [name, [...each].sort()]);
    expect(sorted(packed)).toEqual(sorted(wanted));
    expect(packed['top/hostd.log']!.join('')).toMatch(/atime=\d+\.\d+\n[^]*ctime=\d+\.\d+\n/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
