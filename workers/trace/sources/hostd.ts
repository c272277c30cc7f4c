import type { TraceSample, TraceSource } from '../trace-source';
import { hostdSamples } from '../vmware/samples/hostd-samples';
import { hostdTrapSamples } from '../vmware/samples/hostd-trap-samples';
import { HostdHost } from '../vmware/hostd-host';
import { hostdLine } from '../vmware/hostd-lines';

/** hostd.log of ESX 4 to ESXi 9: tasks, events, state transitions and logins. */
const hostd: TraceSource = {
  id: 'hostd',
  label: 'hostd.log',
  vendor: 'vmware',
  query:
    '(format:vmacore or format:relay) (component:*TaskManager or component:*ha-eventmgr or ' +
    '"State Transition (VM_STATE_" or "password for user" or "[Auth]: User" or "Register called: " or ' +
    '" service " or "Create Snapshot: " or "Task Created : " or "Task Completed : ")',
  begin(context) {
    const hosts = new Map<string, HostdHost>();
    return {
      take(record) {
        if (record.process !== null && record.process.toLowerCase() !== 'hostd') return;
        const line = hostdLine(record);
        // vpxd of vCenter 4 names nobody either; its component is `App`
        if (!line || (record.process === null && record.component === 'App')) return;
        const origin = context.origin(record);
        let host = hosts.get(origin);
        if (!host) hosts.set(origin, (host = new HostdHost(context, origin)));
        host.take(record, line);
      },
      end() {
        for (const host of hosts.values()) host.end();
      },
    };
  },
};

export default hostd;

export const samples: TraceSample[] = [...hostdSamples, ...hostdTrapSamples];
