import type { Warning } from '../warning';

/** The name and number of a `name.FRAG-00000` path, or null for any other path. */
export function fragmentOf(path: string): { base: string; number: number } | null {
  const match = /^(.+)\.FRAG-(\d{1,15})$/s.exec(path);
  return match ? { base: match[1]!, number: Number(match[2]) } : null;
}

export interface Fragment {
  id: number;
  path: string;
}

export interface JoinedFragments {
  /** The name without the suffix. */
  path: string;
  /** Ids in the order their bytes follow one another. */
  parts: number[];
}

/**
 * Puts fragments together as vm-support does: by number, consecutive from 0. Where a number is missing the run
 * before it takes the joined name and the pieces after it keep their own. `taken` says whether a file of the plain
 * name exists already: then it stays, and so do the fragments.
 */
export function joinFragments(
  fragments: Iterable<Fragment>,
  taken: (path: string) => boolean,
): { joined: JoinedFragments[]; warnings: Warning[] } {
  const groups = new Map<string, { id: number; number: number }[]>();
  for (const { id, path } of fragments) {
    const fragment = fragmentOf(path);
    if (!fragment) continue;
    const group = groups.get(fragment.base);
    if (group) group.push({ id, number: fragment.number });
    else groups.set(fragment.base, [{ id, number: fragment.number }]);
  }
  const joined: JoinedFragments[] = [];
  const warnings: Warning[] = [];
  for (const [path, group] of groups) {
    const warn = (code: string, message: string) => warnings.push({ code, path, offset: null, message });
    if (taken(path)) {
      warn('fragment-name-taken', 'exists beside its fragments: it is kept, and they are not joined');
      continue;
    }
    const parts = firstRun(group, warn);
    if (parts.length > 0) joined.push({ path, parts });
  }
  return { joined, warnings };
}

function firstRun(
  group: { id: number; number: number }[],
  warn: (code: string, message: string) => void,
): number[] {
  group.sort((a, b) => a.number - b.number || a.id - b.id);
  const parts: number[] = [];
  for (const { id, number } of group) {
    if (number === parts.length - 1) {
      warn('fragment-duplicate', `fragment ${number} is there twice: the first is used`);
    } else if (number === parts.length) {
      parts.push(id);
    } else {
      const last = group.at(-1)!.number;
      warn(
        'fragment-missing',
        parts.length === 0
          ? `fragment 0 is missing (the first is ${number}): the pieces are not joined`
          : `fragment ${parts.length} is missing (of 0 to ${last}): joined up to it, later pieces keep their names`,
      );
      break;
    }
  }
  return parts;
}
