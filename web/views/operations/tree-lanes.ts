import type { OperationNode } from '../../../workers/public-api';

/** A node of an operation tree as one line of a drawing. */
export interface Lane {
  node: OperationNode;
  depth: number;
  /** Where it lies on the axis, 0 to 1; null without a time. */
  span: { from: number; to: number } | null;
  /** Records of the node itself. */
  records: number;
}

export interface Lanes {
  lanes: Lane[];
  /** First and last instant of all, ms UTC; null when nothing has a time. */
  from: number | null;
  to: number | null;
  /** Nodes that are not drawn. */
  more: number;
}

/** Nodes drawn at most. */
const MOST_LANES = 400;

/** The tree as lines from top to bottom, all on one axis. */
export function lanesOf(roots: readonly OperationNode[]): Lanes {
  const found: { node: OperationNode; depth: number }[] = [];
  // Not recursive: a hostile log can nest its ids as deep as it likes.
  const open = [...roots].reverse().map((node) => ({ node, depth: 0 }));
  let from = Infinity;
  let to = -Infinity;
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    found.push(next);
    if (node.start !== null) from = Math.min(from, Date.parse(node.start));
    if (node.end !== null) to = Math.max(to, Date.parse(node.end));
    for (let i = node.children.length - 1; i >= 0; i--)
      open.push({ node: node.children[i]!, depth: depth + 1 });
  }
  const timed = to >= from;
  const length = Math.max(1, to - from);
  return {
    lanes: found.slice(0, MOST_LANES).map(({ node, depth }) => ({
      node,
      depth,
      records: node.evidence.length,
      span:
        timed && node.start !== null && node.end !== null
          ? { from: (Date.parse(node.start) - from) / length, to: (Date.parse(node.end) - from) / length }
          : null,
    })),
    from: timed ? from : null,
    to: timed ? to : null,
    more: Math.max(0, found.length - MOST_LANES),
  };
}
