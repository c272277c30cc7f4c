import type { World } from '../world';
import type { LogRecord } from './record';
import { dayOf, downtime, syslogPaths, type LogSource } from './source';
import { VmkernelHead } from './vmkernel-head';

/** True for what vmsyslogd puts into vmkwarning.log too. */
export function isKernelWarning(record: LogRecord): boolean {
  return / vmk(warning|alert): |\)(WARNING|ALERT): /.test(record.lines[0]!.slice(0, 96));
}

/** vmkwarning.log: the warnings and alerts of vmkernel.log, line by line the same. */
export function vmkwarningLog(world: World): LogSource {
  const head = new VmkernelHead(world.host.release);
  return {
    kind: 'vmkwarning',
    ...syslogPaths('vmkwarning'),
    share: 0,
    handlers: {},
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => ({
      ...head.record(time, wish.level === 'error' ? 'alert' : 'warning', 0, 2_097_777, wish.text),
      fields: { message: wish.text },
    }),
  };
}
