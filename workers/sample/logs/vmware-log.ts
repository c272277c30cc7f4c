import type { SampleVm } from '../host';
import type { Span } from '../scenario';
import type { World } from '../world';
import type { LogRecord } from './record';
import { mixture, type LogSource, type StoryHandlers } from './source';
import { VmxHead } from './vmx-head';

/** vmware.log of one run of one VM; runs before the last are `vmware-<n>.log`. */
export function vmwareLog(
  world: World,
  vm: SampleVm,
  run: Span & { world: number },
  path: string,
): LogSource {
  const { host } = world;
  const r = world.random.fork(`vmx ${vm.number} ${path}`);
  const head = new VmxHead(host.release);
  const vmx = (time: number, text: string | string[], opId?: string) =>
    head.record(time, 'I', 'vmx', text, opId);
  const inRun = (time: number) => time >= run.from && time <= run.to + 1000;

  /** Handlers for events of this VM in this run. */
  const mine = (handlers: StoryHandlers): StoryHandlers => {
    const guarded: Record<string, unknown> = {};
    for (const [kind, handler] of Object.entries(handlers)) {
      guarded[kind] = (event: { time: number; vm: SampleVm }) =>
        event.vm.number === vm.number && inRun(event.time)
          ? (handler as (e: unknown) => LogRecord[])(event)
          : [];
    }
    return guarded as StoryHandlers;
  };
  const vigor = (time: number, opId: string | undefined, request: string) =>
    vmx(
      time,
      `VigorTransportProcessClientPayload: opID=${opId ?? 'hostd'} seq=${r.between(100, 9999)}: Receiving ${request} request.`,
    );

  const handlers = mine({
    power: ({ time, until, action, op }) => {
      if (action === 'on') return powerOn(time, until, vm, host.release, head, op?.hostd);
      if (action === 'reset' || action === 'guest-reboot')
        return [
          vmx(
            time + 4,
            action === 'reset'
              ? 'Vix: [mainDispatch.c:4124]: VMAutomation_Reset requested'
              : 'Tools: Tools heartbeat timeout; guest is rebooting',
            op?.hostd,
          ),
          head.record(until - 3, 'I', 'vcpu-0', 'CPU reset: soft (mode Emulation)'),
          head.record(
            until - 2,
            'I',
            'vcpu-0',
            'Chipset: The guest has requested that the virtual machine be hard reset.',
          ),
        ];
      return [
        vigor(
          time + 2,
          op?.hostd,
          action === 'off' ? 'PowerState.InitiatePowerOff' : 'PowerState.InitiateShutdown',
        ),
        vmx(time + 8, `Stopping VCPU threads...`, op?.hostd),
        vmx(until - 90, 'Transitioned vmx/execState/val to suspended'),
        vmx(until - 40, 'Destroying virtual dev for scsi0:0 vscsi=8192'),
        vmx(until - 5, 'VMX exit (0).'),
        head.record(until - 3, 'I', 'mks', 'MKS-RenderMain: Stopping main rendering'),
      ];
    },
    reconfigure: ({ time, op }) => [
      vigor(time + 5, op.hostd, 'HotPlugManager.BeginBatch'),
      vmx(time + 90, 'Turning on hot add of memory: 8192 -> 16384 MB', op.hostd),
      vigor(time + 120, op.hostd, 'HotPlugManager.EndBatch'),
    ],
    snapshot: ({ time, until, name, id, op }) => [
      vmx(
        time + 9,
        `SnapshotVMX_TakeSnapshot start: '${name}', deviceState=0, lazy=0, quiesced=0, forceNative=0, tryNative=1, saveAllocMaps=0`,
        op.hostd,
      ),
      head.record(
        until - 400,
        'I',
        'vcpu-0',
        `Checkpoint_Unstun: vm stopped for ${r.between(90_000, 3_658_889)} us`,
      ),
      vmx(until - 2, `SnapshotVMXTakeSnapshotComplete: Done with snapshot '${name}': ${id}`),
    ],
    'snapshot-removed': ({ time, until, id, op }) => [
      vmx(
        time + 9,
        `SnapshotVMX_Consolidate: Starting online snapshot consolidate operation, id ${id}`,
        op.hostd,
      ),
      vmx(until - 3, 'SnapshotVMXConsolidateOnlineCB: Done with consolidate'),
    ],
    console: ({ time, ticket, op }) => [
      vmx(time + 15, `Issuing new webmks ticket ${ticket.slice(0, 6)}... (120 seconds)`, op.hostd),
      head.record(time + 640, 'I', 'mks', 'SOCKET 4 (144) Creating VNC remote connection.'),
    ],
    'guest-operation': ({ time, name, op }) => [vigor(time + 3, op.hostd, `GuestOps.${name}`)],
    'disk-latency': ({ time, device, from, to }) => [
      head.record(time, 'W', 'vcpu-0', [
        `PVSCSI: scsi0:0: aborting cmd 0x${r.hex4()} on ${device}`,
        `  latency rose from ${from} to ${to} us`,
        '  the guest may see a reset',
      ]),
      head.record(
        time + 90_000,
        'E',
        'worker-2101390',
        `DISKLIB-LIB : Failed to read from '${device}': I/O was aborted (0x12).`,
      ),
    ],
  });

  const noise = mixture(r, [
    {
      weight: 8,
      make: (time) => vigor(time, r.hex8(), `GuestOps.${r.pick(['ListProcesses', 'ListFiles', 'ReadEnv'])}`),
    },
    {
      weight: 6,
      make: (time) =>
        head.record(
          time,
          'I',
          'vcpu-0',
          `GuestRpc: Got RPCI vsocket connection ${r.between(1, 900)}, assigned to channel ${r.int(16)}.`,
        ),
    },
    {
      weight: 5,
      make: (time) =>
        vmx(
          time,
          `Guest: toolbox: [${r.between(1, 90)}] disk usage of ${r.pick(['/', '/var', 'C:', '/boot'])} ${r.between(10, 99)}%`,
        ),
    },
    {
      weight: 4,
      make: (time) =>
        head.record(
          time,
          'I',
          `vcpu-${r.int(vm.cpus)}`,
          `Tools: [AppStatus] Last heartbeat value ${r.int(90_000)} (last received ${r.int(9)}s ago)`,
        ),
    },
    {
      weight: 3,
      make: (time) =>
        head.record(
          time,
          'I',
          'svga',
          `SVGA: resolution ${r.pick(['1024x768', '1280x800', '720x400'])}, ${r.int(64)} regions dirty`,
        ),
    },
    {
      weight: 2,
      make: (time) =>
        head.record(time, 'I', 'mks', `SOCKET ${r.int(12)} (${r.between(90, 180)}) recv error 0: Success`),
    },
    {
      weight: 0.6,
      make: (time) =>
        head.record(
          time,
          'W',
          'vcpu-0',
          `GuestRpc: application toolbox, changing channel ${r.pick([65535, 0, 1])} -> ${r.int(4)}`,
        ),
    },
    {
      weight: 0.2,
      make: (time) =>
        head.record(
          time,
          'E',
          `worker-${2_101_390 + r.int(9)}`,
          `AIOGNRC: Failed to open '/vmfs/devices/vsan/${r.hex8()}-${r.hex4()}' : Could not find the file (60003) (0x2013).`,
        ),
    },
  ]);
  return {
    kind: 'vmware',
    path: () => path,
    rotatedPath: () => path,
    share: 0,
    handlers,
    noise,
    filler: (time) => vmx(time, 'Guest: toolbox: statistics digest'),
    span: run,
    gaps: [],
    plant: (time, wish) => {
      const letter = LETTERS[wish.level];
      const fields = { opId: host.release === '8.0' ? wish.opId : undefined, message: wish.text };
      return { ...head.record(time, letter, 'vmx', wish.text, wish.opId), fields };
    },
  };
}

const LETTERS = { info: 'I', warning: 'W', error: 'E' } as const;

function powerOn(
  time: number,
  until: number,
  vm: SampleVm,
  release: string,
  head: VmxHead,
  opId: string | undefined,
): LogRecord[] {
  const say = (at: number, text: string | string[]) => head.record(time + at, 'I', 'vmx', text);
  const settings: [string, string][] = [
    ['config.version', '8'],
    ['virtualHW.version', release === '8.0' ? '21' : '14'],
    ['displayName', vm.name],
    ['guestOS', vm.guest],
    ['numvcpus', String(vm.cpus)],
    ['memSize', String(vm.memoryMb)],
    ['scsi0.virtualDev', 'pvscsi'],
    ['scsi0:0.fileName', `${vm.name}.vmdk`],
    ['ethernet0.virtualDev', 'vmxnet3'],
    ['ethernet0.address', vm.mac],
    ['uuid.bios', vm.uuid],
    ['sched.cpu.shares', 'normal'],
    ['tools.syncTime', 'FALSE'],
  ];
  return [
    say(0, `Log for VMware ESX pid=${vm.world - 4} version=${release} option=Release`),
    say(0, `The process is 64-bit.`),
    say(1, `Host codepage=UTF-8 encoding=UTF-8`),
    say(2, ['Host: VMkernel', `  cartel ${vm.world - 4}`, `  ${vm.cpus} vcpus wanted`, '  NUMA nodes: 2']),
    say(6, `DICT --- USER PREFERENCES /root/.vmware/preferences`),
    say(7, `DICT --- CONFIGURATION ${vm.vmxPath}`),
    ...settings.map(([key, value], n) => say(8 + n, `DICT ${key.padStart(24)} = "${value}"`)),
    head.record(
      time + 40,
      'I',
      'vmx',
      `Vix: [mainDispatch.c:4210]: VMAutomation_PowerOn. Powering on.`,
      opId,
    ),
    say(60, `Ethernet0 MAC Address: ${vm.mac}`),
    say(64, `DISK: OPEN scsi0:0 '${vm.folder}/${vm.name}.vmdk' persistent R[]`),
    say(90, `MONITOR MODE: allowed modes : BT32 HV HWMMU`),
    head.record(time + 120, 'I', 'vcpu-0', 'Transitioned vmx/execState/val to poweredOn'),
    head.record(time + 130, 'I', 'mks', 'MKS-HWinfo: no rendering on this host'),
    head.record(
      Math.max(until, time + 140) + 8000,
      'I',
      'vcpu-0',
      'Tools: Running status rpc handler: 0 => 1.',
    ),
    head.record(
      Math.max(until, time + 140) + 8003,
      'I',
      'vcpu-0',
      'Guest: Toolbox is running, version 12352',
    ),
  ];
}
