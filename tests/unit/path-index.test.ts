import { describe, expect, it } from 'vitest';
import { FileTable } from '../../workers/archive/file-table';
import { PathIndex } from '../../workers/archive/path-index';

const PATHS = [
  'var/log/b.log',
  'var/log/a.log',
  'var/run/x',
  'README',
  'var.txt',
  'README',
  '/etc/passwd',
  '../../up',
];

function index(paths = PATHS, source = 0) {
  return new PathIndex(paths.map((path, id) => ({ id, source, path, bytes: 10 * (id + 1) })));
}

describe('the path index', () => {
  it('lists a folder with what lies below it', () => {
    const root = index().folder(0, '');
    expect(root.folders).toEqual([
      { name: '..', files: 1, bytes: 80 },
      { name: '/etc', files: 1, bytes: 70 },
      { name: 'var', files: 3, bytes: 60 },
    ]);
    expect(root.files).toEqual([
      { name: 'README', id: 3 },
      { name: 'README#2', id: 5 },
      { name: 'var.txt', id: 4 },
    ]);
    expect(
      index()
        .folder(0, 'var/log')
        .files.map(({ name }) => name),
    ).toEqual(['a.log', 'b.log']);
    expect(index().folder(0, '/etc').files).toEqual([{ name: 'passwd', id: 6 }]);
    expect(index().folder(0, 'nosuch')).toEqual({ folders: [], files: [] });
    expect(index().folder(1, '')).toEqual({ folders: [], files: [] });
  });

  it('finds files by path, duplicates by their number', () => {
    expect(index().find('README')).toEqual([3]);
    expect(index().find('README#2')).toEqual([5]);
    expect(index().find('README#3')).toEqual([]);
    expect(index().find('var/log')).toEqual([]);
    expect(index().duplicateName(5)).toBe('README#2');
    expect(index().duplicateName(3)).toBeNull();
  });

  it('finds a path in every source that has it, or in one', () => {
    const files = [0, 2, 5].map((source, id) => ({ id, source, path: 'a', bytes: 1 }));
    expect(new PathIndex(files).find('a')).toEqual([0, 1, 2]);
    expect(new PathIndex(files).find('a', 2)).toEqual([1]);
    expect(new PathIndex(files).find('a', 3)).toEqual([]);
  });

  it('agrees with a plain count over random trees', () => {
    const names = ['a', 'b', 'a.b', 'a-b', 'b0', 'ä'];
    let seed = 7;
    const next = (n: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
    const paths = Array.from({ length: 400 }, () =>
      Array.from({ length: 1 + next(4) }, () => names[next(names.length)]!).join('/'),
    );
    const tree = index(paths);
    for (const folder of ['', 'a', 'a/b', 'a.b', 'b0/ä']) {
      const prefix = folder ? `${folder}/` : '';
      const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
      const folders = new Map<string, number>();
      for (const path of below.filter((rest) => rest.includes('/'))) {
        const name = path.slice(0, path.indexOf('/'));
        folders.set(name, (folders.get(name) ?? 0) + 1);
      }
      const listing = tree.folder(0, folder);
      expect(new Map(listing.folders.map(({ name, files }) => [name, files]))).toEqual(folders);
      expect(listing.files).toHaveLength(below.filter((rest) => !rest.includes('/')).length);
    }
  });
});

describe('the file table', () => {
  const file = {
    container: 1,
    layer: 2,
    offset: 2 ** 33,
    size: 5,
    modified: 1e12,
    mode: 0o644,
    kind: 'text' as const,
  };

  it('gives back what was put in, and grows past its first capacity', () => {
    const table = new FileTable();
    for (let i = 0; i < 3000; i++) table.add({ ...file, path: `dir/naïve-${i}`, size: i });
    expect(table.count).toBe(3000);
    expect(table.get(2999)).toEqual({ ...file, path: 'dir/naïve-2999', size: 2999 });
    expect(() => table.get(3000)).toThrow(RangeError);
  });

  it('takes changes, and keeps all of it through the store', () => {
    const table = new FileTable();
    const id = table.add({ ...file, path: 'a.FRAG-00000', modified: null });
    const other = table.add({ ...file, path: 'b' });
    table.rename(id, 'a');
    table.setPlace(id, 9, 1, 77);
    table.setKind(id, 'log');
    table.setFormat(id, 'vmkernel');
    table.hide(other);
    const copy = FileTable.restore(structuredClone(table.store()));
    expect(copy.get(id)).toEqual({
      ...file,
      path: 'a',
      layer: 9,
      offset: 1,
      size: 77,
      kind: 'log',
      modified: null,
    });
    expect([copy.format(id), copy.format(other)]).toEqual(['vmkernel', null]);
    expect([copy.shown(id), copy.shown(other)]).toEqual([true, false]);
    expect(copy.add({ ...file, path: 'c' })).toBe(2);
  });

  it('refuses a damaged store', () => {
    const stored = new FileTable().store();
    expect(() => FileTable.restore({ ...stored, count: 5 })).toThrow(/incomplete/);
  });
});
