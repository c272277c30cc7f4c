import { execFileSync, spawnSync } from 'node:child_process';
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Crc32 } from '../../workers/sample/crc32';
import * as damage from '../../workers/sample/damage';
import { generateBundle } from '../../workers/sample/index';
import { hasTar, readFiles, readTar, recount, small } from './sample-reading';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const tar = { compress: 'none' } as const;
/** Stored blocks: quick, and every byte of the tar stands in the file. */
const stored = { compress: 'gzip', level: 0 } as const;

describe('damage to the file', () => {
  it('cuts it after so many bytes', async () => {
    const whole = await small(tar);
    const cut = await small({ ...tar, damage: damage.truncate({ bytes: 100_001 }) });
    expect(Buffer.compare(cut.bytes, whole.bytes.subarray(0, 100_001))).toBe(0);
  });

  it('cuts it at a fraction', async () => {
    const whole = await small(stored);
    const bundle = generateBundle({
      release: '8.0',
      logBytes: 300_000,
      rotated: 2,
      ...stored,
      damage: damage.truncate(0.6),
    });
    let length = 0;
    for await (const chunk of bundle.chunks) length += chunk.length;
    expect(length).toBe(Math.floor(whole.bytes.length * 0.6));
    expect(bundle.truth.damage).toEqual(['truncate']);
  });

  it.each([0, 54_321, -1])('flips the byte at %i', async (position) => {
    const whole = await small(tar);
    const flipped = await small({ ...tar, damage: damage.flipByte(position, 0x10) });
    const different = [...whole.bytes.keys()].filter((n) => whole.bytes[n] !== flipped.bytes[n]);
    expect(different).toEqual([position < 0 ? whole.bytes.length + position : position]);
    expect(whole.bytes[different[0]!]! ^ flipped.bytes[different[0]!]!).toBe(0x10);
  });

  it('writes a wrong gzip CRC', async () => {
    const { bytes } = await small({ compress: 'gzip', damage: damage.wrongGzipCrc() });
    expect(() => gunzipSync(bytes)).toThrow('incorrect data check');
    expect(inflateRawSync(bytes.subarray(10)).length % 10_240).toBe(0);
  });

  it('adds zeros and garbage behind the end', async () => {
    const whole = await small(stored);
    const both = [damage.trailingZeros(700), damage.trailingGarbage(300)];
    const { bytes, truth } = await small({ ...stored, damage: both });
    expect(bytes.length).toBe(whole.bytes.length + 1000);
    expect(Buffer.compare(bytes.subarray(0, whole.bytes.length), whole.bytes)).toBe(0);
    const tail = bytes.subarray(whole.bytes.length);
    expect(tail.subarray(0, 700).every((byte) => byte === 0)).toBe(true);
    expect(new Set(tail.subarray(700)).size).toBeGreaterThan(100);
    expect(truth.damage).toEqual(['trailing zeros', 'trailing garbage']);
  });

  it.each([stored, { compress: 'gzip' } as const])('splits it into gzip members: %o', async (how) => {
    const whole = await small({ ...how, compress: 'none' });
    const { bytes } = await small({ ...how, damage: damage.splitMembers(100_000, 200_001) });
    expect(Buffer.compare(gunzipSync(bytes), whole.bytes)).toBe(0);
    expect(memberLengths(bytes)).toEqual([100_000, 100_001, whole.bytes.length - 200_001]);
  });
});

/** Unpacked lengths of the members of a gzip file. */
function memberLengths(bytes: Uint8Array): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const rest = bytes.subarray(at);
    const { engine, buffer } = inflateRawSync(rest.subarray(10), { info: true }) as unknown as {
      engine: { bytesWritten: number };
      buffer: Buffer;
    };
    lengths.push(buffer.length);
    at += 10 + engine.bytesWritten + 8;
  }
  return lengths;
}

describe('damage to entries', () => {
  it('zeroes a tar header', async () => {
    const whole = await small(tar);
    const at = headerOf(whole.bytes, 'README');
    const { bytes } = await small({ ...tar, damage: damage.zeroTarHeader('README') });
    expect(bytes.length).toBe(whole.bytes.length);
    expect(bytes.subarray(at, at + 512).every((byte) => byte === 0)).toBe(true);
    expect(Buffer.compare(bytes.subarray(at + 512), whole.bytes.subarray(at + 512))).toBe(0);
  });

  it('writes a wrong tar checksum', async () => {
    const { bytes } = await small({ ...tar, damage: damage.wrongTarChecksum('README') });
    const header = bytes.slice(headerOf(bytes, 'README')).subarray(0, 512);
    const stands = parseInt(text(header.subarray(148, 154)), 8);
    header.fill(0x20, 148, 156);
    expect(stands).not.toBe(header.reduce((sum, byte) => sum + byte, 0));
  });

  it('spoils and cuts a rotated log', async () => {
    const path = 'var/run/log/hostd.0.gz';
    const whole = await small(tar);
    const length = whole.truth.entries[path]!;
    const spoiled = await small({ ...tar, damage: damage.wrongNestedCrc(path) });
    const cut = await small({ ...tar, damage: damage.cutNested(path, 0.5) });
    expect(() => gunzipSync(entry(spoiled.bytes, path))).toThrow('incorrect data check');
    expect(() => gunzipSync(entry(cut.bytes, path))).toThrow('unexpected end of file');
    expect([entry(spoiled.bytes, path).length, cut.truth.entries[path]]).toEqual([
      length,
      Math.floor(length / 2),
    ]);
  });

  it('leaves out a fragment', async () => {
    const { bytes, truth } = await small({ ...tar, fragments: true, damage: damage.missingFragment(1) });
    const names = (await readTar(bytes)).map(({ path }) => path.slice(truth.topFolder.length + 1));
    const row = 'commands/esxcfg-info_-a--F-xml.txt';
    expect(names.filter((name) => name.startsWith(row))).toEqual([`${row}.FRAG-00000`, `${row}.FRAG-00002`]);
    expect(truth.fragments.map(({ missing }) => missing)).toEqual([[1], [], []]);
  });

  it('writes an entry twice', async () => {
    const { bytes, truth } = await small({ ...tar, damage: damage.duplicateEntry('README') });
    const found = (await readTar(bytes)).filter(({ path }) => path.endsWith('/README'));
    expect(found.length).toBe(2);
    expect(found[0]).toEqual(found[1]);
    expect(truth.entries['README#2']).toBe(truth.entries.README);
  });

  it('writes paths that lead out', async () => {
    const { bytes, truth } = await small({ ...tar, damage: damage.escapingPaths() });
    const raw = ['../../x', '/etc/passwd', 'a/../../../b'];
    for (const path of raw) expect(headerOf(bytes, path, true)).toBeGreaterThan(0);
    expect(Object.keys(truth.entries).slice(-3)).toEqual(raw);
  });

  it('writes a name in markup', async () => {
    const bundle = await small({ ...tar, damage: damage.markupName() });
    expect(text((await readFiles(bundle)).get(damage.MARKUP_NAME)!)).toContain('<script>');
    expect(bundle.truth.entries[damage.MARKUP_NAME]).toBe(26);
  });

  it('writes very many entries', async () => {
    const plain = await small(tar);
    const { bytes, truth } = await small({ ...tar, damage: damage.manyEntries(5000) });
    const count = Object.keys(truth.entries).length - Object.keys(plain.truth.entries).length;
    expect(count).toBe(5000);
    const names = (await readTar(bytes)).map(({ path }) => path);
    expect(names.filter((name) => name.includes('/tmp/many/')).length).toBe(5000);
  });
});

describe('damage to logs', () => {
  it('plants markup and escapes', async () => {
    const bundle = await small({
      ...tar,
      damage: damage.hostileLines(),
      plant: [{ log: 'hostd', text: 'own', at: 0.5 }],
    });
    const { planted } = bundle.truth;
    expect(planted.length).toBe(7);
    const files = await readFiles(bundle);
    for (const { path, line, raw: wanted } of planted) {
      expect(text(files.get(path)!).split('\n')[line - 1]).toBe(wanted);
    }
    const all = planted.map((line) => line.text).join('\n');
    expect(all).toContain('<script>');
    expect(all).toContain('onerror=');
    expect(all).toContain('\u001b[31m');
  });

  it('plants NUL bytes', async () => {
    const bundle = await small({ ...tar, damage: damage.nulBytes() });
    const lines = text((await readFiles(bundle)).get('var/run/log/hostd.log')!).split('\n');
    expect(lines.filter((line) => line.includes('before\0after')).length).toBe(1);
    expect(lines).toContain('\0'.repeat(512));
  });

  it('writes bytes that are no UTF-8', async () => {
    const bundle = await small({ ...tar, damage: damage.invalidUtf8() });
    const bytes = (await readFiles(bundle)).get('var/run/log/hostd.log')!;
    expect(bytes.length).toBe(bundle.truth.files['var/run/log/hostd.log']!.bytes);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(text(bytes)).toMatch(/name \ufffd+.*end\n/);
  });

  it.each([
    ['UTF-16', damage.utf16Log(), 'utf-16le', 'syslog'],
    ['big-endian UTF-16', damage.utf16Log('var/run/log/syslog.log', true), 'utf-16be', 'syslog'],
    ['UTF-8 with a mark', damage.bomLog(), 'utf-8', 'auth'],
  ] as const)('writes a log in %s', async (_, how, encoding, kind) => {
    const path = `var/run/log/${kind}.log`;
    const bundle = await small({ ...tar, damage: how });
    const bytes = (await readFiles(bundle)).get(path)!;
    expect(bundle.truth.entries[path]).toBe(bytes.length);
    const marked = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
    expect(marked.codePointAt(0)).toBe(0xfeff);
    const { lines, records } = recount(marked.slice(1), '8.0', kind);
    expect({ lines, records }).toEqual(pick(bundle.truth.files[path]!));
  });

  it('ends lines in CR LF', async () => {
    const bundle = await small({ ...tar, damage: damage.crlfLog() });
    const content = text((await readFiles(bundle)).get('var/run/log/vobd.log')!);
    const { lines } = bundle.truth.files['var/run/log/vobd.log']!;
    expect(content.match(/\r\n/g)!.length).toBe(lines);
    expect(content.match(/\n/g)!.length).toBe(lines);
  });

  it('leaves the last line without its end', async () => {
    const bundle = await small({ ...tar, damage: damage.unfinishedLastLine('var/run/log/fdm.log') });
    const content = text((await readFiles(bundle)).get('var/run/log/fdm.log')!);
    expect(content.split('\n').length).toBe(bundle.truth.files['var/run/log/fdm.log']!.lines);
  });

  it('writes one line of megabytes, as a stream', async () => {
    const size = 3 * 1024 * 1024 + 17;
    const bundle = await small({ ...tar, damage: damage.longLine(size) });
    const bytes = (await readFiles(bundle)).get(damage.LONG_LINE_PATH)!;
    expect(bytes.length).toBe(size);
    expect(bytes.includes(10)).toBe(false);
    expect(text(bytes.subarray(0, 60))).toMatch(/^2025-12-10T\S+Z In\(166\) Vpxa\[2100000\]: /);
    expect(bundle.truth.files[damage.LONG_LINE_PATH]).toMatchObject({ records: 1, lines: 1, bytes: size });
  });
});

function pick({ lines, records }: { lines: number; records: number }) {
  return { lines, records };
}

describe('bombs', () => {
  it.each([0, 1, 2, 258, 259, 260, 1000, 1033, 65_536, 1_000_003])('packs %i zeros', (count) => {
    const unpacked = gunzipSync(damage.zerosInGzip(count));
    expect(unpacked.length).toBe(count);
    expect(unpacked.every((byte) => byte === 0)).toBe(true);
  });

  it('puts a gzip bomb among the logs', async () => {
    const size = 64 * 1024 * 1024;
    const one = await small({ ...tar, damage: damage.gzipBomb(size) });
    const packed = entry(one.bytes, damage.BOMB_PATH);
    expect(packed.length).toBeLessThan(size / 1000);
    expect(gunzipSync(packed).length).toBe(size);
    const two = await small({ ...tar, damage: damage.gzipBomb(size, 2) });
    const twice = entry(two.bytes, damage.BOMB_PATH);
    expect(twice.length).toBeLessThan(2000);
    expect(Buffer.compare(gunzipSync(twice), packed)).toBe(0);
  });

  it('can say many GiB without making them', async () => {
    const { bytes } = await small({ ...tar, damage: damage.gzipBomb(2 * 1024 ** 3) });
    const packed = entry(bytes, damage.BOMB_PATH);
    expect(packed.length).toBeLessThan(2.1 * 1024 ** 2);
    expect(packed.readUInt32LE(packed.length - 4)).toBe(2 * 1024 ** 3);
  });

  it.each(['gnu', 'pax'] as const)('writes a sparse file in the %s form', async (form) => {
    const { bytes, truth } = await small({ ...tar, damage: damage.sparseBomb(1024 ** 4, form) });
    expect(bytes.length).toBeLessThan(4_000_000);
    if (!hasTar) return;
    const listed = execFileSync('tar', ['-tvf', '-'], { input: bytes, encoding: 'utf8' });
    const line = listed.split('\n').find((row) => row.endsWith(`${truth.topFolder}/${damage.SPARSE_PATH}`));
    expect(line).toContain(' 1099511627776 ');
    expect(spawnSync('tar', ['-tf', '-'], { input: bytes }).stderr.toString()).toBe('');
  });
});

describe('Crc32', () => {
  it('agrees with zlib, zeros included', () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, n) => n * 7);
    for (const zeros of [0, 1, 5, 4096, 100_003]) {
      const whole = Buffer.concat([bytes, Buffer.alloc(zeros), bytes]);
      expect(new Crc32().add(bytes).addZeros(zeros).add(bytes).value).toBe(crc32(whole));
    }
  });
});

/** Where the header of an entry starts. */
function headerOf(bytes: Uint8Array, name: string, whole = false): number {
  for (let at = 0; at < bytes.length; at += 512) {
    const path = text(bytes.subarray(at, at + 100)).replace(/\0.*$/s, '');
    const magic = text(bytes.subarray(at + 257, at + 262));
    if (magic === 'ustar' && (whole ? path === name : path.endsWith(`/${name}`))) return at;
  }
  return -1;
}

/** Content of an entry, found by its header alone. */
function entry(bytes: Uint8Array, path: string): Buffer {
  const at = headerOf(bytes, path);
  const size = parseInt(text(bytes.subarray(at + 124, at + 135)), 8);
  return Buffer.from(bytes.subarray(at + 512, at + 512 + size));
}
