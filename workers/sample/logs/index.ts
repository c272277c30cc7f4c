import type { World } from '../world';
import { authLog } from './auth';
import { esxupdateLog } from './esxupdate';
import { fdmLog } from './fdm';
import { hostdLog } from './hostd';
import { hostdProbeLog } from './hostd-probe';
import { rhttpproxyLog } from './rhttpproxy';
import { shellLog } from './shell';
import type { LogSource } from './source';
import { syslogLog } from './syslog';
import { usbLog } from './usb';
import { vmauthdLog } from './vmauthd';
import { vmkernelLog } from './vmkernel';
import { vmksummaryLog } from './vmksummary';
import { vmwareLog } from './vmware-log';
import { vobdLog } from './vobd';
import { vpxaLog } from './vpxa';

/** The logs of the host that come from vmsyslogd; vmkwarning follows from vmkernel. */
export function hostLogs(world: World): LogSource[] {
  return [
    vmkernelLog(world),
    hostdLog(world),
    vpxaLog(world),
    fdmLog(world),
    rhttpproxyLog(world),
    hostdProbeLog(world),
    vobdLog(world),
    syslogLog(world),
    authLog(world),
    shellLog(world),
    vmauthdLog(world),
    usbLog(world),
    esxupdateLog(world),
    vmksummaryLog(world),
  ];
}

/** Per VM: one log for each run, the newest named `vmware.log`. */
export function vmLogs(world: World): LogSource[] {
  return world.host.vms.flatMap((vm) => {
    const runs = world.scenario.runs.get(vm.number) ?? [];
    const folder = vm.folder.slice(1);
    return runs.map((run, index) => {
      const name = index === runs.length - 1 ? 'vmware.log' : `vmware-${index + 1}.log`;
      return vmwareLog(world, vm, run, `${folder}/${name}`);
    });
  });
}
