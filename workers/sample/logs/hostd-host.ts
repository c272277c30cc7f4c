import type { HostdVoice } from './hostd-voice';
import type { StoryHandlers } from './source';

/** The host itself: hostd's starts and crashes, maintenance, storage and network. */
export function hostdHostStory(v: HostdVoice): StoryHandlers {
  return {
    shutdown: (event) => [
      ...v.task({ ...event, until: event.time + 60 }, 'ha-host', 'vim.HostSystem.reboot', []),
      v.notice(event.time + 4200, null, 'Host is shutting down.'),
    ],
    'hostd-start': (event) => {
      v.restart();
      const started = v.head.header(event.time, event.time, event.pid, v.host.version, v.host.build, false);
      const boot = event.time - v.host.bootedAt;
      return [
        started,
        v.say(event.time + 4, 'Default', null, `Glibc malloc guards disabled.`, 'info'),
        v.say(event.time + 9, 'Default', null, [
          'Supported VMs 1536, Hostd is starting with',
          `   Soft memory limit: 1024 MB`,
          `   Hard memory limit: 2048 MB`,
          `   Number of threads: ${16 + v.random.int(8)}`,
        ]),
        v.say(
          event.time + 900,
          'Hostsvc',
          null,
          `Host boot time ${new Date(v.host.bootedAt).toISOString()}, ${Math.floor(boot / 1000)} s ago`,
          'verbose',
        ),
        ...v.host.vms.map((vm, index) =>
          v.say(
            event.time + 1300 + index * 4,
            `Vmsvc.vm:${vm.vmxPath}`,
            null,
            `State Transition (VM_STATE_INITIALIZING -> VM_STATE_${event.afterCrash && vm.running ? 'ON' : 'OFF'})`,
          ),
        ),
        v.say(event.time + 2500, 'Hostd', null, 'BEGIN SERVICES', 'info'),
        v.say(event.time + 2900, 'Hostd', null, 'hostd started', 'info'),
      ];
    },
    'hostd-crash': (event) => [
      v.say(
        event.time - 900,
        'IoTracker',
        null,
        [
          `In thread ${v.thread(event.time - 900)}, fopen("/vmfs/volumes/${v.host.datastores[1]!.uuid}/.vSphere-HA") took over 87 sec.`,
          `[backtrace begin] product: VMware ESXi, version: ${v.host.version}, build: build-${v.host.build}, tag: hostd, cpu: x86_64, os: esx, buildType: release`,
          ...[
            'libvmacore.so[0x0047D2A9]: Vmacore::System::Stacktrace::CaptureWork(unsigned int)',
            'libvmacore.so[0x0018B4B7]: Vmacore::System::SystemFactory::CreateQuickBacktrace',
            'hostd[0x00A31F5C]: IoTracker::Report',
          ].map((frame, n) => `backtrace[0${n}] ${frame}`),
          '[backtrace end]',
        ],
        'warning',
        v.host.release === '8.0' ? 'other-pid' : 'bare',
      ),
      ...(v.host.release === '8.0'
        ? []
        : [
            v.say(
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
        ? v.task(event, 'ha-host', 'vim.HostSystem.enterMaintenanceMode', [
            v.notice(event.time + 2, event.op, `Host ${v.where} has started to enter maintenance mode`),
            v.notice(event.until - 2, null, `Host ${v.where} has entered maintenance mode`),
          ])
        : v.task(event, 'ha-host', 'vim.HostSystem.exitMaintenanceMode', [
            v.notice(event.until - 2, event.op, `Host ${v.where} has exited maintenance mode`),
          ]),
    task: (event) => {
      const sad = event.ok
        ? []
        : [
            v.fault(
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
              v.host.release === '8.0' ? 'other-pid' : 'arrow',
            ),
          ];
      return v.task(event, event.target, event.method, sad, event.ok);
    },
    apd: ({ time, device, datastore, phase }) => {
      const text = {
        start: `Device or filesystem with identifier ${device} has entered the All Paths Down state.`,
        timeout: `Device or filesystem with identifier ${device} has entered the All Paths Down Timeout state after being in the All Paths Down state for 140 seconds. I/Os will now be fast failed.`,
        exit: `Device or filesystem with identifier ${device} has exited the All Paths Down state.`,
      }[phase];
      return [
        v.notice(time + 300, null, text, phase === 'exit' ? 'info' : 'warning'),
        v.say(
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
            v.notice(
              time + 200,
              null,
              `Lost path redundancy to storage device ${device}. Path ${path} is down. Affected datastores: "${v.host.datastores[1]!.name}".`,
              'warning',
            ),
          ],
    link: ({ time, nic, up }) => [
      v.notice(
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
