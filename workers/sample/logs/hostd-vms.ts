import type { StoryEventOf } from '../story-events';
import type { HostdVoice } from './hostd-voice';
import type { LogRecord } from './record';
import type { StoryHandlers } from './source';

/** What happens to VMs: tasks, events and state transitions. */
export function hostdVmStory(v: HostdVoice): StoryHandlers {
  return {
    power: (event) => power(v, event),
    'power-on-failed': (event) => [
      ...v.task(
        event,
        event.vm.number,
        'vim.VirtualMachine.powerOn',
        [
          v.notice(event.time + 1, event.op, `${event.vm.name} on host ${v.where} is starting`),
          v.state(event.time + 2, event.vm.vmxPath, event.op, 'OFF', 'POWERING_ON'),
          v.say(
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
            v.host.release === '8.0' ? 'marker' : 'arrow',
          ),
          v.notice(
            event.until - 6,
            event.op,
            `Cannot power on ${event.vm.name} on ${v.where}. ${event.reason}`,
          ),
          v.state(event.until - 4, event.vm.vmxPath, null, 'POWERING_ON', 'OFF'),
        ],
        false,
      ),
    ],
    reconfigure: (event) => {
      const was = event.on ? 'ON' : 'OFF';
      return v.task(event, event.vm.number, 'vim.VirtualMachine.reconfigure', [
        v.state(event.time + 1, event.vm.vmxPath, event.op, was, 'RECONFIGURING'),
        v.state(event.until - 2, event.vm.vmxPath, event.op, 'RECONFIGURING', was),
        v.notice(event.until - 1, event.op, `Reconfigured ${event.vm.name} on ${v.where}`),
      ]);
    },
    snapshot: (event) =>
      v.task(event, event.vm.number, 'vim.VirtualMachine.createSnapshot', [
        v.state(event.time + 1, event.vm.vmxPath, event.op, 'ON', 'CREATE_SNAPSHOT'),
        v.say(
          event.time + 6,
          `Vmsvc.vm:${event.vm.vmxPath}`,
          event.op,
          `Create Snapshot: ${event.name}, memory=false, quiescent=false state=4`,
        ),
        v.state(event.until - 1, event.vm.vmxPath, null, 'CREATE_SNAPSHOT', 'ON'),
      ]),
    'snapshot-removed': (event) =>
      v.task(event, event.vm.number, 'vim.vm.Snapshot.remove', [
        v.state(event.time + 1, event.vm.vmxPath, event.op, 'ON', 'REMOVE_SNAPSHOT'),
        v.state(event.until - 1, event.vm.vmxPath, null, 'REMOVE_SNAPSHOT', 'ON'),
      ]),
    console: ({ time, vm, op }) => [
      v.notice(time + 20, op, `Remote console to ${vm.name} on  ${v.where} has been opened`),
    ],
    'guest-operation': ({ time, vm, op, path }) => [
      v.say(time, `Vmsvc.vm:${vm.vmxPath}`, op, `Guest File Path is ${path}`),
    ],
    'create-vm': (event) =>
      v.task(event, 'ha-folder-vm', 'vim.Folder.createVm', [
        v.notice(event.time + 2, event.op, `Creating ${event.vm.name} on host ${v.where}`),
        v.state(event.until - 30, event.vm.vmxPath, event.op, 'INITIALIZING', 'OFF'),
        v.notice(event.until - 4, event.op, `Created virtual machine ${event.vm.name} on ${v.where}`),
      ]),
    'rename-vm': (event) =>
      v.task(event, event.vm.number, 'vim.ManagedEntity.rename', [
        v.notice(
          event.until - 5,
          event.op,
          `Renamed ${event.vm.name} from ${event.oldName} to ${event.vm.name} in ha-datacenter`,
        ),
      ]),
    'destroy-vm': (event) =>
      v.task(event, event.vm.number, 'vim.ManagedEntity.destroy', [
        v.state(event.time + 1, event.vm.vmxPath, event.op, 'OFF', 'UNREGISTERING'),
        v.state(event.until - 9, event.vm.vmxPath, event.op, 'UNREGISTERING', 'GONE'),
        v.notice(event.until - 4, event.op, `Removed ${event.vm.name} on ${v.host.name} from ha-datacenter`),
      ]),
  };
}

function power(v: HostdVoice, event: StoryEventOf<'power'>): LogRecord[] {
  const { vm, op, time, until } = event;
  const quick = time + 1;
  if (op === null) {
    return [
      v.notice(time, null, `Guest OS reboot for ${vm.name} on ${v.where}`),
      v.say(
        time + 2,
        `Vmsvc.vm:${vm.vmxPath}`,
        null,
        'Failed to find activation record, event user unknown.',
        'warning',
      ),
    ];
  }
  if (event.action === 'on') {
    return v.task({ ...event, op }, vm.number, 'vim.VirtualMachine.powerOn', [
      v.notice(quick, op, `${vm.name} on host ${v.where} is starting`),
      v.state(quick, vm.vmxPath, op, 'OFF', 'POWERING_ON'),
      v.say(time + 3, `Vmsvc.vm:${vm.vmxPath}`, op, 'PowerOn request queued', 'verbose'),
      v.notice(until - 2, null, `${vm.name} on  ${v.where} is powered on`),
      v.state(until - 1, vm.vmxPath, null, 'POWERING_ON', 'ON'),
    ]);
  }
  if (event.action === 'reset') {
    return v.task({ ...event, op }, vm.number, 'vim.VirtualMachine.reset', [
      v.state(quick, vm.vmxPath, op, 'ON', 'RESETTING'),
      v.notice(until - 2, op, `${vm.name} on  ${v.where} is reset`),
      v.state(until - 1, vm.vmxPath, null, 'RESETTING', 'ON'),
    ]);
  }
  const method = event.action === 'off' ? 'powerOff' : 'shutdownGuest';
  const last =
    event.action === 'off'
      ? [
          v.state(quick, vm.vmxPath, op, 'ON', 'POWERING_OFF'),
          v.state(until - 1, vm.vmxPath, null, 'POWERING_OFF', 'OFF'),
        ]
      : [
          v.notice(until - 4, null, `Guest OS shut down for ${vm.name} on ${v.where}`),
          v.state(until - 1, vm.vmxPath, null, 'ON', 'OFF'),
        ];
  return v.task({ ...event, op }, vm.number, `vim.VirtualMachine.${method}`, [
    v.notice(quick, op, `${vm.name} on  ${v.where} is stopping`),
    ...last,
    v.notice(until - 2, null, `${vm.name} on  ${v.where} is powered off`),
  ]);
}
