import { evidenceOf } from '../../../analysis/evidence';
import { article } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { groupOf, objectsOf, openIssues, tellsOf } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

const WCPSVC = 'vc/var/log/vmware/wcp/wcpsvc.log';

export const rule: Rule = {
  id: 'vcls-res',
  area: 'eam',
  kind: 'fault',
  order: 63,
  title: 'There is no room for the VMs of vCLS',
  severity: 'high',
  confidence: 'certain',
  cause: 'The cluster has no CPU, memory or suitable datastore left for an agent VM of its own.',
  remedy: [
    'Free CPU and memory in the cluster, or give it a datastore that its hosts share',
    'Press Resolve',
    'Check: the vCLS VMs run, and the cluster service is "Healthy"',
  ],
  warning: 'Never delete vCLS VMs by hand: EAM builds them again in a loop.',
  references: [article(317709)],
  follows: [],
  reads: { records: { text: '"lack of suitable datastore"' }, models: [EAM_CASE] },
  absent: [],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    let group: string | undefined;
    for (const open of openIssues(model)) {
      if (open.issue.type !== 'cluster.agent.InsufficientClusterResources') continue;
      group ??= groupOf(open);
      yield {
        objects: objectsOf(open, model),
        evidence: open.issue.evidence,
        tells: tellsOf(open.issue.type, open, model),
        group: groupOf(open),
      };
    }
    const records = facts.records('text');
    if (records.length > 0) yield { evidence: records.slice(0, 100).map(evidenceOf), group: group ?? '' };
  },
  samples: {
    fires: [
      {
        name: 'an issue of a cluster agent',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2023-05-01T05:00:00.000Z',
              id: 'c-1',
              className: 'ClusterAgent',
              status: 'red',
              vm: 'vm-9',
              issues: [{ type: 'cluster.agent.InsufficientClusterResources', agencyName: 'vCLS' }],
            }),
          },
        ],
        evidence: [['var/log/vmware/eam/eam_api.log', 1]],
      },
      {
        name: 'no datastore',
        composed: true,
        files: [
          {
            path: WCPSVC,
            content:
              '2023-05-01T05:00:00.000Z error wcp [eamagency/deploy.go:77] cluster domain-c8: lack of suitable datastore\n',
          },
        ],
        evidence: [['var/log/vmware/wcp/wcpsvc.log', 1]],
      },
    ],
    silent: [
      {
        name: 'vCLS is fine',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2023-05-01T05:00:00.000Z',
              id: 'c-1',
              className: 'ClusterAgent',
              status: 'green',
              vm: 'vm-9',
              power: 'poweredOn',
            }),
          },
        ],
      },
    ],
  },
};
