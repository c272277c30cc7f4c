import { describe, expect, test } from 'vitest';
import { ascii, concat, paxEntry, paxRecord, seal, tar, tarEntry, tarHeader } from './tar-bytes';
import { codes, latin1, paths, walk, walkAllWays } from './tar-walking';

describe('damage', () => {
  const good = (name: string, data = name) => tarEntry({ name, data });

  test('a bad header: what follows the next good one is read', () => {
    const bad = tarEntry({ name: 'bad', data: 'b'.repeat(2000), damage: (header) => (header[0] = 1) });
    const walked = walkAllWays(tar(good('first'), bad, good('last')));
    expect(paths(walked)).toEqual(['first', 'last']);
    expect(walked.warnings).toEqual([
      {
        code: 'tar-bad-header',
        path: '',
        offset: 1024,
        message: 'not a header, or its checksum is wrong: bytes 1024 to 3584 are not read',
      },
    ]);
  });

  test('a bad first and a bad last header, and no header at all', () => {
    const bad = tarEntry({ name: 'bad', data: 'b', damage: (header) => (header[500] = 9) });
    expect(paths(walkAllWays(tar(bad, good('x'))))).toEqual(['x']);
    expect(codes(walkAllWays(tar(good('x'), bad)))).toEqual(['tar-bad-header']);
    const noise = walkAllWays(ascii('this is no tar '.repeat(500)));
    expect(noise).toMatchObject({ entries: [], warnings: [{ code: 'tar-bad-header', offset: 0 }] });
    expect(walkAllWays(new Uint8Array())).toEqual({ entries: [], warnings: [] });
    expect(walkAllWays(new Uint8Array(10_240))).toEqual({ entries: [], warnings: [] });
  });

  test('pending names do not jump over a bad header', () => {
    const bad = tarEntry({ name: 'bad', damage: (header) => (header[0] = 1) });
    expect(paths(walkAllWays(tar(paxEntry({ path: 'wrong' }), bad, good('right'))))).toEqual(['right']);
  });

  test('sizes that cannot be', () => {
    const size = (bytes: number[]) => (header: Uint8Array) => header.set(bytes, 124);
    for (const change of [
      size([0x80, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      size([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf0]),
      size([0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      size([0xbf, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      size([...ascii('12345x')]),
      size([...ascii('-0000000001')]),
    ]) {
      for (const type of ['0', 'x', 'L', 'S', '1']) {
        const walked = walkAllWays(tar(good('a'), tarEntry({ name: 'absurd', type, change }), good('z')));
        expect(paths(walked)).toEqual(['a', 'z']);
        expect(walked.warnings).toMatchObject([{ code: 'tar-bad-size', path: 'absurd', offset: 1024 }]);
      }
    }
  });

  test('PAX records with wrong lengths or values', () => {
    for (const body of [
      '99 path=x\n',
      '0 path=x\n',
      'path=x\n',
      '9 path=x',
      '5 path=x\n',
      '7 path\n',
      '999999999',
    ]) {
      const walked = walkAllWays(tar(paxEntry(body), good('own name')));
      expect(paths(walked)).toEqual(['own name']);
      expect(walked.warnings).toMatchObject([{ code: 'tar-bad-pax', path: 'PaxHeaders/x', offset: 512 }]);
    }
    const kept = walkAllWays(
      tar(paxEntry(`${latin1(paxRecord('path', 'kept'))}77 mtime=1\n`), good('own name')),
    );
    expect(paths(kept)).toEqual(['kept']);
    for (const [key, value] of [
      ['size', '-1'],
      ['size', '9007199254740993'],
      ['size', '99999999999999999999'],
      ['size', 'many'],
      ['mtime', 'never'],
    ] as const) {
      const walked = walkAllWays(tar(paxEntry({ [key]: value }), good('x', 'data')));
      expect(walked.entries).toMatchObject([{ path: 'x', size: 4, modified: 1.7e12 }]);
      expect(codes(walked)).toEqual(['tar-bad-pax']);
    }
    expect(
      codes(walkAllWays(tar(paxEntry({ propertyIsEnumerable: '1', 'GNU.other': 'x' }), good('x')))),
    ).toEqual([]);
  });

  test('PAX bodies and names over 1 MiB are passed over', () => {
    for (const type of ['x', 'g', 'L', 'K']) {
      const body = new Uint8Array(1024 * 1024 + 1).fill(97);
      const walked = walk(tar(tarEntry({ name: 'huge', type, data: body }), good('own')), { cut: 10_000 });
      expect(paths(walked)).toEqual(['own']);
      expect(walked.warnings).toMatchObject([{ code: 'tar-bad-pax', path: 'huge', offset: 0 }]);
    }
    const claimed = walk(
      concat([tarHeader({ name: 'claimed', type: 'x', size: 2 ** 40 }), good('swallowed')]),
    );
    expect(codes(claimed)).toEqual(['tar-bad-pax', 'tar-truncated']);
  });

  test('one block of zeros, two archives, rubbish behind the end', () => {
    const lone = walkAllWays(tar(good('a'), new Uint8Array(512), good('b')));
    expect(paths(lone)).toEqual(['a', 'b']);
    expect(lone.warnings).toMatchObject([{ code: 'tar-zero-block', offset: 1024 }]);
    const two = walkAllWays(concat([tar(good('a')), new Uint8Array(8192), tar(good('b'))]));
    expect(paths(two)).toEqual(['a', 'b']);
    expect(two.warnings).toMatchObject([{ code: 'tar-concatenated', offset: 2048 + 8192 }]);
    for (const rubbish of ['x', 'rubbish '.repeat(1000)]) {
      expect(codes(walkAllWays(concat([tar(good('a')), ascii(rubbish)])))).toEqual([]);
    }
    expect(codes(walkAllWays(concat([good('a'), new Uint8Array(512)])))).toEqual([]);
    expect(codes(walkAllWays(concat([good('a'), new Uint8Array(100)])))).toEqual([]);
    expect(codes(walkAllWays(good('a')))).toEqual(['tar-no-end']);
  });

  test('an end inside a header, inside padding, inside records', () => {
    const whole = concat([good('a'), good('b')]);
    expect(walkAllWays(whole.subarray(0, 1100)).warnings).toMatchObject([
      { code: 'tar-truncated', offset: 1100 },
    ]);
    expect(walkAllWays(whole.subarray(0, 600)).warnings).toMatchObject([{ code: 'tar-no-end', offset: 600 }]);
    const pax = concat([paxEntry({ path: 'lost' }), good('x')]);
    expect(walkAllWays(pax.subarray(0, 520)).warnings).toMatchObject([
      { code: 'tar-truncated', path: 'PaxHeaders/x', offset: 520 },
    ]);
  });

  test('warnings of one archive are limited', () => {
    const piece = concat([good('a'), new Uint8Array(512)]);
    const walked = walk(tar(...Array.from({ length: 1500 }, () => piece)));
    expect(walked.entries).toHaveLength(1500);
    expect(walked.warnings).toHaveLength(1001);
    expect(walked.warnings.at(-1)!.code).toBe('tar-more-warnings');
  });
});

describe('sparse maps that cannot be', () => {
  const mapped = (map: string, more: Record<string, string> = {}) =>
    paxEntry({ 'GNU.sparse.name': 'sparse', 'GNU.sparse.size': '1000', 'GNU.sparse.map': map, ...more });

  test.each([
    ['not in order', '10,4,0,4'],
    ['overlapping', '0,6,4,2'],
    ['past the end', '0,4,998,4'],
    ['an odd number', '0,4,8'],
    ['no numbers', '0,four,8,4'],
    ['another sum', '0,4'],
    ['negative', '0,-4,8,12'],
    ['absurd', '0,4,99999999999999999999,4'],
  ])('form 0.1: %s', (_what, map) => {
    const walked = walkAllWays(tar(mapped(map), tarEntry({ data: 'abcdefgh' }), tarEntry({ name: 'next' })));
    expect(walked.entries).toMatchObject([
      { path: 'sparse', size: 8, storedBytes: 8, sparse: null, data: 'abcdefgh' },
      { path: 'next' },
    ]);
    expect(walked.warnings).toMatchObject([{ code: 'tar-bad-sparse', path: 'sparse' }]);
  });

  test('form 0.1 and 0.0 as they should be, up to a file of holes only', () => {
    const good = walkAllWays(tar(mapped('2,4,998,2,1000,0'), tarEntry({ data: 'abcdef' })));
    expect(good.warnings).toEqual([]);
    expect(good.entries[0]!.sparse).toEqual([
      { offset: 2, bytes: 4 },
      { offset: 998, bytes: 2 },
    ]);
    const pairs: [string, string][] = [
      ['GNU.sparse.size', '50'],
      ['GNU.sparse.numblocks', '2'],
      ['GNU.sparse.offset', '0'],
      ['GNU.sparse.numbytes', '1'],
      ['GNU.sparse.offset', '40'],
      ['GNU.sparse.numbytes', '2'],
    ];
    const old = walkAllWays(tar(paxEntry(pairs), tarEntry({ name: 'old', data: 'abc' })));
    expect(old.warnings).toEqual([]);
    expect(old.entries[0]).toMatchObject({ path: 'old', size: 50, storedBytes: 3 });
    const holes = walkAllWays(tar(mapped('1000,0', { 'GNU.sparse.size': '1000' }), tarEntry({ data: '' })));
    expect(holes.entries[0]).toMatchObject({ size: 1000, storedBytes: 0, sparse: [] });
    // A bomb is only a claim: nothing is allocated for it.
    const bomb = walkAllWays(
      tar(mapped('9007199254740990,1', { 'GNU.sparse.size': '9007199254740991' }), tarEntry({ data: 'x' })),
    );
    expect(bomb.entries[0]).toMatchObject({ size: Number.MAX_SAFE_INTEGER, storedBytes: 1 });
  });

  const form1 = {
    'GNU.sparse.major': '1',
    'GNU.sparse.minor': '0',
    'GNU.sparse.name': 'v1',
    'GNU.sparse.realsize': '100',
  };
  const block = (map: string) => map.padEnd(Math.ceil(map.length / 512) * 512, '\0');

  test('form 1.0', () => {
    const good = walkAllWays(tar(paxEntry(form1), tarEntry({ data: `${block('2\n0\n3\n97\n3\n')}abcdef` })));
    expect(good.warnings).toEqual([]);
    expect(good.entries).toMatchObject([
      { path: 'v1', size: 100, storedBytes: 6, dataOffset: 2048, data: 'abcdef' },
    ]);
    const none = walkAllWays(tar(paxEntry(form1), tarEntry({ data: block('0\n') })));
    expect(none.entries).toMatchObject([{ path: 'v1', size: 100, storedBytes: 0, sparse: [] }]);
    for (const map of [
      'x',
      '2\n0\n3\n',
      '1\n5\n100\n',
      '1\n-5\n',
      '99999999999999\n1\n1\n',
      '300000\n',
      '\n\n',
      `1\n${'9'.repeat(17)}\n1\n`,
    ]) {
      const walked = walkAllWays(
        tar(paxEntry(form1), tarEntry({ data: `${block(map)}abc` }), tarEntry({ name: 'next' })),
      );
      expect(paths(walked)).toEqual(['v1', 'next']);
      expect(walked.entries[0]).toMatchObject({ sparse: null, size: 3 });
      expect(codes(walked)).toEqual(['tar-bad-sparse']);
    }
    const noMap = walkAllWays(tar(paxEntry(form1), tarEntry({ data: 'short' }), tarEntry({ name: 'next' })));
    expect(noMap.entries).toMatchObject([{ path: 'v1', data: 'short' }, { path: 'next' }]);
    expect(codes(noMap)).toEqual(['tar-bad-sparse']);
  });

  test('old GNU form without an end to its map', () => {
    const extended = tarHeader({
      name: 'old',
      type: 'S',
      magic: 'gnu',
      size: 4,
      change: (header) => {
        header.set(ascii('00000000000\x0000000000004\0'), 386);
        header[482] = 1;
        header.set(ascii('00000000100\0'), 483);
      },
    });
    const more = new Uint8Array(512);
    more.set(ascii('00000000020\x0000000000000\0'));
    more[504] = 1;
    const last = more.slice();
    last[504] = 0;
    const good = walkAllWays(
      tar(extended, more, last, ascii('abcd'.padEnd(512, '\0')), tarEntry({ name: 'next' })),
    );
    expect(good.warnings).toEqual([]);
    expect(good.entries).toMatchObject([
      { path: 'old', size: 64, storedBytes: 4, dataOffset: 1536 },
      { path: 'next' },
    ]);
    const endless = walk(concat([extended, ...Array.from({ length: 20_000 }, () => more)]), { cut: 10_000 });
    expect(endless.entries).toEqual([]);
    expect(codes(endless)).toEqual(['tar-truncated']);
    const piece = new Uint8Array(512);
    for (let i = 0; i < 21; i++) piece.set(ascii('00000000020\x0000000000000\0'), i * 24);
    piece[504] = 1;
    const end = piece.slice();
    end[504] = 0;
    const tooMany = walk(
      tar(extended, ...Array.from({ length: 13_000 }, () => piece), end, ascii('abcd'.padEnd(512, '\0'))),
    );
    expect(tooMany.entries).toMatchObject([{ path: 'old', size: 4, sparse: null }]);
    expect(codes(tooMany)).toEqual(['tar-bad-sparse']);
  });
});

test('random damage never throws, hangs or leaves bytes', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const base = tar(
    paxEntry({ path: 'p/q', mtime: '1.5', size: '600' }),
    tarEntry({ name: 'x', data: 'x'.repeat(600) }),
    tarEntry({ type: 'L', data: 'long\0' }),
    tarEntry({ name: 'y', data: 'y' }),
    paxEntry({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '100' }),
    tarEntry({ name: 's', data: '1\n0\n3\n'.padEnd(512, '\0') + 'abc' }),
    tarEntry({ name: 'o', type: 'S', data: 'abc' }),
  );
  for (let round = 0; round < 400; round++) {
    const bytes = base.slice();
    for (let i = 0; i < 1 + random(12); i++) bytes[random(bytes.length)] = random(256);
    // Half the rounds mend the checksums, so that the damage is believed.
    for (let at = 0; round % 2 && at + 512 <= bytes.length; at += 512) {
      if (latin1(bytes.subarray(at + 257, at + 262)) === 'ustar') seal(bytes.subarray(at, at + 512));
    }
    const whole = walk(bytes);
    expect(walk(bytes, { cut: 1 + random(1500), leaves: random(900) })).toEqual(whole);
  }
});
