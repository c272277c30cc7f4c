import type { SampleHost } from '../host';
import type { Random } from '../random';
import type { Operation } from '../story-events';
import { hostdRun, type World } from '../world';
import type { LogRecord } from './record';
import { VmacoreHead, type Keys, type Shape, type Word } from './vmacore';

/** How hostd says things: plain lines, numbered events, state transitions, tasks from Created to Completed. */
export class HostdVoice {
  readonly host: SampleHost;
  readonly random: Random;
  readonly head: VmacoreHead;
  /** `<host> in <datacenter>`, as most events end. */
  readonly where: string;
  private eventNumber = 2300;
  private sequence: number;

  constructor(readonly world: World) {
    this.host = world.host;
    this.random = world.random.fork('hostd');
    this.head = new VmacoreHead(world.host.release, 'hostd');
    this.where = `${world.host.name} in ha-datacenter`;
    this.sequence = this.random.between(107_000_000, 108_000_000);
  }

  /** A thread of the run of hostd that is on. */
  thread(time: number): number {
    return hostdRun(this.world, time).pid + this.random.int(48);
  }

  /** Numbers start again with hostd. */
  restart(): void {
    this.eventNumber = 0;
    this.sequence = this.random.between(200_000_000, 300_000_000);
  }

  nextEvent(): number {
    return ++this.eventNumber;
  }

  say(
    time: number,
    sub: string,
    op: Operation | null,
    text: string | string[],
    word: Word = 'info',
    shape?: Shape,
  ): LogRecord {
    return this.head.record(time, word, this.thread(time), keysOf(sub, op), text, shape);
  }

  notice(time: number, op: Operation | null, text: string, word: Word = 'info'): LogRecord {
    return this.say(time, 'Vimsvc.ha-eventmgr', op, `Event ${this.nextEvent()} : ${text}`, word);
  }

  state(time: number, vmxPath: string, op: Operation | null, from: string, to: string): LogRecord {
    return this.say(time, `Vmsvc.vm:${vmxPath}`, op, `State Transition (VM_STATE_${from} -> VM_STATE_${to})`);
  }

  /** A task's first and last line with what happens between them. The end often lost opID and user. */
  task(
    event: { time: number; until: number; op: Operation },
    target: string | number,
    method: string,
    between: LogRecord[],
    ok = true,
  ): LogRecord[] {
    this.sequence += this.random.between(3, 90);
    const name = `haTask-${target}-${method}-${this.sequence}`;
    const known = this.random.chance(0.5) ? event.op : null;
    const status = ok ? 'success' : 'error';
    return [
      this.say(event.time, 'Vimsvc.TaskManager', event.op, `Task Created : ${name}`),
      ...between,
      this.say(event.until, 'Vimsvc.TaskManager', known, `Task Completed : ${name} Status ${status}`),
    ];
  }

  /** The reason of a failed task, which its last line does not tell. */
  fault(time: number, op: Operation, type: string, fields: string[], shape: Shape): LogRecord {
    const port = this.random.between(11_000, 60_000);
    const caller = `<<${op.actor.session}, <TCP '127.0.0.1 : 8307'>, <TCP '127.0.0.1 : ${port}'>>, ${op.hostd}>`;
    const first = `AdapterServer caught exception; ${caller}, <<${this.host.release}>>, ${type}(Fault cause: ${type}`;
    return this.say(time, 'Default', op, [first, ')', ...fields], 'info', shape);
  }
}

/** `sid=` is there for who came directly, not through vCenter. */
function keysOf(sub: string, op: Operation | null): Keys {
  if (op === null) return { sub };
  const sid = op.vpxa === null ? op.actor.session.slice(0, 8) : undefined;
  return { sub, opID: op.hostd, sid, user: op.actor.header };
}
