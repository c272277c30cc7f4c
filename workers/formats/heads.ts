/** Pieces of heads that several formats share. */
import {
  anyKeys,
  arrow,
  component,
  either,
  host,
  kernelCpu,
  kernelText,
  keysToBracket,
  level,
  lineEnd,
  message,
  optional,
  originatorKeys,
  type Part,
  pid,
  process,
  seq,
  skip,
  time,
  user,
  type Variant,
} from './grammar';

/** A blank, or nothing more. */
export const blankOrEnd = either(' ', lineEnd, seq());

/** `sshd[77731]: ` with or without pid. */
export function ident(name: Part): Part {
  return seq(name, optional('[', pid.until(']')), ':', blankOrEnd);
}

/** One of these names of programs. A name that another one begins with stands behind it. */
export function oneOf(...names: string[]): Part {
  return either(...names.map((name) => process.text(name)));
}

/** The head of every file of vmsyslogd from 8.0 on, up to the name of the program. */
export const esxi8 = seq(time.iso, ' ', level.esxi, skip.blanks);

/** `info hostd[9F81B70] ` */
export const vmacoreHead = seq(level.word, ' ', process.until('['), pid.until(']'), ' ');

/** `[59741B90 info 'Vimsvc.TaskManager' opID=… user=…] ` of 5.x, behind the bracket. */
const bracketedHead = seq(
  pid.until(' '),
  level.word,
  ` '`,
  component.until(`'`, { blanks: true }),
  keysToBracket,
);
export const vmacoreHead5 = seq('[', bracketedHead);
export const vmacoreHead4 = seq('[', time.iso, ' ', bracketedHead);

/** `[GenericCorrelator] 410535559us: `; the message is `[event.id] text`. */
export const vobHead = seq(skip.blanks, '[', component.until(']'), ' ', skip.digits, 'us: ');

/** Uptime of ESX 4: `7:21:06:31.383 `. */
const uptime = skip.span(/[0-9:.]/);
export const kernelHead = seq(optional(uptime, ' '), kernelCpu, kernelText);

/** An event of vCenter's stream; parts behind the first have no columns. */
export const vcenterEvent = seq(
  message,
  'Event [',
  skip.digits,
  '] [',
  skip.span(/[0-9-]/),
  ']',
  optional(
    ' [',
    time.iso,
    '] [',
    skip.until(']'),
    ' [',
    either(level.word, skip.name),
    '] [',
    user.until(']', { blanks: true, empty: true }),
  ),
);

/** What a program's own line may begin with, behind the head that a relay or syslog put there. */
export const innerHead = either(
  seq(optional(time.iso, ' '), vmacoreHead, optional(anyKeys)),
  kernelHead,
  vobHead,
  vcenterEvent,
  originatorKeys,
  vmacoreHead4,
  vmacoreHead5,
  seq(),
);

/** Lines of the syslog class in the forms of all releases, with what `body` reads behind `ident[pid]: `. */
export function syslogLines(name: Part, body: Part = seq(), flags: Partial<Variant> = {}): Variant[] {
  return [
    { head: seq(esxi8, ident(name), arrow, body), ...flags },
    { head: seq(time.iso, ' ', ident(name), body), ...flags },
  ];
}

/** The same from ESX 4 and Linux hosts: no year, often the host's name. */
export function bsdLines(name: Part, body: Part = seq(), flags: Partial<Variant> = {}): Variant[] {
  return [
    {
      head: seq(time.bsd, ' ', either(ident(name), seq(host.word, ' ', ident(name))), body),
      ...flags,
    },
  ];
}

/** Lines that may stand in any file: marks, vmsyslogd's own, the header after a rotation, or just a time. */
export const commonLines: Variant[] = [
  { head: seq(time.iso, ' ', ident(oneOf('mark', 'vmsyslogd'))), common: true },
  { head: seq(esxi8, ident(process.name), arrow, optional(originatorKeys)), common: true },
  { head: seq(time.iso, either(': ', ' ')), common: true },
  { head: seq(message, '- last log rotation time, '), common: true },
];
