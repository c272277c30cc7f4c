import { evidenceOf } from '../../../analysis/evidence';
import type { LogRecord } from '../../../analysis/case-reader';
import { article, RESTART_EAM, SUPPORT } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { lastingExit } from '../../../eam/service-events';
import { agentState, EAM_API_LOG, EAM_LOG, eamLine, VMON_LOG, vmonLine } from '../../../eam/sample-lines';
import type { Evidence } from '../../../public-api';
import { fileEvidence } from '../../evidence-list';
import type { Draft, Rule, RuleFacts } from '../../rule';

/** EAM wrote on after this time, in ms: what refused was its start. */
const AFTERWARDS = 60_000;

/** True when EAM itself was heard after the last of these. */
function isShort(refusals: readonly LogRecord[], spoke: number | null): boolean {
  const last = Math.max(...refusals.map(({ time }) => time ?? -Infinity));
  return spoke !== null && spoke - last >= AFTERWARDS;
}

export const rule: Rule = {
  id: 'eam-down',
  area: 'eam',
  kind: 'fault',
  order: 20,
  title: 'EAM does not run',
  severity: 'critical',
  confidence: 'certain',
  cause:
    'The service of EAM ended and did not come up again: a crash, a full disk or its configuration. NSX shows the EAM status "disconnected", and installations do not go on.',
  remedy: [
    'Look for the reason: an empty eam.properties, a full disk, errors in jvm.log.stderr; a heap dump java_pid*.hprof tells that memory ran out',
    'Remove the reason',
    RESTART_EAM,
    'Check: `service-control --status vmware-eam` says Running, and NSX shows the EAM status "connected"',
    SUPPORT,
  ],
  warning: null,
  references: [article(427725)],
  follows: [{ rule: 'props-empty' }, { rule: 'disk-full', atLeast: 'critical' }],
  reads: {
    records: {
      proxy: '"503 Service Unavailable" "_serverNamespace = /eam"',
      alarm: '"EAM Status Down" or ("EAM status" disconnected) or ("EAM のステータス" 切断)',
      memory: '"java.lang.OutOfMemoryError" (file:*/eam/* or file:eam/* or file:eam-*)',
    },
    files: { heap: { path: /(?:^|\/)eam\/java_pid\d+\.hprof(?:\.gz)?(?:#\d+)?$/, maxBytes: 0 } },
    models: [EAM_CASE],
  },
  absent: ['A later "<eam> Service STARTED successfully", or a list of services in which EAM runs.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const exit = lastingExit(model.service);
    const started = model.service.findLast(({ kind }) => kind === 'started')?.time ?? null;
    const since = (time: number | null) => started === null || time === null || time > started;
    const listed = model.services.filter(({ running }) => !running);
    const evidence: Evidence[] = [];
    if (exit) {
      const from = model.service.indexOf(exit);
      evidence.push(
        ...model.service
          .slice(from)
          .filter(({ kind }) => kind === 'exited' || kind === 'crashed' || kind === 'stopped')
          .map((event) => event.evidence),
      );
    }
    evidence.push(...listed.map((service) => service.evidence));
    // While it starts, refusals are normal; what comes after the last start and nothing more is not told as lasting.
    const isUp = started !== null && !exit && listed.length === 0;
    const proxy = isUp ? [] : facts.records('proxy').filter(({ time }) => since(time));
    const alarms = isUp ? [] : facts.records('alarm').filter(({ time }) => since(time));
    const sure = exit !== null || listed.length > 0;
    if (!sure && isShort([...proxy, ...alarms], model.spoke)) return;
    evidence.push(...proxy.slice(0, 100).map(evidenceOf), ...alarms.slice(0, 100).map(evidenceOf));
    if (evidence.length === 0) return;
    evidence.push(...facts.records('memory').slice(0, 20).map(evidenceOf));
    evidence.push(...facts.files('heap').map((file) => fileEvidence(file)));
    yield {
      confidence: sure ? 'certain' : 'likely',
      undecided: sure
        ? null
        : 'Whether EAM came up again: vmon.log of the vCenter, or the list of services (`service-control --status`), would tell',
      evidence,
    };
  },
  samples: {
    fires: [
      {
        name: 'exits and never starts again',
        undecided: false,
        composed: true,
        files: [
          {
            path: VMON_LOG,
            content:
              vmonLine('2018-11-13T03:00:00.000Z', '<eam> Service STARTED successfully.') +
              vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service exited. Exit code 1') +
              vmonLine(
                '2018-11-13T04:00:01.000Z',
                '<eam> Service exited unexpectedly. Crash count 5. Taking configured recovery action.',
              ),
          },
        ],
        evidence: [
          ['var/log/vmware/vmon/vmon.log', 2],
          ['var/log/vmware/vmon/vmon.log', 3],
        ],
      },
      {
        name: 'stopped',
        composed: true,
        undecided: false,
        files: [
          {
            path: VMON_LOG,
            content: vmonLine(
              '2018-11-13T04:00:00.000Z',
              '<eam> Skip service health check. State STOPPED, Curr request 0',
            ),
          },
        ],
        evidence: [['var/log/vmware/vmon/vmon.log', 1]],
      },
      {
        name: 'a list of services says so',
        composed: true,
        undecided: false,
        files: [
          {
            path: 'vc/commands/service-control_--status.txt',
            content:
              'Running:\n applmgmt lookupsvc vmware-vpxd\nStopped:\n vmcam vmware-eam vmware-imagebuilder\n',
          },
        ],
        evidence: [['commands/service-control_--status.txt', 4]],
      },
      {
        name: 'the proxy cannot reach it',
        undecided: true,
        composed: true,
        files: [
          {
            path: 'vc/var/log/vmware/rhttpproxy/rhttpproxy.log',
            content:
              '2018-11-13T04:10:00.000Z warning rhttpproxy[01234] [Originator@6876 sub=ReverseProxyService] 503 Service Unavailable (Failed to connect to endpoint: [N7Vmacore4Http16LocalServiceSpecE:0x00007f36c81e2f50] _serverNamespace = /eam action = Allow _port = 15005)\n',
          },
        ],
        evidence: [['var/log/vmware/rhttpproxy/rhttpproxy.log', 1]],
      },
    ],
    silent: [
      {
        name: 'a refusal, and EAM writes on hours later, of other things',
        composed: true,
        files: [
          {
            path: 'vc/var/log/vmware/rhttpproxy/rhttpproxy.log',
            content:
              '2018-11-13T03:00:00.000Z warning rhttpproxy[05874] [Originator@6876 sub=Proxy] 503 Service Unavailable (Failed to connect to endpoint: [N7Vmacore4Http16LocalServiceSpecE:0x00007f36c81e2f50] _serverNamespace = /eam action = Allow _port = 15005)\n',
          },
          { path: EAM_LOG, content: eamLine('2018-11-13T06:00:00.000Z', 'INFO', 'Monitor.java', 'alive') },
        ],
      },
      {
        name: 'stopped and started by somebody',
        composed: true,
        files: [
          {
            path: VMON_LOG,
            content:
              vmonLine(
                '2018-11-13T04:00:00.000Z',
                '<eam> Skip service health check. State STOPPED, Curr request 0',
              ) +
              vmonLine('2018-11-13T04:00:30.000Z', '<eam> Service STARTED successfully.') +
              vmonLine(
                '2018-11-13T04:00:40.000Z',
                '<netdumper> Skip service health check. State STOPPED, Curr request 0',
              ),
          },
        ],
      },
      {
        name: 'restarted after the exit',
        composed: true,
        files: [
          {
            path: VMON_LOG,
            content:
              vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service exited. Exit code 1') +
              vmonLine('2018-11-13T04:00:30.000Z', '<eam> Service STARTED successfully.') +
              vmonLine('2018-11-13T04:05:00.000Z', '<updatemgr> Service exited. Exit code 1'),
          },
        ],
      },
      {
        name: 'refused while it started; it wrote on',
        composed: true,
        files: [
          {
            path: 'vc/var/log/vmware/rhttpproxy/rhttpproxy.log',
            content:
              '2018-11-13T04:10:00.000Z warning rhttpproxy[01234] [Originator@6876 sub=Proxy] 503 Service Unavailable (Failed to connect to endpoint: [N7Vmacore4Http16LocalServiceSpecE:0x00007f36c81e2f50] _serverNamespace = /eam action = Allow _port = 15005)\n',
          },
          {
            path: EAM_API_LOG,
            content: agentState({ time: '2018-11-13T04:30:00.000Z', id: 'a-1', status: 'green' }),
          },
        ],
      },
      {
        name: 'another service is down; eam inside words',
        composed: false,
        files: [
          {
            path: 'vc/var/log/vmware/rhttpproxy/rhttpproxy.log',
            content:
              '2018-11-13T04:10:00.000Z warning rhttpproxy[01234] [Originator@6876 sub=Stream] 503 Service Unavailable (Failed to connect to endpoint: [N7Vmacore4Http16LocalServiceSpecE:0x00007f36c81e2f50] _serverNamespace = /websso action = Allow _port = 7080)\n',
          },
        ],
      },
    ],
  },
};
