import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import { emptyDraft, type OperationDraft, type TraceContext } from '../trace-source';
import { known, parseAuditRecord, type AuditRecord } from './audit-record';
import { nameOr, ProgramStarts } from './program-starts';
import type { Reported } from './reported';
import { virtDraft } from './virt-draft';
import { virtReport } from './virt-report';

/** Hosts whose started programs are kept. */
const MOST_HOSTS = 10_000;

/**
 * Linux's audit.log, to which libvirt reports. The login id of a libvirt record is that of whoever started the daemon,
 * so it is never taken for the operator.
 */
export class AuditOperations {
  readonly #context: TraceContext;
  readonly #programs = new Map<string, ProgramStarts>();

  constructor(context: TraceContext) {
    this.#context = context;
  }

  /** What a record says of a machine; operations on the host itself go to the context. */
  take(record: LogRecord): Reported | null {
    const audit = parseAuditRecord(record.message);
    if (!audit) return null;
    const origin = this.#context.origin(record);
    switch (audit.type) {
      case 'SYSCALL':
      case 'EXECVE':
        this.#programsOf(origin)?.take(audit, record);
        return null;
      case 'USER_LOGIN':
      case 'USER_LOGOUT':
        this.#context.emit(this.#told(loginDraft(audit, origin), audit, record));
        return null;
      case 'SYSTEM_SHUTDOWN':
        this.#context.emit(
          this.#told({ ...emptyDraft('StopHost', origin), where: audit.node }, audit, record),
        );
        return null;
      case 'VIRT_CONTROL':
      case 'VIRT_RESOURCE':
        return this.#machine(audit, record, origin);
      default:
        return null;
    }
  }

  #machine(audit: AuditRecord, record: LogRecord, origin: string): Reported | null {
    const report = virtReport(audit.body);
    if (!report) return null;
    const reported = virtDraft(report, 'audit', origin, audit.node);
    this.#told(reported.draft, audit, record);
    if (record.time !== null) {
      this.#programs.get(origin)?.lendPerson(reported.draft, report, record.time);
    }
    return reported;
  }

  #told(draft: OperationDraft, audit: AuditRecord, record: LogRecord): OperationDraft {
    draft.end = this.#context.time(record);
    draft.result = resultOf(audit.body.get('res'));
    draft.evidence.push(evidenceLine(record));
    return draft;
  }

  #programsOf(origin: string): ProgramStarts | undefined {
    if (!this.#programs.has(origin) && this.#programs.size < MOST_HOSTS) {
      this.#programs.set(origin, new ProgramStarts());
    }
    return this.#programs.get(origin);
  }
}

function loginDraft(audit: AuditRecord, origin: string): OperationDraft {
  const { body, kernel, node } = audit;
  const failed = resultOf(body.get('res')) === 'NG';
  const kind = audit.type === 'USER_LOGOUT' ? 'Logout' : failed ? 'LoginFailed' : 'Login';
  const session = known(kernel.get('ses'));
  // `(unknown)` and `(invalid user)` stand for accounts that the host does not have.
  const account = known(body.get('acct'));
  return {
    ...emptyDraft(kind, origin),
    who: account !== null && !account.startsWith('(') ? account : nameOr(audit, 'ID', body.get('id')),
    client: known(body.get('addr')) ?? known(body.get('hostname')),
    where: node,
    session: session === null ? null : `ses:${session}@${origin}`,
  };
}

function resultOf(text: string | undefined): 'OK' | 'NG' | null {
  if (text === 'success' || text === 'yes' || text === '1') return 'OK';
  return text === 'failed' || text === 'no' || text === '0' ? 'NG' : null;
}
