import type { LogRecord } from '../../analysis/case-reader';

/** A line of hostd that tells of an operation, its text taken apart. */
export type HostdLine =
  | { type: 'created'; task: string }
  | { type: 'completed'; task: string; ok: boolean }
  | { type: 'event'; number: string; text: string }
  | { type: 'state'; path: string; from: string; to: string }
  | { type: 'password'; accepted: boolean; who: string; client: string; session: string | null }
  | { type: 'auth'; who: string }
  | { type: 'service'; start: boolean; service: string }
  | { type: 'register'; path: string }
  | { type: 'snapshot'; name: string };

const STATE = /^State Transition \(VM_STATE_(\w+) -> VM_STATE_(\w+)\)/;
const EVENT = /^Event (\d+) : /;
const PASSWORD = /^(Accepted|Rejected) password for user (\S.*) from (\S+?)(?: - session=(\S+))?$/;

/** What a line of hostd says, or null for any other line. */
export function hostdLine({ message, component }: LogRecord): HostdLine | null {
  const first = message.split('\n', 1)[0]!.trimEnd();
  switch (first[0]) {
    case 'T': {
      if (first.startsWith('Task Created : ')) return { type: 'created', task: first.slice(15).trim() };
      if (!first.startsWith('Task Completed : ')) return null;
      const [task = '', word, status] = first.slice(17).split(' ');
      return word === 'Status' ? { type: 'completed', task, ok: status === 'success' } : null;
    }
    case 'E': {
      const head = EVENT.exec(first);
      return head && { type: 'event', number: head[1]!, text: message.slice(head[0].length) };
    }
    case 'A':
    case 'R': {
      if (first.startsWith('Register called: []')) return { type: 'register', path: first.slice(19) };
      const found = PASSWORD.exec(first);
      if (!found) return null;
      const [, word, who, client, session = null] = found;
      return { type: 'password', accepted: word === 'Accepted', who: who!, client: client!, session };
    }
    case '[':
      return first.startsWith('[Auth]: User ') ? { type: 'auth', who: first.slice(13) } : null;
    case 'S': {
      const state = STATE.exec(first);
      const path = component?.indexOf('/') ?? -1;
      if (state && path >= 0)
        return { type: 'state', path: component!.slice(path), from: state[1]!, to: state[2]! };
      const service = /^(Start|Stop) service (\S+) invoked/.exec(first);
      return service && { type: 'service', start: service[1] === 'Start', service: service[2]! };
    }
    case 'C': {
      const snapshot = /^Create Snapshot: (.*), memory=/.exec(first);
      return snapshot && { type: 'snapshot', name: snapshot[1]! };
    }
    default:
      return null;
  }
}

/** The kind of operation that a change of a VM's state belongs to, with its phase; null for others. */
export function stateMeaning(
  from: string,
  to: string,
): { kind: string; phase: 'begin' | 'done'; byItself: boolean } | null {
  const done = (kind: string, byItself = false) => ({ kind, phase: 'done' as const, byItself });
  const begin = (kind: string) => ({ kind, phase: 'begin' as const, byItself: false });
  switch (to) {
    case 'POWERING_ON':
      return begin('StartVM');
    case 'POWERING_OFF':
      return begin('StopVM');
    case 'RECONFIGURING':
      return begin('ModifyVM');
    case 'UNREGISTERING':
      return begin('RemoveVM');
    case 'GONE':
      return done('RemoveVM');
    case 'SUSPENDING':
      return begin('SuspendVM');
    case 'RESETTING':
      return begin('ResetVM');
    case 'CREATE_SNAPSHOT':
      return begin('CreateSnapshot');
    case 'REMOVE_SNAPSHOT':
      return begin('RemoveSnapshot');
    case 'SUSPENDED':
      return done('SuspendVM');
    case 'OFF':
      if (from === 'ON') return done('StopVM', true);
      return from === 'POWERING_OFF' ? done('StopVM') : from === 'RECONFIGURING' ? done('ModifyVM') : null;
    case 'ON':
      if (from === 'POWERING_ON') return done('StartVM');
      return from === 'RECONFIGURING' ? done('ModifyVM') : from === 'RESETTING' ? done('ResetVM') : null;
    default:
      return null;
  }
}
