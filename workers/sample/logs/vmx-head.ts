import type { Level } from '../../public-api';
import type { Release } from '../release';
import { Stamp } from '../time';
import type { LogRecord } from './record';

export type VmxLetter = 'I' | 'W' | 'E';

const LEVEL: Record<VmxLetter, Level> = { I: 'info', W: 'warning', E: 'error' };
const CODE: Record<Release, Record<VmxLetter, string>> = {
  '6.7': { I: 'I125', W: 'W115', E: 'E105' },
  '7.0': { I: 'I005', W: 'W003', E: 'E001' },
  '8.0': { I: 'In(05)', W: 'Wa(03)', E: 'Er(02)' },
};

/** Lines of vmware.log: `TS| thread| I125: message`, from 8.0 on `TS In(05) thread opID message`. */
export class VmxHead {
  private readonly stamp = new Stamp();
  private readonly codes: Record<VmxLetter, string>;
  private readonly modern: boolean;

  constructor(release: Release) {
    this.codes = CODE[release];
    this.modern = release === '8.0';
  }

  record(
    time: number,
    letter: VmxLetter,
    thread: string,
    message: string | string[],
    opId?: string,
  ): LogRecord {
    const [first, ...more] = typeof message === 'string' ? [message] : message;
    const lines = [this.head(time, letter, thread, ':', opId) + first!];
    for (const text of more) lines.push(this.head(time, letter, thread, '+', opId) + text);
    return { time, level: LEVEL[letter], lines };
  }

  private head(time: number, letter: VmxLetter, thread: string, mark: ':' | '+', opId?: string): string {
    const stamp = this.stamp.milliseconds(time);
    if (this.modern)
      return `${stamp} ${this.codes[letter]}${mark === '+' ? '+' : ''} ${thread} ${opId ?? '-'} `;
    return `${stamp}| ${thread}| ${this.codes[letter]}${mark} `;
  }
}
