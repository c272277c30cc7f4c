import type { Random } from './random';
import type { Actor, Operation } from './story-events';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Makes actors and the ids of what they do. */
export class OperationIds {
  private task = 18_800;
  constructor(private readonly random: Random) {}

  vcenterUser(name: string, vcenterAddress: string): Actor {
    return {
      name,
      header: `vpxuser:${name}`,
      address: vcenterAddress,
      agent: 'VMware-client/6.5.0',
      session: this.random.uuid(),
    };
  }

  user(name: string, address: string, agent: string): Actor {
    return { name, header: name, address, agent, session: this.random.uuid() };
  }

  /** `vim-cmd` typed in the shell: hostd only knows `dcui`. */
  shell(name: string): Actor {
    return {
      name,
      header: 'dcui',
      address: '127.0.0.1',
      agent: 'VMware-client/6.7.0',
      session: this.random.uuid(),
    };
  }

  /** Someone working in the vSphere Client. */
  viaVcenter(actor: Actor): Operation {
    const r = this.random;
    const letters = Array.from({ length: 8 }, () => r.pick([...LETTERS])).join('');
    const client = `${letters}-${r.between(10_000, 99_999)}-auto-${r.hex(3)}-h5:700${r.between(10_000, 99_999)}`;
    const vpxa = `${client}-${r.hex2()}-${r.hex2()}`;
    return {
      actor,
      vpxa,
      vcenterTask: `task-${++this.task}`,
      hostd: `${vpxa}-${r.hex4()}`,
      vmkernel: r.hex8(),
    };
  }

  viaHostClient(actor: Actor): Operation {
    const hostd = `esxui-${this.random.hex4()}-${this.random.hex4()}`;
    return { actor, vpxa: null, vcenterTask: null, hostd, vmkernel: this.random.hex8() };
  }

  viaShell(actor: Actor): Operation {
    const hostd = `vim-cmd-${this.random.hex2()}-${this.random.hex4()}`;
    return { actor, vpxa: null, vcenterTask: null, hostd, vmkernel: this.random.hex8() };
  }
}
