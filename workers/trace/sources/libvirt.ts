import type { LogRecord } from '../../analysis/case-reader';
import { AuditOperations } from '../libvirt/audit-operations';
import { daemonOperation } from '../libvirt/daemon-log';
import { joinedReports } from '../libvirt/joined-logs';
import { MachineOperations } from '../libvirt/machine-operations';
import type { Reported } from '../libvirt/reported';
import { auditSamples } from '../libvirt/samples/audit';
import { daemonSamples } from '../libvirt/samples/daemon';
import { joinedSamples } from '../libvirt/samples/joined';
import { machineSamples } from '../libvirt/samples/machine';
import type { TraceContext, TraceReader, TraceSample, TraceSource } from '../trace-source';

/** Reports that are gathered before they are put together. */
const MOST_REPORTS = 200_000;

/** What libvirt's hosts write: Linux's audit.log, the log of each machine, and libvirtd.log. */
const source: TraceSource = {
  id: 'libvirt',
  label: 'libvirt: audit.log and its own logs',
  vendor: 'libvirt',
  query:
    '(format:audit ("type=VIRT_" or "type=USER_LOG" or "type=SYSTEM_SHUTDOWN" or virsh or "virt-install" or ' +
    '"virt-clone" or "virt-xml" or "virt-manager")) or ' +
    '(format:libvirt ("starting up" or "shutting down" or "success=yes virt=" or "success=no virt="))',
  begin: (context) => new LibvirtReader(context),
};
export default source;

class LibvirtReader implements TraceReader {
  readonly #context: TraceContext;
  readonly #audit: AuditOperations;
  readonly #machines: MachineOperations;
  #reports: Reported[] = [];

  constructor(context: TraceContext) {
    this.#context = context;
    this.#audit = new AuditOperations(context);
    this.#machines = new MachineOperations(context, (reported) => this.#tell(reported));
  }

  take(record: LogRecord): void {
    if (record.format !== 'audit') {
      this.#machines.take(record);
      this.#tell(daemonOperation(record, this.#context));
      return;
    }
    const reported = this.#audit.take(record);
    if (reported) this.#machines.takeLiveChange(reported);
    this.#tell(reported);
  }

  end(): void {
    this.#machines.end();
    this.#emit();
  }

  #tell(reported: Reported | null): void {
    if (!reported) return;
    this.#reports.push(reported);
    if (this.#reports.length >= MOST_REPORTS) this.#emit();
  }

  #emit(): void {
    for (const draft of joinedReports(this.#reports)) this.#context.emit(draft);
    this.#reports = [];
  }
}

export const samples: TraceSample[] = [
  ...auditSamples,
  ...machineSamples,
  ...daemonSamples,
  ...joinedSamples,
];
