import type { LogRecord } from '../../analysis/case-reader';
import {
  emptyDraft,
  give,
  OF_BUNDLE,
  type OperationDraft,
  type TraceContext,
  type TraceReader,
  type TraceSource,
} from '../trace-source';

/** A request stands right above what it begins. */
const REQUEST_MS = 2_000;
/** Power changes of a VM that has just been sent away or taken over are part of the move. */
const MOVE_MS = 10 * 60_000;
const MOST_OPEN = 64;

/** vmware.log, one per VM: requests for power, snapshots, and vMotion from both ends. */
const vmwareLog: TraceSource = {
  id: 'vmware-log',
  label: 'vmware.log',
  vendor: 'vmware',
  query:
    'format:vmware ("Receiving PowerState." or "SnapshotVMX" or "Receiving Snapshot." or "Receiving Migrate." or ' +
    '"Received migrate \'to\' request" or "Migrate_Open: Restoring from" or "displayName" or ' +
    '"Transitioned vmx/execState/val to powered")',
  begin(context) {
    let current: { file: number; log: MachineLog } | null = null;
    return {
      take(record) {
        if (current?.file !== record.file) {
          current?.log.end();
          current = { file: record.file, log: new MachineLog(context, record) };
        }
        current.log.take(record);
      },
      end() {
        current?.log.end();
        current = null;
      },
    } satisfies TraceReader;
  },
};

export default vmwareLog;

const REQUEST = /opID=(\S+) seq=\d+: Receiving (\w+)\.(\w+) request/;
const SNAPSHOT = /^SnapshotVMX_TakeSnapshot start: '(.*?)', /;
const SNAPSHOT_DONE = /^SnapshotVMX_?TakeSnapshotComplete: (Done with|.*[Ff]ail.*) snapshot '(.*)'/;
const CONSOLIDATE = /^SnapshotVMX_Consolidate: Starting/;
const CONSOLIDATED = /^SnapshotVMXConsolidate\w*: Done/;
const MOVE = /^Received migrate 'to' request for mid id (\d+), src ip <([^>]*)>, dst ip <([^>]*)>/;
const RESTORING = /^Migrate_Open: Restoring from <([^>]*)> with migration id (\d+)/;
const NAME = /displayName = "(.*)"$/;
const POWER: Readonly<Record<string, string>> = {
  InitiatePowerOff: 'StopVM',
  InitiateShutdown: 'StopVM',
  InitiateReset: 'ResetVM',
  InitiateReboot: 'RebootGuest',
  InitiateSuspend: 'SuspendVM',
};

/** One file: the log of one run of one VM. */
class MachineLog {
  readonly #context: TraceContext;
  readonly #folder: string | null;
  readonly #open: { draft: OperationDraft; name: string | null }[] = [];
  #name: string | null = null;
  #request: { opId: string; ms: number } | null = null;
  #moved = -Infinity;

  constructor(context: TraceContext, { path }: LogRecord) {
    this.#context = context;
    this.#folder = /(?:^|\/)([^/]+)\/vmware(?:-\d+)?\.log(?:\.gz)?(?:#\d+)?$/.exec(path)?.[1] ?? null;
  }

  take(record: LogRecord): void {
    const message = record.message.split('\n', 1)[0]!.slice(0, 2_000);
    const ms = this.#context.time(record)?.ms ?? 0;
    const request = REQUEST.exec(message);
    if (request) return this.#requested(record, request[1]!, request[2]!, request[3]!, ms);
    const name = NAME.exec(message);
    if (name) return void (this.#name = name[1]!);
    const snapshot = SNAPSHOT.exec(message);
    if (snapshot) return this.#begin('CreateSnapshot', record, ms, snapshot[1]!);
    const taken = SNAPSHOT_DONE.exec(message);
    if (taken) return this.#done('CreateSnapshot', record, taken[2]!, taken[1] === 'Done with' ? 'OK' : 'NG');
    if (CONSOLIDATE.test(message)) return this.#begin('RemoveSnapshot', record, ms, null);
    if (CONSOLIDATED.test(message)) return this.#done('RemoveSnapshot', record, null, 'OK');
    const move = MOVE.exec(message) ?? RESTORING.exec(message);
    if (move) return this.#move(record, message, ms);
    if (message.startsWith('Transitioned vmx/execState/val to powered') && ms - this.#moved > MOVE_MS)
      this.#power(record, message.endsWith('poweredOn') ? 'StartVM' : 'StopVM', ms);
  }

  end(): void {
    for (const { draft } of this.#open.splice(0)) this.#emit(draft);
  }

  #requested(record: LogRecord, opId: string, group: string, call: string, ms: number): void {
    this.#request = { opId, ms };
    const kind = group === 'PowerState' ? POWER[call] : undefined;
    if (kind !== undefined) this.#begin(kind, record, ms, null);
  }

  #begin(kind: string, record: LogRecord, ms: number, snapshot: string | null): void {
    const draft = this.#draft(kind, record, ms);
    draft.start = this.#context.time(record);
    if (snapshot !== null) draft.after = [snapshot];
    this.#open.push({ draft, name: snapshot });
    if (this.#open.length > MOST_OPEN) this.#emit(this.#open.shift()!.draft);
  }

  #done(kind: string, record: LogRecord, name: string | null, result: 'OK' | 'NG'): void {
    const at = this.#open.findIndex(({ draft, name: of }) => draft.kind === kind && of === name);
    const draft = at < 0 ? this.#draft(kind, record, null) : this.#open.splice(at, 1)[0]!.draft;
    if (at >= 0) draft.evidence.push(record);
    else if (name !== null) draft.after = [name];
    draft.end = this.#context.time(record);
    draft.result = result;
    this.#emit(draft);
  }

  #power(record: LogRecord, kind: string, ms: number): void {
    const asked = this.#open.findIndex(({ draft }) => draft.kind === kind);
    const draft = asked < 0 ? this.#draft(kind, record, ms) : this.#open.splice(asked, 1)[0]!.draft;
    if (asked >= 0) draft.evidence.push(record);
    draft.end = this.#context.time(record);
    draft.result = 'OK';
    this.#emit(draft);
  }

  #move(record: LogRecord, message: string, ms: number): void {
    this.#moved = ms;
    const draft = this.#draft('MoveVM', record, ms);
    const to = MOVE.exec(message);
    const id = to?.[1] ?? RESTORING.exec(message)![2]!;
    draft.links = [`migration:${id}`];
    draft.before = [to?.[2] ?? RESTORING.exec(message)![1]!];
    if (to) draft.after = [to[3]!];
    draft.start = this.#context.time(record);
    this.#emit(draft);
  }

  #draft(kind: string, record: LogRecord, ms: number | null): OperationDraft {
    const draft = emptyDraft(kind, this.#context.origin(record));
    const asked = this.#request !== null && ms !== null && ms - this.#request.ms <= REQUEST_MS;
    draft.opId = record.opId ?? (asked ? this.#request!.opId : null);
    give(draft, 'where', this.#context.bundleHost(record), OF_BUNDLE);
    draft.evidence.push(record);
    return draft;
  }

  #emit(draft: OperationDraft): void {
    give(draft, 'target', this.#name, null);
    give(draft, 'target', this.#folder, 'the folder of its vmware.log');
    const names = [this.#name, this.#folder].filter((name) => name !== null);
    draft.ties = [...new Set(names)].map((name) => `name:${name}`);
    // The VM's name stands first, as in figure 3.
    if (draft.target !== null) {
      if (draft.before.length > 0) draft.before = [draft.target, ...draft.before];
      if (draft.after.length > 0) draft.after = [draft.target, ...draft.after];
    }
    this.#context.emit(draft);
  }
}

export { vmwareLogSamples as samples } from '../vmware/samples/vmware-log-samples';
