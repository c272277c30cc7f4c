import type { Operation, StoryEvent, StoryOperation } from './story-events';

/** The operation an event is, or null for what nobody did. */
export function operationOf(event: StoryEvent): StoryOperation | null {
  switch (event.kind) {
    case 'shutdown':
      return by(event, 'reboot host', null);
    case 'maintenance':
      return by(event, event.entering ? 'enter maintenance mode' : 'exit maintenance mode', null);
    case 'login':
    case 'logout':
      return person(event, event.kind, event.actor.name, event.actor.address, event.opId, true);
    case 'login-rejected':
      return person(event, 'login', event.user, event.address, event.opId, false);
    case 'ssh-open':
      return person(event, 'ssh login', event.ssh.user, event.ssh.address, null, true);
    case 'ssh-rejected':
      return person(event, 'ssh login', event.ssh.user, event.ssh.address, null, false);
    case 'ssh-service':
      return by(event, event.enabled ? 'enable ssh' : 'disable ssh', null);
    case 'shell':
      return person(event, 'shell command', event.ssh.user, event.ssh.address, null, true);
    case 'power':
      return event.op === null ? null : by({ ...event, op: event.op }, POWER[event.action]!, event.vm.name);
    case 'power-on-failed':
      return by(event, 'power on', event.vm.name, false);
    case 'reconfigure':
      return by(event, 'reconfigure', event.vm.name);
    case 'snapshot':
      return by(event, 'create snapshot', event.vm.name);
    case 'snapshot-removed':
      return by(event, 'remove snapshot', event.vm.name);
    case 'create-vm':
      return by(event, 'create vm', event.vm.name);
    case 'rename-vm':
      return by(event, 'rename vm', event.vm.name);
    case 'destroy-vm':
      return by(event, 'destroy vm', event.vm.name);
    case 'task':
      return by(event, event.method, null, event.ok);
    default:
      return null;
  }
}

const POWER: Record<string, string> = {
  on: 'power on',
  off: 'power off',
  shutdown: 'shut down guest',
  reset: 'reset',
};

function by(
  event: { time: number; op: Operation },
  operation: string,
  target: string | null,
  ok = true,
): StoryOperation {
  const { actor, hostd } = event.op;
  return { operation, time: event.time, user: actor.name, address: actor.address, target, opId: hostd, ok };
}

function person(
  event: { time: number },
  operation: string,
  user: string,
  address: string,
  opId: string | null,
  ok: boolean,
): StoryOperation {
  return { operation, time: event.time, user, address, target: null, opId, ok };
}
