import type { OperationDraft } from '../trace-source';
import type { Reported } from './reported';
import { valuesOf } from './virt-draft';

/** How far apart two logs of a host tell of the same operation, ms: a start is written before and after it. */
const SAME_MS = 30_000;
/** How far apart two hosts tell of a migration: as long as one takes. */
const MIGRATION_MS = 3_600_000;
/** Open reports of one machine that are looked at. */
const MOST_OPEN = 64;

/**
 * Puts together what several logs tell of one operation: libvirt's log of the machine and audit.log, and the two hosts of
 * a migration. They share the machine's uuid or, on one host, its name; so what comes over is joined.
 */
export function joinedReports(reports: readonly Reported[]): OperationDraft[] {
  const inOrder = reports.toSorted((a, b) => instant(a) - instant(b));
  const sameHost = paired(inOrder, machineKeys, (early, late) => {
    if (early.log === late.log || early.migrated !== late.migrated) return null;
    if (instant(late) - instant(early) > SAME_MS) return null;
    return early.log === 'machine' ? lend(late, early) : lend(early, late);
  });
  const moved = paired(
    sameHost,
    ({ uuid }) => (uuid === null ? [] : [uuid]),
    (early, late) => {
      if (early.migrated === null || late.migrated === null || early.migrated === late.migrated) return null;
      if (instant(late) - instant(early) > MIGRATION_MS) return null;
      return early.migrated === 'from' ? moveOf(early, late) : moveOf(late, early);
    },
  );
  return moved.map(({ draft }) => draft);
}

/** Joins each report with an open earlier one of its kind that `join` takes; the last one first. */
function paired(
  reports: readonly Reported[],
  keysOf: (report: Reported) => string[],
  join: (early: Reported, late: Reported) => Reported | null,
): Reported[] {
  const open = new Map<string, Reported[]>();
  const current = new Map<Reported, Reported | null>();
  for (const report of reports) {
    current.set(report, report);
    const keys = keysOf(report).map((key) => `${report.draft.kind} ${key}`);
    if (joinOne(report, keys)) continue;
    for (const key of keys) {
      const list = open.get(key) ?? [];
      open.set(key, [...list.slice(1 - MOST_OPEN), report]);
    }
  }
  return [...current.values()].filter((report) => report !== null);

  function joinOne(report: Reported, keys: string[]): boolean {
    for (const key of keys) {
      const list = open.get(key) ?? [];
      for (const other of list.toReversed()) {
        if (current.get(other) !== other) continue;
        const joint = join(other, report);
        if (!joint) continue;
        current.set(other, joint);
        current.set(report, null);
        return true;
      }
    }
    return false;
  }
}

function machineKeys({ name, uuid, draft }: Reported): string[] {
  const keys = uuid === null ? [] : [uuid];
  return name === null ? keys : [...keys, `${name} on ${draft.origin}`];
}

const OTHER_LOG = `libvirt's own log of the machine, at the same time`;

// audit.log says more; the machine's log lends when it began and on which host.
function lend(into: Reported, from: Reported): Reported {
  const { draft } = into;
  const other = from.draft;
  draft.evidence.push(...other.evidence);
  if (draft.start === null && other.start !== null) {
    draft.start = other.start;
    draft.joined.when = `start from ${OTHER_LOG}`;
  }
  if (draft.where === null && other.where !== null) {
    draft.where = other.where;
    draft.joined.where = OTHER_LOG;
    // A half of a move is known by its host.
    if (draft.before.length === 0) draft.before = other.before;
    if (draft.after.length === 0) draft.after = other.after;
  }
  return { ...into, name: into.name ?? from.name, uuid: into.uuid ?? from.uuid };
}

const OTHER_HOST = 'the other host of the same migration, by the uuid of the machine';

function moveOf(from: Reported, to: Reported): Reported {
  const left = from.draft;
  const arrived = to.draft;
  const begun = [left.start, left.end, arrived.start, arrived.end].filter((time) => time !== null);
  begun.sort((a, b) => a.ms - b.ms);
  const draft: OperationDraft = {
    ...left,
    start: begun.length > 1 ? begun[0]! : null,
    end: begun.at(-1) ?? null,
    who: left.who ?? arrived.who,
    before: valuesOf(left.target, left.where),
    after: valuesOf(left.target, arrived.where),
    result: left.result === 'NG' || arrived.result === 'NG' ? 'NG' : (left.result ?? arrived.result),
    joined: { ...arrived.joined, ...left.joined },
    evidence: [...left.evidence, ...arrived.evidence],
  };
  if (draft.start) draft.joined.when = OTHER_HOST;
  if (draft.where === null) delete draft.joined.where;
  if (draft.before.length > 0 && draft.after.length > 0) {
    delete draft.unsaid;
    draft.joined.how = OTHER_HOST;
  }
  return { ...from, draft, migrated: null };
}

function instant({ draft }: Reported): number {
  return (draft.start ?? draft.end)?.ms ?? 0;
}
