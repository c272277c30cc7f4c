import type { Operation, StoryEventOf } from '../story-events';
import { hostdGaps, hostdRun, type World } from '../world';
import { hostdNoise, type HostdSpeaker } from './hostd-noise';
import type { LogRecord } from './record';
import { dayOf, mixture, syslogPaths, type LogSource, type StoryHandlers } from './source';
import { VmacoreHead, type Keys, type Shape, type Word } from './vmacore';

/** hostd.log: tasks, events, state transitions, logins, and the chatter of the host agent. */
export function hostdLog(world: World): LogSource {
  const { host } = world;
  const random = world.random.fork('hostd');
  const head = new VmacoreHead(host.release, 'hostd');
  const thread = (time: number) => hostdRun(world, time).pid + random.int(48);
  const speaker: HostdSpeaker = { head, thread, random, world };
  const noise = hostdNoise(speaker);
  const startOf = (time: number) => Math.max(hostdRun(world, time).from, host.from - 41 * 86_400_000);
  return {
    kind: 'hostd',
    ...syslogPaths('hostd'),
    share: 0.4,
    handlers: hostdStory(speaker),
    noise: mixture(random, noise.templates),
    filler: noise.filler,
    long: noise.long,
    header: (time) =>
      head.header(time, startOf(time), hostdRun(world, time).pid, host.version, host.build, true),
    span: dayOf(world),
    gaps: hostdGaps(world),
    plant: (time, wish) => {
      const keys = { sub: wish.component ?? 'Default', opID: wish.opId, user: wish.user };
      return head.record(time, wish.level, thread(time), keys, wish.text);
    },
  };
}

function hostdStory({ head, thread, random, world }: HostdSpeaker): StoryHandlers {
  const { host } = world;
  let eventNumber = 2300;
  let sequence = random.between(107_000_000, 108_000_000);

  const keysOf = (sub: string, op: Operation | null): Keys =>
    op === null
      ? { sub }
      : {
          sub,
          opID: op.hostd,
          sid: op.vpxa === null ? op.actor.session.slice(0, 8) : undefined,
          user: op.actor.header,
        };
  const say = (
    time: number,
    sub: string,
    op: Operation | null,
    text: string | string[],
    word: Word = 'info',
    shape?: Shape,
  ) => head.record(time, word, thread(time), keysOf(sub, op), text, shape);
  const notice = (time: number, op: Operation | null, text: string, word: Word = 'info') =>
    say(time, 'Vimsvc.ha-eventmgr', op, `Event ${++eventNumber} : ${text}`, word);
  const state = (time: number, vmxPath: string, op: Operation | null, from: string, to: string) =>
    say(time, `Vmsvc.vm:${vmxPath}`, op, `State Transition (VM_STATE_${from} -> VM_STATE_${to})`);

  /** A task's first and last line with what happens between them. The end often lost opID and user. */
  const task = (
    event: { time: number; until: number; op: Operation },
    target: string | number,
    method: string,
    between: LogRecord[],
    ok = true,
  ): LogRecord[] => {
    sequence += random.between(3, 90);
    const name = `haTask-${target}-${method}-${sequence}`;
    const known = random.chance(0.5) ? event.op : null;
    const status = ok ? 'success' : 'error';
    return [
      say(event.time, 'Vimsvc.TaskManager', event.op, `Task Created : ${name}`),
      ...between,
      say(event.until, 'Vimsvc.TaskManager', known, `Task Completed : ${name} Status ${status}`),
    ];
  };
  const fault = (time: number, op: Operation, type: string, fields: string[], shape: Shape) =>
    say(
      time,
      'Default',
      op,
      [
        `AdapterServer caught exception; <<${op.actor.session}, <TCP '127.0.0.1 : 8307'>, <TCP '127.0.0.1 : ${random.between(11_000, 60_000)}'>>, ${op.hostd}>, <<${host.release}>>, ${type}(Fault cause: ${type}`,
        ')',
        ...fields,
      ],
      'info',
      shape,
    );
  const where = `${host.name} in ha-datacenter`;

  const power = (event: StoryEventOf<'power'>): LogRecord[] => {
    const { vm, op, time, until } = event;
    const quick = time + 1;
    if (event.action === 'on' && op !== null) {
      return task(event as typeof event & { op: Operation }, vm.number, 'vim.VirtualMachine.powerOn', [
        notice(quick, op, `${vm.name} on host ${where} is starting`),
        state(quick, vm.vmxPath, op, 'OFF', 'POWERING_ON'),
        say(time + 3, 'Vmsvc.vm:' + vm.vmxPath, op, `PowerOn request queued`, 'verbose'),
        notice(until - 2, null, `${vm.name} on  ${where} is powered on`),
        state(until - 1, vm.vmxPath, null, 'POWERING_ON', 'ON'),
      ]);
    }
    if (event.action === 'guest-reboot') {
      return [
        notice(time, null, `Guest OS reboot for ${vm.name} on ${where}`),
        say(
          time + 2,
          `Vmsvc.vm:${vm.vmxPath}`,
          null,
          'Failed to find activation record, event user unknown.',
          'warning',
        ),
      ];
    }
    if (event.action === 'reset' && op !== null) {
      return task(event as typeof event & { op: Operation }, vm.number, 'vim.VirtualMachine.reset', [
        state(quick, vm.vmxPath, op, 'ON', 'RESETTING'),
        notice(until - 2, op, `${vm.name} on  ${where} is reset`),
        state(until - 1, vm.vmxPath, null, 'RESETTING', 'ON'),
      ]);
    }
    const method = event.action === 'off' ? 'powerOff' : 'shutdownGuest';
    const last =
      event.action === 'off'
        ? [
            state(quick, vm.vmxPath, op, 'ON', 'POWERING_OFF'),
            state(until - 1, vm.vmxPath, null, 'POWERING_OFF', 'OFF'),
          ]
        : [
            notice(until - 4, null, `Guest OS shut down for ${vm.name} on ${where}`),
            state(until - 1, vm.vmxPath, null, 'ON', 'OFF'),
          ];
    return task(event as typeof event & { op: Operation }, vm.number, `vim.VirtualMachine.${method}`, [
      notice(quick, op, `${vm.name} on  ${where} is stopping`),
      ...last,
      notice(until - 2, null, `${vm.name} on  ${where} is powered off`),
    ]);
  };

  return {
    power,
    shutdown: (event) => [
      ...task({ ...event, until: event.time + 60 }, 'ha-host', 'vim.HostSystem.reboot', []),
      notice(event.time + 4200, null, 'Host is shutting down.'),
    ],
    'hostd-start': (event) => {
      eventNumber = 0;
      sequence = random.between(200_000_000, 300_000_000);
      const started = head.header(event.time, event.time, event.pid, host.version, host.build, false);
      const boot = event.time - host.bootedAt;
      return [
        started,
        say(event.time + 4, 'Default', null, `Glibc malloc guards disabled.`, 'info'),
        say(event.time + 9, 'Default', null, [
          'Supported VMs 1536, Hostd is starting with',
          `   Soft memory limit: 1024 MB`,
          `   Hard memory limit: 2048 MB`,
          `   Number of threads: ${16 + random.int(8)}`,
        ]),
        say(
          event.time + 900,
          'Hostsvc',
          null,
          `Host boot time ${new Date(host.bootedAt).toISOString()}, ${Math.floor(boot / 1000)} s ago`,
          'verbose',
        ),
        ...host.vms.map((vm, index) =>
          say(
            event.time + 1300 + index * 4,
            `Vmsvc.vm:${vm.vmxPath}`,
            null,
            `State Transition (VM_STATE_INITIALIZING -> VM_STATE_${event.afterCrash && vm.running ? 'ON' : 'OFF'})`,
          ),
        ),
        say(event.time + 2500, 'Hostd', null, 'BEGIN SERVICES', 'info'),
        say(event.time + 2900, 'Hostd', null, 'hostd started', 'info'),
      ];
    },
    'hostd-crash': (event) => [
      say(
        event.time - 900,
        'IoTracker',
        null,
        [
          `In thread ${thread(event.time - 900)}, fopen("/vmfs/volumes/${host.datastores[1]!.uuid}/.vSphere-HA") took over 87 sec.`,
          `[backtrace begin] product: VMware ESXi, version: ${host.version}, build: build-${host.build}, tag: hostd, cpu: x86_64, os: esx, buildType: release`,
          ...[
            'libvmacore.so[0x0047D2A9]: Vmacore::System::Stacktrace::CaptureWork(unsigned int)',
            'libvmacore.so[0x0018B4B7]: Vmacore::System::SystemFactory::CreateQuickBacktrace',
            'hostd[0x00A31F5C]: IoTracker::Report',
          ].map((frame, n) => `backtrace[0${n}] ${frame}`),
          '[backtrace end]',
        ],
        'warning',
        host.release === '8.0' ? 'other-pid' : 'bare',
      ),
      ...(host.release === '8.0'
        ? []
        : [
            say(
              event.time - 40,
              'Default',
              null,
              'Panic: Assert Failed: "false" @ bora/vim/hostd/main/hostd.cpp:1180',
              'panic',
            ),
          ]),
    ],
    maintenance: (event) =>
      event.entering
        ? task(event, 'ha-host', 'vim.HostSystem.enterMaintenanceMode', [
            notice(event.time + 2, event.op, `Host ${where} has started to enter maintenance mode`),
            notice(event.until - 2, null, `Host ${where} has entered maintenance mode`),
          ])
        : task(event, 'ha-host', 'vim.HostSystem.exitMaintenanceMode', [
            notice(event.until - 2, event.op, `Host ${where} has exited maintenance mode`),
          ]),
    login: ({ time, actor, opId, web }) => {
      const keys: Keys = { sub: 'Vimsvc.HaSessionManager', opID: opId, sid: actor.session.slice(0, 8) };
      const session = host.release === '8.0' ? ` - session=${actor.session}` : '';
      const accepted = `Accepted password for user ${actor.name} from ${actor.address}${session}`;
      const event = `Event ${++eventNumber} : User ${actor.name}@${actor.address} logged in as ${actor.agent}`;
      const records = [head.record(time, 'info', thread(time), keys, accepted)];
      if (web)
        records.push(
          head.record(time, 'info', thread(time), { ...keys, sub: 'Vimsvc' }, `[Auth]: User ${actor.name}`),
        );
      return [
        ...records,
        head.record(time + 1, 'info', thread(time), { ...keys, sub: 'Vimsvc.ha-eventmgr' }, event),
      ];
    },
    logout: ({ time, actor, opId, since, calls }) => {
      const text = `User ${actor.name}@${actor.address} logged out (login time: ${longDate(since)}, number of API invocations: ${calls}, user agent: ${actor.agent})`;
      const keys = {
        sub: 'Vimsvc.ha-eventmgr',
        opID: opId,
        sid: actor.session.slice(0, 8),
        user: actor.name,
      };
      return [head.record(time, 'info', thread(time), keys, `Event ${++eventNumber} : ${text}`)];
    },
    'login-rejected': ({ time, user, address, opId }) => {
      const keys = { sub: 'Default', opID: opId };
      const cannot = `Event ${++eventNumber} : Cannot login ${user}@${address}`;
      return [
        head.record(
          time,
          'warning',
          thread(time),
          keys,
          `Rejected password for user ${user} from ${address}`,
        ),
        head.record(time + 2, 'info', thread(time), { ...keys, sub: 'Vimsvc.ha-eventmgr' }, cannot),
      ];
    },
    'account-locked': ({ time, user, attempts, seconds }) => [
      notice(
        time + 15,
        null,
        `Remote access for ESXi local user account '${user}' has been locked for ${seconds} seconds after ${attempts} failed login attempts.`,
      ),
    ],
    'ssh-service': ({ time, op, enabled }) => [
      say(time, 'Hostsvc.ServiceSystem', op, `${enabled ? 'Start' : 'Stop'} service TSM-SSH invoked.`),
      notice(time + 40, op, `SSH for the host ${host.name} has been ${enabled ? 'enabled' : 'disabled'}`),
      say(time + 44, 'Hostsvc.ServiceSystem', op, `TSM-SSH running status is ${enabled}`, 'verbose'),
    ],
    'ssh-open': ({ time, ssh }) => [
      notice(time + 30, null, `SSH session was opened for '${ssh.user}@${ssh.address}'.`),
    ],
    'power-on-failed': (event) => [
      ...task(
        event,
        event.vm.number,
        'vim.VirtualMachine.powerOn',
        [
          notice(event.time + 1, event.op, `${event.vm.name} on host ${where} is starting`),
          state(event.time + 2, event.vm.vmxPath, event.op, 'OFF', 'POWERING_ON'),
          say(
            event.until - 20,
            `Vmsvc.vm:${event.vm.vmxPath}`,
            event.op,
            [
              'Failed operation',
              '(vim.fault.InsufficientMemoryResourcesFault) {',
              '   unreserved = 1073741824,',
              '   requested = 8589934592,',
              `   msg = "${event.reason}"`,
              '}',
            ],
            'error',
            host.release === '8.0' ? 'marker' : 'arrow',
          ),
          notice(event.until - 6, event.op, `Cannot power on ${event.vm.name} on ${where}. ${event.reason}`),
          state(event.until - 4, event.vm.vmxPath, null, 'POWERING_ON', 'OFF'),
        ],
        false,
      ),
    ],
    reconfigure: (event) => {
      const was = event.on ? 'ON' : 'OFF';
      return task(event, event.vm.number, 'vim.VirtualMachine.reconfigure', [
        state(event.time + 1, event.vm.vmxPath, event.op, was, 'RECONFIGURING'),
        state(event.until - 2, event.vm.vmxPath, event.op, 'RECONFIGURING', was),
        notice(event.until - 1, event.op, `Reconfigured ${event.vm.name} on ${where}`),
      ]);
    },
    snapshot: (event) =>
      task(event, event.vm.number, 'vim.VirtualMachine.createSnapshot', [
        state(event.time + 1, event.vm.vmxPath, event.op, 'ON', 'CREATE_SNAPSHOT'),
        say(
          event.time + 6,
          `Vmsvc.vm:${event.vm.vmxPath}`,
          event.op,
          `Create Snapshot: ${event.name}, memory=false, quiescent=false state=4`,
        ),
        state(event.until - 1, event.vm.vmxPath, null, 'CREATE_SNAPSHOT', 'ON'),
      ]),
    'snapshot-removed': (event) =>
      task(event, event.vm.number, 'vim.vm.Snapshot.remove', [
        state(event.time + 1, event.vm.vmxPath, event.op, 'ON', 'REMOVE_SNAPSHOT'),
        state(event.until - 1, event.vm.vmxPath, null, 'REMOVE_SNAPSHOT', 'ON'),
      ]),
    console: ({ time, vm, op }) => [
      notice(time + 20, op, `Remote console to ${vm.name} on  ${where} has been opened`),
    ],
    'guest-operation': ({ time, vm, op, path }) => [
      say(time, `Vmsvc.vm:${vm.vmxPath}`, op, `Guest File Path is ${path}`),
    ],
    'create-vm': (event) =>
      task(event, 'ha-folder-vm', 'vim.Folder.createVm', [
        notice(event.time + 2, event.op, `Creating ${event.vm.name} on host ${where}`),
        state(event.until - 30, event.vm.vmxPath, event.op, 'INITIALIZING', 'OFF'),
        notice(event.until - 4, event.op, `Created virtual machine ${event.vm.name} on ${where}`),
      ]),
    'rename-vm': (event) =>
      task(event, event.vm.number, 'vim.ManagedEntity.rename', [
        notice(
          event.until - 5,
          event.op,
          `Renamed ${event.vm.name} from ${event.oldName} to ${event.vm.name} in ha-datacenter`,
        ),
      ]),
    'destroy-vm': (event) =>
      task(event, event.vm.number, 'vim.ManagedEntity.destroy', [
        state(event.time + 1, event.vm.vmxPath, event.op, 'OFF', 'UNREGISTERING'),
        state(event.until - 9, event.vm.vmxPath, event.op, 'UNREGISTERING', 'GONE'),
        notice(event.until - 4, event.op, `Removed ${event.vm.name} on ${host.name} from ha-datacenter`),
      ]),
    task: (event) => {
      const sad = event.ok
        ? []
        : [
            fault(
              event.until - 8,
              event.op,
              'vim.fault.PlatformConfigFault',
              [
                '(vim.fault.PlatformConfigFault) {',
                '   faultCause = (vmodl.MethodFault) null, ',
                '   faultMessage = <unset>, ',
                '   text = "Unable to complete Sysinfo operation.  Please see the VMkernel log file for more details.: Timeout"',
                '   msg = ""',
                '}',
              ],
              host.release === '8.0' ? 'other-pid' : 'arrow',
            ),
          ];
      return task(event, event.target, event.method, sad, event.ok);
    },
    apd: ({ time, device, datastore, phase }) => {
      const text = {
        start: `Device or filesystem with identifier ${device} has entered the All Paths Down state.`,
        timeout: `Device or filesystem with identifier ${device} has entered the All Paths Down Timeout state after being in the All Paths Down state for 140 seconds. I/Os will now be fast failed.`,
        exit: `Device or filesystem with identifier ${device} has exited the All Paths Down state.`,
      }[phase];
      return [
        notice(time + 300, null, text, phase === 'exit' ? 'info' : 'warning'),
        say(
          time + 340,
          'Hostsvc.Datastore',
          null,
          `Datastore ${datastore}: accessible=${phase === 'exit'}, state change pending`,
          'info',
        ),
      ];
    },
    path: ({ time, device, path, up }) =>
      up
        ? []
        : [
            notice(
              time + 200,
              null,
              `Lost path redundancy to storage device ${device}. Path ${path} is down. Affected datastores: "${host.datastores[1]!.name}".`,
              'warning',
            ),
          ],
    link: ({ time, nic, up }) => [
      notice(
        time + 80,
        null,
        up
          ? `Physical NIC ${nic} linkstate is up.`
          : `Lost uplink redundancy on virtual switch "vSwitch1". Physical NIC ${nic} is down. Affected portgroups:"VM Network 2".`,
        up ? 'info' : 'warning',
      ),
    ],
  };
}

/** `Thursday, 16 February, 2023 01:26:42 PM`, as hostd writes login times. */
function longDate(time: number): string {
  const date = new Date(time);
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const months =
    'January February March April May June July August September October November December'.split(' ');
  const two = (n: number) => String(n).padStart(2, '0');
  const hour = date.getUTCHours();
  const clock = `${two(hour % 12 || 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${days[date.getUTCDay()]}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()]}, ${date.getUTCFullYear()} ${clock}`;
}
