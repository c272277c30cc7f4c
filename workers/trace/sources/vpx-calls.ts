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
import { lroLine, type LroLine } from '../vmware/lro-lines';
import { kindOfMethod } from '../vmware/task-methods';

/** Calls open at once and sessions remembered, of one process. */
const MOST_OPEN = 20_000;
const MOST_SESSIONS = 50_000;

/** vpxa.log and vpxd.log: calls from vCenter between BEGIN and FINISH, and who logged in. */
const vpxCalls: TraceSource = {
  id: 'vpx-calls',
  label: 'vpxa.log, vpxd.log',
  vendor: 'vmware',
  query: '(format:vmacore or format:relay) ("[VpxLRO] -- " or "[Auth]: User ")',
  begin(context) {
    const processes = new Map<string, Calls>();
    return {
      take(record) {
        const process = record.process?.toLowerCase() ?? 'vpxd';
        if (process !== 'vpxa' && process !== 'vpxd') return;
        const line = lroLine(record.message);
        if (!line || (line.type === 'auth' && record.process === null && record.component !== 'App')) return;
        const origin = context.origin(record);
        const key = `${process} ${origin}`;
        let calls = processes.get(key);
        if (!calls) processes.set(key, (calls = new Calls(context, origin, process === 'vpxa')));
        calls.take(record, line);
      },
      end() {
        for (const calls of processes.values()) calls.end();
      },
    } satisfies TraceReader;
  },
};

export default vpxCalls;

interface OpenCall {
  draft: OperationDraft;
  /** Session it was made in, or that it opens. */
  session: string | null;
  keys: string[];
}

/** The calls of one process. */
class Calls {
  readonly #context: TraceContext;
  readonly #origin: string;
  readonly #onHost: boolean;
  readonly #open = new Map<string, OpenCall>();
  readonly #sessions = new Map<string, string>();
  /** The newest login call by operation id and by thread. */
  readonly #logins = new Map<string, OpenCall>();

  constructor(context: TraceContext, origin: string, onHost: boolean) {
    this.#context = context;
    this.#origin = origin;
    this.#onHost = onHost;
  }

  take(record: LogRecord, line: LroLine): void {
    switch (line.type) {
      case 'begin':
        return this.#begin(record, line);
      case 'auth':
        return this.#named(record, line.who);
      case 'finish':
        return this.#finish(record, line.id, null);
      case 'error':
        return this.#finish(record, line.id, 'NG');
    }
  }

  end(): void {
    for (const id of [...this.#open.keys()]) this.#close(id);
  }

  #begin(record: LogRecord, line: LroLine & { type: 'begin' }): void {
    const kind = kindOfCall(line.method, line.object);
    if (!kind) return;
    const draft = emptyDraft(kind, this.#origin);
    draft.opId = record.opId;
    draft.start = this.#context.time(record);
    draft.evidence.push(record);
    if (this.#onHost) this.#fillHost(draft, record);
    if (line.object !== null && /^vm-\d+$/.test(line.object)) draft.target = line.object;
    draft.session = line.session === null ? null : `vpx:${line.session}`;
    const who = line.session === null ? undefined : this.#sessions.get(line.session);
    if (who !== undefined) give(draft, 'who', who, `session ${line.session}, opened by ${who}`);
    const call: OpenCall = { draft, session: line.session, keys: kind === 'Login' ? loginKeys(record) : [] };
    if (this.#open.has(line.id)) this.#close(line.id);
    this.#open.set(line.id, call);
    for (const key of call.keys) this.#logins.set(key, call);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#close(oldest);
  }

  #fillHost(draft: OperationDraft, record: LogRecord): void {
    give(draft, 'where', this.#context.statedHost(record), null);
    give(draft, 'where', this.#context.bundleHost(record), OF_BUNDLE);
  }

  /** `[Auth]: User …` stands below the call that logs in. */
  #named(record: LogRecord, who: string): void {
    const call = loginKeys(record)
      .map((key) => this.#logins.get(key))
      .find((found) => found !== undefined);
    const draft = call?.draft ?? { ...emptyDraft('Login', this.#origin), opId: record.opId };
    draft.evidence.push(record);
    draft.who = who;
    draft.result = 'OK';
    draft.end = this.#context.time(record);
    if (!call) return this.#context.emit(draft);
    if (call.session === null) return;
    this.#sessions.set(call.session, who);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
  }

  /** FINISH says nothing about success; an ERROR may come before it. */
  #finish(record: LogRecord, id: string, result: 'NG' | null): void {
    const call = this.#open.get(id);
    if (!call) return;
    const { draft } = call;
    draft.evidence.push(record);
    if (result !== null) {
      draft.result = result;
      if (draft.kind === 'Login') draft.kind = 'LoginFailed';
    }
    if (draft.who === null || draft.kind !== 'Login') draft.end = this.#context.time(record);
    if (result === null) this.#close(id);
  }

  #close(id: string): void {
    const call = this.#open.get(id)!;
    this.#open.delete(id);
    for (const key of call.keys) if (this.#logins.get(key) === call) this.#logins.delete(key);
    const { draft } = call;
    // A call that logs in and names nobody, nor fails, proves nothing about a person.
    if (draft.kind === 'Login' && draft.result === null) return;
    this.#context.emit(draft);
    if (draft.kind === 'Logout' && call.session !== null) this.#sessions.delete(call.session);
  }
}

function loginKeys({ opId, pid }: LogRecord): string[] {
  return [...(opId === null ? [] : [`opid ${opId}`]), ...(pid === null ? [] : [`thread ${pid}`])];
}

function kindOfCall(method: string, object: string | null): string | null {
  if (/^vim\.SessionManager\.(login|impersonateUser)/.test(method)) return 'Login';
  if (method === 'vim.SessionManager.logout') return 'Logout';
  const kind = kindOfMethod(method);
  if (method.startsWith('vim.ManagedEntity.') && object?.startsWith('vm-') !== true) return null;
  return kind;
}

export { vpxCallsSamples as samples } from '../vmware/samples/vpx-calls-samples';
