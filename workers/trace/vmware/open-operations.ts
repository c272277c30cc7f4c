import type { LogRecord } from '../../analysis/case-reader';
import { NewestFirst } from '../newest-first';
import { emptyDraft, type OperationDraft, type TraceContext, type TraceTime } from '../trace-source';

/** A task that never ends is given up after this. */
const TASK_MS = 24 * 3_600_000;
/** Two beginnings of a task of one name this far apart are two tasks: hostd counts anew when it starts. */
export const SAME_BEGIN_MS = 10_000;
/** Lines of an operation without a task stand close together. */
const TASKLESS_MS = 60_000;
const LOGIN_MS = 5_000;
/** What an asynchronous step logs may come this much after the task's end. */
const AFTER_END_MS = 2_000;
/** A guest that was asked to shut down, and a host that was told to stop, take their time. */
const SLOW_AFTER_END_MS = 10 * 60_000;
/** Most operations open at once on a host; the oldest goes first. */
const MOST_OPEN = 20_000;
/** Most operations of one key looked at for a line. */
const MOST_LOOKED_AT = 128;

/** An operation some of whose lines have been seen. */
export interface OpenOperation {
  draft: OperationDraft & { kind: string };
  /** Whole name of its task. */
  task: string | null;
  /** Number of its VM on the host. */
  number: string | null;
  /** The number as the table of names has it. */
  numberKey: string | null;
  /** Name that the host's inventory has for the number. */
  inventoryName: string | null;
  vm: string | null;
  vmxPath: string | null;
  opened: number;
  touched: number;
  closed: number | null;
  slow: boolean;
  /** True while only changes of a VM's state tell of it. */
  byState: boolean;
  /** Kinds of lines of which an operation has only one. */
  seen: Set<string>;
  /** A line that says that it is done or has failed, and when it was met: ends it when its task does not. */
  done: { at: number; time: TraceTime | null; result: 'OK' | 'NG'; reason: string | null } | null;
  keys: Set<string>;
  /** Name that its VM's number had when the task began. */
  numberedName: string | null;
  /** Host that the head of its first line names, and that its bundle states. */
  headHost: string | null;
  bundleHost: string | null;
}

/** Operations that are open on one host, found by opID, by VM, or by being the only one. */
export class OpenOperations {
  readonly #open = new Set<OpenOperation>();
  readonly #byKey = new Map<string, NewestFirst<OpenOperation>>();
  readonly #context: TraceContext;
  readonly #origin: string;
  readonly #closing: (operation: OpenOperation) => void;
  #untilSweep = 64;

  constructor(context: TraceContext, origin: string, closing: (operation: OpenOperation) => void) {
    this.#context = context;
    this.#origin = origin;
    this.#closing = closing;
  }

  begin(kind: string, record: LogRecord, now: number): OpenOperation {
    const draft = { ...emptyDraft(kind, this.#origin), kind, opId: record.opId };
    const operation: OpenOperation = {
      draft,
      task: null,
      number: null,
      numberKey: null,
      inventoryName: null,
      vm: null,
      vmxPath: null,
      opened: now,
      touched: now,
      closed: null,
      slow: false,
      byState: false,
      seen: new Set(),
      done: null,
      keys: new Set(),
      numberedName: null,
      headHost: this.#context.statedHost(record),
      bundleHost: this.#context.bundleHost(record),
    };
    this.#open.add(operation);
    if (record.opId) this.enter(operation, opIdKey(record.opId));
    this.#sweep(now);
    return operation;
  }

  /** Makes it found by the key from now on. */
  enter(operation: OpenOperation, key: string): void {
    if (operation.keys.has(key)) return;
    operation.keys.add(key);
    let others = this.#byKey.get(key);
    if (!others) this.#byKey.set(key, (others = new NewestFirst()));
    others.add(operation);
  }

  leave(operation: OpenOperation, key: string): void {
    if (!operation.keys.delete(key)) return;
    const others = this.#byKey.get(key);
    others?.delete(operation);
    if (others?.size === 0) this.#byKey.delete(key);
  }

  /** Those of the key that may still have lines at this time, oldest first; of very many the newest. */
  find(key: string, now: number): OpenOperation[] {
    const newest = this.#byKey.get(key)?.newest(MOST_LOOKED_AT) ?? [];
    return [...newest].filter((operation) => mayHaveLine(operation, now)).reverse();
  }

  /** Those of the key that a line without an operation id may belong to, oldest first. */
  running(key: string, now: number): OpenOperation[] {
    return this.find(key, now).filter((operation) => mayGoOn(operation, now));
  }

  end(): void {
    for (const operation of [...this.#open]) this.#close(operation);
  }

  /** Closes what is over: now and then, so that the work stays in proportion to the lines. */
  #sweep(now: number): void {
    if (--this.#untilSweep > 0 && this.#open.size <= MOST_OPEN) return;
    for (const operation of [...this.#open]) if (!mayHaveLine(operation, now)) this.#close(operation);
    // More than have to go, so that this is not done for every line.
    const most = this.#open.size > MOST_OPEN ? MOST_OPEN / 2 : MOST_OPEN;
    for (const operation of this.#open) {
      if (this.#open.size <= most) break;
      this.#close(operation);
    }
    this.#untilSweep = Math.max(64, this.#open.size);
  }

  #close(operation: OpenOperation): void {
    this.#open.delete(operation);
    for (const key of [...operation.keys]) this.leave(operation, key);
    this.#closing(operation);
    this.#context.emit(operation.draft);
  }
}

export const opIdKey = (opId: string) => `opid:${opId}`;
export const taskKey = (name: string) => `task:${name}`;
/** Operations of a kind on a VM; on the host itself without one. */
export const vmKey = (kind: string, vm: string) => `vm:${kind}:${vm}`;
export const vmxKey = (kind: string, path: string) => `vmx:${kind}:${path}`;
export const hostKey = (kind: string) => `host:${kind}`;
/** Operations of a kind whose VM is not yet known by name. */
export const namelessKey = (kind: string) => `nameless:${kind}`;

function mayHaveLine(operation: OpenOperation, now: number): boolean {
  const { closed, task, touched, opened, slow, draft } = operation;
  if (closed !== null) return now <= closed + (slow ? SLOW_AFTER_END_MS : AFTER_END_MS);
  if (task !== null) return now <= opened + TASK_MS;
  const login = draft.kind === 'Login' || draft.kind === 'LoginFailed';
  return now <= touched + (login ? LOGIN_MS : slow ? SLOW_AFTER_END_MS : TASKLESS_MS);
}

/**
 * Whether an asynchronous step of a task may still be on its way. A VM is told to be powered on once for each operation: a task
 * that has this line is over, though the log has no end of it, and what comes later is another operation's.
 */
function mayGoOn({ task, closed, done, slow }: OpenOperation, now: number): boolean {
  if (task === null || closed !== null || done === null) return true;
  return now <= done.at + (slow ? SLOW_AFTER_END_MS : AFTER_END_MS);
}

/** Whether a line that names this VM, or the path of its file, may be the operation's. */
export function sameVm(operation: OpenOperation, vm: string, path: string | null): boolean {
  return operation.vm === vm || (path !== null && (operation.vmxPath === null || operation.vmxPath === path));
}

/** `web01` of `/vmfs/volumes/…/web01/web01.vmx`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.vmx$/, '');
}
