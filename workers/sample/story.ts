import { REBOOT_AT, type SampleHost, type SampleVm } from './host';
import { OperationIds } from './operation-ids';
import type { Random } from './random';
import type { Scenario } from './scenario';
import type { Actor, SshSession, StoryEvent } from './story-events';
import { operationOf } from './story-operations';
import { HOUR, MINUTE, SECOND } from './time';

const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

/**
 * One day on one host: an update with a reboot, an evening of work, the nightly backup, storage trouble that takes
 * hostd down, a locked account in the morning, and somebody in the shell before the bundle is collected.
 */
export function tellStory(host: SampleHost, random: Random): Scenario {
  return new Story(host, random).tell();
}

class Story {
  private readonly events: StoryEvent[] = [];
  private readonly ids: OperationIds;
  private readonly runs: Scenario['runs'] = new Map();
  private readonly crashAt: number;
  private readonly pids: number[];
  private readonly admin: Actor;
  private readonly backup: Actor;
  private readonly root: Actor;

  constructor(
    private readonly host: SampleHost,
    private readonly random: Random,
  ) {
    this.ids = new OperationIds(random);
    this.crashAt = this.at(0.486);
    this.pids = [2_098_560, 2_099_631, 2_155_204].map((pid) => pid + random.int(300));
    this.admin = this.ids.vcenterUser('LAB\\mkeller', host.vcenter);
    this.backup = this.ids.vcenterUser('LAB\\svc-backup', host.vcenter);
    this.root = this.ids.user('root', '192.0.2.50', BROWSER);
  }

  tell(): Scenario {
    this.updateAndReboot();
    this.evening();
    this.importedVm();
    this.nightlyBackup();
    this.storageTrouble();
    this.network();
    this.lockedAccount();
    this.somebodyInTheShell();
    this.noon();
    this.routine();
    this.events.sort((a, b) => a.time - b.time);
    const { from, collectedAt, bootedAt } = this.host;
    const down = { from: this.at(REBOOT_AT), to: bootedAt };
    const starts = this.events.filter((event) => event.kind === 'hostd-start').map((event) => event.time);
    return {
      events: this.events,
      operations: this.events.map(operationOf).filter((operation) => operation !== null),
      down,
      hostd: [
        { from, to: down.from, pid: this.pids[0]! },
        { from: starts[0]!, to: this.crashAt, pid: this.pids[1]! },
        { from: starts[1]!, to: collectedAt, pid: this.pids[2]! },
      ],
      runs: this.runs,
    };
  }

  /** A moment of the day, as a fraction of the window. */
  private at(fraction: number): number {
    return Math.round(this.host.from + fraction * (this.host.collectedAt - this.host.from));
  }

  private add(event: StoryEvent): void {
    if (event.time < this.host.collectedAt) this.events.push(event);
  }

  private get running(): SampleVm[] {
    return this.host.vms.filter((vm) => vm.running);
  }

  private updateAndReboot(): void {
    const { ids, random } = this;
    let time = this.at(0.018);
    for (const vm of this.running) {
      const until = time + random.between(4, 14) * SECOND;
      const world = vm.world - 4096;
      this.runs.set(vm.number, [{ from: this.host.from, to: until, world }]);
      this.add({ kind: 'power', time, vm, action: 'shutdown', op: ids.viaVcenter(this.admin), world, until });
      time += random.between(2, 9) * SECOND;
    }
    for (const vm of this.host.vms.filter((other) => !other.running)) {
      this.runs.set(vm.number, [{ from: this.host.from, to: this.at(0.012), world: vm.world - 4096 }]);
      const op = ids.viaVcenter(this.admin);
      const until = this.at(0.012);
      const event = { kind: 'power', time: until - 1200, vm, action: 'off', op, until } as const;
      this.add({ ...event, world: vm.world - 4096 });
    }
    const enter = this.at(0.024);
    this.add({
      kind: 'maintenance',
      time: enter,
      entering: true,
      op: ids.viaVcenter(this.admin),
      until: enter + 2300,
    });
    const vibs = ['esx-base', 'esx-update', 'native-misc-drivers', 'vsan', 'ixgben'];
    this.add({ kind: 'patch', time: this.at(0.026), vibs, until: this.at(0.029) });
    this.add({ kind: 'shutdown', time: this.at(REBOOT_AT) - 20 * SECOND, op: ids.viaVcenter(this.admin) });

    const boot = this.host.bootedAt;
    this.add({ kind: 'boot', time: boot });
    this.add({ kind: 'hostd-start', time: boot + 61_000, pid: this.pids[1]!, afterCrash: false });
    this.login(ids.user('vpxuser', this.host.vcenter, 'VMware-client/6.5.0'), boot + 69_000, false);
    const exit = boot + 95_000;
    this.add({
      kind: 'maintenance',
      time: exit,
      entering: false,
      op: ids.viaVcenter(this.admin),
      until: exit + 900,
    });
    time = exit + 12 * SECOND;
    for (const vm of this.running) {
      const until = time + random.between(260, 2600);
      const op = ids.viaVcenter(this.admin);
      this.runs.get(vm.number)!.push({ from: time, to: this.host.collectedAt, world: vm.world });
      this.add({ kind: 'power', time, vm, action: 'on', op, world: vm.world, until });
      time += random.between(3, 11) * SECOND;
    }
  }

  private evening(): void {
    const { ids, random, root } = this;
    const [first, second] = this.running;
    if (second !== undefined) {
      const time = this.at(0.117);
      const op = ids.viaVcenter(this.admin);
      this.add({ kind: 'reconfigure', time, vm: second, op, on: true, until: time + 420 });
    }
    if (first === undefined) return;
    this.login(root, this.at(0.13), true);
    const steps = [this.at(0.131), this.at(0.133), this.at(0.136)] as const;
    const ticket = random.hex(16);
    this.add({ kind: 'console', time: steps[0], vm: first, op: ids.viaHostClient(root), ticket });
    const name = 'before-upgrade';
    const snapshot = { vm: first, op: ids.viaHostClient(root), name, id: 3, until: steps[1] + 1900 };
    this.add({ kind: 'snapshot', time: steps[1], ...snapshot });
    const path = '/tmp/upgrade.sh';
    this.add({
      kind: 'guest-operation',
      time: steps[2],
      vm: first,
      op: ids.viaHostClient(root),
      name: 'InitiateFileTransferToGuest',
      path,
    });
    this.logout(root, this.at(0.15), this.at(0.13));
  }

  /** A VM that comes, cannot start, starts, and goes: it is in the logs and nowhere else. */
  private importedVm(): void {
    const model = this.host.vms[0];
    if (model === undefined) return;
    const { ids, admin } = this;
    const number = Math.max(...this.host.vms.map((vm) => vm.number)) + 3;
    const folder = `/vmfs/volumes/${model.datastore.uuid}/tmp-import-7`;
    const vmxPath = `${folder}/tmp-import-7.vmx`;
    const world = model.world + 9000;
    const vm: SampleVm = { ...model, name: 'tmp-import-7', number, folder, vmxPath, running: false, world };
    const final: SampleVm = { ...vm, name: 'tmp-import-7-broken' };
    const op = () => ids.viaVcenter(admin);
    const reason = 'The host does not have sufficient memory resources to satisfy the reservation.';
    let time = this.at(0.2);
    this.add({ kind: 'create-vm', time, vm, op: op(), until: time + 640 });
    time = this.at(0.203);
    this.add({ kind: 'power-on-failed', time, vm, op: op(), reason, until: time + 330 });
    time = this.at(0.205);
    this.add({ kind: 'reconfigure', time, vm, op: op(), on: false, until: time + 130 });
    time = this.at(0.207);
    this.add({ kind: 'power', time, vm, action: 'on', op: op(), world, until: time + 800 });
    time = this.at(0.212);
    this.add({ kind: 'power', time, vm, action: 'off', op: op(), world, until: time + 950 });
    time = this.at(0.214);
    this.add({ kind: 'rename-vm', time, vm: final, oldName: vm.name, op: op(), until: time + 60 });
    time = this.at(0.216);
    this.add({ kind: 'destroy-vm', time, vm: final, op: op(), until: time + 410 });
  }

  private nightlyBackup(): void {
    let time = this.at(0.4);
    for (const vm of this.running.slice(0, 12)) {
      const name = `backup-${new Date(time).toISOString().slice(0, 10)}`;
      const [taken, removed] = [
        time + this.random.between(900, 4000),
        time + this.random.between(90, 200) * SECOND,
      ];
      const op = () => this.ids.viaVcenter(this.backup);
      const id = vm.number + 40;
      this.add({ kind: 'snapshot', time, vm, op: op(), name, id, until: taken });
      this.add({ kind: 'snapshot-removed', time: removed, vm, op: op(), id, until: removed + 3100 });
      time += this.random.between(25, 45) * SECOND;
    }
  }

  private storageTrouble(): void {
    const { random } = this;
    const store = this.host.datastores[1]!;
    const [device, datastore] = [store.device, store.name];
    const path = 'vmhba2:C0:T1:L12';
    const start = this.at(0.48);
    for (let i = 0; i < 14; i++) {
      const time = start - (14 - i) * random.between(6, 12) * SECOND;
      this.add({ kind: 'scsi-errors', time, device, path, count: random.between(1, 4) });
    }
    for (const vm of this.running.slice(0, 6)) {
      const time = start - random.between(10, 90) * SECOND;
      const event = { kind: 'disk-latency', vm, device, from: 1180 + random.int(900) } as const;
      this.add({ ...event, time, to: 40_000 + random.int(90_000) });
    }
    this.add({ kind: 'path', time: start - 8 * SECOND, device, path, up: false });
    this.add({ kind: 'apd', time: start, device, datastore, phase: 'start' });
    this.add({ kind: 'apd', time: start + 140 * SECOND, device, datastore, phase: 'timeout' });
    this.add({ kind: 'hostd-hang', time: this.crashAt - 95 * SECOND });
    const file = '/var/core/hostd-worker-zdump.000';
    this.add({ kind: 'hostd-crash', time: this.crashAt, pid: this.pids[1]!, file });
    this.add({ kind: 'hostd-start', time: this.crashAt + 34 * SECOND, pid: this.pids[2]!, afterCrash: true });
    const end = start + Math.max(9 * MINUTE, this.crashAt - start + 2 * MINUTE);
    this.add({ kind: 'path', time: end, device, path, up: true });
    this.add({ kind: 'apd', time: end + 1900, device, datastore, phase: 'exit' });
  }

  private network(): void {
    this.add({ kind: 'election', time: this.at(0.49), state: 'Slave' });
    this.add({ kind: 'election', time: this.at(0.555), state: 'Master' });
    this.add({ kind: 'link', time: this.at(0.57), nic: 'vmnic2', up: false, speed: 1000 });
    this.add({ kind: 'driver-hang', time: this.at(0.57) + 2100, nic: 'vmnic2', pci: this.host.nics[2]!.pci });
    this.add({ kind: 'link', time: this.at(0.57) + 9400, nic: 'vmnic2', up: true, speed: 1000 });
  }

  private lockedAccount(): void {
    const address = '203.0.113.77';
    let time = this.at(0.62);
    for (const user of ['admin', 'root', 'root', 'administrator', 'root', 'root', 'root', 'root']) {
      this.add({ kind: 'login-rejected', time, user, address, opId: this.random.hex8() });
      time += this.random.between(2, 11) * SECOND;
    }
    this.add({ kind: 'account-locked', time, user: 'root', attempts: 6, seconds: 900 });
    for (let i = 0; i < 5; i++) {
      time += this.random.between(3, 9) * SECOND;
      this.add({ kind: 'ssh-rejected', time, ssh: this.ssh(address) });
    }
  }

  private somebodyInTheShell(): void {
    const { ids, root, random } = this;
    this.login(root, this.at(0.66), true);
    const enabled = this.at(0.661);
    const service = { kind: 'ssh-service', op: ids.viaHostClient(root), pid: 2_131_644 } as const;
    this.add({ ...service, time: enabled, enabled: true });
    const ssh = this.ssh(root.address);
    this.add({ kind: 'ssh-open', time: this.at(0.662), ssh });
    const target = this.running[2] ?? this.running[0];
    const commands = [
      'esxcli vm process list',
      'vim-cmd vmsvc/getallvms',
      'grep -i "apd\\|permanently" /var/run/log/vmkernel.log | tail -n 40',
      'esxcli storage core path list -d naa.6001405 | grep State',
      'ls -l /var/core/ && vdf -h | head',
      "awk '/Task Created/ {print $1, $NF}' /var/run/log/hostd.log | sort | uniq -c",
    ];
    let time = this.at(0.662) + 20 * SECOND;
    for (const text of commands) {
      this.add({ kind: 'shell', time, ssh, text });
      time += random.between(9, 60) * SECOND;
    }
    if (target !== undefined) {
      const dcui = ids.shell('root');
      this.add({ kind: 'shell', time, ssh, text: `vim-cmd vmsvc/power.reset ${target.number}` });
      const reset = {
        kind: 'power',
        vm: target,
        action: 'reset',
        op: ids.viaShell(dcui),
        world: target.world,
      } as const;
      this.add({ ...reset, time: time + 700, until: time + 1500 });
    }
    this.add({ kind: 'ssh-close', time: time + 3 * MINUTE, ssh });
    const off = { ...service, op: ids.viaHostClient(root) };
    this.add({ ...off, time: time + 5 * MINUTE, enabled: false });
    this.logout(root, time + 6 * MINUTE, this.at(0.66));
  }

  private noon(): void {
    const { ids, admin } = this;
    const third = this.running[3] ?? this.running[0];
    if (third !== undefined) {
      const time = this.at(0.75);
      const event = {
        kind: 'power',
        vm: third,
        action: 'guest-reboot',
        op: null,
        world: third.world,
      } as const;
      this.add({ ...event, time, until: time + 2400 });
    }
    const time = this.at(0.81);
    const method = 'vim.host.NetworkSystem.updatePortGroup';
    this.add({
      kind: 'task',
      time,
      target: 'ha-host',
      method,
      op: ids.viaVcenter(admin),
      ok: true,
      until: time + 150,
    });
    const failed = this.at(0.87);
    const mount = 'vim.host.DatastoreSystem.createNasDatastore';
    const op = ids.viaVcenter(admin);
    this.add({
      kind: 'task',
      time: failed,
      target: 'ha-host',
      method: mount,
      op,
      ok: false,
      until: failed + 5030,
    });
    this.add({ kind: 'usb', time: this.at(0.9), client: 'A000001D00' });
    const last = this.at(0.994);
    const bundle = 'vim.DiagnosticManager.generateLogBundles';
    const collect = {
      kind: 'task',
      target: 'ha-host',
      method: bundle,
      op: ids.viaVcenter(admin),
      ok: true,
    } as const;
    this.add({ ...collect, time: last, until: this.host.collectedAt - 20 });
  }

  /** What happens every hour or half hour. */
  private routine(): void {
    const { from, collectedAt, bootedAt } = this.host;
    const downFrom = this.at(REBOOT_AT) - 30 * SECOND;
    const awake = (time: number) => time < downFrom || time > bootedAt + 2 * MINUTE;
    for (let time = Math.ceil(from / HOUR) * HOUR; time < collectedAt; time += HOUR) {
      if (!awake(time)) continue;
      const up = time < downFrom ? time - from + 41 * 24 * HOUR + 5 * MINUTE : time - bootedAt;
      const vms = time < downFrom ? this.host.vms.length : this.running.length;
      this.add({ kind: 'heartbeat', time: time + 1041, vms, up });
      this.add({ kind: 'time-sync', time: time + 7 * MINUTE, offset: this.random.int(900) - 450 });
    }
    const poll = this.ids.user('monitoring', '192.0.2.30', 'pyvmomi');
    for (let time = from + 11 * MINUTE; time < collectedAt - MINUTE; time += 30 * MINUTE) {
      if (!awake(time) || (time > this.crashAt - 2 * MINUTE && time < this.crashAt + 2 * MINUTE)) continue;
      const actor = { ...poll, session: this.random.uuid() };
      this.login(actor, time, false);
      this.logout(actor, time + this.random.between(2, 20) * SECOND, time);
    }
  }

  private login(actor: Actor, time: number, web: boolean): void {
    const opId = web ? `esxui-${this.random.hex4()}-${this.random.hex4()}` : this.random.hex8();
    this.add({ kind: 'login', time, actor, opId, web });
  }

  private logout(actor: Actor, time: number, since: number): void {
    const calls = this.random.between(3, 90);
    this.add({ kind: 'logout', time, actor, opId: this.random.hex8(), since, calls });
  }

  private ssh(address: string): SshSession {
    return {
      pid: this.random.between(2_131_650, 2_139_000),
      user: 'root',
      address,
      port: this.random.between(40_000, 60_000),
    };
  }
}
