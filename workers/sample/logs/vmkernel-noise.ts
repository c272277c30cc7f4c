import type { Random } from '../random';
import type { World } from '../world';
import type { LogRecord } from './record';
import type { Template } from './source';
import type { Urgency } from './vmkernel-head';

/** What vmkernel writes on a day like any other. */
export function vmkernelNoise(
  { host }: World,
  r: Random,
  say: (time: number, urgency: Urgency, text: string, world?: number, opId?: string) => LogRecord,
): Template[] {
  const disks = [
    ...host.datastores.filter((store) => store.type !== 'NFS').map((store) => store.device),
    'mpx.vmhba0:C0:T4:L0',
  ];
  const worlds = host.vms.length > 0 ? host.vms.map((vm) => vm.world) : [2_101_000];
  const vmWorld = () => r.pick(worlds);
  let serial = 0x3000;
  const info = (weight: number, text: () => string, world?: () => number): Template => ({
    weight,
    make: (time) => say(time, 'info', text(), world?.()),
  });
  const warning = (weight: number, text: () => string): Template => ({
    weight,
    make: (time) => say(time, 'warning', text()),
  });
  return [
    info(
      14,
      () =>
        `ScsiDeviceIO: 3483: Cmd(0x45a2${r.hex8()}) 0x1a, CmdSN 0x${(serial += r.int(9)).toString(16)} from world 0 to dev "${r.pick(disks)}" failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x5 0x24 0x0.`,
    ),
    info(
      8,
      () =>
        `NMP: nmp_ThrottleLogForDevice:3872: Cmd 0x85 (0x45a2${r.hex8()}, 2099${r.between(100, 999)}) to dev "${r.pick(disks)}" on path "vmhba${r.int(3)}:C0:T${r.int(3)}:L${r.int(16)}" Failed: H:0x0 D:0x2 P:0x0 Valid sense data: 0x5 0x20 0x0. Act:NONE`,
    ),
    info(12, () => 'DVFilter: 5964: Checking disconnected filters for timeouts'),
    info(
      6,
      () =>
        `VSCSI: 6602: handle ${vmWorld()}(GID:${r.int(9000)})(vscsi0:${r.int(3)}):Reset [Retries: ${r.int(3)}/0] from (vmm0)`,
      vmWorld,
    ),
    info(
      6,
      () => `Net: 2524: connected ${r.pick(['VM Network', 'vMotion', 'vmk0'])} to port 0x300000${r.hex2()}`,
      vmWorld,
    ),
    info(
      5,
      () =>
        `FS3: 456: volume ${r.pick(host.datastores).uuid}, journal replay ${r.int(40)} of ${r.between(40, 80)} records`,
    ),
    info(
      5,
      () =>
        `HBX: 3040: '${host.datastores[0]!.name}': HB at offset ${3_211_264 + 4096 * r.int(64)} - Reclaimed in ${r.between(1, 40)} ms`,
    ),
    info(
      5,
      () =>
        `Tcpip_Vmk: ${r.between(100, 400)}: arp: 192.0.2.${r.between(2, 250)} moved on vmk${r.int(2)}, ${r.between(1, 9)} times`,
    ),
    info(
      4,
      () =>
        `MemSchedAdmit: 477: Admitting reservation of ${r.between(1, 4096)} pages for cartel ${vmWorld()}`,
      vmWorld,
    ),
    info(
      4,
      () =>
        `CpuSched: 693: user latency of ${vmWorld()} vmx-vcpu-${r.int(4)} 0 changed by ${r.between(2_099_000, 2_099_900)} hostd-worker -${r.int(9)}`,
    ),
    info(
      3,
      () => `Hbr: ${r.between(1000, 9000)}: Synced ${r.int(900)} of 4096 extents (groupID=GID-52${r.hex4()})`,
    ),
    info(
      3,
      () =>
        `nhpsa: hpsa_vmkScsiCmdDone:${r.between(100, 900)}: Sense data: error code: 0x70, key: 0x5, info:00 00 00 00 , cmdInfo:00 00 00 00 , CmdSN: 0x${r.hex4()}`,
    ),
    info(
      3,
      () =>
        `Vol3: 4111: Failed to get object 28 type 1 uuid ${r.pick(host.datastores).uuid} FD 4 gen 1 :Not supported`,
    ),
    info(3, () => `SunRPC: 1106: Nudging world ${vmWorld()} (0x${r.hex8()}) on 192.0.2.40:2049`),
    info(
      2,
      () =>
        `ixgben: indrv_UplinkReset:${r.between(1000, 2000)}: vmnic${r.int(2)} rx ring ${r.int(16)}, ${r.int(4096)} descriptors`,
    ),
    {
      weight: 2,
      make: (time) =>
        say(
          time,
          'info',
          `Fil3: ${r.between(4000, 6000)}: Lock ${r.hex8()} on volume ${host.datastores[0]!.uuid} taken after ${r.int(90)} ms`,
          2_099_700 + r.int(40),
          r.hex8(),
        ),
    },
    warning(
      1,
      () =>
        `NFS: 5544: NFS volume nfs-iso performance has deteriorated. I/O latency increased from average value of ${r.int(900)}(us) to ${10_000 + r.int(9000)}(us). Exceeded threshold 10000(us)`,
    ),
    warning(
      0.8,
      () =>
        `ScsiDeviceIO: 1564: Device ${r.pick(disks)} performance has deteriorated. I/O latency increased from average value of ${1000 + r.int(900)} microseconds to ${20_000 + r.int(90_000)} microseconds.`,
    ),
    warning(
      0.4,
      () =>
        `Heartbeat: 959: PCPU ${r.int(host.cores)} didn't have a heartbeat for ${r.between(5, 9)} seconds, timeout is 10, 1 IPIs sent; *may* be locked up.`,
    ),
    warning(
      0.3,
      () => `UserObj: 2171: Failed to crossdup fd ${r.int(64)}, /dev/cbt/${r.hex4()} type CBT: Busy`,
    ),
  ];
}
