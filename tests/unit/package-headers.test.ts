import { execFileSync, spawnSync } from 'node:child_process';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { TarHeaders, type TarHeader } from '../../workers/archive/tar-headers';
import { headerBlocks, joined, type TarFields } from '../../workers/package/tar-header';
import { paxEntry, tarEntry, tarHeader } from './tar-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

function read(bytes: Uint8Array): TarHeader[] {
  const headers = new TarHeaders();
  const found: TarHeader[] = [];
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const header = headers.take(bytes.subarray(at, at + 512));
    if (header) found.push(header);
  }
  return found;
}

/** The same numbers for a seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed * 2654435761;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % limit;
  };
}

function randomFields(seed: number): TarFields {
  const below = numbers(seed);
  const name = (most: number) =>
    Uint8Array.from({ length: 1 + below(most) }, () => (below(9) === 0 ? 0x2f : 0x21 + below(222)));
  const type = (['file', 'directory', 'symlink', 'link', 'fifo', 'character-device'] as const)[below(6)]!;
  const isLink = type === 'symlink' || type === 'link';
  return {
    name: name(below(3) === 0 ? 600 : 120),
    type,
    size: type === 'file' ? below(2 ** 24) * (below(2) === 0 ? 1 : 2 ** 20) : 0,
    mode: below(0o10000),
    seconds: below(4) === 0 ? -below(1e9) : below(2) === 0 ? below(2 ** 24) * 1000 : below(2 ** 24) + 0.25,
    ...(isLink && { link: name(200) }),
    owner: {
      uid: below(2) === 0 ? below(60_000) : 2 ** 21 + below(2 ** 24),
      gid: below(2) === 0 ? 0 : 2 ** 30 + below(1000),
      uname: below(2) === 0 ? 'root' : 'ü'.repeat(below(40)),
      gname: 'a'.repeat(below(40)),
    },
    ...(type === 'character-device' && { device: [below(4096), below(2 ** 20)] as const }),
  };
}

describe('headers of tars', () => {
  test.each(Array.from({ length: 200 }, (_, seed) => seed))('are read as they were written: %i', (seed) => {
    const fields = randomFields(seed);
    const [header, ...others] = read(headerBlocks(fields));
    expect(others).toEqual([]);
    expect(header).toMatchObject({
      mode: fields.mode,
      uid: fields.owner!.uid,
      gid: fields.owner!.gid,
      uname: fields.owner!.uname,
      gname: fields.owner!.gname,
      seconds: fields.seconds,
      device: fields.device ?? [0, 0],
    });
    expect(latin(header!.name)).toBe(latin(fields.name));
    expect(latin(header!.link)).toBe(latin(fields.link ?? new Uint8Array(0)));
  });

  test('are read alike by others, sizes and folders of all lengths too', async () => {
    const names = Array.from({ length: 320 }, (_, i) => `${'d/'.repeat(i >> 1)}${'x'.repeat(1 + (i % 5))}/`);
    const blocks = names.map((name) =>
      headerBlocks({ name: Buffer.from(name), type: 'directory', size: 0, mode: 0o755, seconds: 0 }),
    );
    const entries = await unpackTar(joined([...blocks, new Uint8Array(1024)]), { strict: true });
    expect(entries.map(({ header }) => header.name)).toEqual(names);
    expect(read(joined(blocks)).map(({ name }) => latin(name))).toEqual(names);
  });

  test.runIf(hasGnuTar)('are listed by GNU tar, whatever the encoding of their names', () => {
    const all = Array.from({ length: 200 }, (_, seed) => ({ ...randomFields(seed), size: 0 })).filter(
      ({ type }) => type !== 'link',
    );
    const listed = execFileSync('tar', ['-tf', '-', '--quoting-style=literal', '-P'], {
      input: joined([...all.map(headerBlocks), new Uint8Array(1024)]),
      encoding: 'latin1',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    // A folder gets its slash.
    const plain = (name: string) => name.replace(/\/+$/, '');
    expect(listed.trimEnd().split('\n').map(plain)).toEqual(all.map(({ name }) => plain(latin(name))));
  });
});

test('what is no header is passed over, and what stood in front of it forgotten', () => {
  const data = new Uint8Array(512).fill(0x41);
  const long = tarEntry({ name: '././@LongLink', type: 'L', data: 'a/long/name\0' });
  const names = (bytes: Uint8Array) => read(bytes).map(({ name }) => latin(name));
  expect(names(joined([data, long, tarHeader({ name: 'x' }), data, tarHeader({ name: 'y' })]))).toEqual([
    'a/long/name',
    'y',
  ]);
  expect(names(joined([long, data, tarHeader({ name: 'x' })]))).toEqual(['x']);
  expect(
    names(joined([paxEntry({ path: 'p' }), paxEntry({ linkpath: 'l' }), tarHeader({ name: 'x' })])),
  ).toEqual(['p']);
  // Records that say more than there is of them.
  expect(names(joined([paxEntry('99 path=x\n'), tarHeader({ name: 'y' })]))).toEqual(['y']);
  const huge = tarHeader({ name: 'x', type: 'x', size: 0o77777777777 });
  expect(names(joined([huge, tarHeader({ name: 'never' })]))).toEqual([]);
});

test('hostile records take no time and no more room than a MiB', () => {
  const body = 'x'.repeat(1024 * 1024);
  const started = performance.now();
  for (let i = 0; i < 20; i++) read(joined([paxEntry(body), tarHeader({ name: 'y' })]));
  const small = Array.from({ length: 20_000 }, (_, i) => [`k${i}`, ''] as [string, string]);
  for (let i = 0; i < 3; i++) read(joined([paxEntry(small), tarHeader({ name: 'y' })]));
  expect(performance.now() - started).toBeLessThan(5_000);
});
