import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import { emptyDraft, type TraceContext } from '../trace-source';
import { machineOfPath, parseMachineLog, type MachineLogEntry } from './machine-log';
import type { Reported } from './reported';
import { changesBetween, type LiveChange, type MachineStart } from './start-changes';
import { valuesOf } from './virt-draft';

/** Machines whose starts are compared; later ones are not. */
const MOST_MACHINES = 20_000;
/** Starts of one machine that are compared. */
const MOST_STARTS = 2_000;

/**
 * libvirt's log of each machine: starts with the whole command line, and ends with their reason. It names no operator
 * and no result. What changed while a machine was off shows in the command line of its next start.
 */
export class MachineOperations {
  readonly #context: TraceContext;
  readonly #tell: (reported: Reported) => void;
  /** Starts by uuid, and the changes that audit.log tells of while a machine ran. */
  readonly #starts = new Map<string, MachineStart[]>();
  readonly #live = new Map<string, LiveChange[]>();
  /** The machine that runs, by its log (rotated files are one): ends name neither it nor the host. */
  readonly #running = new Map<string, Reported>();
  /** The start that the record before told of. */
  #pending: { log: string; reported: Reported } | null = null;

  constructor(context: TraceContext, tell: (reported: Reported) => void) {
    this.#context = context;
    this.#tell = tell;
  }

  take(record: LogRecord): void {
    const entry = parseMachineLog(record.message);
    if (entry?.kind === 'start') this.#takeStart(entry, record);
    else if (entry) this.#takeStop(entry.reason, record);
  }

  /** A change of a running machine, as audit.log tells of it: its next start shows it again. */
  takeLiveChange({ draft, uuid, migrated }: Reported): void {
    if (uuid === null || migrated !== null || !draft.end || !/^Modify/.test(draft.kind ?? '')) return;
    const after = draft.after[1] ?? '';
    const comparable = draft.kind === 'ModifyMemory' ? String(Number(after) * 1024) : after;
    keep(this.#live, uuid, { ms: draft.end.ms, kind: draft.kind!, after: comparable });
  }

  /** No more records: changes between starts go to the context. */
  end(): void {
    this.#flush();
    for (const [uuid, starts] of this.#starts) {
      for (const draft of changesBetween(starts, this.#live.get(uuid) ?? [])) this.#context.emit(draft);
    }
  }

  #takeStart(entry: Extract<MachineLogEntry, { kind: 'start' }>, record: LogRecord): void {
    this.#flush();
    const log = logOf(record.path, record.source);
    const name = entry.with?.name ?? nameOfLog(record.path);
    const uuid = entry.with?.uuid ?? null;
    const incoming = entry.with?.incoming ?? false;
    const reported = this.#reported(incoming ? 'MoveVM' : 'StartVM', record, name, uuid, entry.hostname);
    const { draft } = reported;
    draft.start = this.#context.time(record);
    if (incoming) {
      draft.after = valuesOf(draft.target, entry.hostname);
      draft.unsaid = ['how'];
    }
    this.#pending = { log, reported: { ...reported, migrated: incoming ? 'to' : null } };
    if (this.#running.size < MOST_MACHINES || this.#running.has(log)) this.#running.set(log, reported);
    if (!draft.start || !entry.with || incoming) return;
    keep(this.#starts, uuid ?? log, {
      time: draft.start,
      origin: draft.origin,
      hostname: entry.hostname,
      with: { ...entry.with, name },
      evidence: draft.evidence[0]!,
    });
  }

  #takeStop(reason: string | null, record: LogRecord): void {
    const log = logOf(record.path, record.source);
    const time = this.#context.time(record);
    // libvirt's reason for a machine that could not be started.
    if (reason === 'failed' && this.#pending?.log === log) {
      const { draft } = this.#pending.reported;
      draft.end = time;
      draft.result = 'NG';
      draft.evidence.push(evidenceLine(record));
      return this.#flush();
    }
    this.#flush();
    const running = this.#running.get(log);
    this.#running.delete(log);
    const host = running?.draft.where ?? null;
    const kind = reason === 'saved' ? 'SuspendVM' : reason === 'migrated' ? 'MoveVM' : 'StopVM';
    const name = running?.name ?? nameOfLog(record.path);
    const reported = this.#reported(kind, record, name, running?.uuid ?? null, host);
    const { draft } = reported;
    draft.end = time;
    if (host !== null) draft.joined.where = 'from the start of the machine in the same log';
    if (kind !== 'MoveVM') return this.#tell(reported);
    draft.before = valuesOf(draft.target, host);
    draft.unsaid = ['how'];
    this.#tell({ ...reported, migrated: 'from' });
  }

  #reported(
    kind: string,
    record: LogRecord,
    name: string | null,
    uuid: string | null,
    host: string | null,
  ): Reported {
    const draft = emptyDraft(kind, this.#context.origin(record));
    draft.target = name ?? uuid;
    draft.where = host;
    draft.evidence.push(evidenceLine(record));
    return { draft, log: 'machine', name, uuid, migrated: null };
  }

  #flush(): void {
    if (this.#pending) this.#tell(this.#pending.reported);
    this.#pending = null;
  }
}

// Rotated files of a machine are one log.
function logOf(path: string, source: number): string {
  return `${source} ${path.slice(0, path.lastIndexOf('/') + 1)}${nameOfLog(path) ?? path}`;
}

// A log that lies loose is the machine's by its name, unless it is the daemon's.
function nameOfLog(path: string): string | null {
  const inFolder = machineOfPath(path);
  if (inFolder !== null) return inFolder;
  const name = /(?:^|\/)([^/]+?)\.log(?:\.\d+)?(?:\.gz)?(?:#\d+)?$/.exec(path)?.[1] ?? null;
  return name !== null && /^libvirtd?$|^virt\w*d$/.test(name) ? null : name;
}

function keep<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (!list) {
    if (map.size < MOST_MACHINES) map.set(key, [value]);
  } else if (list.length < MOST_STARTS) list.push(value);
}
