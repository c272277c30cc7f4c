import { execFileSync, spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TarHeaders } from '../../workers/archive/tar-headers';
import { rawNameOf, type RawName } from '../../workers/package/raw-name';
import type { PackOptions } from '../../workers/public-api';
import { bytesOf, JOIN, KEEP, openCaseOf, pack, shownFiles } from './packing-case';
import { concat, paxEntry, tar, tarEntry } from './tar-bytes';
import { extraField, zip, type ZipField } from './zip-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;
const hasUnzip = spawnSync('unzip', ['-v']).status === 0;
const latin = (text: string) => Buffer.from(text, 'latin1');
const LOG = '2016-11-22T18:00:05.312Z info hostd[89E02B70] [x] event\n';

async function packed(name: string, bytes: Uint8Array, options: PackOptions = KEEP) {
  const open = await openCaseOf([{ name, bytes }]);
  const { blob } = await pack(open, options);
  return { open, tgz: await bytesOf(blob) };
}

/** Names and targets of all entries in their bytes, as Latin-1. */
function namesIn(bytes: Uint8Array): string[] {
  const headers = new TarHeaders();
  const names: string[] = [];
  for (let at = 0; at < bytes.length; at += 512) {
    const header = headers.take(bytes.subarray(at, at + 512));
    if (header) names.push(`${latinOf(header.name)} -> ${latinOf(header.link)}`);
  }
  return names;
}

const latinOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe.runIf(hasGnuTar)('names that are no UTF-8, with GNU tar', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-names-'));
    const at = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), latin(name)]);
    const long = `${'caf\xe9-'.repeat(30)}`;
    mkdirSync(at('t\xf6p'));
    mkdirSync(at(`t\xf6p/${long}`));
    for (const name of ['caf\xe9.log', 'caf\xe8.log', 'plain.log', `${long}/${long}\xff`, 'caf\xe9.bin'])
      writeFileSync(at(`t\xf6p/${name}`), name.endsWith('.log') ? LOG : 'text');
    for (const i of [0, 1]) writeFileSync(at(`t\xf6p/gr\xf6\xdfe.FRAG-0000${i}`), `${i}`.repeat(9));
    symlinkSync(latin('caf\xe9.log'), at('t\xf6p/l\xefnk'));
    symlinkSync(latin(`${long}/${long}\xff`), at('t\xf6p/long-l\xefnk'));
    linkSync(at('t\xf6p/plain.log'), at('t\xf6p/z-h\xe4rd'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** As GNU tar prints them, in the bytes they have. */
  const listed = (tgz: Uint8Array) =>
    execFileSync('tar', ['-tvzf', '-', '--quoting-style=literal', '--full-time'], {
      input: tgz,
      encoding: 'latin1',
      env: { ...process.env, LC_ALL: 'C' },
    }).split('\n');

  test.each(['gnu', 'posix'])('unpacked, packed and unpacked they are byte-equal: %s', async (format) => {
    const made = join(folder, `${format}.tgz`);
    const args = ['-czf', made, `--format=${format}`, '--sort=name'];
    execFileSync('sh', ['-c', 'tar "$@" t?p', 'sh', ...args], { cwd: folder });
    const bytes = new Uint8Array(readFileSync(made));
    expect(listed(bytes).join()).toContain('caf\xe9');
    const { tgz } = await packed('top.tgz', bytes);
    expect(listed(tgz)).toEqual(listed(bytes));
    // Once more: what was written is read alike.
    expect(listed((await packed('top.tgz', tgz)).tgz)).toEqual(listed(bytes));
    // A suffix that goes leaves the rest as it was.
    const joined = listed((await packed('top.tgz', bytes, JOIN)).tgz).filter((line) =>
      line.includes('gr\xf6\xdfe'),
    );
    expect(joined).toHaveLength(1);
    expect(joined[0]).toMatch(/gr\xf6\xdfe$/);
    const out = mkdtempSync(join(folder, 'out-'));
    execFileSync('tar', ['-xzf', '-'], { cwd: out, input: tgz });
    const found = (at: string) =>
      execFileSync('sh', ['-c', 'cd t?p && find . -type f -exec sha256sum {} + | sort'], {
        cwd: at,
        encoding: 'latin1',
      });
    expect(found(out)).toBe(found(folder));
  });
});

describe('names that are no UTF-8, in nested archives that are written anew', () => {
  test.each<[string, (bytes: Uint8Array) => Uint8Array, (bytes: Uint8Array) => Uint8Array]>([
    ['in.tar', (bytes) => bytes, (bytes) => bytes],
    ['in.tgz', (bytes) => gzipSync(bytes), (bytes) => gunzipSync(bytes)],
  ])('%s', async (name, stored, plain) => {
    const inner = tar(
      tarEntry({ name: latin('\xfcber/'), type: '5' }),
      tarEntry({ name: latin('\xfcber/caf\xe9'), data: 'a' }),
      tarEntry({ name: latin('\xfcber/out'), data: 'b' }),
      tarEntry({
        name: latin('\xfcber/l\xefnk'),
        type: '2',
        link: '',
        change: (header) => header.set(latin('caf\xe9'), 157),
      }),
    );
    const bundle = gzipSync(tar(tarEntry({ name: `top/${name}`, data: stored(inner) })));
    const { open, tgz } = await packed('top.tgz', bundle, { ...KEEP, exclude: [`${name}/out`] });
    expect((await shownFiles(open)).map(({ path }) => path)).toContain(`${name}/caf\ufffd`);
    const [entry] = await unpackTar(gunzipSync(tgz), { strict: true });
    expect(namesIn(plain(entry!.data!))).toEqual([
      '\xfcber/ -> ',
      '\xfcber/caf\xe9 -> ',
      '\xfcber/l\xefnk -> caf\xe9',
    ]);
  });

  const unicodePath = (name: Uint8Array, text: string) =>
    extraField(0x7075, concat([Uint8Array.of(1), crcOf(name), Buffer.from(text)]));
  const entries: ZipField[] = [
    { name: latin('dos/caf\x82.txt'), data: 'a', system: 0 },
    { name: latin('unix/caf\xe9.txt'), data: 'b', system: 3, external: (0o100600 << 16) >>> 0 },
    { name: latin('flagged/\xff\xfe'), data: 'c', flags: 2048, system: 3, external: (0o100644 << 16) >>> 0 },
    { name: 'utf8/caf\u00e9', data: 'd', flags: 2048, system: 3, external: (0o100644 << 16) >>> 0 },
    { name: latin('x/\x81'), data: 'e', extra: unicodePath(latin('x/\x81'), 'x/\u4e2d'), system: 0 },
    { name: latin('folder-\x82/'), system: 0, external: 0x10, method: 0 },
    {
      name: latin('l\x81nk'),
      data: latin('caf\xe9'),
      method: 0,
      system: 3,
      external: (0o120777 << 16) >>> 0,
    },
    { name: 'out', data: 'out' },
  ];

  test('in.zip: bytes, flags and systems', async () => {
    const bundle = gzipSync(tar(tarEntry({ name: 'top/in.zip', data: zip({ entries }) })));
    const { open, tgz } = await packed('top.tgz', bundle, { ...KEEP, exclude: ['in.zip/out'] });
    const [entry] = await unpackTar(gunzipSync(tgz), { strict: true });
    const before = directoryOf(zip({ entries }));
    const after = directoryOf(entry!.data!);
    const byName = (list: typeof before) => new Map(list.map((one) => [one.name, one]));
    expect([...byName(after).keys()].sort()).toEqual(
      [...byName(before).keys()].filter((name) => name !== 'out').sort(),
    );
    for (const [name, { isUtf8, system, unix }] of byName(after)) {
      const was = byName(before).get(name)!;
      expect([name, isUtf8, system, unix]).toEqual([name, was.isUtf8, was.system, was.unix]);
    }
    const again = await openCaseOf([{ name: 'in.zip', bytes: entry!.data! }]);
    const shown = (await shownFiles(again)).map(({ path, sha256, mode }) => [path, sha256, mode]);
    const wanted = (await shownFiles(open)).map(({ path, sha256, mode }) => [
      path.slice('in.zip/'.length),
      sha256,
      mode,
    ]);
    expect(shown).toEqual(wanted.filter(([path]) => path !== 'out'));
  });

  test.runIf(hasUnzip)('in.zip, as unzip sees it', async () => {
    const bundle = gzipSync(tar(tarEntry({ name: 'top/in.zip', data: zip({ entries }) })));
    const { tgz } = await packed('top.tgz', bundle, { ...KEEP, exclude: ['in.zip/out'] });
    const [entry] = await unpackTar(gunzipSync(tgz), { strict: true });
    const folder = mkdtempSync(join(tmpdir(), 'package-names-'));
    // Under a locale without UTF-8 unzip gives up on names that are.
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    try {
      const listed = (bytes: Uint8Array) => {
        writeFileSync(join(folder, 'x.zip'), bytes);
        return execFileSync('unzip', ['-Z1', 'x.zip'], { cwd: folder, encoding: 'latin1', env })
          .split('\n')
          .sort();
      };
      expect(listed(entry!.data!)).toEqual(listed(zip({ entries: entries.slice(0, -1) })));
      execFileSync('unzip', ['-tq', 'x.zip'], { cwd: folder, env });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a zip that was dropped becomes a tar, whose names are in UTF-8', async () => {
    const { tgz } = await packed('a.zip', zip({ entries }));
    const names = namesIn(gunzipSync(tgz)).map((line) => line.split(' -> ')[0]!);
    const utf8 = (text: string) => Buffer.from(text).toString('latin1');
    expect(names).toContain(utf8('dos/café.txt'));
    expect(names).toContain(utf8('x/中'));
    expect(names).toContain('flagged/\xff\xfe');
    expect(namesIn(gunzipSync(tgz))).toContain(`${utf8('lünk')} -> caf\xe9`);
  });
});

test('names with a NUL in PAX records are kept with it', async () => {
  const made = gzipSync(tar(paxEntry({ path: 'top/a\0b' }), tarEntry({ name: 'top/x', data: 'x' })));
  const { tgz } = await packed('top.tgz', made);
  expect(namesIn(gunzipSync(tgz))).toEqual(['top/a\0b -> ']);
});

test('only what text does not say, and what was changed at its end, has bytes', () => {
  const raw = (bytes: string): RawName => ({ bytes: latin(bytes), zip: null });
  const made = (before: string, after: string, bytes = raw('t\xf6p/x.ve')) => {
    const name = rawNameOf(bytes, before, after);
    return name && latinOf(name.bytes);
  };
  expect(made('t\ufffdp/x.ve', 't\ufffdp/x.ve')).toBe('t\xf6p/x.ve');
  expect(made('t\ufffdp/x.ve', 't\ufffdp/x')).toBe('t\xf6p/x');
  expect(made('t\ufffdp/x.ve', 't\ufffdp/x.decrypted-2')).toBe('t\xf6p/x.decrypted-2');
  expect(made('t\ufffdp/x.ve', 't\ufffdp/x\u00e9')).toBe(`t\xf6p/x${Buffer.from('é').toString('latin1')}`);
  expect(made('t\ufffdp/x.ve', 'alias/x.ve')).toBeNull();
  expect(made('plain', 'plain', raw('plain'))).toBeNull();
  expect(rawNameOf(null, 'a\ufffd', 'a\ufffd')).toBeNull();
});

/** Records of a zip's directory. */
function directoryOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  const found = [];
  for (let at = view.getUint32(end + 16, true); at < end;) {
    const [name, extra] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    found.push({
      name: latinOf(bytes.subarray(at + 46, at + 46 + name)),
      isUtf8: (view.getUint16(at + 8, true) & 2048) !== 0,
      system: view.getUint8(at + 5),
      unix: view.getUint32(at + 38, true) >>> 16,
    });
    at += 46 + name + extra;
  }
  return found;
}

function crcOf(bytes: Uint8Array): Uint8Array {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, ~crc >>> 0, true);
  return out;
}
