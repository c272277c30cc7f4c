import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import {
  emptyDraft,
  type EvidenceLine,
  type OperationDraft,
  type TraceContext,
  type TraceTime,
} from '../trace-source';
import { taskReference } from './xapi-audit';
import { kindOfCall } from './xapi-calls';
import { xapiLink } from './xapi-draft';

/** Tasks that are followed at the same time. */
const MOST_TASKS = 200_000;
/** Lines of a task that are kept as evidence. */
const MOST_LINES = 200;

/** What xensource.log says of a task. */
export interface XapiTask {
  reference: string;
  call: string;
  /** Host's local time, without a zone. */
  first: TraceTime | null;
  /** The line that closes it. */
  last: TraceTime | null;
  /** Host in the head that syslog wrote before its first line. */
  startedOn: string | null;
  origin: string;
  /** Host whose xenopsd ran it: the second field between the brackets, where XAPI names it; else the head's. */
  ranOn: string | null;
  /** uuid of the machine. */
  machine: string | null;
  trackId: string | null;
  result: 'OK' | 'NG' | null;
  evidence: EvidenceLine[];
}

const CALL = /(?:^|\s|:)((?:Async\.)?[A-Za-z]+\.[A-Za-z_]+)\s+R:/;
const FORWARDED = /^task ((?:Async\.)?[A-Za-z]+\.[A-Za-z_]+) (R:[0-9a-f]+) /;
const TRACK = /\(trackid=([0-9a-f]+)\)/;
const MACHINE = /\["VM_[a-z]+", *\[?"([0-9a-f-]{36})"/;
const ENDED = /^Task \d+ (failed; exception|completed; duration)/;

/** Tasks by their references, gathered from the lines of xensource.log on any host. */
export class XapiTasks {
  readonly #context: TraceContext;
  readonly byReference = new Map<string, XapiTask>();

  constructor(context: TraceContext) {
    this.#context = context;
  }

  take(record: LogRecord): void {
    const head = record.message.slice(0, 2_000);
    const forwarded = FORWARDED.exec(head);
    const reference = forwarded?.[2] ?? taskReference(record.opId);
    const call = forwarded?.[1] ?? CALL.exec(record.opId ?? '')?.[1];
    if (reference === null || call === undefined || kindOfCall(call) === null) return;
    const time = this.#context.time(record);
    const host = this.#context.statedHost(record);
    const task = this.#task(reference, call, record, time, host);
    if (!task) return;
    if (time && task.first && time.ms < task.first.ms) task.first = time;
    task.trackId ??= TRACK.exec(head)?.[1] ?? null;
    task.machine ??= MACHINE.exec(head)?.[1] ?? null;
    if (record.process === 'xenopsd') task.ranOn ??= namedHost(record) ?? host;
    const ended = ENDED.exec(head);
    if (ended) {
      task.last = time;
      task.result = ended[1]!.startsWith('failed') ? 'NG' : 'OK';
    }
    if (task.evidence.length < MOST_LINES) task.evidence.push(evidenceLine(record));
  }

  #task(
    reference: string,
    call: string,
    record: LogRecord,
    time: TraceTime | null,
    host: string | null,
  ): XapiTask | null {
    const known = this.byReference.get(reference);
    if (known || this.byReference.size >= MOST_TASKS) return known ?? null;
    const task: XapiTask = {
      reference,
      call,
      first: time,
      last: null,
      startedOn: host,
      origin: this.#context.origin(record),
      ranOn: null,
      machine: null,
      trackId: null,
      result: null,
      evidence: [],
    };
    this.byReference.set(reference, task);
    return task;
  }
}

// `[debug|cl11-08|7|…|xenops]`: syslog's own name is often `localhost`
const BRACKET = /: \[ *\w+\|([^|\]]{1,255})\|/;

function namedHost({ raw }: LogRecord): string | null {
  return BRACKET.exec(raw.slice(0, 600))?.[1]?.trim() || null;
}

/** A task of which audit.log is not there: no person, the object by its uuid only. */
export function taskDraft(task: XapiTask): OperationDraft {
  const kind = kindOfCall(task.call)!;
  return {
    ...emptyDraft(kind, task.origin),
    start: task.first,
    end: task.last,
    where: task.ranOn,
    target: task.machine,
    result: task.result,
    links: [xapiLink(task.reference)],
    session: task.trackId === null ? null : `trackid:${task.trackId}`,
    evidence: task.evidence,
  };
}
