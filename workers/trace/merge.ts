import { append, combine, differentTasks, gap, isMoid, lendPerson, tellsLessOf, wholesOf } from './combine';
import type { PooledDraft } from './traced-operation';
import { familyOpIds } from './op-id';
import { tied } from './ties';
import { SAME_BEGIN_MS } from './vmware/open-operations';

/** An id that comes again this much later is another operation's: task numbers start again with hostd. */
const SAME_ID_MS = 6 * 3_600_000;
/** Operations of one group that each other line of it is held against: a log may be made to hold any number of both. */
const MOST_OF_GROUP = 64;

/** Drafts that name the same operation, by ids they share. */
export class DraftGroups {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, i) => i);
  }

  root(index: number): number {
    let root = index;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    while (this.#parent[index] !== root) {
      const next = this.#parent[index]!;
      this.#parent[index] = root;
      index = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const rootA = this.root(a);
    const rootB = this.root(b);
    // The earlier draft leads, so that the order does not depend on how ids are shared.
    this.#parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}

/** Puts drafts of one operation together: `drafts` in the order of time; gives one draft for each operation. `fileOf` tells
 * which file a line is from. */
export async function mergedDrafts(
  drafts: readonly PooledDraft[],
  fileOf: (evidence: number) => number,
  pause: () => Promise<void>,
): Promise<PooledDraft[]> {
  const groups = new DraftGroups(drafts.length);
  const lastOf = new Map<string, number>();
  const meets = (key: string, index: number) => {
    const other = lastOf.get(key);
    if (other !== undefined && mayBeSame(key, drafts[other]!, drafts[index]!)) groups.join(other, index);
    lastOf.set(key, index);
  };
  for (let index = 0; index < drafts.length; index++) {
    const { links, opId } = drafts[index]!;
    for (const link of links) meets(link, index);
    if (opId !== null) meets(`opid:${opId}`, index);
    if (index % 1024 === 0) await pause();
  }
  for (let index = 0; index < drafts.length; index++) {
    const { opId } = drafts[index]!;
    for (const ancestor of opId === null ? [] : familyOpIds(opId)) {
      const other = lastOf.get(`opid:${ancestor}`);
      if (other === undefined || gap(drafts[other]!, drafts[index]!) > SAME_ID_MS) continue;
      groups.join(other, index);
      break;
    }
    if (index % 1024 === 0) await pause();
  }
  const members = new Map<number, PooledDraft[]>();
  for (let index = 0; index < drafts.length; index++) {
    const root = groups.root(index);
    const group = members.get(root);
    if (group) group.push(drafts[index]!);
    else members.set(root, [drafts[index]!]);
  }
  const merged: PooledDraft[] = [];
  let done = 0;
  for (const group of members.values()) {
    if (group.length === 1) {
      if (group[0]!.kind !== null) merged.push(group[0]!);
    } else append(merged, await operationsOf(group, pause));
    if (++done % 1024 === 0) await pause();
  }
  return tied(merged, fileOf);
}

function mayBeSame(key: string, a: PooledDraft, b: PooledDraft): boolean {
  if (key.startsWith('task:') && a.start && b.start && Math.abs(a.start.ms - b.start.ms) > SAME_BEGIN_MS)
    return false;
  return gap(a, b) <= SAME_ID_MS;
}

/** The operations of a group: one for each kind and object, without the steps that another one consists of. */
async function operationsOf(
  group: readonly PooledDraft[],
  pause: () => Promise<void>,
): Promise<PooledDraft[]> {
  let done = 0;
  const breathe = async () => {
    if (++done % 1024 === 0) await pause();
  };
  const kinds = new Set(group.map(({ kind }) => kind));
  const operations = new Map<string, PooledDraft[]>();
  const lenders: PooledDraft[] = [];
  const steps: { draft: PooledDraft; of: string[] }[] = [];
  for (const draft of group) {
    await breathe();
    if (draft.kind === null) {
      lenders.push(draft);
      continue;
    }
    const whole = wholesOf(draft.kind).filter((kind) => kinds.has(kind));
    if (whole.length > 0) {
      steps.push({ draft, of: whole });
      continue;
    }
    const same = operations.get(draft.kind);
    const operation = same && fitting(same, draft);
    if (operation) combine(operation, draft);
    else if (same) same.push(copied(draft));
    else operations.set(draft.kind, [copied(draft)]);
  }
  for (const { draft, of } of steps) {
    await breathe();
    for (const kind of of) {
      const wholes = operations.get(kind) ?? [];
      for (const operation of wholes.slice(0, MOST_OF_GROUP)) {
        if (sameObject(operation, draft) || wholes.length === 1)
          combine(operation, draft, !tellsLessOf(draft.kind!, kind));
      }
    }
  }
  const all = [...operations.values()].flat();
  const few = all.slice(0, MOST_OF_GROUP);
  let lent = 0;
  for (const lender of lenders) {
    await breathe();
    const linked = few.filter(({ links, opId }) => sharesId(lender, links, opId));
    for (const operation of linked) combine(operation, lender);
    if (linked.length > 0 || ++lent > MOST_OF_GROUP) continue;
    for (const operation of few) lendPerson(operation, lender);
  }
  return all;
}

function fitting(same: readonly PooledDraft[], draft: PooledDraft): PooledDraft | null {
  // Only the last ones are looked at: a group may be made to hold any number of them.
  for (let i = same.length - 1; i >= 0 && i >= same.length - 8; i--) {
    const other = same[i]!;
    if (sameObject(other, draft) && !differentTasks(other, draft)) return other;
  }
  return null;
}

function sameObject(a: PooledDraft, b: PooledDraft): boolean {
  if (a.target === null || b.target === null || a.target === b.target) return true;
  // A name that was gained by joining (of a folder) need not be the object's.
  const sure = (draft: PooledDraft) => draft.joined.target === undefined && !isMoid(draft.target!);
  return !sure(a) || !sure(b);
}

function sharesId(lender: PooledDraft, links: ReadonlySet<string>, opId: string | null): boolean {
  if (lender.opId !== null && lender.opId === opId) return true;
  for (const link of lender.links) if (links.has(link)) return true;
  return false;
}

function copied(draft: PooledDraft): PooledDraft {
  return {
    ...draft,
    links: new Set(draft.links),
    joined: { ...draft.joined },
    evidence: [...draft.evidence],
  };
}
