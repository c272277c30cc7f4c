interface Node {
  /** Which number took the place of which. */
  places: Map<number, number>;
  used: Set<number>;
  children: Map<number, Node>;
}

/** Addresses as paths of numbers, of which each step is replaced by another: what shares a prefix shares one after. */
export class OctetTree {
  private readonly roots = new Map<string, Node>();

  /** `isKnown` tells of addresses, and of prefixes that end in a dot, whether they stand somewhere. */
  constructor(private readonly isKnown: (prefix: string) => boolean) {}

  /** The path for another; steps before `fixed` and from `free` on stay. `choices` are in the order they are given out. */
  place(
    path: readonly number[],
    fixed: number,
    free: number,
    choices: (level: number, path: readonly number[]) => readonly number[],
  ): number[] {
    let node = this.root(path, fixed);
    const alias = path.slice(0, fixed);
    for (let level = fixed; level < path.length; level++) {
      if (level >= free) {
        alias.push(path[level]!);
        continue;
      }
      const step = path[level]!;
      let place = node.places.get(step);
      if (place === undefined) {
        place = this.choose(node, alias, level === path.length - 1, choices(level, path));
        node.places.set(step, place);
        node.used.add(place);
      }
      alias.push(place);
      node = childOf(node, step);
    }
    return alias;
  }

  resume(path: readonly number[], alias: readonly number[], fixed: number): void {
    let node = this.root(path, fixed);
    for (let level = fixed; level < path.length; level++) {
      if (!node.places.has(path[level]!)) node.places.set(path[level]!, alias[level]!);
      node.used.add(alias[level]!);
      node = childOf(node, path[level]!);
    }
  }

  private choose(node: Node, before: readonly number[], last: boolean, choices: readonly number[]): number {
    const prefix = before.map((step) => `${step}.`).join('');
    let left = -1;
    for (const choice of choices) {
      if (node.used.has(choice)) continue;
      if (!this.isKnown(`${prefix}${choice}${last ? '' : '.'}`)) return choice;
      if (left < 0) left = choice;
    }
    if (left < 0) throw new Error('no number left');
    return left;
  }

  private root(path: readonly number[], fixed: number): Node {
    const key = path.slice(0, fixed).join('.');
    let root = this.roots.get(key);
    if (root === undefined) this.roots.set(key, (root = empty()));
    return root;
  }
}

function childOf(node: Node, step: number): Node {
  let child = node.children.get(step);
  if (child === undefined) node.children.set(step, (child = empty()));
  return child;
}

function empty(): Node {
  return { places: new Map(), used: new Set(), children: new Map() };
}
