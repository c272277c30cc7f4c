import { append } from '../combine';
import type { OperationDraft } from '../trace-source';
import type { AuditedCall } from './xapi-draft';

/** How long after a call the one that completes it may come, ms. */
const COMPLETED_WITHIN = 10 * 60_000;

/**
 * Calls of one session that are one operation: a clone of a template and the provisioning of the copy are a creation,
 * disks destroyed with their machine a deletion, a host disabled before it is shut down the end of the host.
 */
export function operationsOf(calls: readonly AuditedCall[]): AuditedCall[] {
  const bySession = new Map<string, AuditedCall[]>();
  for (const audited of calls) {
    const { trackId } = audited.call;
    if (!trackId) continue;
    const session = bySession.get(trackId);
    if (session) session.push(audited);
    else bySession.set(trackId, [audited]);
  }
  const gone = new Set<AuditedCall>();
  for (const session of bySession.values()) {
    session.sort((a, b) => endOf(a) - endOf(b));
    join(session, gone);
  }
  return calls.filter((audited) => !gone.has(audited));
}

function join(session: readonly AuditedCall[], gone: Set<AuditedCall>): void {
  /** The last call of its sort, by what the completing one names. */
  const last = new Map<string, AuditedCall>();
  for (const audited of session) {
    const { kind, draft, call } = audited;
    if (kind === 'CloneVM' && draft.after[0] !== undefined) last.set(`copy ${draft.after[0]}`, audited);
    else if (kind === 'EnterMaintenance') last.set(`disabled ${draft.where}`, audited);
    else if (kind === 'DeleteVM') last.set('deleted', audited);
    else if (kind === 'DeleteDisk') last.set('disk', audited);

    if (call.call.endsWith('VM.provision')) complete(audited, last.get(`copy ${draft.target}`), gone);
    else if (kind === 'StopHost' || kind === 'RestartHost') {
      complete(audited, last.get(`disabled ${draft.where}`), gone);
    } else if (kind === 'DeleteDisk') complete(last.get('deleted'), audited, gone);
    else if (kind === 'DeleteVM') complete(audited, last.get('disk'), gone);
  }
}

// `part` becomes evidence of `whole`.
function complete(
  whole: AuditedCall | undefined,
  part: AuditedCall | undefined,
  gone: Set<AuditedCall>,
): void {
  if (!whole || !part || gone.has(part) || gone.has(whole)) return;
  if (Math.abs(endOf(whole) - endOf(part)) > COMPLETED_WITHIN) return;
  gone.add(part);
  take(whole.draft, part.draft);
}

function take(whole: OperationDraft, part: OperationDraft): void {
  // In any order: lines are sorted once an operation has all of them. A deletion may have any number of disks.
  append(whole.evidence, part.evidence);
  append(whole.links, part.links);
  if (part.result === 'NG') whole.result = 'NG';
  if (part.end && whole.end && part.end.ms > whole.end.ms) whole.end = part.end;
}

function endOf({ draft }: AuditedCall): number {
  return draft.end?.ms ?? 0;
}
