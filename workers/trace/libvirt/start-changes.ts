import { emptyDraft, type EvidenceLine, type OperationDraft, type TraceTime } from '../trace-source';
import type { StartedWith } from './command-line';

/** A start of a machine, with what it was started with. */
export interface MachineStart {
  time: TraceTime;
  origin: string;
  hostname: string | null;
  with: StartedWith;
  evidence: EvidenceLine;
}

/** A change of a running machine, which its next start shows again. */
export interface LiveChange {
  ms: number;
  kind: string;
  /** Comparable with `comparable` of a start. */
  after: string;
}

/**
 * Changes made to one machine while it was off: what each start differs in from the one before. libvirt writes nothing
 * about them, so all of it is joined, and the time is that of the start that shows it.
 */
export function changesBetween(
  starts: readonly MachineStart[],
  live: readonly LiveChange[],
): OperationDraft[] {
  const drafts: OperationDraft[] = [];
  const inOrder = starts.toSorted((a, b) => a.time.ms - b.time.ms);
  for (let i = 1; i < inOrder.length; i++) {
    const before = inOrder[i - 1]!;
    const after = inOrder[i]!;
    const between = live.filter(({ ms }) => ms >= before.time.ms && ms <= after.time.ms);
    drafts.push(...differences(before, after, between));
  }
  return drafts;
}

function differences(before: MachineStart, after: MachineStart, live: LiveChange[]): OperationDraft[] {
  const old = before.with;
  const now = after.with;
  const drafts: OperationDraft[] = [];
  const add = (kind: string, from: string | null, to: string | null, shown: string) => {
    if (live.some((change) => change.kind === kind && change.after === shown)) return;
    drafts.push(changeDraft(kind, before, after, from, to));
  };
  if (old.name !== null && now.name !== null && old.name !== now.name) {
    drafts.push(renameDraft(before, after, old.name, now.name));
  }
  if (old.cpus !== null && now.cpus !== null && old.cpus !== now.cpus) {
    add('ModifyCPU', old.cpus, now.cpus, now.cpus);
  }
  if (old.memoryBytes !== null && now.memoryBytes !== null && old.memoryBytes !== now.memoryBytes) {
    add('ModifyMemory', old.memory, now.memory, String(now.memoryBytes));
  }
  for (const disk of now.disks) if (!old.disks.includes(disk)) add('ModifyDisk', null, disk, disk);
  for (const disk of old.disks) if (!now.disks.includes(disk)) add('ModifyDisk', disk, null, '');
  return drafts;
}

const REASON = 'the command line of this start differs from that of the start before';
const WHEN = 'between the start before and this one, which shows it first';

function changeDraft(
  kind: string,
  before: MachineStart,
  after: MachineStart,
  from: string | null,
  to: string | null,
): OperationDraft {
  const target = after.with.name;
  const values = (value: string | null) => (value === null ? [] : [target ?? '?', value]);
  return {
    ...emptyDraft(kind, after.origin),
    end: after.time,
    target,
    where: after.hostname,
    before: values(from),
    after: values(to),
    joined: { what: REASON, when: WHEN, how: REASON },
    evidence: [before.evidence, after.evidence],
  };
}

function renameDraft(before: MachineStart, after: MachineStart, from: string, to: string): OperationDraft {
  const draft = changeDraft('RenameVM', before, after, null, null);
  return { ...draft, before: [from], after: [to] };
}
