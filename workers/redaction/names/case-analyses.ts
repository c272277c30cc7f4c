import { partOfWork } from '../../analysis/part-of-work';
import { agencyList } from '../../eam/agency-list';
import { EAM_CASE } from '../../eam/eam-case';
import { HSM_ANALYSIS, HSM_FORMAT } from '../../hsm/hsm-case';
import { operations } from '../../trace/operations';
import type { TracedOperation } from '../../trace/traced-operation';
import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

/** Rows handled between two pauses. */
const STEP = 2_000;

/** What is known of the case already: facts about hosts, columns of records, operations, HSM events, agents. */
export const road: NameRoad = {
  id: 'case-analyses',
  async case(reader, names, control) {
    for (const { hostname, vms, datastores } of reader.hosts()) {
      names.host(hostname);
      for (const { name, vmxPath } of vms) {
        names.vm(name);
        const path = /^\[([^\]]+)\] ([^/]+)\/([^/]+)\.vmx$/.exec(vmxPath ?? '');
        names.datastore(path?.[1]);
        names.vm(path?.[2]);
        names.vm(path?.[3]);
      }
      for (const { name } of datastores) names.datastore(name);
    }
    let count = 0;
    for (const column of ['user', 'host'] as const) {
      for (const value of reader.columnValues(column)) {
        if (column === 'user') names.user(value);
        else names.host(value);
        if (++count % STEP === 0) await control.pause();
      }
    }
    for (const operation of (await control.result(operations, reader, partOfWork(control, 0, 0.6)))
      .operations) {
      ofOperation(operation, names);
      if (++count % STEP === 0) await control.pause();
    }
    const hasHsm = [...reader.files()].some(({ format }) => format === HSM_FORMAT);
    if (hasHsm) {
      const { events } = await control.result(HSM_ANALYSIS, reader, partOfWork(control, 0.6, 0.8));
      // Ids of HSMs and clusters are told by their shape.
      for (const { name } of events.streams)
        if (!/^(?:hsm|cluster)-[a-z0-9]{11,17}$/i.test(name ?? '')) names.add('hsm-name', name);
      for (const row of events.order) {
        names.user(events.user(row));
        if (++count % STEP === 0) await control.pause();
      }
    }
    const agents = await control.result(EAM_CASE, reader, partOfWork(control, 0.8, 1));
    for (const agency of agencyList(agents)) {
      if (agency.cluster !== null && !/^domain-c\d+$/.test(agency.cluster))
        names.add('cloud-name', agency.cluster);
      for (const { hostName, vmName } of agency.agents) {
        names.host(hostName);
        names.vm(vmName);
      }
      await control.pause();
    }
  },
  samples: [
    {
      path: 'figure3.log',
      content:
        '2010-08-03 15:53:22,342 INFO - [STR=2010/08/03 15:53:09 898;END=2010/08/03 15:53:22 340;OPR=RenameVM;USR=ptester;HST=192.0.2.31;BEF=shop-1;AFT=shop-2;RST=OK]\n',
      finds: [
        ['user', 'ptester'],
        ['vm-name', 'shop-1'],
        ['vm-name', 'shop-2'],
      ],
      leaves: ['RenameVM', '192.0.2.31'],
    },
  ],
};

/** Kinds whose target is no VM: hosts, services, settings, files. */
const NO_VM = /Host|SSH|Shell|Maintenance|Lockdown|Service|VIB|Setting|Firewall|Disk$|^Log/;

function ofOperation(
  { op, who, client, where, target, before, after }: TracedOperation,
  names: NameList,
): void {
  names.user(who);
  names.host(client);
  names.host(where);
  if (op.endsWith('Account')) return names.user(target);
  if (op.endsWith('Permission')) return names.user(after[0] ?? before[0]);
  if (NO_VM.test(op) && op !== 'ModifyDisk') return;
  // hostd's tasks name a VM by its number, vCenter's by its MoRef, some logs by its file
  const isNumber = target !== null && /^(?:\d+|(?:vm|host|group-v|domain-c|resgroup)-?\d+)$/.test(target);
  if (!isNumber) names.vm(target?.includes('/') ? target.split('/').at(-1) : target);
  if (op === 'RenameVM' || op === 'CloneVM' || op === 'MoveVM') {
    for (const values of [before, after]) {
      names.vm(values[0]);
      if (op !== 'MoveVM') continue;
      names.host(values[1]);
      names.datastore(values[2]);
    }
  }
}
