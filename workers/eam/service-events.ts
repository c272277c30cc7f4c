import { evidenceOf } from '../analysis/evidence';
import type { LogRecord } from '../analysis/case-reader';
import type { Evidence } from '../public-api';

/** Lines of vMon about EAM; a bare `eam` stands inside many words. */
export const SERVICE_RECORDS = 'format:vmon ("<eam>" or "<eam-prestart>" or "<eam-healthcmd>")';

export type ServiceEventKind = 'starting' | 'started' | 'exited' | 'crashed' | 'stopped' | 'health-failed';

/** What vMon did with EAM. */
export interface ServiceEvent {
  kind: ServiceEventKind;
  time: number | null;
  evidence: Evidence;
}

const KINDS: [pattern: RegExp, kind: ServiceEventKind][] = [
  [/^<eam> Constructed command:/, 'starting'],
  [/^<eam> Service STARTED successfully/, 'started'],
  [/^<eam> Service exited unexpectedly/, 'crashed'],
  [/^<eam> Service exited/, 'exited'],
  [/^<eam> Service is dumping core/, 'crashed'],
  [/^<eam> Service STOPPED successfully|^<eam> Skip service health check\. State STOPPED/, 'stopped'],
  [/^<eam-healthcmd>.*(?:failed|refused|unhealthy)/i, 'health-failed'],
];

/** What a line of vmon.log says of EAM, or null. */
export function serviceEvent(record: LogRecord): ServiceEvent | null {
  const found = KINDS.find(([pattern]) => pattern.test(record.message));
  return found ? { kind: found[1], time: record.time, evidence: evidenceOf(record) } : null;
}

/** The event after which EAM was down for good, as far as the log goes; null while it runs or nothing is known. */
export function lastingExit(events: readonly ServiceEvent[]): ServiceEvent | null {
  let exit: ServiceEvent | null = null;
  for (const event of events) {
    if (event.kind === 'started') exit = null;
    // Of an exit and the lines about its crash the first is where it ended.
    else if (event.kind === 'exited' || event.kind === 'crashed' || event.kind === 'stopped') exit ??= event;
  }
  return exit;
}
