import type { Level } from '../../public-api';
import type { Release } from '../release';
import { Stamp } from '../time';
import type { LogRecord, RecordFields } from './record';

/** Level words of the library hostd, vpxa, fdm and rhttpproxy share. */
export type Word = 'trivia' | 'verbose' | 'info' | 'warning' | 'error' | 'panic';

const OLD_LEVELS: Record<Word, Level> = {
  trivia: 'trace',
  verbose: 'trace',
  info: 'info',
  warning: 'warning',
  error: 'error',
  panic: 'fatal',
};
const CODES: Record<Word, [string, Level]> = {
  trivia: ['Db(167)', 'debug'],
  verbose: ['Db(167)', 'debug'],
  info: ['In(166)', 'info'],
  warning: ['Wa(164)', 'warning'],
  error: ['Er(163)', 'error'],
  panic: ['Cr(162)', 'critical'],
};

/**
 * How the second and further lines of a record look. `arrow`: `--> ` (with its own head from 8.0 on); `other-pid`:
 * the same under another bracket number (8.0 only); `marker`, `bracket-marker`: `+` or `[+]` after the code (8.0 only); `bare`: nothing (to 7.0).
 */
export type Shape = 'arrow' | 'other-pid' | 'marker' | 'bracket-marker' | 'bare';

/** Keys of the bracket, in the order the library writes them. */
export interface Keys {
  sub?: string;
  item?: string;
  opID?: string;
  sid?: string;
  user?: string;
}

/** Line heads of the vmacore family, by release. */
export class VmacoreHead {
  private readonly stamp = new Stamp();
  private readonly modern: boolean;
  private readonly name: string;

  constructor(
    release: Release,
    program: string,
    private readonly originator = 'Originator@6876',
  ) {
    this.modern = release === '8.0';
    this.name = this.modern ? program[0]!.toUpperCase() + program.slice(1) : program;
  }

  /** A one-line record with the bracket's keys ready made; the form for background noise. */
  line(time: number, word: Word, thread: number, keys: string, message: string): LogRecord {
    const level = this.modern ? CODES[word][1] : OLD_LEVELS[word];
    return { time, level, lines: [this.head(time, word, thread, keys) + message] };
  }

  /** A line without the bracket, as libraries print it. */
  plain(time: number, word: Word, thread: number, message: string): LogRecord {
    const stamp = this.stamp.milliseconds(time);
    const [code, level] = CODES[word];
    return this.modern
      ? { time, level, lines: [`${stamp} ${code} ${this.name}[${thread}]: ${message}`] }
      : { time, level: OLD_LEVELS[word], lines: [`${stamp} ${word} ${this.name}[${thread}] ${message}`] };
  }

  record(
    time: number,
    word: Word,
    thread: number,
    keys: Keys,
    message: string | string[],
    shape: Shape = 'arrow',
  ): LogRecord {
    const [first, ...more] = typeof message === 'string' ? [message] : message;
    const record = this.line(time, word, thread, keysText(keys, this.modern), first!);
    record.fields = this.fields(thread, keys, [first!, ...more].join('\n'));
    if (more.length > 0) this.continued(record, time, word, thread, more, shape);
    return record;
  }

  /** Adds lines to a record made by `line`. */
  continued(
    record: LogRecord,
    time: number,
    word: Word,
    thread: number,
    more: string[],
    shape: Shape,
  ): LogRecord {
    if (!this.modern) {
      for (const text of more) record.lines.push(shape === 'bare' ? text : `--> ${text}`);
      return record;
    }
    const number = shape === 'other-pid' ? thread - 30 : thread;
    const code = CODES[word][0];
    const mark = shape === 'marker' ? '+' : shape === 'bracket-marker' ? '[+]' : '';
    const marked = code + mark;
    const arrow = mark === '' ? '--> ' : '';
    const head = `${this.stamp.milliseconds(time)} ${marked} ${this.name}[${number}]: ${arrow}`;
    for (const text of more) record.lines.push(head + text);
    return record;
  }

  /** The line after a rotation or a start, which is no record. */
  header(
    time: number,
    startedAt: number,
    pid: number,
    version: string,
    build: string,
    rotated: boolean,
  ): LogRecord {
    const stamp = this.stamp.milliseconds(time);
    const started = new Date(startedAt).toISOString();
    const section = `Section for VMware ESX, pid=${pid}, version=${version}, build=${build}, option=Release`;
    const text = rotated
      ? `- last log rotation time, ${stamp} - time the service was last started ${started}, ${section}`
      : `- time the service was last started, ${section}`;
    const line = this.modern ? `${stamp} In(166) ${this.name}[${pid}]: ${text}` : `${stamp} ${text}`;
    return { time, level: null, lines: [line], header: true };
  }

  private head(time: number, word: Word, thread: number, keys: string): string {
    const stamp = this.stamp.milliseconds(time);
    const bracket = keys === '' ? `[${this.originator}] ` : `[${this.originator} ${keys}] `;
    return this.modern
      ? `${stamp} ${CODES[word][0]} ${this.name}[${thread}]: ${bracket}`
      : `${stamp} ${word} ${this.name}[${thread}] ${bracket}`;
  }

  private fields(thread: number, keys: Keys, message: string): RecordFields {
    return {
      process: this.name,
      pid: String(thread),
      component: keys.sub,
      opId: keys.opID,
      sid: this.modern ? keys.sid : undefined,
      user: keys.user,
      message,
    };
  }
}

export function keysText(keys: Keys, withSid: boolean): string {
  let text = keys.sub === undefined ? '' : `sub=${keys.sub}`;
  if (keys.item !== undefined) text += ` item=${keys.item}`;
  if (keys.opID !== undefined) text += ` opID=${keys.opID}`;
  if (keys.sid !== undefined && withSid) text += ` sid=${keys.sid}`;
  if (keys.user !== undefined) text += ` user=${keys.user}`;
  return text.trimStart();
}
