import { CHECK_GREEN, PAGES } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { changesBefore, falseAlarms, isOff } from '../../../eam/false-alarms';
import { groupOf, isHostSolution, objectsOf, openIssues, tellsOf } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG, lineOf } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

const VM = { vm: 'vm-31', vmName: 'Guest Introspection (1)' };
const off = [
  agentState({ time: '2018-11-13T04:00:00.000Z', id: 'a-1', status: 'green', power: 'poweredOn', ...VM }),
  agentState({
    time: '2018-11-13T05:00:00.000Z',
    id: 'a-1',
    status: 'red',
    power: 'poweredOff',
    ...VM,
    issues: [{ type: 'VmPoweredOff' }],
  }),
];

export const rule: Rule = {
  id: 'svm-off',
  area: 'eam',
  kind: 'fault',
  order: 61,
  title: 'A service VM is powered off',
  severity: 'high',
  confidence: 'certain',
  cause: 'Somebody, or HA, powered the service VM off; EAM wants it to run.',
  remedy: [
    'Press Resolve in Service Deployments (or in the extension vSphere ESX Agent Manager): EAM powers the VM on',
    CHECK_GREEN,
  ],
  warning: null,
  references: [PAGES.guestIntrospection],
  follows: [],
  reads: { models: [EAM_CASE] },
  absent: [
    'A state in which the VM runs, a later state without the issue, an issue that only a restart explains.',
  ],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const doubtful = new Set(falseAlarms(model).map(({ issue }) => issue));
    for (const open of openIssues(model)) {
      const { issue, agent } = open;
      if (issue.type !== 'VmPoweredOff' || !isHostSolution(open) || doubtful.has(issue)) continue;
      const power = agent?.history.at(-1)?.vmPowerState ?? null;
      if (power === 'poweredOn') continue;
      yield {
        confidence: isOff(power) ? 'certain' : 'likely',
        undecided: isOff(power)
          ? null
          : 'Whether the VM really is off: the runtime page of the agent in https://<vCenter>/eam/mob (vmPowerState) would tell',
        objects: objectsOf(open, model),
        evidence: [
          ...issue.evidence,
          ...changesBefore(agent, issue, model.changes).map(({ evidence }) => evidence),
        ],
        tells: tellsOf('VmPoweredOff', open, model),
        group: groupOf(open),
      };
    }
  },
  samples: {
    fires: [
      {
        name: 'powered off by hand',
        undecided: false,
        composed: true,
        files: [{ path: EAM_API_LOG, content: off.join('') }],
        evidence: [['var/log/vmware/eam/eam_api.log', lineOf(off, 1)]],
      },
      {
        name: 'with the event that tells who did it',
        composed: true,
        files: [
          { path: EAM_API_LOG, content: off.join('') },
          {
            path: 'vc/var/log/vmware/vpxd/vpxd.log',
            content:
              '<14>1 2018-11-13T04:59:00.000000+00:00 vc vpxd 5874 - -  Event [9001] [1-1] [2018-11-13T04:59:00.000000Z] [vim.event.VmPoweredOffEvent] [info] [LAB\\\\anna] [Datacenter] [9001] [Guest Introspection (1) on esxi-01.lab.example in Datacenter is powered off]\n',
          },
        ],
        evidence: [
          ['var/log/vmware/eam/eam_api.log', lineOf(off, 1)],
          ['var/log/vmware/vpxd/vpxd.log', 1],
        ],
      },
    ],
    silent: [
      {
        name: 'on again',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content:
              off.join('') +
              agentState({
                time: '2018-11-13T05:10:00.000Z',
                id: 'a-1',
                status: 'green',
                power: 'poweredOn',
                ...VM,
              }),
          },
        ],
      },
      {
        name: 'a VM of vCLS',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T05:00:00.000Z',
              id: 'a-1',
              className: 'ClusterAgent',
              status: 'red',
              power: 'poweredOff',
              vm: 'vm-9',
              vmName: 'vCLS (1)',
              issues: [{ type: 'cluster.agent.VmPoweredOff', agencyName: 'vCLS' }],
            }),
          },
        ],
      },
    ],
  },
};
