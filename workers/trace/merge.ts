import type { TraceItem } from '../public-api';
import type { PooledDraft } from './traced-operation';
import { familyOpIds } from './op-id';

/** An id that comes again this much later is another operation's: task numbers start again with hostd. */
const SAME_ID_MS = 6 * 3_600_000;
/** Two hosts of a migration tell of it within this time. */
const TIE_MS = 10 * 60_000;

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
    if (other !== undefined && gap(drafts[other]!, drafts[index]!) <= SAME_ID_MS) groups.join(other, index);
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
    } else merged.push(...operationsOf(group));
    if (++done % 1024 === 0) await pause();
  }
  return tied(merged, fileOf);
}

/** The operations of a group: one for each kind and object, without the steps that another one consists of. */
function operationsOf(group: readonly PooledDraft[]): PooledDraft[] {
  const kinds = new Set(group.map(({ kind }) => kind));
  const operations = new Map<string, PooledDraft[]>();
  const lenders: PooledDraft[] = [];
  const steps: { draft: PooledDraft; of: string[] }[] = [];
  for (const draft of group) {
    if (draft.kind === null) {
      lenders.push(draft);
      continue;
    }
    const whole = (PARTS.get(draft.kind) ?? []).filter((kind) => kinds.has(kind));
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
    for (const kind of of) {
      for (const operation of operations.get(kind) ?? []) {
        if (sameObject(operation, draft) || operations.get(kind)!.length === 1)
          combine(operation, draft, true);
      }
    }
  }
  const all = [...operations.values()].flat();
  for (const lender of lenders) {
    const linked = all.filter(({ links, opId }) => sharesId(lender, links, opId));
    for (const operation of linked) combine(operation, lender);
    if (linked.length > 0) continue;
    for (const operation of all) lendPerson(operation, lender);
  }
  return all;
}

/** Kinds that are a part of others, or say less than they do: told of the same operation they make no record. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ModifyVM',
    ['ModifyCPU', 'ModifyMemory', 'ModifyDisk', 'RenameVM', 'EncryptVM', 'ReencryptVM', 'DecryptVM'],
  ],
  ['RemoveVM', ['DeleteVM', 'UnregisterVM', 'MoveVM']],
  ['UnregisterVM', ['DeleteVM', 'MoveVM']],
  ['RegisterVM', ['CreateVM', 'CloneVM', 'MoveVM']],
  ['CreateVM', ['CloneVM', 'MoveVM']],
  ['DeleteDisk', ['DeleteVM']],
  ['StartService', ['EnableSSH', 'EnableShell']],
  ['StopService', ['DisableSSH', 'DisableShell']],
]);

function fitting(same: readonly PooledDraft[], draft: PooledDraft): PooledDraft | null {
  // Only the last ones are looked at: a group may be made to hold any number of them.
  for (let i = same.length - 1; i >= 0 && i >= same.length - 8; i--) {
    const other = same[i]!;
    if (sameObject(other, draft) && !differentTasks(other, draft)) return other;
  }
  return null;
}

function sameObject(a: PooledDraft, b: PooledDraft): boolean {
  return (
    a.target === null || b.target === null || a.target === b.target || isMoid(a.target) || isMoid(b.target)
  );
}

/** Two tasks of one host are two operations, but for the parts of a migration. */
function differentTasks(a: PooledDraft, b: PooledDraft): boolean {
  if (a.kind === 'MoveVM' || a.origin !== b.origin) return false;
  const task = (draft: PooledDraft) => draft.links.find((link) => link.startsWith('task:'));
  const taskA = task(a);
  const taskB = task(b);
  return taskA !== undefined && taskB !== undefined && taskA !== taskB;
}

function sharesId(lender: PooledDraft, links: readonly string[], opId: string | null): boolean {
  return (lender.opId !== null && lender.opId === opId) || lender.links.some((link) => links.includes(link));
}

/** Objects as vCenter numbers them, for want of a name: `vm-3450`. */
function isMoid(target: string): boolean {
  return (
    /^[a-z-]+-\d+$/.test(target) &&
    /^(vm|host|group-[a-z]|resgroup|domain-c|snapshot|datastore|network)-/.test(target)
  );
}

function copied(draft: PooledDraft): PooledDraft {
  return {
    ...draft,
    links: [...draft.links],
    joined: { ...draft.joined },
    evidence: [...draft.evidence],
  };
}

/** What another log says of the same operation. Values over ids they share are stated. */
export function combine(
  into: PooledDraft,
  from: PooledDraft,
  part = false,
  reason: string | null = null,
): void {
  const mark = (item: TraceItem) => {
    const why = reason ?? from.joined[item];
    if (why !== undefined) into.joined[item] = why;
    else delete into.joined[item];
  };
  /** A stated value is better than one gained by joining. */
  const better = (item: TraceItem, has: boolean, given: boolean) =>
    given &&
    (!has || (into.joined[item] !== undefined && from.joined[item] === undefined && reason === null));
  if (!part) {
    if (from.start !== null && (into.start === null || (reason === null && from.start.ms < into.start.ms))) {
      if (into.start === null && into.end === null) mark('when');
      else if (into.start === null && reason !== null) into.joined.when = reason;
      into.start = from.start;
    }
    if (from.end !== null && (into.end === null || (reason === null && from.end.ms > into.end.ms))) {
      if (into.end === null && reason !== null) into.joined.when = reason;
      into.end = from.end;
    }
    if (from.result === 'NG' && into.result === 'OK' && reason === null) into.result = 'NG';
    else if (better('result', into.result !== null, from.result !== null)) {
      into.result = from.result;
      mark('result');
    }
  }
  for (const field of ['who', 'where', 'target'] as const) {
    const value = from[field];
    if (part && field === 'target' && (into.kind === 'CloneVM' || value === null)) continue;
    const has =
      into[field] !== null &&
      !(field === 'target' && isMoid(into.target!) && value !== null && !isMoid(value));
    const anonymous =
      field === 'who' && into.who !== null && isAccount(into.who) && value !== null && !isAccount(value);
    if (!better(field, has && !anonymous, value !== null)) continue;
    into[field] = value;
    mark(field);
  }
  into.client ??= from.client;
  combineChange(into, from, reason);
  into.session ??= from.session;
  into.opId ??= from.opId;
  into.seeks ??= from.seeks;
  into.links.push(...from.links);
  into.evidence.push(...from.evidence);
}

/** Before and after: of a migration one host says the one, the other the other. */
function combineChange(into: PooledDraft, from: PooledDraft, reason: string | null): void {
  const why = reason ?? from.joined.how;
  const before = into.before.length === 0 && from.before.length > 0;
  const after = into.after.length === 0 && from.after.length > 0;
  if (before) into.before = from.before;
  if (after) into.after = from.after;
  if ((before || after) && why !== undefined) into.joined.how = why;
  const lacks = (item: TraceItem) =>
    from.unsaid?.includes(item) === true || (item === 'how' && from.before.length + from.after.length === 0);
  const whole = into.before.length > 0 && into.after.length > 0;
  into.unsaid = into.unsaid?.filter((item) => lacks(item) && !(item === 'how' && whole));
}

/** Accounts of programs, behind which vCenter's log may name a person. */
function isAccount(who: string): boolean {
  return who === 'vpxuser';
}

/** Of a family of operation ids only the person goes for all. */
function lendPerson(operation: PooledDraft, lender: PooledDraft): void {
  if (lender.who !== null && (operation.who === null || isAccount(operation.who))) {
    operation.who = lender.who;
    delete operation.joined.who;
  }
  operation.client ??= lender.client;
  operation.evidence.push(...lender.evidence);
}

/**
 * Puts together operations of one kind that share a tie (a VM's uuid) at the same time, told by different files: each
 * file tells an operation once.
 */
function tied(operations: PooledDraft[], fileOf: (evidence: number) => number): PooledDraft[] {
  const open = new Map<string, { operation: PooledDraft; files: Set<number> }>();
  const gone = new Set<PooledDraft>();
  for (const operation of operations) {
    const { ties = [], kind } = operation;
    if (ties.length === 0) continue;
    const file = fileOf(operation.evidence[0]!);
    let cluster: { operation: PooledDraft; files: Set<number> } | undefined;
    for (const tie of ties) {
      const other = open.get(`${kind} ${tie}`);
      if (!other || other.files.has(file) || gap(other.operation, operation) > TIE_MS) continue;
      combine(other.operation, operation, false, `another log of the same operation, by ${tie}`);
      other.files.add(file);
      gone.add(operation);
      cluster = other;
      break;
    }
    cluster ??= { operation, files: new Set([file]) };
    for (const tie of ties) open.set(`${kind} ${tie}`, cluster);
  }
  return gone.size === 0 ? operations : operations.filter((operation) => !gone.has(operation));
}

/** ms between two operations; 0 where they overlap or one has no time. */
export function gap(a: PooledDraft, b: PooledDraft): number {
  const [fromA, toA] = span(a);
  const [fromB, toB] = span(b);
  if (fromA === null || toA === null || fromB === null || toB === null) return 0;
  return Math.max(0, fromB - toA, fromA - toB);
}

function span({ start, end }: PooledDraft): [number | null, number | null] {
  return [(start ?? end)?.ms ?? null, (end ?? start)?.ms ?? null];
}
