import { emptyDraft, type EvidenceLine, type OperationDraft, type TraceTime } from '../trace-source';
import type { XapiCall, XapiParameter } from './xapi-audit';
import { kindOfCall } from './xapi-calls';

/** A call of audit.log that is an operation. */
export interface AuditedCall {
  call: XapiCall;
  kind: string;
  /** `R:82f033257476`, or null. */
  task: string | null;
  draft: OperationDraft;
}

/** Values of these are left out of audit.log, so the change is never said in full. */
const UNSAID = new Set(['RenameVM', 'MoveVM']);

/** The draft of a call; null when it is no operation. */
export function auditedCall(
  call: XapiCall,
  task: string | null,
  place: { origin: string; time: TraceTime | null; evidence: EvidenceLine },
): AuditedCall | null {
  const failed = !call.allowed || call.outcome.startsWith('ERROR');
  const listed = kindOfCall(call.call);
  if (listed === null) return null;
  const kind = listed === 'Login' && failed ? 'LoginFailed' : listed;
  const draft = emptyDraft(kind, place.origin);
  draft.end = place.time;
  draft.who = personOf(call);
  draft.result = failed ? 'NG' : call.outcome === 'OK' ? 'OK' : null;
  draft.session = call.trackId ? `trackid:${call.trackId}` : null;
  draft.links = task === null ? [] : [xapiLink(task)];
  draft.evidence.push(place.evidence);
  fillObjects(draft, listed, call.parameters);
  if (UNSAID.has(kind)) draft.unsaid = ['how'];
  return { call, kind, task, draft };
}

/** The link that all lines of a task share. */
export function xapiLink(task: string): string {
  return `xapi:${task}`;
}

// The local superuser has no name; a session of XAPI itself is nobody.
function personOf({ user, subject, parameters }: XapiCall): string | null {
  const login = readable(parameters, 'uname');
  return user || login || (subject === 'LOCAL_SESSION' ? null : subject) || null;
}

function fillObjects(draft: OperationDraft, kind: string, parameters: XapiParameter[]): void {
  const target = objectOf(kind, parameters);
  if (kind === 'Login' || kind === 'Logout') return;
  if (/Host$|Maintenance$/.test(kind)) {
    draft.where = target;
    return;
  }
  draft.target = target;
  const host = readable(parameters, 'host') ?? readable(parameters, 'dest');
  if (kind === 'StartVM') draft.where = host;
  else if (kind === 'MoveVM' && host !== null) draft.after = [target ?? '?', host];
  // The object has its new name by the time the line is written.
  else if (kind === 'RenameVM' && target !== null) draft.after = [target];
  else if (kind === 'CloneVM') {
    const name = readable(parameters, 'new_name');
    draft.before = target === null ? [] : [target];
    draft.after = name === null ? [] : [name];
  }
}

/** Parameters that hold the object, the first that is there. */
const OBJECTS = ['vm', 'self', 'vdi', 'host', 'subject'];

function objectOf(kind: string, parameters: XapiParameter[]): string | null {
  if (kind === 'CreateVM')
    return readable(parameters, 'vm') ?? readable(parameters, 'self') ?? labelOf(parameters);
  for (const name of OBJECTS) {
    const found = readable(parameters, name);
    if (found !== null) return found;
  }
  return labelOf(parameters);
}

function labelOf(parameters: XapiParameter[]): string | null {
  return readable(parameters, 'name_label') ?? readable(parameters, 'name');
}

// An object without a name goes by its uuid.
function readable(parameters: XapiParameter[], name: string): string | null {
  const found = parameters.find((parameter) => parameter.name.toLowerCase() === name);
  return found ? found.readable || found.uuid || null : null;
}
