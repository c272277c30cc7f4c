import { article } from '../../../eam/advice';
import { agentsOf, EAM_CASE } from '../../../eam/eam-case';
import { mentions } from '../../../eam/false-alarms';
import { EAM_LOG, eamLine } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

const VPXD = 'vc/var/log/vmware/vpxd/vpxd.log';
const removed = (user: string, vm: string) =>
  `<14>1 2023-05-01T05:00:00.000000+00:00 vc vpxd 5874 - -  Event [9001] [1-1] [2023-05-01T05:00:00.000000Z] [vim.event.VmRemovedEvent] [info] [${user}] [Datacenter] [9001] [Removed ${vm} on esxi-01.lab.example from Datacenter]\n`;

export const rule: Rule = {
  id: 'orphan-clean',
  area: 'eam',
  kind: 'fault',
  order: 95,
  title: 'EAM deleted agent VMs that belong to no agency',
  severity: 'info',
  confidence: 'likely',
  cause:
    'From 7.0 U1 on EAM powers off and deletes agent VMs that no agency of this vCenter knows, such as after a host came from another vCenter. It is meant to.',
  remedy: [
    'Nothing, when the VMs were left-overs',
    'When another vCenter needs them: deploy them there again, and move hosts between vCenters only without agent VMs',
  ],
  warning: null,
  references: [article(321003), 'KB 81352'],
  follows: [],
  reads: { models: [EAM_CASE] },
  absent: ['A VM that an agency of this vCenter has: that is an uninstallation.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const own = [...agentsOf(model)]
      .flatMap(({ agent }) => [agent.vmName, agent.vm])
      .filter((name) => name !== null);
    const removals = model.changes.filter(
      ({ kind, user, message }) =>
        kind === 'removal' &&
        /com\.vmware\.vim\.eam/.test(`${user} ${message}`) &&
        !own.some((name) => mentions(message, name)),
    );
    if (removals.length === 0) return;
    const vms = removals.flatMap(
      ({ message }) =>
        /Removed (.{1,200}?) on /.exec(message)?.[1] ?? /-- (vm-\d{1,12}) -- /.exec(message)?.[1] ?? [],
    );
    yield {
      objects: { vms },
      tells: vms.flatMap((vm) => [`UnknownAgentVm vm:${vm}`, `UnknownAgentVm ref:${vm}`]),
      evidence: removals.slice(0, 100).map(({ evidence }) => evidence),
    };
  },
  samples: {
    fires: [
      {
        name: 'removed by the extension',
        composed: true,
        files: [{ path: VPXD, content: removed('com.vmware.vim.eam', 'Guest Introspection (4)') }],
        evidence: [['var/log/vmware/vpxd/vpxd.log', 1]],
      },
      {
        name: 'the issue, and the task of the extension that cures it',
        severity: 'info',
        composed: true,
        files: [
          {
            path: EAM_LOG,
            content: eamLine(
              '2023-05-01T05:00:00.000Z',
              'INFO',
              'Monitor.java',
              'eam.issue.UnknownAgentVm: vm-44 on host-3',
            ),
          },
          {
            path: VPXD,
            content:
              '2023-05-01T05:00:01.000Z info vpxd[05874] [Originator@6876 sub=vpxLro opID=k1] [VpxLRO] -- BEGIN task-900 -- vm-44 -- vim.VirtualMachine.destroy -- 52f-1(com.vmware.vim.eam)\n',
          },
        ],
        evidence: [
          ['var/log/vmware/eam/eam.log', 1],
          ['var/log/vmware/vpxd/vpxd.log', 1],
        ],
      },
    ],
    silent: [
      {
        name: 'removed by an administrator',
        composed: true,
        files: [
          { path: VPXD, content: removed('VSPHERE.LOCAL\\\\Administrator', 'Guest Introspection (4)') },
        ],
      },
    ],
  },
};
