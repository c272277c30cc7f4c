import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import type { TraceContext, TraceReader, TraceSample, TraceSource } from '../trace-source';
import { aheadOfUtc, toUtc } from '../xen/syslog-zone';
import { parseXapiAudit, taskReference } from '../xen/xapi-audit';
import { auditedCall, type AuditedCall } from '../xen/xapi-draft';
import { operationsOf } from '../xen/xapi-joins';
import { taskDraft, XapiTasks, type XapiTask } from '../xen/xapi-tasks';

/** Calls of audit.log that are gathered before they are put together. */
const MOST_CALLS = 200_000;

/**
 * XAPI: audit.log of the pool's coordinator says who called what, when it is over; xensource.log of each host says when a
 * task began and where it ran. The two share the task's reference.
 */
const source: TraceSource = {
  id: 'xapi',
  label: 'XAPI audit.log and xensource.log',
  vendor: 'xen',
  query: `format:xen (process:xapi or process:xenopsd) (trackid or opid:"*VM.*" or opid:"*VDI.*" or opid:"*VBD.*" or opid:"*host.*")`,
  begin: (context) => new XapiReader(context),
};
export default source;

interface Audited extends AuditedCall {
  /** How far the coordinator's clock is ahead of UTC, ms; null when the line does not tell. */
  ahead: number | null;
  /** Host in the head of the line. */
  host: string | null;
}

class XapiReader implements TraceReader {
  readonly #context: TraceContext;
  readonly #tasks: XapiTasks;
  #calls: Audited[] = [];
  /** Persons by session, for tasks that audit.log does not have. */
  readonly #persons = new Map<string, string>();

  constructor(context: TraceContext) {
    this.#context = context;
    this.#tasks = new XapiTasks(context);
  }

  take(record: LogRecord): void {
    if (record.component !== 'audit') return this.#tasks.take(record);
    const call = parseXapiAudit(record.message);
    if (!call) return;
    const place = {
      origin: this.#context.origin(record),
      time: this.#context.time(record),
      evidence: evidenceLine(record),
    };
    const audited = auditedCall(call, taskReference(record.opId), place);
    if (!audited) return;
    const { draft } = audited;
    if (call.trackId && draft.who && this.#persons.size < MOST_CALLS)
      this.#persons.set(call.trackId, draft.who);
    const ahead = record.time === null ? null : aheadOfUtc(record.raw, record.time);
    this.#calls.push({ ...audited, ahead, host: this.#context.statedHost(record) });
    if (this.#calls.length >= MOST_CALLS) this.#emitCalls();
  }

  end(): void {
    this.#emitCalls();
    for (const task of this.#tasks.byReference.values()) {
      const draft = taskDraft(task);
      const who = task.trackId === null ? undefined : this.#persons.get(task.trackId);
      if (who !== undefined) {
        draft.who = who;
        draft.joined.who = 'the session of the task, by its trackid in audit.log';
      }
      this.#context.emit(draft);
    }
    this.#tasks.byReference.clear();
  }

  #emitCalls(): void {
    for (const audited of this.#calls) {
      const task = audited.task === null ? undefined : this.#tasks.byReference.get(audited.task);
      if (!task) continue;
      fill(audited, task);
      this.#tasks.byReference.delete(task.reference);
    }
    for (const { draft } of operationsOf(this.#calls)) this.#context.emit(draft);
    this.#calls = [];
  }
}

// The task's lines share its reference with the call, so what they say is stated. Only the zone of their time is not.
function fill({ draft, ahead, host }: Audited, task: XapiTask): void {
  draft.where ??= task.ranOn;
  draft.evidence.push(...task.evidence);
  if (!task.first || !draft.end) return;
  if (task.first.zoned) {
    if (task.first.ms <= draft.end.ms) draft.start = task.first;
    return;
  }
  if (ahead === null || host === null || host !== task.startedOn) return;
  const start = toUtc(task.first.ms, ahead, draft.end.ms);
  // Syslog cuts to whole seconds.
  if (start > draft.end.ms) return;
  draft.start = { ms: start, zoned: true };
  draft.joined.when = 'start from xensource.log in local time, its zone by the two clocks of audit.log';
}

const PREFIX = 'May  2 19:32:45 localhost xapi: [20140502T17:32:45.250Z|audit|cl11-08|46298 INET 0.0.0.0:80';
const REF = 'OpaqueRef:8a2f';

/** A line as XAPI writes it: the list's backslashes doubled. */
function audit(list: string, task = 'VM.x D:aa01', prefix = PREFIX): string {
  return `${prefix}|${task}|audit] (${list.replaceAll('\\', '\\\\')})`;
}

const xen = { vendor: 'xen' } as const;
const at = '2014-05-02T17:32:45.250Z';
const AUDIT = 'xen/var/log/audit.log';

export const samples: TraceSample[] = [
  {
    title: 'persons with their backslashes and quotes, values left out, the coordinator that is not the host',
    files: [
      {
        path: AUDIT,
        lines: [
          audit(
            String.raw`'trackid=aa' 'S-1-5-21' 'CORP\\alice' 'ALLOWED' 'OK' 'API' 'VM.start' (('vm' 'web \'1\'' 'u-1' '${REF}') ('start_paused' 'false' '' '') ('force' 'false' '' ''))`,
          ),
          audit(
            String.raw`'trackid=bb' 'S-1-5-22' 'O\'Brien' 'ALLOWED' 'OK' 'API' 'VM.set_VCPUs_max' (('self' 'web' 'u-1' '${REF}'))`,
          ),
          audit(
            `'trackid=cc' 'LOCAL_SUPERUSER' '' 'ALLOWED' 'OK' 'API' 'VM.set_name_label' (('self' 'new name' 'u-1' '${REF}'))`,
          ),
          audit(
            `'trackid=dd' 'S-1-5-23' 'eve' 'DENIED' '' 'API' 'VM.destroy' (('self' 'web' 'u-1' '${REF}'))`,
          ),
          audit(
            `'trackid=dd' 'S-1-5-23' 'eve' 'ALLOWED' 'ERROR:VM_BAD_POWER_STATE: [ ${REF}; halted; running ]' 'API' 'VM.clean_shutdown' (('vm' 'web' 'u-1' '${REF}'))`,
          ),
          audit(
            `'trackid=ee' 'S-1-5-23' 'eve' 'ALLOWED' 'OK' 'API' 'VM.pool_migrate' (('vm' 'web' 'u-1' '${REF}') ('host' 'xen2' 'h-2' '${REF}'))`,
          ),
          audit(
            `'trackid=ff' 'S-1-5-23' 'eve' 'ALLOWED' 'OK' 'API' 'host.reboot' (('host' 'xen2' 'h-2' '${REF}'))`,
          ),
        ],
      },
    ],
    expect: [
      call('StartVM', { who: String.raw`CORP\alice`, target: `web '1'`, missing: ['where'] }),
      call('ModifyCPU', { who: `O'Brien`, target: 'web', missing: ['where', 'how'] }),
      call('RenameVM', {
        who: 'LOCAL_SUPERUSER',
        target: 'new name',
        after: ['new name'],
        missing: ['where', 'how'],
      }),
      call('DeleteVM', { who: 'eve', target: 'web', result: 'NG', missing: ['where'] }),
      call('StopVM', { who: 'eve', target: 'web', result: 'NG', missing: ['where'] }),
      call('MoveVM', { who: 'eve', target: 'web', after: ['web', 'xen2'], missing: ['where', 'how'] }),
      call('RestartHost', { who: 'eve', where: 'xen2' }),
    ],
  },
  {
    title:
      'a copy of a template that is provisioned is a creation, any other a clone; disks go with their machine',
    files: [
      {
        path: AUDIT,
        lines: [
          audit(
            `'trackid=aa' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VM.clone' (('vm' 'Debian template' 't-1' '${REF}') ('new_name' 'db' '' ''))`,
          ),
          audit(`'trackid=aa' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VM.provision' (('vm' 'db' 'u-2' '${REF}'))`),
          audit(
            `'trackid=aa' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VM.clone' (('vm' 'db' 'u-2' '${REF}') ('new_name' 'db copy' '' ''))`,
          ),
          audit(`'trackid=bb' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VM.destroy' (('self' 'db' 'u-2' '${REF}'))`),
          audit(
            `'trackid=bb' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VDI.destroy' (('self' 'db disk' 'd-2' '${REF}'))`,
          ),
          audit(
            `'trackid=cc' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VDI.resize' (('vdi' 'other disk' 'd-3' '${REF}'))`,
          ),
        ],
      },
    ],
    expect: [
      call('CreateVM', {
        who: 'ann',
        target: 'db',
        missing: ['where'],
        evidence: ['var/log/audit.log:1', 'var/log/audit.log:2'],
      }),
      call('CloneVM', {
        who: 'ann',
        target: 'db',
        before: ['db'],
        after: ['db copy'],
        missing: ['where'],
      }),
      call('DeleteVM', {
        who: 'ann',
        target: 'db',
        missing: ['where'],
        evidence: ['var/log/audit.log:4', 'var/log/audit.log:5'],
      }),
      call('ModifyDisk', { who: 'ann', target: 'other disk', missing: ['where', 'how'] }),
    ],
  },
  {
    title: 'logins are those of directory users, refused ones too',
    files: [
      {
        path: AUDIT,
        lines: [
          audit(
            `'trackid=aa' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'session.create' (('uname' 'ann' '' '') ('originator' 'XenCenter' '' ''))`,
          ),
          audit(
            `'trackid=' '' '' 'DENIED' '' 'API' 'session.create' (('uname' 'mallory' '' '') ('originator' 'cli' '' ''))`,
          ),
          audit(`'trackid=aa' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'session.destroy' ()`),
        ],
      },
    ],
    expect: [
      call('Login', { who: 'ann', missing: ['where'] }),
      call('LoginFailed', { who: 'mallory', result: 'NG', missing: ['where'] }),
      call('Logout', { who: 'ann', missing: ['where'] }),
    ],
  },
  {
    title:
      'xensource.log gives the start and the host by the task reference; two clocks of one line give the zone',
    files: [
      {
        path: AUDIT,
        lines: [
          audit(
            `'trackid=8354dc542edb45d9d747e9c1d992c886' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VM.clean_shutdown' (('vm' 'web' '4ab3dfd9-f571-8900-a35a-6cced68267e3' '${REF}'))`,
            'Async.VM.clean_shutdown R:82f033257476',
          ),
        ],
      },
      {
        path: 'xen/var/log/xensource.log',
        lines: [
          'May  2 19:31:44 localhost xapi: [ info|cl11-08|46298 INET 0.0.0.0:80|dispatch:VM.clean_shutdown D:fa4c1c72df7e|taskhelper] task Async.VM.clean_shutdown R:82f033257476 forwarded (trackid=8354dc542edb45d9d747e9c1d992c886)',
          'May  2 19:31:44 localhost xenopsd: [debug|cl11-08|7|Async.VM.clean_shutdown R:82f033257476|xenops] Task 7729 reference Async.VM.clean_shutdown R:82f033257476: ["VM_poweroff", ["4ab3dfd9-f571-8900-a35a-6cced68267e3", [1200.000000]]]',
        ],
      },
    ],
    expect: [
      call('StopVM', {
        who: 'ann',
        start: '2014-05-02T17:31:44.000Z',
        target: 'web',
        where: 'cl11-08',
        joined: {
          when: 'start from xensource.log in local time, its zone by the two clocks of audit.log',
        },
        evidence: ['var/log/audit.log:1', 'var/log/xensource.log:1', 'var/log/xensource.log:2'],
      }),
    ],
  },
  {
    title: 'without audit.log no person and only the uuid; its time is local',
    files: [
      {
        path: 'xen/var/log/xensource.log',
        lines: [
          'May  2 19:31:44 localhost xapi: [debug|cl11-08|46298 INET 0.0.0.0:80|Async.VM.clean_shutdown R:82f033257476|mscgen] xapi=>xenops [label="VM.shutdown"];',
          'May  2 19:31:44 localhost xenopsd: [debug|cl11-08|7|Async.VM.clean_shutdown R:82f033257476|xenops] Task 7729 reference Async.VM.clean_shutdown R:82f033257476: ["VM_poweroff", ["4ab3dfd9-f571-8900-a35a-6cced68267e3", [1200.000000]]]',
          String.raw`May  2 19:32:45 localhost xenopsd: [debug|cl11-08|7|Async.VM.clean_shutdown R:82f033257476|xenops] Task 7729 failed; exception = ["Does_not_exist", ["VM", "4ab3dfd9-f571-8900-a35a-6cced68267e3\/vbd.xvda"]]`,
        ],
      },
    ],
    expect: [
      {
        ...xen,
        op: 'StopVM',
        start: '2023-05-02T19:31:44.000',
        end: '2023-05-02T19:32:45.000',
        where: 'cl11-08',
        target: '4ab3dfd9-f571-8900-a35a-6cced68267e3',
        result: 'NG',
        missing: ['who'],
      },
    ],
  },
];

function call(op: string, rest: Partial<TraceSample['expect'][number]>): TraceSample['expect'][number] {
  return { ...xen, op, end: at, result: 'OK', ...rest };
}
