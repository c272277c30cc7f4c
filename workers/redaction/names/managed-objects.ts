import { isBuiltIn } from '../built-in-names';
import { hostname } from '../internet-name';
import type { NameList } from '../name-list';
import type { NameForm, NameRoad } from '../name-road';
import { form } from '../needle-forms';

const NAME = String.raw`([^\]\n'"]{1,128})`;

/** `[vim.HostSystem:host-12,esx01.lab.example]`: vCenter's objects with their names. */
function object(type: string, take: (name: string, names: NameList) => void): NameForm {
  return form(
    `vim.${type}:`,
    new RegExp(String.raw`vim\.${type}:[a-z]+-[a-z]?\d{1,9},${NAME}\]`, 'y'),
    ([, name], names) => take(name!, names),
  );
}

/** What vCenter calls its objects, where it writes them with their ids, and where alarms name them. */
export const road: NameRoad = {
  id: 'managed-objects',
  forms: [
    object('HostSystem', (name, names) => names.host(name)),
    object('VirtualMachine', (name, names) => names.vm(name)),
    object('Datastore', (name, names) => names.datastore(name)),
    object('Datacenter', (name, names) => names.add('cloud-name', name)),
    object('ClusterComputeResource', (name, names) => names.add('cloud-name', name)),
    form(
      "Alarm '",
      /Alarm '[^\n]{1,200}?' on (\S[^\n]{0,127}?) (?:triggered|changed from|sent|ran|did not trigger)\b/y,
      ([, entity], names) => {
        if (isBuiltIn('cloud-name', entity!)) return;
        if (/^[\w-]+(?:\.[\w-]+)+$/.test(entity!)) hostname(entity!, false, names);
        else names.vm(entity);
      },
    ),
  ],
  samples: [
    {
      path: 'vpxd.log',
      content: [
        '2020-06-26T05:18:10.189Z warning vpxd[28303] [Originator@6876 sub=MoHost opID=QS-host-167438] host [vim.HostSystem:host-167438,q-mo1.quux.io] connection state changed to NO_RESPONSE',
        'for [vim.VirtualMachine:vm-3450,Shop front 9] in [vim.Datacenter:datacenter-2,Quuxburg West] of [vim.ClusterComputeResource:domain-c7,Tills Nine] on [vim.Datastore:datastore-11,quux-ds1] at vim.HostSystem:host-12, vim.VirtualMachine:vm-7]',
        "Event [575802] [1-1] [x] [vim.event.AlarmActionTriggeredEvent] [info] [] [Home] [575802] [Alarm 'Host error' on q-mo2.quuz.io triggered an action]",
        "Alarm 'CPU of a VM' on till 12 changed from Green to Red; Alarm 'x' on Datacenters changed from Gray to Green",
      ].join('\n'),
      finds: [
        ['host-name', 'q-mo1'],
        ['host-name', 'quux.io'],
        ['vm-name', 'Shop front 9'],
        ['cloud-name', 'Quuxburg West'],
        ['cloud-name', 'Tills Nine'],
        ['datastore', 'quux-ds1'],
        ['host-name', 'q-mo2'],
        ['host-name', 'quuz.io'],
        ['vm-name', 'till 12'],
      ],
      leaves: ['Host error', 'Datacenters', 'host-12', 'vm-7'],
    },
  ],
};
