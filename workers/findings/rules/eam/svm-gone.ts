import { evidenceOf } from '../../../analysis/evidence';
import { CHECK_GREEN, PAGES } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { curedBefore } from '../../../eam/event-issues';
import { changesBefore, falseAlarms } from '../../../eam/false-alarms';
import {
  groupOf,
  isHostSolution,
  objectsOf,
  openIssues,
  tellsOf,
  tellsOfText,
  type OpenIssue,
} from '../../../eam/open-issues';
import { agentState, EAM_API_LOG, lineOf, NSX_LOG, nsxEventLine } from '../../../eam/sample-lines';
import { objectsInText } from '../../../eam/text-objects';
import type { Draft, Rule, RuleFacts } from '../../rule';

const gone = [
  agentState({
    time: '2018-11-13T04:00:00.000Z',
    id: 'a-1',
    status: 'green',
    power: 'poweredOn',
    vm: 'vm-31',
    vmName: 'Guest Introspection (1)',
  }),
  agentState({
    time: '2018-11-13T05:00:00.000Z',
    id: 'a-1',
    status: 'red',
    issues: [{ type: 'VmNotDeployed' }],
  }),
];

/** True when the VM was there before. */
function existed({ issue, agent }: OpenIssue): boolean {
  return (
    issue.afterGreen ||
    (agent?.history.some(({ vm, vmPowerState }) => vm !== null || vmPowerState !== null) ?? false)
  );
}

export const rule: Rule = {
  id: 'svm-gone',
  area: 'eam',
  kind: 'fault',
  order: 60,
  title: 'A service VM is gone',
  severity: 'high',
  confidence: 'certain',
  cause: 'The service VM was deleted, or its host lost the path to the storage that the VM is on.',
  remedy: [
    'Make sure that the host reaches the datastore of the VM; repair the storage network when it does not',
    'Press Resolve: EAM deploys the VM again and powers it on',
    CHECK_GREEN,
  ],
  warning: null,
  references: [PAGES.guestIntrospection],
  follows: [],
  reads: { records: { missing: '"Agent VM is missing on host"' }, models: [EAM_CASE] },
  absent: ['A VM that never existed: then it is an installation under way.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const doubtful = new Set(falseAlarms(model).map(({ issue }) => issue));
    let told = false;
    for (const open of openIssues(model)) {
      const { issue } = open;
      if (issue.type !== 'VmNotDeployed' || !isHostSolution(open) || doubtful.has(issue)) continue;
      const missing = /Agent VM is missing on host/i.test(issue.description ?? '');
      if (!existed(open) && !missing) continue;
      told = true;
      yield {
        confidence: existed(open) ? 'certain' : 'likely',
        objects: objectsOf(open, model),
        evidence: [
          ...issue.evidence,
          ...changesBefore(open.agent, issue, model.changes).map(({ evidence }) => evidence),
        ],
        tells: tellsOf('VmNotDeployed', open, model),
        group: groupOf(open),
      };
    }
    const cured = curedBefore(model);
    const records = facts
      .records('missing')
      .filter(({ message, time }) => !message.includes('eam.issue.') && (time ?? Infinity) >= cured);
    if (records.length === 0) return;
    const objects = objectsInText(records, model);
    yield {
      confidence: 'likely',
      undecided: told
        ? null
        : 'Whether the VM was deleted or its storage is unreachable: vpxd.log of the vCenter and vmkernel.log of the host would tell',
      objects,
      evidence: records.slice(0, 100).map(evidenceOf),
      tells: tellsOfText('VmNotDeployed', objects),
      ...(told && {
        group: groupOf([...openIssues(model)].find(({ issue }) => issue.type === 'VmNotDeployed')!),
      }),
    };
  },
  samples: {
    fires: [
      {
        name: 'deleted after it ran',
        composed: true,
        files: [{ path: EAM_API_LOG, content: gone.join('') }],
        evidence: [['var/log/vmware/eam/eam_api.log', lineOf(gone, 1)]],
      },
      {
        name: 'as NSX words it',
        undecided: true,
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content: nsxEventLine('2018-11-13 04:10:00.000', 270000, 'Agent VM is missing on host'),
          },
        ],
        evidence: [['var/log/vsm.log', 1]],
      },
    ],
    silent: [
      {
        name: 'not deployed yet',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T05:00:00.000Z',
              id: 'a-1',
              status: 'yellow',
              issues: [{ type: 'VmNotDeployed' }],
            }),
          },
        ],
      },
    ],
  },
};
