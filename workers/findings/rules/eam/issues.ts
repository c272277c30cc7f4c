import { CHECK_GREEN, GENERAL_PROCEDURE, PAGES } from '../../../eam/advice';
import { EAM_CASE, type EamCase } from '../../../eam/eam-case';
import { curedBefore, issueOfEvent } from '../../../eam/event-issues';
import { issueType } from '../../../eam/issue-types';
import type { IssueType } from '../../../eam/issue-type';
import { groupOf, joinsOf, objectsOf, openIssues, tellsOf } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG } from '../../../eam/sample-lines';
import { articlesOf } from '../../../eam/issue-articles';
import type { Draft, Follows, Rule, RuleFacts } from '../../rule';

/** What Resolve does, as a first step says it. */
const RESOLVE: Record<IssueType['resolve'], string> = {
  active: 'Resolve makes EAM remedy this',
  'active-in-vain': 'Resolve makes EAM try again; it fails again until the cause is gone',
  passive: 'Resolve only makes EAM look again: something must be changed first',
  no: 'Resolve does nothing here',
  hook: 'Resolve does nothing here: the solution must act',
};

/** The steps for an issue of this type, with what Resolve does to it. */
export function remedyOf({ remedy, resolve }: IssueType): string[] {
  return [...remedy, RESOLVE[resolve], GENERAL_PROCEDURE[2]!, CHECK_GREEN];
}

/** Rules whose faults can lead to an issue of this type; of any other type they are only neighbours. */
function causesOf(type: string): Follows[] {
  if (/(?:^|\.)(?:InvalidConfig|VmPoweredOff)$/.test(type)) return [{ rule: 'ippool', sharing: true }];
  if (/(?:^|\.)(?:CannotAccessAgent\w+|VmNotDeployed|InaccessibleDepot)$/.test(type))
    return [{ rule: 'cert-url', sharing: true }];
  return [];
}

/** Events of NSX about issues, which its log alone may have. */
function* fromEvents(model: EamCase): Generator<Draft> {
  const cured = curedBefore(model);
  const open = new Map([...openIssues(model)].map((one) => [one.issue.type, one]));
  for (const event of model.nsxEvents) {
    const name = issueOfEvent(event);
    if (name === null || (event.time ?? Infinity) < cured) continue;
    const type = issueType(name);
    const same = open.get(name);
    yield {
      rule: type.group === 'vib' ? 'vib' : `issue-${type.type}`,
      title: type.meaning,
      severity: type.severity,
      confidence: 'likely',
      cause: `${type.meaning}. NSX says: ${event.message.slice(0, 500)}`,
      remedy: remedyOf(type),
      warning: type.warning ?? null,
      references: [...articlesOf(type.type), PAGES.installGuestIntrospection],
      undecided: same
        ? null
        : 'Which host and agency it is about, and whether it is still so: eam_api.log or https://<vCenter>/eam/mob would tell',
      evidence: [event.evidence],
      joins: [`${name} *`],
      group: same ? groupOf(same) : '',
    };
  }
}

export const rule: Rule = {
  id: 'issues',
  area: 'eam',
  kind: 'issues',
  order: 80,
  title: 'EAM reports an issue',
  severity: 'high',
  confidence: 'certain',
  cause: 'What is there differs from what the solution wants.',
  remedy: GENERAL_PROCEDURE,
  warning: null,
  references: [PAGES.installGuestIntrospection],
  follows: [
    { rule: 'ippool', sharing: true },
    { rule: 'cert-url', sharing: true },
  ],
  reads: { models: [EAM_CASE] },
  absent: ['A later state of the same agent without the issue.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    for (const open of openIssues(model)) {
      const type = issueType(open.issue.type);
      const { description, details } = open.issue;
      const said = [description, ...details.map(([name, value]) => `${name}: ${value}`)]
        .filter(Boolean)
        .join('; ');
      yield {
        rule: `issue-${type.type}`,
        title: type.meaning,
        severity: type.severity,
        cause: said ? `${type.meaning}. EAM says: ${said}` : `${type.meaning}.`,
        remedy: remedyOf(type),
        warning: type.warning ?? null,
        references: [...articlesOf(type.type), PAGES.installGuestIntrospection],
        objects: objectsOf(open, model),
        follows: causesOf(type.type),
        evidence: open.issue.evidence,
        tells: tellsOf(type.type, open, model),
        joins: joinsOf(type.type, open, model),
        group: groupOf(open),
      };
    }
    yield* fromEvents(model);
  },
  samples: {
    fires: [
      {
        name: 'an OVF that cannot be fetched',
        composed: true,
        rule: 'issue-CannotAccessAgentOVF',
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T05:00:00.000Z',
              id: 'a-1',
              status: 'red',
              issues: [{ type: 'CannotAccessAgentOVF', more: { downloadUrl: 'https://nsxmgr/usvm.ovf' } }],
            }),
          },
        ],
        evidence: [['var/log/vmware/eam/eam_api.log', 1]],
      },
    ],
    silent: [
      {
        name: 'a green agent',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({ time: '2018-11-13T05:00:00.000Z', id: 'a-1', status: 'green' }),
          },
        ],
      },
    ],
  },
};
