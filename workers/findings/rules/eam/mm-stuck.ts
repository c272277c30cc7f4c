import { evidenceOf } from '../../../analysis/evidence';
import { article } from '../../../eam/advice';
import { EAM_LOG, eamLine } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';
import { LOADING_RECORDS } from './eam-loading';
import { isRefusal, LOGIN_RECORDS } from './eam-login';

const VPXD =
  '2026-03-12T03:20:00.000Z info vpxd[05874] [Originator@6876 sub=vpxLro opID=mm-1] [VpxLRO] task-812 host-21: Wait for EAM VMs to Power-on\n';

export const rule: Rule = {
  id: 'mm-stuck',
  area: 'eam',
  kind: 'fault',
  order: 70,
  title: 'A host does not leave maintenance mode: it waits for agent VMs',
  severity: 'high',
  confidence: 'certain',
  cause:
    'EAM cannot power the agent VMs of the host on, and vCenter waits for them before the host leaves maintenance mode.',
  remedy: [
    'Cure EAM first, as the finding says that this one follows from',
    'Check: the task ends and the host leaves maintenance mode',
  ],
  warning: null,
  references: [article(434349)],
  follows: [{ rule: 'eam-login' }, { rule: 'eam-loading' }, { rule: 'eam-down' }],
  reads: {
    records: { waiting: '"Wait for EAM VMs to Power-on"', login: LOGIN_RECORDS, loading: LOADING_RECORDS },
  },
  absent: [],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const waiting = facts.records('waiting');
    if (waiting.length === 0) return;
    const known = facts.records('login').some(isRefusal) || facts.records('loading').length > 0;
    yield {
      // The text alone also stands in the logs of every host that leaves maintenance mode as it should.
      severity: known ? 'high' : 'info',
      confidence: known ? 'certain' : 'possible',
      undecided: known ? null : 'Why the agent VMs do not start: eam.log of the same time would tell',
      objects: { hosts: waiting.flatMap(({ message }) => /\bhost-\d{1,12}\b/.exec(message)?.[0] ?? []) },
      evidence: waiting.slice(0, 100).map(evidenceOf),
    };
  },
  samples: {
    fires: [
      {
        name: 'while EAM cannot log in',
        composed: true,
        files: [
          { path: 'vc/var/log/vmware/vpxd/vpxd.log', content: VPXD },
          {
            path: EAM_LOG,
            content:
              eamLine('2026-03-12T03:08:06.447Z', 'ERROR', 'ExtensionSessionRenewer.java', 'login failed') +
              eamLine('2026-03-12T03:18:06.447Z', 'ERROR', 'ExtensionSessionRenewer.java', 'login failed'),
          },
        ],
        evidence: [['var/log/vmware/vpxd/vpxd.log', 1]],
      },
      {
        name: 'nothing known of EAM',
        composed: true,
        severity: 'info',
        undecided: true,
        files: [{ path: 'vc/var/log/vmware/vpxd/vpxd.log', content: VPXD }],
        evidence: [['var/log/vmware/vpxd/vpxd.log', 1]],
      },
    ],
    silent: [
      {
        name: 'a host that enters maintenance mode',
        composed: true,
        files: [
          {
            path: 'vc/var/log/vmware/vpxd/vpxd.log',
            content: VPXD.replace('Wait for EAM VMs to Power-on', 'Power off agent VMs'),
          },
        ],
      },
    ],
  },
};
