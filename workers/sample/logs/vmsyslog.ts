import type { Level } from '../../public-api';
import type { Release } from '../release';
import { Stamp } from '../time';
import type { LogRecord } from './record';

const CODES: Record<string, Level> = {
  Db: 'debug',
  In: 'info',
  No: 'notice',
  Wa: 'warning',
  Er: 'error',
  Al: 'fatal',
};

/** Head of 8.0: letters and number, such as `In(14)`. */
export type Code = `${'Db' | 'In' | 'No' | 'Wa' | 'Er' | 'Al'}(${number})`;

export function levelOfCode(code: Code): Level {
  return CODES[code.slice(0, 2)]!;
}

export interface SyslogOptions {
  code?: Code;
  /** Level of a text that starts with a level word, for releases whose head has none. */
  textLevel?: Level;
}

/**
 * Lines of the syslog class: `<ts> <ident>[<pid>]: <message>`. Whole seconds in 6.7, milliseconds in 7.0, the
 * common head in 8.0, where a fraction may have fewer digits.
 */
export class SyslogHead {
  private readonly stamp = new Stamp();
  constructor(private readonly release: Release) {}

  record(
    time: number,
    ident: string,
    pid: number | null,
    message: string,
    options: SyslogOptions = {},
  ): LogRecord {
    const name = pid === null ? ident : `${ident}[${pid}]`;
    const fields = { process: ident, pid: pid === null ? undefined : String(pid), message };
    if (this.release === '8.0') {
      const code = options.code ?? 'In(14)';
      const text = `${this.stamp.shortFraction(time)} ${code} ${name}: ${message}`;
      return { time, level: levelOfCode(code), lines: [text], fields };
    }
    const seconds = this.release === '6.7';
    const stamp = seconds ? this.stamp.seconds(time) : this.stamp.milliseconds(time);
    return {
      time: seconds ? time - (time % 1000) : time,
      order: time,
      level: options.textLevel ?? null,
      lines: [`${stamp} ${name}: ${message}`],
      fields,
    };
  }
}
