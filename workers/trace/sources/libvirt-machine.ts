import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import { parseAuditRecord } from '../libvirt/audit-record';
import { machineOfPath, parseMachineLog, type MachineLogEntry } from '../libvirt/machine-log';
import { changesBetween, type LiveChange, type MachineStart } from '../libvirt/start-changes';
import { machineTies, virshSeek } from '../libvirt/virt-draft';
import { virtReport } from '../libvirt/virt-report';
import {
  emptyDraft,
  type OperationDraft,
  type TraceContext,
  type TraceReader,
  type TraceSample,
  type TraceSource,
} from '../trace-source';

/** Machines whose starts are compared; later ones are not. */
const MOST_MACHINES = 20_000;
/** Starts of one machine that are compared. */
const MOST_STARTS = 2_000;

/**
 * libvirt's log of each machine: starts with the whole command line, and ends with their reason. It names no operator
 * and no result. What changed while a machine was off shows in the command line of its next start.
 */
const source: TraceSource = {
  id: 'libvirt-machine',
  label: 'libvirt log of a machine',
  vendor: 'libvirt',
  query: '(format:libvirt ("starting up" or "shutting down")) or (format:audit "type=VIRT_RESOURCE")',
  begin: (context) => new MachineLogReader(context),
};
export default source;

interface Pending {
  log: string;
  draft: OperationDraft;
}

class MachineLogReader implements TraceReader {
  readonly #context: TraceContext;
  /** Starts by uuid, and the changes that audit.log tells of while a machine ran. */
  readonly #starts = new Map<string, MachineStart[]>();
  readonly #live = new Map<string, LiveChange[]>();
  /** uuid and name of the machine that runs, by its log (rotated files are one): ends name neither. */
  readonly #running = new Map<string, { name: string | null; uuid: string | null; hostname: string | null }>();
  #pending: Pending | null = null;

  constructor(context: TraceContext) {
    this.#context = context;
  }

  take(record: LogRecord): void {
    if (record.format === 'audit') return this.#takeLiveChange(record);
    const entry = parseMachineLog(record.message);
    if (!entry) return;
    if (entry.kind === 'start') this.#takeStart(entry, record);
    else this.#takeStop(entry.reason, record);
  }

  end(): void {
    this.#flush();
    for (const [uuid, starts] of this.#starts) {
      for (const draft of changesBetween(starts, this.#live.get(uuid) ?? [])) this.#context.emit(draft);
    }
  }

  #takeStart(entry: Extract<MachineLogEntry, { kind: 'start' }>, record: LogRecord): void {
    this.#flush();
    const origin = this.#context.origin(record);
    const { hostname } = entry;
    const name = entry.with?.name ?? nameOfLog(record.path);
    const uuid = entry.with?.uuid ?? null;
    const incoming = entry.with?.incoming ?? false;
    const time = this.#context.time(record);
    const draft = machineDraft(incoming ? 'MoveVM' : 'StartVM', name, uuid, origin);
    draft.start = time;
    draft.where = hostname;
    draft.evidence.push(evidenceLine(record));
    if (incoming) {
      draft.unsaid = ['how'];
      if (hostname !== null) draft.after = [name ?? '?', hostname];
    }
    this.#pending = { log: logOf(record), draft };
    this.#running.set(logOf(record), { name, uuid, hostname });
    if (!time || !entry.with || incoming) return;
    const { evidence } = draft;
    keep(this.#starts, uuid ?? logOf(record), {
      time,
      origin,
      hostname,
      with: { ...entry.with, name },
      evidence: evidence[0]!,
    });
  }

  #takeStop(reason: string | null, record: LogRecord): void {
    const time = this.#context.time(record);
    // libvirt's reason for a machine that could not be started.
    if (reason === 'failed' && this.#pending?.log === logOf(record)) {
      const { draft } = this.#pending;
      draft.end = time;
      draft.result = 'NG';
      draft.evidence.push(evidenceLine(record));
      return this.#flush();
    }
    this.#flush();
    const running = this.#running.get(logOf(record));
    this.#running.delete(logOf(record));
    const name = running?.name ?? nameOfLog(record.path);
    const kind = reason === 'saved' ? 'SuspendVM' : reason === 'migrated' ? 'MoveVM' : 'StopVM';
    const draft = machineDraft(kind, name, running?.uuid ?? null, this.#context.origin(record));
    draft.end = time;
    draft.where = running?.hostname ?? null;
    if (running?.hostname) draft.joined.where = 'from the start of the machine in the same log';
    if (kind === 'MoveVM') {
      draft.unsaid = ['how'];
      if (running?.hostname) draft.before = [name ?? '?', running.hostname];
    }
    draft.evidence.push(evidenceLine(record));
    this.#context.emit(draft);
  }

  #takeLiveChange(record: LogRecord): void {
    const audit = parseAuditRecord(record.message);
    const report = audit && virtReport(audit.body);
    if (!report?.uuid || record.time === null) return;
    const after = report.after ?? '';
    const bytes = report.kind === 'ModifyMemory' ? String(Number(after) * 1024) : after;
    keep(this.#live, report.uuid, { ms: record.time, kind: report.kind, after: bytes });
  }

  #flush(): void {
    if (this.#pending) this.#context.emit(this.#pending.draft);
    this.#pending = null;
  }
}

function machineDraft(kind: string, name: string | null, uuid: string | null, origin: string): OperationDraft {
  const draft = emptyDraft(kind, origin);
  draft.target = name ?? uuid;
  draft.ties = machineTies(name, uuid, origin);
  draft.seeks = virshSeek(name, uuid);
  return draft;
}

function logOf({ source, path }: LogRecord): string {
  return `${source} ${nameOfLog(path) ?? path}`;
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

const UUID = '462dcd6d-fb68-4a26-a96f-56eb024515b9';
const STARTING =
  'starting up libvirt version: 4.0.0, package: 1ubuntu8.5 (Christian Ehrhardt <christian.ehrhardt@canonical.com> Tue, 28 Aug 2018 07:26:19 +0200), qemu version: 2.11.1(Debian 1:2.11+dfsg-1ubuntu7.7), hostname: ubu-4690';

function commandLine(name: string, memory: string, cpus: number, disk: string, more = ''): string {
  return `LC_ALL=C PATH=/usr/bin QEMU_AUDIO_DRV=none /usr/bin/kvm -name ${name} -S -machine pc -m ${memory} -realtime mlock=off -smp ${cpus},sockets=${cpus},cores=1,threads=1 -uuid ${UUID} -drive file=${disk},format=qcow2,if=none,id=drive0${more}`;
}

const libvirt = { vendor: 'libvirt' } as const;
const LOG = 'kvm/var/log/libvirt/qemu/win7-2.log';

export const samples: TraceSample[] = [
  {
    title: 'the file names the machine; an end has its reason, no operator and no result',
    files: [
      {
        path: 'kvm/var/log/libvirt/qemu/centos.log',
        lines: [
          '2014-05-25 01:12:47.827+0000: starting up',
          'LC_ALL=C /usr/libexec/qemu-kvm -name centos -S -m 512 -smp 1,sockets=1,cores=1,threads=1',
          '2018-11-23T23:37:57.946548Z qemu-system-x86_64: terminating on signal 15 from pid 2093 (/usr/sbin/libvirtd)',
          '2018-11-23 23:37:59.352+0000: shutting down, reason=destroyed',
          '2020-04-27 11:57:10.000+0000: starting up',
          '2020-04-27 11:57:11.805+0000: shutting down, reason=failed',
        ],
      },
    ],
    expect: [
      {
        ...libvirt,
        op: 'StartVM',
        start: '2014-05-25T01:12:47.827Z',
        target: 'centos',
        missing: ['who', 'where', 'result'],
      },
      {
        ...libvirt,
        op: 'StopVM',
        end: '2018-11-23T23:37:59.352Z',
        target: 'centos',
        missing: ['who', 'where', 'result'],
      },
      {
        ...libvirt,
        op: 'StartVM',
        start: '2020-04-27T11:57:10.000Z',
        end: '2020-04-27T11:57:11.805Z',
        target: 'centos',
        result: 'NG',
        missing: ['who', 'where'],
      },
    ],
  },
  {
    title: 'memory, CPUs and disks of a stopped machine changed before its next start; other units are no change',
    files: [
      {
        path: LOG,
        lines: [
          `2018-11-24 16:13:38.555+0000: ${STARTING}`,
          commandLine('guest=win7-2,debug-threads=on', '512', 1, '/srv/a.qcow2'),
          '2018-11-24 17:00:00.000+0000: shutting down, reason=shutdown',
          `2018-11-24 18:00:00.000+0000: ${STARTING}`,
          commandLine('guest=win7-2,debug-threads=on', 'size=524288k,slots=16,maxmem=4194304k', 1, '/srv/a.qcow2'),
          '2018-11-24 19:00:00.000+0000: shutting down, reason=shutdown',
          `2018-11-24 20:00:00.000+0000: ${STARTING}`,
          commandLine('guest=win7-2,debug-threads=on', '1024', 2, '/srv/a.qcow2', ' -drive file=/srv/b,,c.img,if=virtio'),
        ],
      },
    ],
    expect: [
      startOf('2018-11-24T16:13:38.555Z'),
      stopOf('2018-11-24T17:00:00.000Z'),
      startOf('2018-11-24T18:00:00.000Z'),
      stopOf('2018-11-24T19:00:00.000Z'),
      startOf('2018-11-24T20:00:00.000Z'),
      changeOf('ModifyCPU', ['win7-2', '1'], ['win7-2', '2']),
      changeOf('ModifyMemory', ['win7-2', '524288k'], ['win7-2', '1024']),
      changeOf('ModifyDisk', [], ['win7-2', '/srv/b,c.img']),
    ],
  },
];

function startOf(start: string): TraceSample['expect'][number] {
  return { ...libvirt, op: 'StartVM', start, target: 'win7-2', where: 'ubu-4690', missing: ['who', 'result'] };
}

function stopOf(end: string): TraceSample['expect'][number] {
  const joined = { where: 'from the start of the machine in the same log' };
  return {
    ...libvirt,
    op: 'StopVM',
    end,
    target: 'win7-2',
    where: 'ubu-4690',
    joined,
    missing: ['who', 'result'],
  };
}

function changeOf(op: string, before: string[], after: string[]): TraceSample['expect'][number] {
  const reason = 'the command line of this start differs from that of the start before';
  return {
    ...libvirt,
    op,
    end: '2018-11-24T20:00:00.000Z',
    target: 'win7-2',
    where: 'ubu-4690',
    before,
    after,
    joined: { what: reason, when: 'between the start before and this one, which shows it first', how: reason },
    missing: ['who', 'result'],
  };
}
