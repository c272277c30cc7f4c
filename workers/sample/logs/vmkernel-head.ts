import type { Level } from '../../public-api';
import type { Release } from '../release';
import { Stamp } from '../time';
import type { LogRecord } from './record';

/** `<3>` and `<6>` are levels of legacy Linux drivers; 8.0 has none of them. */
export type Urgency = 'info' | 'warning' | 'alert' | 'linux-error' | 'linux-info';

const PREFIX: Record<Urgency, string> = {
  info: '',
  warning: 'WARNING: ',
  alert: 'ALERT: ',
  'linux-error': '<3>',
  'linux-info': '<6>',
};
const LEVEL: Record<Urgency, Level> = {
  info: 'info',
  warning: 'warning',
  alert: 'error',
  'linux-error': 'error',
  'linux-info': 'info',
};
const MODERN: Record<Urgency, [string, string, Level]> = {
  info: ['In(182) vmkernel: ', '', 'info'],
  warning: ['Wa(180) vmkwarning: ', 'WARNING: ', 'warning'],
  alert: ['Al(177) vmkalert: ', 'ALERT: ', 'fatal'],
  'linux-error': ['Wa(180) vmkwarning: ', 'WARNING: ', 'warning'],
  'linux-info': ['In(182) vmkernel: ', '', 'info'],
};

export class VmkernelHead {
  private readonly stamp = new Stamp();
  readonly modern: boolean;

  constructor(release: Release) {
    this.modern = release === '8.0';
  }

  record(
    time: number,
    urgency: Urgency,
    cpu: number,
    world: number,
    message: string,
    opId?: string,
  ): LogRecord {
    const where = opId === undefined ? `cpu${cpu}:${world})` : `cpu${cpu}:${world} opID=${opId})`;
    const stamp = this.stamp.milliseconds(time);
    if (!this.modern) {
      const text = PREFIX[urgency] + message;
      return { time, level: LEVEL[urgency], lines: [`${stamp} ${where}${text}`] };
    }
    const [program, prefix, level] = MODERN[urgency];
    return { time, level, lines: [`${stamp} ${program}${where}${prefix}${message}`] };
  }

  /** Early boot: no time at all up to 7.0, whole seconds and no cpu in 8.0. */
  boot(order: number, ticks: number, message: string): LogRecord {
    if (this.modern) {
      const time = order - (order % 1000);
      return {
        time,
        order,
        level: 'info',
        lines: [`${this.stamp.seconds(order)} In(182) vmkernel: ${message}`],
      };
    }
    return { time: null, order, level: 'info', lines: [`TSC: ${ticks} cpu0:0)${message}`] };
  }
}
