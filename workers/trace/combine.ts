import type { TraceItem } from '../public-api';
import type { PooledDraft } from './traced-operation';

/** Ties that an operation gains no more beyond: a log may give each line of it another one. */
const MOST_TIES = 64;

/** Kinds that are a part of others, or say less than they do: told of the same operation they make no record. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ModifyVM',
    [
      'ModifyCPU',
      'ModifyMemory',
      'ModifyDisk',
      'ModifyDevice',
      'RenameVM',
      'EncryptVM',
      'ReencryptVM',
      'DecryptVM',
    ],
  ],
  ['StopHost', ['RestartHost']],
  ['RemoveVM', ['DeleteVM', 'UnregisterVM', 'MoveVM']],
  ['UnregisterVM', ['DeleteVM', 'MoveVM']],
  ['RegisterVM', ['CreateVM', 'CloneVM', 'MoveVM']],
  ['CreateVM', ['CloneVM', 'MoveVM']],
  ['DeleteDisk', ['DeleteVM']],
  ['StartService', ['EnableSSH', 'EnableShell']],
  ['StopService', ['DisableSSH', 'DisableShell']],
]);

/** Whether an operation of a kind is a part of one of another kind, or the same told less exactly. */
export function isPartOf(part: string, whole: string): boolean {
  return PARTS.get(part)?.includes(whole) === true;
}

/** Kinds that this one is a part of. */
export function wholesOf(part: string): readonly string[] {
  return PARTS.get(part) ?? [];
}

/** Whether it is no step of the other one but the same, told less exactly: its times and result are the other's. */
export function tellsLessOf(part: string, whole: string): boolean {
  if (part === 'RemoveVM') return whole !== 'MoveVM';
  return part === 'ModifyVM' || part === 'StartService' || part === 'StopService';
}

/** Objects as vCenter numbers them, for want of a name: `vm-3450`. */
export function isMoid(target: string): boolean {
  return (
    /^[a-z-]+-\d+$/.test(target) &&
    /^(vm|host|group-[a-z]|resgroup|domain-c|snapshot|datastore|network)-/.test(target)
  );
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
    else into.joined = without(into.joined, item);
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
  for (const link of from.links) into.links.add(link);
  into.task ??= from.task;
  if (from.ties && (into.ties?.length ?? 0) < MOST_TIES)
    into.ties = [...new Set([...(into.ties ?? []), ...from.ties])];
  append(into.evidence, from.evidence);
}

/** One by one: a log may tell of one operation in more lines than a call takes values. */
export function append<Item>(into: Item[], from: readonly Item[]): void {
  for (const item of from) into.push(item);
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

function without(joined: PooledDraft['joined'], item: TraceItem): PooledDraft['joined'] {
  return Object.fromEntries(Object.entries(joined).filter(([name]) => name !== item));
}

/** Accounts of programs, behind which vCenter's log may name a person. */
function isAccount(who: string): boolean {
  return who === 'vpxuser';
}

/** Of a family of operation ids only the person goes for all. */
export function lendPerson(operation: PooledDraft, lender: PooledDraft): void {
  if (lender.who !== null && (operation.who === null || isAccount(operation.who))) {
    operation.who = lender.who;
    operation.joined = without(operation.joined, 'who');
  }
  operation.client ??= lender.client;
  append(operation.evidence, lender.evidence);
}

/** Two tasks of one host are two operations, but for the parts of a migration. */
export function differentTasks(a: PooledDraft, b: PooledDraft): boolean {
  if (a.kind === 'MoveVM' || a.origin !== b.origin) return false;
  return a.task !== null && b.task !== null && a.task !== b.task;
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
