import type { LogRecord } from '../../analysis/case-reader';
import { notApplicableTo } from '../operation-kinds';
import { give, OF_BUNDLE, type TraceContext, type TraceTime } from '../trace-source';
import { eventMeaning, type EventMeaning } from './event-texts';
import { fittingKinds, kindOfService, NOT_OF_VMS, specialised } from './hostd-kinds';
import { stateMeaning, type HostdLine } from './hostd-lines';
import {
  baseName,
  hostKey,
  namelessKey,
  opIdKey,
  OpenOperations,
  SAME_BEGIN_MS,
  sameVm,
  taskKey,
  vmKey,
  vmxKey,
  type OpenOperation,
} from './open-operations';
import { isShellAccount, personOf, USER_OF_SHELL } from './person';
import { forgetOldest } from './remembered';
import { kindOfTask, taskName } from './task-methods';

interface Session {
  who: string;
  client: string | null;
}

/** What hostd of one host tells, line by line in the order of time. */
export class HostdHost {
  readonly #context: TraceContext;
  readonly #origin: string;
  readonly #open: OpenOperations;
  readonly #names = new Map<string, string>();
  readonly #nameOfPath = new Map<string, string>();
  readonly #sessions = new Map<string, Session>();
  #now = 0;

  constructor(context: TraceContext, origin: string) {
    this.#context = context;
    this.#origin = origin;
    this.#open = new OpenOperations(context, origin, (operation) => this.#complete(operation));
  }

  take(record: LogRecord, line: HostdLine): void {
    const time = this.#context.time(record);
    if (time) this.#now = time.ms;
    switch (line.type) {
      case 'created':
        return this.#created(record, line.task, time);
      case 'completed':
        return this.#completed(record, line.task, line.ok, time);
      case 'event': {
        const meaning = eventMeaning(line.text);
        return meaning ? this.#event(record, line.number, meaning, time) : undefined;
      }
      case 'state':
        return this.#state(record, line, time);
      case 'password':
      case 'auth':
        return this.#login(record, line, time);
      case 'service':
        return this.#service(record, line, time);
      case 'register':
      case 'snapshot':
        return this.#detail(record, line);
    }
  }

  end(): void {
    this.#open.end();
  }

  // -- tasks

  #created(record: LogRecord, name: string, time: TraceTime | null): void {
    const parts = taskName(name);
    const kind = parts && kindOfTask(parts);
    if (!kind) return;
    // The same bundle opened twice tells everything twice; of lines out of order the end comes first.
    const known = this.#open.find(taskKey(name), this.#now).at(-1);
    const again = known?.draft.start && time && time.ms > known.draft.start.ms + SAME_BEGIN_MS;
    if (known && !again) {
      known.draft.start ??= time;
      known.draft.opId ??= record.opId;
      if (record.opId) this.#open.enter(known, opIdKey(record.opId));
      return this.#evidence(known, record, null);
    }
    const operation = this.#taskless(record, kind) ?? this.#open.begin(kind, record, this.#now);
    operation.draft.start = time;
    this.#nameTask(operation, name, parts.entity, record);
    operation.slow = parts.method.endsWith('.shutdownGuest') || kind === 'StopHost' || kind === 'RestartHost';
    this.#evidence(operation, record, null);
  }

  #completed(record: LogRecord, name: string, ok: boolean, time: TraceTime | null): void {
    const parts = taskName(name);
    const kind = parts && kindOfTask(parts);
    if (!kind) return;
    let operation = this.#open.find(taskKey(name), this.#now).at(-1);
    if (!operation) {
      // Its beginning is not in the log.
      operation = this.#taskless(record, kind) ?? this.#open.begin(kind, record, this.#now);
      this.#nameTask(operation, name, parts.entity, record);
    }
    this.#evidence(operation, record, null);
    operation.draft.end = time;
    operation.draft.result = ok ? 'OK' : 'NG';
    operation.closed = this.#now;
  }

  /** An operation that was opened by other lines of this opID, when its task is told only now. */
  #taskless(record: LogRecord, kind: string): OpenOperation | null {
    const candidates = record.opId ? this.#open.find(opIdKey(record.opId), this.#now) : [];
    const found = candidates.find(
      ({ task, draft }) => task === null && specialised(draft.kind, kind) !== null,
    );
    if (found) found.draft.kind = specialised(found.draft.kind, kind)!;
    return found ?? null;
  }

  #nameTask(operation: OpenOperation, name: string, entity: string, record: LogRecord): void {
    operation.task = name;
    operation.draft.links.push(`task:${name}@${this.#origin}`);
    this.#open.enter(operation, taskKey(name));
    if (/^\d+$/.test(entity)) {
      operation.number = entity;
      // Files that lie loose may be of several hosts, each with its own numbers.
      operation.numberKey = this.#origin === 'loose' ? `${record.source}/${entity}` : entity;
      operation.inventoryName = this.#context.vmOfNumber(record, entity);
    }
    if (NOT_OF_VMS.test(operation.draft.kind)) this.#open.enter(operation, hostKey(operation.draft.kind));
    else if (operation.vm === null) this.#open.enter(operation, namelessKey(operation.draft.kind));
    const known = operation.numberKey === null ? undefined : this.#names.get(operation.numberKey);
    if (known === undefined) return;
    operation.numberedName = known;
    this.#open.enter(operation, vmKey(operation.draft.kind, known));
  }

  // -- events and states

  #event(record: LogRecord, number: string, meaning: EventMeaning, time: TraceTime | null): void {
    if (meaning.kind.startsWith('Log') && meaning.who !== undefined)
      return this.#loginEvent(record, number, meaning, time);
    const match = this.#match(record, meaning.kind, meaning.vm ?? null, null);
    const operation = match?.operation ?? this.#open.begin(meaning.kind, record, this.#now);
    // A state line names no VM and no host: what opened with one is the event's.
    const ownsAll = operation.byState;
    const reason = ownsAll ? null : (match?.reason ?? null);
    operation.byState = false;
    if (!match || ownsAll) operation.draft.links.push(`event:${number}:${this.#now}@${this.#origin}`);
    this.#evidence(operation, record, reason);
    this.#setVm(operation, meaning.vm ?? null, reason);
    const { draft } = operation;
    give(draft, 'where', meaning.host ?? null, reason);
    give(draft, 'target', meaning.target ?? null, reason);
    if (draft.before.length + draft.after.length === 0 && (meaning.before ?? meaning.after)) {
      draft.before = meaning.before ?? [];
      draft.after = meaning.after ?? [];
      if (reason !== null) draft.joined.how = reason;
    }
    this.#phase(operation, meaning.phase, time, reason);
    if (meaning.kind === 'StopHost') operation.slow = true;
  }

  #state(record: LogRecord, line: HostdLine & { type: 'state' }, time: TraceTime | null): void {
    const meaning = stateMeaning(line.from, line.to);
    if (!meaning) return this.#detail(record, { type: 'register', path: line.path });
    const name = this.#nameOfPath.get(line.path) ?? baseName(line.path);
    const match = this.#match(record, meaning.kind, name, line.path);
    if (!match && !meaning.byItself) return;
    const operation = match?.operation ?? this.#open.begin(meaning.kind, record, this.#now);
    if (!match) operation.byState = true;
    this.#evidence(operation, record, match?.reason ?? null);
    this.#setPath(operation, line.path, record.opId !== null && record.opId === operation.draft.opId);
    if (meaning.phase === 'done') this.#phase(operation, 'done', time, match?.reason ?? null);
  }

  /** A line that only tells more of the task whose opID it has. */
  #detail(record: LogRecord, line: HostdLine & { type: 'register' | 'snapshot' }): void {
    const [operation] = record.opId ? this.#open.find(opIdKey(record.opId), this.#now) : [];
    if (!operation) return;
    this.#evidence(operation, record, null);
    if (line.type === 'register') this.#setPath(operation, line.path, true);
    else if (operation.draft.kind === 'CreateSnapshot') operation.draft.after = [line.name];
  }

  #service(record: LogRecord, line: HostdLine & { type: 'service' }, time: TraceTime | null): void {
    const kind = kindOfService(line.service, line.start);
    const match = this.#match(record, kind, null, null);
    const operation = match?.operation ?? this.#open.begin(kind, record, this.#now);
    this.#evidence(operation, record, match?.reason ?? null);
    if (operation.draft.kind.endsWith('Service')) operation.draft.target ??= line.service;
    if (!match) operation.draft.start = time;
    this.#open.enter(operation, hostKey(operation.draft.kind));
  }

  /** The open operation that a line belongs to, and why when not by opID. */
  #match(
    record: LogRecord,
    kind: string,
    vm: string | null,
    path: string | null,
  ): { operation: OpenOperation; reason: string | null } | null {
    if (record.opId) {
      for (const operation of this.#open.find(opIdKey(record.opId), this.#now)) {
        const specific = specialised(operation.draft.kind, kind);
        if (specific === null || (vm !== null && operation.vm !== null && !sameVm(operation, vm, path)))
          continue;
        operation.draft.kind = specific;
        return { operation, reason: null };
      }
      return null;
    }
    for (const of of fittingKinds(kind)) {
      const known = [
        ...(vm === null
          ? this.#open.running(hostKey(of), this.#now)
          : this.#open.running(vmKey(of, vm), this.#now)),
        ...(path === null ? [] : this.#open.running(vmxKey(of, path), this.#now)),
      ];
      const operation = known.at(-1);
      if (operation) {
        const what = vm === null ? 'on the same host' : `of the same VM`;
        return { operation, reason: `line without an operation id, ${what}, while this operation ran` };
      }
      const nameless = vm === null ? [] : this.#open.running(namelessKey(of), this.#now);
      if (nameless.length === 1) {
        return {
          operation: nameless[0]!,
          reason: 'line without an operation id, while this was the only such operation on the host',
        };
      }
    }
    return null;
  }

  #phase(
    operation: OpenOperation,
    phase: EventMeaning['phase'],
    time: TraceTime | null,
    reason: string | null,
  ): void {
    if (phase === 'begin') {
      if (operation.task === null) operation.draft.start ??= time;
      return;
    }
    operation.done ??= { at: this.#now, time, result: phase === 'failed' ? 'NG' : 'OK', reason };
  }

  // -- logins

  #login(record: LogRecord, line: HostdLine & { type: 'password' | 'auth' }, time: TraceTime | null): void {
    const kind = line.type === 'password' && !line.accepted ? 'LoginFailed' : 'Login';
    const client = line.type === 'password' ? line.client : null;
    const operation = this.#loginOperation(record, kind, line.type, line.who);
    this.#loginLine(operation, record, line.who, client, time);
    if (line.type === 'password' && line.session !== null && kind === 'Login')
      this.#remember(line.session.slice(0, 8), line.who, client, operation);
  }

  #loginEvent(record: LogRecord, number: string, meaning: EventMeaning, time: TraceTime | null): void {
    const operation = this.#loginOperation(record, meaning.kind, 'event', meaning.who!);
    operation.draft.links.push(`event:${number}:${this.#now}@${this.#origin}`);
    this.#loginLine(operation, record, meaning.who!, meaning.client ?? null, time);
  }

  #loginOperation(record: LogRecord, kind: string, type: string, who: string): OpenOperation {
    const same = [
      ...(record.opId ? this.#open.find(opIdKey(record.opId), this.#now) : []),
      ...this.#open.find(vmKey(kind, who), this.#now),
    ].find(({ draft, seen }) => draft.kind === kind && draft.who === who && !seen.has(type));
    const operation = same ?? this.#open.begin(kind, record, this.#now);
    operation.seen.add(type);
    this.#open.enter(operation, vmKey(kind, who));
    return operation;
  }

  #loginLine(
    operation: OpenOperation,
    record: LogRecord,
    who: string,
    client: string | null,
    time: TraceTime | null,
  ): void {
    const { draft } = operation;
    draft.evidence.push(record);
    draft.who = personOf(who);
    draft.client ??= client;
    draft.end = time;
    draft.result = draft.kind === 'LoginFailed' ? 'NG' : 'OK';
    draft.opId ??= record.opId;
    operation.touched = this.#now;
    if (record.sid && draft.kind === 'Login') this.#remember(record.sid, who, client, operation);
    if (record.sid) draft.session ??= this.#sessionKey(record.sid);
  }

  #remember(sid: string, who: string, client: string | null, { draft }: OpenOperation): void {
    const known = this.#sessions.get(sid);
    this.#sessions.set(sid, { who: personOf(who) ?? who, client: client ?? known?.client ?? null });
    forgetOldest(this.#sessions);
    draft.session = this.#sessionKey(sid);
  }

  #sessionKey(sid: string): string {
    return `sid:${sid}@${this.#origin}`;
  }

  // -- values

  #evidence(operation: OpenOperation, record: LogRecord, reason: string | null): void {
    const { draft } = operation;
    draft.evidence.push(record);
    operation.touched = Math.max(operation.touched, this.#now);
    if (record.user !== null && reason === null) {
      give(draft, 'who', personOf(record.user), null);
      if (isShellAccount(record.user)) draft.seeks ??= USER_OF_SHELL;
    }
    if (record.sid === null) return;
    draft.session ??= this.#sessionKey(record.sid);
    const session = this.#sessions.get(record.sid);
    if (!session) return;
    draft.client ??= session.client;
    const from = session.client === null ? '' : ` from ${session.client}`;
    give(draft, 'who', session.who, `session ${record.sid}, opened by ${session.who}${from}`);
  }

  #setVm(operation: OpenOperation, vm: string | null, reason: string | null): void {
    if (vm === null) {
      if (operation.number === null) this.#open.enter(operation, hostKey(operation.draft.kind));
      return;
    }
    give(operation.draft, 'target', vm, reason);
    if (operation.vm === null) {
      operation.vm = vm;
      this.#open.leave(operation, namelessKey(operation.draft.kind));
    }
    this.#open.enter(operation, vmKey(operation.draft.kind, vm));
    if (reason !== null) return;
    if (operation.numberKey !== null) {
      this.#names.set(operation.numberKey, vm);
      forgetOldest(this.#names);
    }
    if (operation.vmxPath !== null) this.#nameOfPath.set(operation.vmxPath, vm);
  }

  #setPath(operation: OpenOperation, path: string, stated: boolean): void {
    operation.vmxPath ??= path;
    this.#open.enter(operation, vmxKey(operation.draft.kind, path));
    if (stated && operation.vm !== null) {
      this.#nameOfPath.set(path, operation.vm);
      forgetOldest(this.#nameOfPath);
    }
    if (operation.vm === null) {
      const name = this.#nameOfPath.get(path) ?? baseName(path);
      this.#open.enter(operation, vmKey(operation.draft.kind, name));
    }
  }

  /** What can be said of it once no more lines can come. */
  #complete(operation: OpenOperation): void {
    const { draft, done, number, vmxPath } = operation;
    if (done) {
      if (draft.end === null && done.time !== null) {
        draft.end = done.time;
        if (done.reason !== null) draft.joined.when = done.reason;
      }
      if (draft.result === null) {
        draft.result = done.result;
        if (done.reason !== null) draft.joined.result = done.reason;
      }
    }
    if (!notApplicableTo(draft.kind).includes('target') && !NOT_OF_VMS.test(draft.kind)) {
      const named =
        operation.numberedName ??
        (operation.numberKey === null ? undefined : this.#names.get(operation.numberKey));
      if (named !== undefined)
        give(draft, 'target', named, `VM ${number} of this host, which other tasks name`);
      give(draft, 'target', operation.inventoryName, `VM ${number} of this host, which its inventory names`);
      if (vmxPath !== null) {
        const name = this.#nameOfPath.get(vmxPath);
        if (name !== undefined) give(draft, 'target', name, `the VM whose file is ${vmxPath}`);
        give(draft, 'target', baseName(vmxPath), `the name of its file ${vmxPath}`);
      }
    }
    give(draft, 'where', operation.headHost, null);
    give(draft, 'where', operation.bundleHost, OF_BUNDLE);
    if (!draft.kind.startsWith('Log')) {
      if (draft.target !== null && !NOT_OF_VMS.test(draft.kind)) draft.ties = [`name:${draft.target}`];
      else if (NOT_OF_VMS.test(draft.kind))
        draft.ties = [
          ...(draft.where === null ? [] : [`host:${draft.where}`]),
          `${/^(Stop|Restart)Host$/.test(draft.kind) ? 'power' : 'host'}:@${this.#origin}`,
        ];
    }
    if (draft.kind === 'CreateSnapshot' && draft.after.length === 1 && draft.target !== null)
      draft.after = [draft.target, ...draft.after];
  }
}
