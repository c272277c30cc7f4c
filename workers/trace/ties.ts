import { combine, differentTasks, gap, isPartOf } from './combine';
import type { PooledDraft } from './traced-operation';

/**
 * How far apart operations of one tie may be, by what the tie is, in ms. A machine's name is no id: only what is told at
 * the same moment is the same.
 */
const TIE_MS: Readonly<Record<string, number>> = { name: 30_000, host: 60_000 };
const OTHER_TIE_MS = 10 * 60_000;

/** Operations of one moment, each of which every further one is held against. */
const MOST_OF_MOMENT = 64;

/** What several logs told of one moment: more than one operation when one of them says more than the others. */
interface Moment {
  operations: PooledDraft[];
  /** Files that told of it. */
  told: Set<number>;
  /** What was told before a log said more exactly what it was. */
  general: PooledDraft | null;
  /** Why that belongs to the others. */
  reason: string;
}

/**
 * Puts together operations that share a tie (a VM's uuid or name, a host) at the same time, told by different files: each
 * file tells an operation once. What one gains from the other over a tie is joined.
 * @param operations in the order of time
 * @param fileOf the file of an evidence line
 */
export function tied(operations: PooledDraft[], fileOf: (evidence: number) => number): PooledDraft[] {
  const open = new Map<string, Moment>();
  const gone = new Set<PooledDraft>();
  for (const operation of operations) {
    const { ties = [] } = operation;
    if (ties.length === 0) continue;
    const told = fileOf(operation.evidence[0]!);
    const keys = ties.map((tie) => `${familyOf(operation.kind!)} ${tie}`);
    let moment: Moment | null = null;
    for (const [i, tie] of ties.entries()) {
      const other = open.get(keys[i]!);
      if (!other?.operations.some((of) => atOneTime(of, operation, tie))) continue;
      const joined = other.told.has(told)
        ? joinsOwn(other, operation)
        : joins(other, operation, `told at the same time by another log, by ${tie}`, gone);
      if (!joined) continue;
      moment = other;
      break;
    }
    moment ??= { operations: [operation], told: new Set(), general: null, reason: '' };
    moment.told.add(told);
    for (const key of keys) open.set(key, moment);
  }
  return gone.size === 0 ? operations : operations.filter((operation) => !gone.has(operation));
}

/** Kinds that may be told of one moment stand under one key. */
function familyOf(kind: string): string {
  if (kind.startsWith('Modify') || kind === 'RenameVM' || kind.endsWith('cryptVM')) return 'change';
  return kind === 'DeleteVM' || kind === 'UnregisterVM'
    ? 'RemoveVM'
    : kind === 'RestartHost'
      ? 'StopHost'
      : kind;
}

function atOneTime(a: PooledDraft, b: PooledDraft, tie: string): boolean {
  if (a.who !== null && b.who !== null && !samePerson(a.who, b.who)) return false;
  if (tie.startsWith('name:') && a.where !== null && b.where !== null && a.where !== b.where) return false;
  return gap(a, b) <= (TIE_MS[tie.slice(0, tie.indexOf(':'))] ?? OTHER_TIE_MS);
}

/** hostd may only know that vCenter asked. */
function samePerson(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() || a === 'vpxuser' || b === 'vpxuser';
}

/** A further change that one event tells beside others; false for anything else of a file that has told already. */
function joinsOwn(moment: Moment, operation: PooledDraft): boolean {
  if (moment.operations.length >= MOST_OF_MOMENT) return false;
  const beside = moment.operations.some(
    ({ kind, links }) => kind !== operation.kind && shared(links, operation.links),
  );
  if (!beside) return false;
  moment.operations.push(operation);
  if (moment.general && isPartOf(moment.general.kind!, operation.kind!))
    combine(operation, moment.general, false, moment.reason);
  return true;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const link of few) if (many.has(link)) return true;
  return false;
}

/** Takes the operation into the moment; false when it is another one. */
function joins(moment: Moment, operation: PooledDraft, reason: string, gone: Set<PooledDraft>): boolean {
  if (moment.operations.some((other) => differentTasks(other, operation))) return false;
  const same = moment.operations.find(({ kind }) => kind === operation.kind);
  if (same) {
    combine(same, operation, false, reason);
    gone.add(operation);
    return true;
  }
  const wholes = moment.operations.filter(({ kind }) => isPartOf(operation.kind!, kind!));
  if (wholes.length > 0) {
    for (const whole of wholes) combine(whole, operation, false, reason);
    gone.add(operation);
    return true;
  }
  const general =
    moment.general ?? moment.operations.find(({ kind }) => isPartOf(kind!, operation.kind!)) ?? null;
  if (!general || !isPartOf(general.kind!, operation.kind!)) return false;
  moment.general = general;
  moment.reason = reason;
  gone.add(general);
  moment.operations = [...moment.operations.filter((other) => other !== general), operation];
  combine(operation, general, false, reason);
  return true;
}
