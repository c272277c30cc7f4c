import { describe, expect, test } from 'vitest';
import type { FolderChild } from '../../workers/engine/engine-api';
import type { SourceState } from '../../workers/engine/case-state';
import { childNodes, findByPrefix, isFolder, sourceNode, visibleNodes } from '../../web/views/files/tree';

const folder = (name: string): FolderChild => ({ name, file: null, folder: { files: 1, bytes: 1 } });
const file = (name: string, id = 1): FolderChild =>
  ({ name, folder: null, file: { id, path: `var/${name}` } }) as FolderChild;
const root = () => {
  const node = sourceNode({ id: 0, name: 'esx.tgz' } as SourceState);
  node.open = true;
  return node;
};

describe('the tree', () => {
  test('has folders first and numbers in order', () => {
    const node = root();
    const names = childNodes(node, [
      file('vmkernel.10.gz', 1),
      folder('z'),
      file('vmkernel.2.gz', 2),
      folder('a'),
    ]);
    expect(names.map((child) => child.name)).toEqual(['a', 'z', 'vmkernel.2.gz', 'vmkernel.10.gz']);
    expect(names.map(isFolder)).toEqual([true, true, false, false]);
    expect(names[0]!.path).toBe('a');
  });

  test('shows children of open folders only', () => {
    const node = root();
    node.children = childNodes(node, [folder('var'), file('README')]);
    const [inner] = node.children;
    inner!.children = childNodes(inner!, [file('a.log')]);
    expect(visibleNodes([node]).map((line) => line.name)).toEqual(['esx.tgz', 'var', 'README']);
    inner!.open = true;
    expect(visibleNodes([node]).map((line) => line.name)).toEqual(['esx.tgz', 'var', 'a.log', 'README']);
  });

  test('keeps what is open when it is loaded again', () => {
    const node = root();
    node.children = childNodes(node, [folder('var')]);
    node.children[0]!.open = true;
    const again = childNodes(node, [folder('etc'), folder('var')]);
    expect(again.map((child) => [child.name, child.open])).toEqual([
      ['etc', false],
      ['var', true],
    ]);
  });

  test('is flattened without recursion', () => {
    const top = root();
    let node = top;
    for (let depth = 0; depth < 20_000; depth++) {
      node.children = childNodes(node, [folder('d')]);
      node = node.children[0]!;
      node.open = true;
    }
    expect(visibleNodes([top]).length).toBe(20_001);
  });

  test('is searched by typing, around its end', () => {
    const node = root();
    node.children = childNodes(node, [file('alpha', 1), file('beta', 2), file('Bravo', 3)]);
    const lines = visibleNodes([node]);
    expect(findByPrefix(lines, 'b', 0)).toBe(2);
    expect(findByPrefix(lines, 'b', 3)).toBe(3);
    expect(findByPrefix(lines, 'al', 3)).toBe(1);
    expect(findByPrefix(lines, 'x', 0)).toBe(-1);
  });
});
