import type { World } from '../world';
import type { LogRecord } from './record';
import { dayOf, downtime, mixture, syslogPaths, type LogSource, type StoryHandlers } from './source';
import { vmkernelNoise } from './vmkernel-noise';
import { VmkernelHead, type Urgency } from './vmkernel-head';

/** vmkernel.log. Its warnings and alerts stand in vmkwarning.log as well (`vmkwarning.ts`). */
export function vmkernelLog(world: World): LogSource {
  const { host } = world;
  const r = world.random.fork('vmkernel');
  const head = new VmkernelHead(host.release);
  const cpu = () => r.int(host.cores);
  const say = (time: number, urgency: Urgency, text: string, world = 2_097_800 + r.int(90), opId?: string) =>
    head.record(time, urgency, cpu(), world, text, opId);
  const mapped = (time: number, hostd: string, vmkernel: string) =>
    say(
      time,
      'info',
      `World: 12231: VC opID ${hostd} maps to vmkernel opID ${vmkernel}`,
      2_099_700 + r.int(40),
      vmkernel,
    );

  const handlers: StoryHandlers = {
    power: ({ time, until, vm, action, op, world: number }) => {
      if (action === 'guest-reboot')
        return [
          say(
            until,
            'info',
            `VSCSI: 6602: handle ${number}(GID:8192)(vscsi0:0):Reset request on FSS handle`,
            number,
          ),
        ];
      const id = op?.vmkernel;
      const first = op === null ? [] : [mapped(time + 2, op.hostd, op.vmkernel)];
      if (action === 'on') {
        return [
          ...first,
          say(
            time + 40,
            'info',
            `World: vm ${number}: 8055: Starting world vmm0:${vm.name} of type 8`,
            number - 1,
            id,
          ),
          say(
            time + 44,
            'info',
            `Sched: vm ${number}: 6485: Adding world 'vmm0:${vm.name}', group 'host/user/pool0', cpu: shares=-3 min=0 minLimit=-1 max=-1, mem: shares=-3 min=0 minLimit=-1 max=-1`,
            number - 1,
            id,
          ),
          say(
            time + 80,
            'info',
            `VSCSI: 3810: handle ${number}(vscsi0:0):Creating Virtual Device for world ${number} (FSS handle ${r.int(900_000)}) numBlocks=209715200 (bs=512)`,
            number,
          ),
          say(
            until - 30,
            'info',
            `NetPort: 1879: enabled port 0x300000${r.hex2()} with mac ${vm.mac}`,
            number,
          ),
        ];
      }
      return [
        ...first,
        say(
          until - 20,
          'info',
          `VSCSI: 6726: handle ${number}(vscsi0:0):Destroying Device for world ${number} (pendCom 0)`,
          number,
        ),
        say(until - 8, 'info', `NetPort: 1879: disabled port 0x300000${r.hex2()}`, number),
      ];
    },
    'power-on-failed': ({ time, op, vm }) => [
      mapped(time + 2, op.hostd, op.vmkernel),
      say(
        time + 90,
        'warning',
        `MemSched: 12487: Failed to admit vmm0:${vm.name}: insufficient memory`,
        2_099_701,
        op.vmkernel,
      ),
    ],
    snapshot: ({ time, op, vm }) => [
      mapped(time + 3, op.hostd, op.vmkernel),
      say(
        time + 160,
        'info',
        `CBT: 1352: Created device ${r.hex8().slice(0, 7)}-cbt for cbt driver with filehandle ${r.int(900_000)}`,
        vm.world,
        op.vmkernel,
      ),
    ],
    reconfigure: ({ time, op }) => [mapped(time + 2, op.hostd, op.vmkernel)],
    'scsi-errors': ({ time, device, path, count }) =>
      Array.from({ length: count }, (_, n) => [
        say(
          time + n * 12,
          'info',
          `NMP: nmp_ThrottleLogForDevice:3872: Cmd 0x2a (0x45a2${r.hex8()}, 2101388) to dev "${device}" on path "${path}" Failed: H:0x2 D:0x0 P:0x0 Invalid sense data: 0x0 0x0 0x0. Act:EVAL`,
        ),
        say(
          time + n * 12 + 1,
          'info',
          `ScsiDeviceIO: 3483: Cmd(0x45a2${r.hex8()}) 0x2a, CmdSN 0x${r.hex8().slice(0, 6)} from world 2101388 to dev "${device}" failed H:0x2 D:0x0 P:0x0 Invalid sense data: 0x0 0x0 0x0.`,
        ),
        say(
          time + n * 12 + 3,
          'warning',
          `NMP: nmp_DeviceRequestFastDeviceProbe:237: NMP device "${device}" state in doubt; requested fast path state update...`,
        ),
      ]).flat(),
    path: ({ time, device, path, up }) => [
      up
        ? say(
            time,
            'info',
            `NMP: nmpCompleteRetryForPath:352: Path "${path}" of device "${device}" is up again`,
          )
        : say(
            time,
            'warning',
            `NMP: nmp_SelectPathAndIssueCommand:3500: PSP selected path "${path}" in a bad state (DEAD) on device "${device}".`,
          ),
    ],
    apd: ({ time, device, phase }) => {
      const handle = '0x4302ff581ad0';
      if (phase === 'start')
        return [
          say(time, 'info', `StorageApdHandler: 1205: APD start for ${handle} [${device}]`),
          say(time + 4, 'info', `StorageApdHandler: 421: APD start event for ${handle} [${device}]`),
        ];
      if (phase === 'exit')
        return [
          say(time, 'info', `StorageApdHandler: 1315: APD exit for ${handle} [${device}]`),
          say(
            time + 3,
            'info',
            `StorageApdHandlerEv: 117: Device or filesystem with identifier [${device}] has exited the All Paths Down state.`,
          ),
        ];
      return [
        say(time, 'info', `StorageApdHandler: 609: APD timeout event for ${handle} [${device}]`),
        say(
          time + 5,
          'warning',
          `HBX: 2035: Failed to cleanup VMFS heartbeat on volume ${host.datastores[1]!.uuid}: No connection`,
        ),
        say(
          time + 9,
          'warning',
          `ScsiDevice: 1769: Device :${device} has been in APD for 140 s, I/O will be fast failed`,
        ),
      ];
    },
    'hostd-hang': ({ time }) => [
      say(time + 30_100, 'alert', 'hostd detected to be non-responsive', 2_124_040),
    ],
    'hostd-crash': ({ time, pid, file }) => [
      say(
        time + 200,
        'info',
        `User: 3089: hostd-worker: wantCoreDump:hostd-worker signal:6 exitCode:0 coredump:enabled`,
        pid + 7,
      ),
      say(
        time + 240,
        'info',
        `UserDump: 3024: hostd-worker: Dumping cartel ${pid} (from world ${pid + 7}) to file ${file} ...`,
        pid + 7,
      ),
      say(
        time + 9400,
        'info',
        `UserDump: 3172: hostd-worker: Userworld(hostd-worker) coredump complete.`,
        pid + 7,
      ),
    ],
    link: ({ time, nic, up, speed }) => [
      say(
        time,
        host.release === '8.0' ? 'info' : 'linux-info',
        `ne1000: ${nic} NIC Link is ${up ? `Up ${speed} Mbps Full Duplex` : 'Down'}`,
      ),
    ],
    'driver-hang': ({ time, nic, pci }) => {
      const record = say(time, 'linux-error', `e1000e ${pci}: ${nic}: Detected Hardware Unit Hang:`);
      const registers = [
        '  TDH                  <0>',
        '  TDT                  <46>',
        '  next_to_use          <46>',
        '  next_to_clean        <0>',
      ];
      if (host.release !== '8.0') return [{ ...record, lines: [...record.lines, ...registers] }];
      return [record, ...registers.map((text, n) => say(time + n, 'warning', `e1000e ${nic}:${text}`))];
    },
    shutdown: ({ time, op }) => [
      mapped(time + 2, op.hostd, op.vmkernel),
      say(time + 17_000, 'info', 'Init: 921: Vmkernel is shutting down: reboot'),
    ],
    boot: ({ time }) => bootLines(time, head, say),
    usb: ({ time }) => [
      say(time - 300, 'info', 'vmkusb: 512: new high-speed USB device number 3 using vmkusb0'),
    ],
  };

  return {
    kind: 'vmkernel',
    ...syslogPaths('vmkernel'),
    share: 0.2,
    handlers,
    noise: mixture(r, vmkernelNoise(world, r, say)),
    filler: (time) => say(time, 'info', 'VSI: 4521: trace buffer digest'),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => {
      const urgency = wish.level === 'error' ? 'alert' : wish.level;
      const text = wish.component === undefined ? wish.text : `${wish.component}: ${wish.text}`;
      return {
        ...say(time, urgency, text, 2_097_777, wish.opId),
        fields: { opId: wish.opId, message: text },
      };
    },
  };
}

function bootLines(
  time: number,
  head: VmkernelHead,
  say: (time: number, urgency: Urgency, text: string) => LogRecord,
): LogRecord[] {
  const early = [
    'Boot: 167: Parsing boot option module /useropts.gz',
    'BootInfo: 218: boot-time reservations: 3 ranges',
    'Cpu: 4513: id1.version 50654',
    'Serial: 407: consolePort = none, gdbPort = none, logPort = none',
    'VMKernel: 411: Starting vmkernel initialization',
  ];
  return [
    ...early.map((text, n) => head.boot(time + n, n * 412_311, text)),
    say(time + 3200, 'info', `CpuSched: 817: user latency of 2097160 tcpip_worker 0 changed`),
    say(time + 4100, 'info', 'Jumpstart: 2117: storage-path-claim-completed'),
    say(time + 5200, 'warning', 'ACPI: 1107: No PCC subspace found, falling back'),
    say(time + 9400, 'info', 'Loading module vmkusb ...'),
    say(time + 18_100, 'info', 'Activating Jumpstart plugin vmfs'),
  ];
}
