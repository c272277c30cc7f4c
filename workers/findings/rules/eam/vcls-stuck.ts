import { evidenceOf } from '../../../analysis/evidence';
import { article, RESTART_EAM } from '../../../eam/advice';
import { agentsOf, EAM_CASE } from '../../../eam/eam-case';
import { objectsOfAgent } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

/** Deploying a VM of vCLS takes minutes; this long it is stuck, in ms. */
const LONG = 15 * 60_000;
/** As often an agency is deleted and never made before that counts. */
const OFTEN = 3;

const WCPSVC = 'vc/var/log/vmware/wcp/wcpsvc.log';
const stuck = (time: string) =>
  agentState({ time, id: 'c-1', className: 'ClusterAgent', agency: 'agency-9', status: 'yellow' });

export const rule: Rule = {
  id: 'vcls-stuck',
  area: 'eam',
  kind: 'fault',
  order: 64,
  title: 'The agency of vCLS is stuck',
  severity: 'high',
  confidence: 'likely',
  cause:
    'An agent of the cluster should exist, has neither VM nor issue, and nothing goes on: the agency is stuck.',
  remedy: [
    RESTART_EAM,
    'Then turn Retreat Mode of the cluster on and off again: config.vcls.clusters.<domain-c…>.enabled in the advanced settings of vCenter',
    'Check: the vCLS VMs run, and the cluster service is "Healthy"',
  ],
  warning: 'In Retreat Mode DRS does not work; never delete vCLS VMs by hand.',
  references: [article(340947)],
  follows: [{ rule: 'eam-down' }, { rule: 'eam-login' }, { rule: 'eam-loading' }],
  reads: {
    records: {
      deleted: 'file:wcpsvc*.log agency (deleting or destroying or destroyed or "delete agency")',
      made: 'file:wcpsvc*.log agency (creating or created or "create agency")',
    },
    models: [EAM_CASE],
  },
  absent: ['An issue, a VM, or a state that changes: yellow for a moment is work under way.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const deleted = facts.records('deleted');
    const loops = deleted.length >= OFTEN && facts.records('made').length === 0;
    const proof = loops ? deleted.slice(0, 50).map(evidenceOf) : [];
    let told = false;
    for (const { agent, agency } of agentsOf(model)) {
      const state = agent.history.at(-1);
      if (!agent.ofCluster || state?.status !== 'yellow' || state.goalState !== 'enabled') continue;
      if (state.issues.length > 0 || state.vm !== null || state.hook) continue;
      const lasts = (agent.last ?? 0) - (state.time ?? agent.last ?? 0);
      const sure = loops || lasts >= LONG;
      told = true;
      yield {
        severity: sure ? 'high' : 'info',
        confidence: sure ? 'likely' : 'possible',
        ...(!sure && { title: 'An agent of vCLS has no VM yet' }),
        undecided: sure
          ? null
          : 'Whether it is only being deployed: a later eam_api.log, or wcpsvc.log of the vCenter, would tell',
        objects: objectsOfAgent(agent, agency, model),
        evidence: [state.evidence, ...agent.evidence.slice(-1), ...proof],
        group: `${agency?.id ?? ''}/${sure}`,
      };
    }
    if (!told && loops) {
      yield {
        confidence: 'possible',
        undecided: 'The state of the agents: eam_api.log of the vCenter would tell',
        evidence: proof,
      };
    }
  },
  samples: {
    fires: [
      {
        name: 'yellow for an hour, with nothing to it',
        severity: 'high',
        undecided: false,
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content:
              stuck('2023-05-01T05:00:00.000Z') +
              stuck('2023-05-01T05:30:00.000Z') +
              stuck('2023-05-01T06:00:00.000Z'),
          },
        ],
        evidence: [['var/log/vmware/eam/eam_api.log', 1]],
      },
      {
        name: 'deleted again and again, never made',
        composed: true,
        files: [
          { path: EAM_API_LOG, content: stuck('2023-05-01T05:00:00.000Z') },
          {
            path: WCPSVC,
            content: [1, 2, 3]
              .map(
                (n) =>
                  `2023-05-01T05:0${n}:00.000Z info wcp [eamagency/agency.go:77] Deleting EAM agency for cluster domain-c8\n`,
              )
              .join(''),
          },
        ],
        evidence: [['var/log/vmware/wcp/wcpsvc.log', 1]],
      },
      {
        name: 'seen once: nobody can tell yet',
        composed: true,
        severity: 'info',
        undecided: true,
        files: [{ path: EAM_API_LOG, content: stuck('2023-05-01T05:00:00.000Z') }],
        evidence: [['var/log/vmware/eam/eam_api.log', 1]],
      },
    ],
    silent: [
      {
        name: 'deployed after a minute',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content:
              stuck('2023-05-01T05:00:00.000Z') +
              agentState({
                time: '2023-05-01T05:01:00.000Z',
                id: 'c-1',
                className: 'ClusterAgent',
                agency: 'agency-9',
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
