import { evidenceOf } from '../../../analysis/evidence';
import { CHECK_GREEN, GENERAL_PROCEDURE, kb, PAGES } from '../../../eam/advice';
import { clusterOf } from '../../../eam/agency-list';
import { EAM_CASE } from '../../../eam/eam-case';
import { AFTER_RESTART, falseAlarms, redAfterRestart } from '../../../eam/false-alarms';
import { groupOf, objectsOf, objectsOfAgent, tellsOf } from '../../../eam/open-issues';
import {
  agentState,
  EAM_API_LOG,
  lineOf,
  VMON_LOG,
  vmonLine,
  type SampleState,
} from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

const agent = (time: string, rest: Partial<SampleState>) =>
  agentState({
    time,
    id: 'a-1',
    status: 'green',
    power: 'poweredOn',
    vm: 'vm-31',
    vmName: 'Guest Introspection (1)',
    ...rest,
  });
const green = agent('2018-11-13T03:00:00.000Z', {});
const failed = agent('2018-11-13T04:05:00.000Z', { status: 'red', issues: [{ type: 'VmPoweredOff' }] });
const restart = vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service STARTED successfully.');

export const rule: Rule = {
  id: 'flip-after-restart',
  area: 'eam',
  kind: 'fault',
  order: 90,
  title: 'A status turned to "Failed" after a restart, with nothing broken',
  severity: 'warning',
  confidence: 'likely',
  cause:
    'After a restart of vCenter, EAM or NSX Manager, EAM may misjudge the state of what is installed. It is a false alarm that is noticed late.',
  remedy: ['Press Resolve (or Resolve All): nothing else is broken', CHECK_GREEN, GENERAL_PROCEDURE[2]!],
  warning: null,
  references: [...kb(2134545), PAGES.hostPreparation],
  follows: [],
  reads: {
    records: { notReady: '"Not Ready" ("Host Preparation" or "host preparation" or hostPrep)' },
    models: [EAM_CASE],
  },
  absent: [
    'Any sign that the VM was powered off or deleted, or the VIB removed; an issue without a restart shortly before.',
  ],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    for (const { agent, agency, issue, restart, vmRuns } of falseAlarms(model)) {
      const open = { issue, agent, agency };
      const cleared = !issue.open;
      if (cleared && (issue.last ?? Infinity) - restart.time > AFTER_RESTART) continue;
      yield {
        severity: cleared ? 'info' : 'warning',
        ...(cleared && { title: 'A status turned to "Failed" after a restart and recovered by itself' }),
        ...(cleared && { remedy: ['Nothing to do: EAM cleared the issue by itself'] }),
        confidence: vmRuns ? 'likely' : 'possible',
        undecided: vmRuns
          ? null
          : 'Whether VM and VIB really are in order: the runtime page of the agent in https://<vCenter>/eam/mob (vmPowerState), or the host, would tell',
        objects: objectsOf(open, model),
        evidence: [restart.evidence, ...issue.evidence],
        tells: tellsOf(issue.type, open, model),
        group: `${groupOf(open)}/${cleared}`,
      };
    }
    for (const { agent, agency, state, restart, recovered } of redAfterRestart(model)) {
      yield {
        severity: recovered ? 'info' : 'warning',
        ...(recovered && { title: 'A status turned to "Failed" after a restart and recovered by itself' }),
        ...(recovered && { remedy: ['Nothing to do: it is green again'] }),
        confidence: 'possible',
        undecided: recovered
          ? null
          : 'Which issue EAM sees: the runtime page of the agent in https://<vCenter>/eam/mob would tell',
        objects: agent
          ? objectsOfAgent(agent, agency, model)
          : {
              agencies: agency ? [agency.id] : [],
              clusters: [agency && clusterOf(agency)].filter((name) => typeof name === 'string'),
            },
        evidence: [restart.evidence, state.evidence],
        group: `${agency?.id ?? agent?.agency ?? ''}/${recovered}`,
      };
    }
    for (const record of facts.records('notReady')) {
      const { time } = record;
      const restart = model.restarts.findLast((one) => time !== null && one.time <= time);
      if (!restart || time! - restart.time > AFTER_RESTART) continue;
      yield {
        title: 'Host Preparation says "Not Ready" after a restart',
        confidence: 'possible',
        undecided:
          'Whether the VIBs really are installed: esxupdate.log of the hosts, or the page Host Preparation after Resolve, would tell',
        objects: { clusters: /\bdomain-c\d{1,12}\b/.exec(record.message)?.slice(0, 1) ?? [] },
        evidence: [restart.evidence, evidenceOf(record)],
        group: 'not ready',
      };
    }
  },
  samples: {
    fires: [
      {
        name: 'red without any issue',
        severity: 'warning',
        undecided: true,
        composed: true,
        files: [
          { path: EAM_API_LOG, content: green + agent('2018-11-13T04:05:00.000Z', { status: 'red' }) },
          { path: VMON_LOG, content: restart },
        ],
        evidence: [
          ['var/log/vmware/vmon/vmon.log', 1],
          ['var/log/vmware/eam/eam_api.log', lineOf([green, failed], 1)],
        ],
      },
      {
        name: 'red five minutes after EAM started; the VM runs',
        severity: 'warning',
        undecided: false,
        composed: true,
        files: [
          { path: EAM_API_LOG, content: green + failed },
          { path: VMON_LOG, content: restart },
        ],
        evidence: [
          ['var/log/vmware/vmon/vmon.log', 1],
          ['var/log/vmware/eam/eam_api.log', lineOf([green, failed], 1)],
        ],
      },
      {
        name: 'cleared by itself within a quarter of an hour',
        composed: true,
        severity: 'info',
        files: [
          { path: EAM_API_LOG, content: green + failed + agent('2018-11-13T04:09:00.000Z', {}) },
          { path: VMON_LOG, content: restart },
        ],
        evidence: [['var/log/vmware/vmon/vmon.log', 1]],
      },
      {
        name: 'the VM is not told: it may be in order',
        composed: true,
        undecided: true,
        files: [
          { path: EAM_API_LOG, content: green + failed.replace('= poweredOn', '= <unset>') },
          { path: VMON_LOG, content: restart },
        ],
        evidence: [['var/log/vmware/vmon/vmon.log', 1]],
      },
      {
        name: 'Host Preparation is not ready after vCenter came up',
        composed: true,
        severity: 'warning',
        undecided: true,
        files: [
          { path: VMON_LOG, content: restart },
          {
            path: 'nsx/var/log/vsm.log',
            content:
              '2018-11-13 04:05:00.000 GMT  WARN pool-3 HostPrep:58 - Host Preparation of cluster domain-c7: Not Ready\n',
          },
        ],
        evidence: [
          ['var/log/vmware/vmon/vmon.log', 1],
          ['var/log/vsm.log', 1],
        ],
      },
    ],
    silent: [
      {
        name: 'red without any issue, and no restart near',
        composed: true,
        files: [
          { path: EAM_API_LOG, content: green + agent('2018-11-13T07:05:00.000Z', { status: 'red' }) },
          { path: VMON_LOG, content: restart },
        ],
      },
      {
        name: 'the VM really is off',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content:
              green +
              agent('2018-11-13T04:05:00.000Z', {
                status: 'red',
                power: 'poweredOff',
                issues: [{ type: 'VmPoweredOff' }],
              }),
          },
          { path: VMON_LOG, content: restart },
        ],
      },
      {
        name: 'an hour after the restart',
        composed: true,
        files: [
          { path: EAM_API_LOG, content: green + failed.replaceAll('T04:05', 'T05:05') },
          { path: VMON_LOG, content: restart },
        ],
      },
    ],
  },
};
