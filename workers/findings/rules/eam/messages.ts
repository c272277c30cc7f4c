import { evidenceOf } from '../../../analysis/evidence';
import { CHECK_GREEN, GENERAL_PROCEDURE, PAGES } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { curedBefore } from '../../../eam/event-issues';
import { FAILURE_MESSAGES, failureMessage, type FailureMessage } from '../../../eam/failure-messages';
import { groupOf, objectsOf, openIssues, tellsOf } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG, NSX_LOG, nsxEventLine } from '../../../eam/sample-lines';
import { objectsInText } from '../../../eam/text-objects';
import type { Draft, Rule, RuleFacts } from '../../rule';

function draftOf(row: FailureMessage): Omit<Draft, 'evidence'> {
  const { installation, service } = row;
  const shown = `NSX shows the installation as ${installation}${service === null ? '' : ` and the service as ${service}`}`;
  return {
    rule: `message-${row.row}`,
    title: row.message,
    severity: installation === 'Failed' ? 'high' : 'warning',
    // Only a restart that the service VM needs can come from an exhausted pool: the others have causes of their own.
    follows: row.row === 7 ? [{ rule: 'ippool', sharing: true }] : [],
    cause: `${row.cause} ${shown}.`,
    remedy: [...row.remedy, GENERAL_PROCEDURE[2]!, CHECK_GREEN],
  };
}

export const rule: Rule = {
  id: 'messages',
  area: 'eam',
  kind: 'messages',
  order: 85,
  title: 'An installation failed',
  severity: 'high',
  confidence: 'likely',
  cause: 'NSX reports why an installation failed.',
  remedy: GENERAL_PROCEDURE,
  warning: null,
  references: [PAGES.installation, PAGES.installGuestIntrospection],
  follows: [{ rule: 'ippool', sharing: true }],
  reads: {
    records: {
      text: FAILURE_MESSAGES.flatMap(({ words }) => words)
        .map((word) => `"${word}"`)
        .join(' or '),
    },
    models: [EAM_CASE],
  },
  absent: [
    'A later green state of all agents.',
    'An issue or a rule that tells the same of the same object: the message is evidence there.',
  ],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    for (const open of openIssues(model)) {
      const row = failureMessage(open.issue.description ?? '');
      if (!row || row.issues.includes(open.issue.type)) continue;
      const objects = objectsOf(open, model);
      yield {
        ...draftOf(row),
        objects,
        evidence: open.issue.evidence,
        joins: row.issues.flatMap((type) => tellsOf(type, open, model).slice(0, 1)),
        group: groupOf(open),
      };
    }
    const cured = curedBefore(model);
    for (const record of facts.records('text')) {
      // In a dump of EAM it is the description of an issue: told above.
      if (/eam\.issue\./.test(record.message)) continue;
      const row = failureMessage(record.message);
      // EAM's green is the installation, not the service.
      if (!row || (row.installation === 'Failed' && (record.time ?? Infinity) < cured)) continue;
      const objects = objectsInText([record], model);
      const named = [
        ...(objects.hosts ?? []).map((host) => `host:${host}`),
        ...(objects.vms ?? []).map((vm) => `vm:${vm}`),
      ];
      const keys = named.length > 0 ? named : ['*'];
      yield {
        ...draftOf(row),
        objects,
        evidence: [evidenceOf(record)],
        joins: [...row.issues.flatMap((type) => keys.map((key) => `${type} ${key}`)), `message-${row.row} *`],
        group: named.join(),
      };
    }
  },
  samples: {
    fires: FAILURE_MESSAGES.filter(({ row }) => row !== 4 && row !== 5).map(({ row, message }) => ({
      name: message,
      composed: true,
      rule: `message-${row}`,
      files: [{ path: NSX_LOG, content: nsxEventLine('2018-11-13 04:10:00.000', 270000, message) }],
      evidence: [['var/log/vsm.log', 1]],
    })),
    silent: [
      {
        name: 'an event about something else',
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content: nsxEventLine(
              '2018-11-13 04:10:00.000',
              26001,
              'Guest Introspection is ready',
              'Informational',
            ),
          },
        ],
      },
      {
        name: 'the description of an issue of the same meaning',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T05:00:00.000Z',
              id: 'a-1',
              status: 'red',
              issues: [
                {
                  type: 'InsufficientResources',
                  description: 'Cannot deploy agent on host due to insufficient resources (cpu or memory)',
                },
              ],
            }),
          },
        ],
      },
    ],
  },
};
