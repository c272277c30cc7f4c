import { describe, expect, test } from 'vitest';
import { fragmentOf, joinFragments } from '../../workers/archive/fragments';
import { bundleKind, topFolder } from '../../workers/archive/top-folder';

const NAME = 'commands/vmware-vimdump_-o----U-dcui.txt';
const fragment = (number: number | string, base = NAME) => `${base}.FRAG-${String(number).padStart(5, '0')}`;

/** Joins files given by path; ids are their positions. */
function join(paths: string[]) {
  const files = paths.map((path, id) => ({ id, path }));
  const plain = new Set(paths);
  const { joined, warnings } = joinFragments(files, (path) => plain.has(path));
  return { joined, codes: warnings.map(({ code, path }) => `${code} ${path}`), warnings };
}

test('what a fragment is', () => {
  expect(fragmentOf(`${NAME}.FRAG-00015`)).toEqual({ base: NAME, number: 15 });
  expect(fragmentOf('a.FRAG-100000')).toEqual({ base: 'a', number: 100_000 });
  expect(fragmentOf('line\nbreak.FRAG-0')).toEqual({ base: 'line\nbreak', number: 0 });
  expect(fragmentOf('a.FRAG-00001.FRAG-00002')).toEqual({ base: 'a.FRAG-00001', number: 2 });
  for (const path of [
    '',
    'a',
    'a.FRAG-',
    'a.FRAG-1x',
    '.FRAG-00001',
    'a.frag-00001',
    `a.FRAG-${'9'.repeat(40)}`,
  ]) {
    expect(fragmentOf(path), path).toBeNull();
  }
});

describe('joining', () => {
  test('by number, in whatever order they were met', () => {
    expect(join([fragment(2), 'other', fragment(0), fragment(1)])).toMatchObject({
      joined: [{ path: NAME, parts: [2, 3, 0] }],
      codes: [],
    });
    expect(join([fragment(0)]).joined).toEqual([{ path: NAME, parts: [0] }]);
    expect(join([fragment(0, 'a'), fragment(0, 'b'), fragment(1, 'a')]).joined).toEqual([
      { path: 'a', parts: [0, 2] },
      { path: 'b', parts: [1] },
    ]);
    expect(join([])).toMatchObject({ joined: [], codes: [] });
  });

  test('numbers count as numbers: 100000 follows 99999', () => {
    const paths = Array.from({ length: 100_002 }, (_, i) => fragment(i)).sort();
    expect(paths.indexOf(fragment(100_000))).toBeLessThan(paths.indexOf(fragment(99_999)));
    const { joined, codes } = join(paths);
    expect(codes).toEqual([]);
    expect(joined[0]!.parts.map((id) => fragmentOf(paths[id]!)!.number)).toEqual(paths.map((_, i) => i));
  });

  test('the run before a gap takes the name, what follows keeps its own', () => {
    const gap = join([0, 1, 3, 4].map((number) => fragment(number)));
    expect(gap.joined).toEqual([{ path: NAME, parts: [0, 1] }]);
    expect(gap.codes).toEqual([`fragment-missing ${NAME}`]);
    expect(gap.warnings[0]!.message).toContain('fragment 2 is missing');
  });

  test('without number 0 nothing is joined', () => {
    const headless = join([fragment(1), fragment(2)]);
    expect(headless.joined).toEqual([]);
    expect(headless.codes).toEqual([`fragment-missing ${NAME}`]);
  });

  test('a file of the plain name stays, and so do the fragments', () => {
    expect(join([NAME, fragment(0), fragment(1)])).toMatchObject({
      joined: [],
      codes: [`fragment-name-taken ${NAME}`],
    });
  });

  test('of two with one number the first counts', () => {
    expect(join([fragment(1), fragment(0), fragment(0), fragment(1), '-'])).toMatchObject({
      joined: [{ path: NAME, parts: [1, 0] }],
      codes: [`fragment-duplicate ${NAME}`, `fragment-duplicate ${NAME}`],
    });
    // Numbers are what counts, not how they are written.
    expect(join([fragment('0'), `${NAME}.FRAG-0`]).codes).toEqual([`fragment-duplicate ${NAME}`]);
  });
});

describe('the top folder', () => {
  test.each([
    [['esx-a/README', 'esx-a/var/log/x'], 'esx-a/'],
    [['./esx-a/README', './esx-a/var/log/x'], './esx-a/'],
    [['esx-a/x', 'esx-b/x'], ''],
    [['esx-a/x', 'README'], ''],
    [['hostd.log'], ''],
    [['esx-a/x', 'esx-a-b/x'], ''],
    [[], ''],
  ])('of %j', (paths, top) => {
    expect(topFolder(paths)).toBe(top);
  });

  test('tells bundles', () => {
    const host = ['etc/vmware/esx.conf', 'error.log', 'action.log', 'var/run/log/hostd.log'];
    expect(bundleKind(host)).toBe('vm-support');
    expect(bundleKind(['var/log/vmware/vpxd/vpxd.log'])).toBe('vcenter');
    expect(bundleKind(['var/log/hostd.log', 'error.log'])).toBeNull();
  });
});
