import { evidenceOf } from '../../../analysis/evidence';
import { CHECK_GREEN, PAGES } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { curedBefore } from '../../../eam/event-issues';
import { groupOf, objectsOf, openIssues, tellsOf, tellsOfText } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG, NSX_LOG, nsxEventLine } from '../../../eam/sample-lines';
import { objectsInText } from '../../../eam/text-objects';
import type { Draft, Rule, RuleFacts } from '../../rule';

const TYPES = new Set(['InsufficientIpAddresses', 'MissingAgentIpPool']);

export const rule: Rule = {
  id: 'ippool',
  area: 'eam',
  kind: 'fault',
  order: 45,
  title: 'No IP address is left for the service VMs',
  severity: 'high',
  confidence: 'certain',
  cause: 'The IP pool of the deployment is exhausted (or missing), so that a service VM gets no address.',
  remedy: [
    'Add addresses to the IP pool in NSX Manager (or make the pool)',
    'Press Resolve',
    'Restart the service VM when NSX says that it needs to be rebooted',
    CHECK_GREEN,
  ],
  warning: null,
  references: [PAGES.installGuestIntrospection],
  follows: [],
  reads: {
    records: {
      text: '"Deployment Plugin execution failed" or "Deployment Plugin IP pool exhausted"',
    },
    models: [EAM_CASE],
  },
  absent: [
    'A later green state of all agents.',
    'Codes 280001 and 280004 by themselves: they only say that some plug-in failed.',
  ],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    for (const open of openIssues(model)) {
      const { type, description, evidence } = open.issue;
      if (!TYPES.has(type) && !/Deployment Plugin execution failed/i.test(description ?? '')) continue;
      yield {
        objects: objectsOf(open, model),
        evidence,
        tells: [...tellsOf(type, open, model), ...tellsOf('InsufficientIpAddresses', open, model)],
        group: groupOf(open),
      };
    }
    const cured = curedBefore(model);
    const records = facts
      .records('text')
      .filter(({ message, time }) => !message.includes('eam.issue.') && (time ?? Infinity) >= cured);
    const places = new Set(records.map(({ path, line }) => `${path}:${line}`));
    const events = model.nsxEvents
      .filter(({ code, time }) => code === '280000' && (time ?? Infinity) >= cured)
      .map(({ evidence }) => evidence)
      .filter(({ file, line }) => !places.has(`${file}:${line}`));
    const evidence = [...records.slice(0, 100).map(evidenceOf), ...events.slice(0, 100)];
    if (evidence.length === 0) return;
    const first = [...openIssues(model)].find(({ issue }) => TYPES.has(issue.type));
    const objects = objectsInText(records, model);
    yield {
      objects,
      evidence,
      tells: [...tellsOfText('InsufficientIpAddresses', objects), 'message-4 *'],
      ...(first && { group: groupOf(first) }),
    };
  },
  samples: {
    fires: [
      {
        name: "NSX's event",
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content: nsxEventLine(
              '2018-11-13 04:10:00.000',
              280000,
              'Deployment Plugin IP pool exhausted alarm.',
            ),
          },
        ],
        evidence: [['var/log/vsm.log', 1]],
      },
      {
        name: 'the message of the failed installation',
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content: nsxEventLine(
              '2018-11-13 04:10:00.000',
              280001,
              'Error while doing IP configuration: Deployment Plugin execution failed',
            ),
          },
        ],
        evidence: [['var/log/vsm.log', 1]],
      },
      {
        name: 'an issue of older releases',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T05:00:00.000Z',
              id: 'a-1',
              status: 'red',
              vm: 'vm-31',
              issues: [{ type: 'InsufficientIpAddresses', more: { network: 'dvportgroup-110' } }],
            }),
          },
        ],
        evidence: [['var/log/vmware/eam/eam_api.log', 1]],
      },
    ],
    silent: [
      {
        name: 'another plug-in',
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content: nsxEventLine('2018-11-13 04:10:00.000', 280001, 'Deployment Plugin generic alarm.'),
          },
        ],
      },
    ],
  },
};
