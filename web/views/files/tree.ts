import type { FolderChild } from '../../../workers/engine/engine-api';
import type { SourceState } from '../../../workers/engine/case-state';

/** A line of the tree. */
export interface TreeNode {
  /** Same after the tree was loaded anew. */
  key: string;
  name: string;
  source: number;
  /** Path in the source, '' for the source itself. */
  path: string;
  depth: number;
  parent: TreeNode | null;
  child: FolderChild | null;
  open: boolean;
  /** Null while not loaded. */
  children: TreeNode[] | null;
  loading: boolean;
  error: string | null;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
/** Beyond this many children the order of code units must do; the collator would take seconds. */
const COLLATED = 20_000;

export const isFolder = (node: TreeNode): boolean => node.child === null || node.child.folder !== null;

export function sourceNode(source: SourceState): TreeNode {
  return node(`${source.id}`, source.name, source.id, '', null, null);
}

/** Nodes of a folder's children, folders first; state of nodes that were there before is kept. */
export function childNodes(parent: TreeNode, children: readonly FolderChild[]): TreeNode[] {
  const compare =
    children.length <= COLLATED
      ? (a: string, b: string) => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
      : (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const before = new Map((parent.children ?? []).map((child) => [child.key, child]));
  return children
    .toSorted((a, b) => Number(a.folder === null) - Number(b.folder === null) || compare(a.name, b.name))
    .map((child) => {
      const path = `${insideOf(parent.path)}${child.name}`;
      const key = `${parent.key}/${child.folder ? 'd' : 'f'}${child.file?.id ?? ''}:${child.name}`;
      const known = before.get(key);
      if (!known) return node(key, child.name, parent.source, child.file?.path ?? path, parent, child);
      known.child = child;
      return known;
    });
}

/** What the paths of everything in a folder begin with. */
export function insideOf(path: string): string {
  return path === '' ? '' : `${path}/`;
}

function node(
  key: string,
  name: string,
  source: number,
  path: string,
  parent: TreeNode | null,
  child: FolderChild | null,
): TreeNode {
  const depth = parent ? parent.depth + 1 : 0;
  return {
    key,
    name,
    source,
    path,
    depth,
    parent,
    child,
    open: false,
    children: null,
    loading: false,
    error: null,
  };
}

/** The lines that can be seen: every node whose folders are all open. */
export function visibleNodes(roots: readonly TreeNode[]): TreeNode[] {
  const lines: TreeNode[] = [];
  const stack = roots.toReversed();
  for (let next = stack.pop(); next; next = stack.pop()) {
    lines.push(next);
    if (!next.open || !next.children) continue;
    for (let i = next.children.length - 1; i >= 0; i--) stack.push(next.children[i] as TreeNode);
  }
  return lines;
}

/** Index of the next line whose name begins with what was typed, from `start` on and around. */
export function findByPrefix(lines: readonly TreeNode[], typed: string, start: number): number {
  const wanted = typed.toLowerCase();
  for (let i = 0; i < lines.length; i++) {
    const at = (start + i) % lines.length;
    if (lines[at]?.name.toLowerCase().startsWith(wanted)) return at;
  }
  return -1;
}
