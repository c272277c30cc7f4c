import { known } from './audit-record';

/** What libvirt reports of a machine to the audit system, and with `audit_logging` to its own log. */
export interface VirtReport {
  kind: string;
  name: string | null;
  uuid: string | null;
  /** Values before and after in the source's unit: memory in KiB. Null where the report has none. */
  before: string | null;
  after: string | null;
  /** This host's part in a live migration. */
  migrated: 'from' | 'to' | null;
}

/** Ends of a machine by libvirt's reason; every other one is a stop. */
const STOPS = new Map([
  ['saved', 'SuspendVM'],
  ['migrated', 'MoveVM'],
]);

/** Resources of which a change is one of the paper's; the others make ModifyDevice. */
const RESOURCES = new Map([
  ['mem', 'ModifyMemory'],
  ['vcpu', 'ModifyCPU'],
  ['disk', 'ModifyDisk'],
]);

/** Reasons for which a running machine changes; `start` only lists what it is started with. */
const CHANGES = /^(update|attach|detach)$/;

/**
 * Reads the fields of a VIRT_CONTROL or VIRT_RESOURCE record. Null for what is no operation (a start's resources, access
 * to devices) and for records of other programs: Docker writes the same types without `virt=`.
 */
export function virtReport(body: ReadonlyMap<string, string>): VirtReport | null {
  if (!body.has('virt')) return null;
  const common = { name: known(body.get('vm')), uuid: known(body.get('uuid'))?.toLowerCase() ?? null };
  const reason = body.get('reason') ?? '';
  const resource = body.get('resrc');
  if (resource !== undefined) {
    if (!CHANGES.test(reason)) return null;
    // Host devices are named once, whether they come or go.
    const device = known(body.get('device'));
    return {
      ...common,
      kind: RESOURCES.get(resource) ?? 'ModifyDevice',
      before: known(body.get(`old-${resource}`)) ?? (reason === 'detach' ? device : null),
      after: known(body.get(`new-${resource}`)) ?? (reason === 'detach' ? null : device),
      migrated: null,
    };
  }
  const none = { before: null, after: null };
  const op = body.get('op');
  if (op === 'start') {
    const migrated = reason === 'migrated';
    return { ...common, ...none, kind: migrated ? 'MoveVM' : 'StartVM', migrated: migrated ? 'to' : null };
  }
  if (op !== 'stop') return null;
  const kind = STOPS.get(reason) ?? 'StopVM';
  return { ...common, ...none, kind, migrated: kind === 'MoveVM' ? 'from' : null };
}
