import { evidenceOf } from '../../../analysis/evidence';
import { CHECK_GREEN, kb, POWER_ON_FROM_HOST } from '../../../eam/advice';
import { agentsOf, EAM_CASE, type EamCase } from '../../../eam/eam-case';
import { falseAlarms } from '../../../eam/false-alarms';
import { clusterOf, isGone } from '../../../eam/agency-list';
import { isHostSolution, objectsOf, objectsOfAgent, openIssues } from '../../../eam/open-issues';
import type { Agency } from '../../../eam/objects';
import { agentState, EAM_API_LOG, lineOf } from '../../../eam/sample-lines';
import type { Evidence, Finding } from '../../../public-api';
import type { Draft, Rule, RuleFacts } from '../../rule';
import { duplicates } from './dup-agency';

const NOT_RUNNING = new Set(['VmPoweredOff', 'VmSuspended', 'VmNotDeployed']);

/** A service VM that should run and does not. */
interface Stopped {
  cluster: string;
  objects: Partial<Finding['objects']>;
  evidence: readonly Evidence[];
}

/** What EAM's issues and states say of service VMs that do not run. */
function stopped(model: EamCase): Stopped[] {
  const doubtful = new Set(falseAlarms(model).map(({ issue }) => issue));
  const found = new Map<string, Stopped>();
  for (const open of openIssues(model)) {
    const { issue, agent, agency } = open;
    if (!NOT_RUNNING.has(issue.type) || doubtful.has(issue) || !isHostSolution(open)) continue;
    const state = agent?.history.at(-1);
    // An installation under way has not come to its VM yet.
    if (state?.vmPowerState === 'poweredOn' || state?.status === 'yellow') continue;
    const key = agent?.id ?? `${issue.type}/${issue.agent}/${issue.vm}`;
    const evidence = [...(found.get(key)?.evidence ?? []), ...issue.evidence];
    found.set(key, { cluster: clusterName(agency), objects: objectsOf(open, model), evidence });
  }
  for (const { agent, agency } of agentsOf(model)) {
    const state = agent.history.at(-1);
    if (!isHostSolution({ agent, agency }) || (agency && isGone(agency)) || found.has(agent.id)) continue;
    if (state?.goalState !== 'enabled' || state.vmPowerState === null || state.vmPowerState === 'poweredOn')
      continue;
    found.set(agent.id, {
      cluster: clusterName(agency),
      objects: objectsOfAgent(agent, agency, model),
      evidence: [state.evidence],
    });
  }
  return [...found.values()];
}

function clusterName(agency: Agency | null): string {
  return (agency ? clusterOf(agency) : null) ?? '';
}

const svmOff = agentState({
  time: '2018-11-13T03:50:00.000Z',
  id: 'a-1',
  status: 'red',
  power: 'poweredOff',
  vm: 'vm-31',
  vmName: 'Guest Introspection (1)',
  issues: [{ type: 'VmPoweredOff' }],
});
const VPXD = 'vc/var/log/vmware/vpxd/vpxd.log';
const task = (time: string, text: string) =>
  `${time} info vpxd[05874] [Originator@6876 sub=vpxLro opID=k1] [VpxLRO] -- ${text}\n`;
const begun = task(
  '2018-11-13T04:00:00.000Z',
  'BEGIN task-812 -- vm-77 -- vim.VirtualMachine.powerOn -- 5203',
);
const later = [
  task('2018-11-13T04:10:00.000Z', 'BEGIN task-813 -- vm-78 -- vim.VirtualMachine.relocate -- 5203'),
  task('2018-11-13T04:11:00.000Z', 'FINISH task-813'),
];

export const rule: Rule = {
  id: 'drs-blocked',
  area: 'eam',
  kind: 'fault',
  order: 75,
  title: 'DRS holds power-ons and vMotion: not every service VM runs',
  severity: 'high',
  confidence: 'likely',
  cause:
    'In a cluster with DRS, tasks that place VMs are held while not every service VM is up. A VM that NSX must mark as available counts as up only from then on.',
  remedy: [
    'Press Resolve, so that all service VMs of the cluster are powered on',
    'Check that VMware Tools run in each of them',
    'Look for agencies that exist twice: then the VMs are counted wrong',
    POWER_ON_FROM_HOST,
    CHECK_GREEN,
  ],
  warning: null,
  references: kb(51578),
  follows: [
    { rule: 'dup-agency', sharing: true },
    { rule: 'svm-gone', sharing: true },
    { rule: 'svm-off', sharing: true },
    { rule: 'issues', sharing: true },
  ],
  reads: {
    records: {
      tools:
        '"Guest Introspection (" ("guestToolsNotRunning" or "toolsNotRunning" or "VMware Tools is not running" or "VMware Tools are not running")',
    },
    models: [EAM_CASE],
  },
  absent: ['A cluster whose service VMs all run; without tasks that hang it is only a risk.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const own = new Set([...agentsOf(model)].map(({ agent }) => agent.vm));
    // Those of the service VMs themselves are not held but are what is missing.
    const tasks = model.heldTasks.filter(({ entity }) => !own.has(entity));
    const held = tasks.map(({ evidence }) => evidence).slice(0, 100);
    const drs = 'Whether DRS is on in the cluster: its page Configure › vSphere DRS would tell';
    const risk = `${drs}; whether tasks hang: vpxd.log, or Recent Tasks of the cluster, would tell`;
    const missing = stopped(model);
    for (const { cluster, objects, evidence } of missing) {
      yield {
        ...(tasks.length === 0 && {
          title: 'Risk: DRS may hold power-ons and vMotion, because not every service VM runs',
          severity: 'warning' as const,
          confidence: 'possible' as const,
        }),
        undecided: tasks.length > 0 ? drs : risk,
        objects,
        evidence: [...evidence, ...held],
        group: cluster,
      };
    }
    const tools = facts.records('tools').slice(0, 50);
    if (missing.length === 0 && tools.length > 0) {
      const vms = tools.flatMap(({ message }) => /Guest Introspection \(\d{1,5}\)/.exec(message)?.[0] ?? []);
      yield {
        ...(tasks.length === 0 && {
          title: 'Risk: DRS may hold power-ons and vMotion, because VMware Tools do not run in a service VM',
          severity: 'warning' as const,
          confidence: 'possible' as const,
        }),
        cause: `VMware Tools do not run in a service VM. ${rule.cause}`,
        undecided: tasks.length > 0 ? drs : risk,
        objects: { vms },
        evidence: [...tools.map(evidenceOf), ...held],
      };
      return;
    }
    if (missing.length > 0 || tasks.length === 0) return;
    for (const group of duplicates(model)) {
      yield {
        undecided: drs,
        objects: {
          agencies: group.map(({ id }) => id),
          clusters: group.map(clusterOf).filter((cluster) => cluster !== null),
        },
        evidence: held,
      };
    }
  },
  samples: {
    fires: [
      {
        name: 'a power-on that never ends, a service VM that is off',
        severity: 'high',
        composed: true,
        files: [
          { path: EAM_API_LOG, content: svmOff },
          { path: VPXD, content: begun + later.join('') },
        ],
        evidence: [
          ['var/log/vmware/eam/eam_api.log', lineOf([svmOff], 0)],
          ['var/log/vmware/vpxd/vpxd.log', 1],
        ],
      },
      {
        name: 'only the risk: Tools of a service VM do not run',
        severity: 'warning',
        undecided: true,
        composed: true,
        files: [
          {
            path: 'events.csv',
            content: '"2018-11-13 04:00","Guest Introspection (2)","VMware Tools is not running"\n',
          },
        ],
        evidence: [['events.csv', 1]],
      },
      {
        name: 'only the risk: no task hangs',
        severity: 'warning',
        undecided: true,
        composed: true,
        files: [{ path: EAM_API_LOG, content: svmOff }],
        evidence: [['var/log/vmware/eam/eam_api.log', 1]],
      },
    ],
    silent: [
      {
        name: 'the hanging task is that of the service VM itself',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T03:50:00.000Z',
              id: 'a-1',
              status: 'green',
              power: 'poweredOn',
              vm: 'vm-77',
            }),
          },
          { path: VPXD, content: begun + later.join('') },
        ],
      },
      {
        name: 'all service VMs run; a task hangs for another reason',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T03:50:00.000Z',
              id: 'a-1',
              status: 'green',
              power: 'poweredOn',
              vm: 'vm-31',
            }),
          },
          { path: VPXD, content: begun + later.join('') },
        ],
      },
    ],
  },
};
