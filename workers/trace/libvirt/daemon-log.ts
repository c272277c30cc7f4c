import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import type { TraceContext } from '../trace-source';
import { fields } from './audit-record';
import type { Reported } from './reported';
import { virtDraft } from './virt-draft';
import { virtReport } from './virt-report';

/** Longer records are cut. */
const LONGEST = 64 * 1024;

/**
 * libvirtd.log holds no operations, unless `audit_logging` has what goes to the audit system written there too, behind
 * `success=yes` or `success=no` (libvirt's public source).
 */
export function daemonOperation(record: LogRecord, context: TraceContext): Reported | null {
  const text = record.message.slice(0, LONGEST);
  const found = /success=(yes|no) (?=virt=)/.exec(text);
  const report = found && virtReport(fields(text.slice(found.index + found[0].length), true));
  if (!report) return null;
  const reported = virtDraft(report, 'daemon', context.origin(record), null);
  reported.draft.end = context.time(record);
  reported.draft.result = found[1] === 'yes' ? 'OK' : 'NG';
  reported.draft.evidence.push(evidenceLine(record));
  return reported;
}
