import { emptyDraft, type OperationDraft } from '../trace-source';
import type { LibvirtLog, Reported } from './reported';
import type { VirtReport } from './virt-report';

/** What libvirt reported, as a draft; the caller adds time, result and evidence. */
export function virtDraft(
  report: VirtReport,
  log: LibvirtLog,
  origin: string,
  host: string | null,
): Reported {
  const { kind, name, uuid, before, after, migrated } = report;
  const draft: OperationDraft = { ...emptyDraft(kind, origin), target: name ?? uuid, where: host };
  draft.before = valuesOf(draft.target, migrated === 'from' ? host : before);
  draft.after = valuesOf(draft.target, migrated === 'to' ? host : after);
  // One host says only its own half of a move.
  if (migrated) draft.unsaid = ['how'];
  return { draft, log, name, uuid, migrated };
}

/** Name first, then the value, as in figure 3; empty without a value. */
export function valuesOf(target: string | null, value: string | null): string[] {
  return value === null ? [] : [target ?? '?', value];
}
