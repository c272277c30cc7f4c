import { GENERAL_PROCEDURE, PAGES } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { NSX_LOG, nsxEventLine, VMON_LOG, vmonLine } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

/** vCenter needs this long to come up, in ms. */
const STARTING = 15 * 60_000;
const TEXT = 'Backing EAM agency for this deployment could not be found.';

export const rule: Rule = {
  id: 'agency-missing',
  area: 'eam',
  kind: 'fault',
  order: 55,
  title: 'NSX does not find the agency of a deployment',
  severity: 'high',
  confidence: 'certain',
  cause:
    'The agency was deleted by hand, or only one of vCenter and NSX Manager was rolled back; or vCenter was still starting.',
  remedy: [
    'Wait until the services of vCenter run, then press Resolve: NSX looks again',
    'When the agency is gone for good, delete the deployment in NSX, or use its list of conflicts (GET /api/2.0/si/fabric/sync/conflicts: DELETE or RESTORE)',
    GENERAL_PROCEDURE[2]!,
    'Check: the event does not come again, the installation status says "Succeeded"',
  ],
  warning: null,
  references: [PAGES.administration],
  follows: [{ rule: 'eam-down' }, { rule: 'eam-loading' }],
  reads: { models: [EAM_CASE] },
  absent: [],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const { nsxEvents, restarts } = facts.of(EAM_CASE);
    const events = nsxEvents.filter(({ code }) => code === '250024');
    if (events.length === 0) return;
    const starting = events.every(({ time }) =>
      restarts.some((restart) => time !== null && time >= restart.time && time - restart.time <= STARTING),
    );
    yield {
      severity: starting ? 'info' : 'high',
      confidence: starting ? 'possible' : 'certain',
      undecided: starting
        ? 'Whether vCenter was only starting: the event list of NSX Manager from a quarter of an hour later would tell'
        : null,
      evidence: events.slice(0, 100).map(({ evidence }) => evidence),
    };
  },
  samples: {
    fires: [
      {
        name: 'with vCenter running',
        severity: 'high',
        undecided: false,
        composed: true,
        files: [{ path: NSX_LOG, content: nsxEventLine('2018-11-13 04:10:00.000', 250024, TEXT) }],
        evidence: [['var/log/vsm.log', 1]],
      },
      {
        name: 'minutes after vCenter started: told as information',
        severity: 'info',
        undecided: true,
        composed: true,
        files: [
          { path: NSX_LOG, content: nsxEventLine('2018-11-13 04:10:00.000', 250024, TEXT) },
          {
            path: VMON_LOG,
            content: vmonLine('2018-11-13T04:05:00.000Z', "Starting vMon with profile 'NONE'"),
          },
        ],
        evidence: [['var/log/vsm.log', 1]],
      },
    ],
    silent: [
      {
        name: 'another event',
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content: nsxEventLine(
              '2018-11-13 04:10:00.000',
              26001,
              'Guest Introspection deployed.',
              'Informational',
            ),
          },
        ],
      },
    ],
  },
};
