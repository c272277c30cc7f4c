import { evidenceOf } from '../../../analysis/evidence';
import type { LogRecord } from '../../../analysis/case-reader';
import { article, kb, RESTART_EAM } from '../../../eam/advice';
import { EAM_CASE, type EamCase } from '../../../eam/eam-case';
import { agentState, EAM_API_LOG, EAM_LOG, eamLine, VMON_LOG, vmonLine } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

export const LOGIN_RECORDS =
  '"Failed to authenticate extension com.vmware.vim.eam" or "com.vmware.eam.security.NotAuthenticated" or (format:eam ("(vim.fault.NotAuthenticated)" or "(vim.fault.InvalidLogin)" or "vim.fault.InvalidLogin {" or "eam.fault.InvalidLogin" or ExtensionSessionRenewer))';

/** A refused login; renewing a session that ran out is told at level info and is normal. */
export function isRefusal({ level, message }: LogRecord): boolean {
  if (
    level !== null &&
    level !== 'warning' &&
    level !== 'error' &&
    level !== 'critical' &&
    level !== 'fatal'
  ) {
    return /Failed to authenticate extension com\.vmware\.vim\.eam/.test(message);
  }
  return true;
}

/** vCenter comes up while EAM tries, in ms. */
const STARTING = 5 * 60_000;
const AFTERWARDS = 10 * 60_000;

/** True of refusals right after EAM started that ended long before the log does. */
function wasStart(refused: readonly LogRecord[], { service, spoke }: EamCase): boolean {
  const times = refused.flatMap(({ time }) => time ?? []);
  const last = Math.max(...times);
  const start = service.findLast(
    ({ kind, time }) => kind === 'started' && time !== null && time <= Math.min(...times),
  );
  return (
    start !== undefined && last - start.time! <= STARTING && spoke !== null && spoke - last >= AFTERWARDS
  );
}

export const rule: Rule = {
  id: 'eam-login',
  area: 'eam',
  kind: 'fault',
  order: 30,
  title: 'EAM cannot log in to vCenter',
  severity: 'high',
  confidence: 'certain',
  cause:
    'The password or certificate of the extension com.vmware.vim.eam no longer is what vCenter has registered, often after certificates were changed.',
  remedy: [
    'From 7.0 on: run the vCert tool (article 385107) and choose Fix issues › EAM password mismatch',
    '6.x: register the certificate of the extension again (KB 2112577)',
    RESTART_EAM,
    'Check: eam.log has no more failed logins, and the agents get a status',
  ],
  warning: null,
  references: [article(434349), article(385107), ...kb(2112577)],
  follows: [],
  reads: { records: { login: LOGIN_RECORDS }, models: [EAM_CASE] },
  absent: ['Nothing but logins at level info when a session had run out.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const refused = facts.records('login').filter(isRefusal);
    if (refused.length === 0) return;
    const often = refused.length > 1 && !wasStart(refused, facts.of(EAM_CASE));
    yield {
      severity: often ? 'high' : 'info',
      confidence: often ? 'certain' : 'possible',
      undecided: often ? null : 'Whether the login keeps failing: the rest of eam.log would tell',
      evidence: refused.slice(0, 200).map(evidenceOf),
    };
  },
  samples: {
    fires: [
      {
        name: 'again and again',
        composed: true,
        files: [
          {
            path: EAM_LOG,
            content:
              eamLine(
                '2026-03-12T03:08:06.447Z',
                'ERROR',
                'ExtensionSessionRenewer.java',
                '[Retry:Login:com.vmware.vim.eam:1f] Failed to authenticate extension com.vmware.vim.eam to vCenter.\ncom.vmware.eam.security.NotAuthenticated: Failed to authenticate extension com.vmware.vim.eam to vCenter.\n\tat com.vmware.eam.vc.Login.call(Login.java:70)\nCaused by: (vim.fault.InvalidLogin) {\n   faultCause = null,\n   faultMessage = null\n}',
              ) +
              eamLine(
                '2026-03-12T03:08:16.447Z',
                'WARN',
                'ExtensionSessionRenewer.java',
                '[Retry:Login:com.vmware.vim.eam:1f] Re-login failed',
              ),
          },
        ],
        evidence: [
          ['var/log/vmware/eam/eam.log', 1],
          ['var/log/vmware/eam/eam.log', 8],
        ],
      },
      {
        name: 'while vCenter started, and not afterwards',
        composed: true,
        severity: 'info',
        files: [
          {
            path: VMON_LOG,
            content: vmonLine('2026-03-12T03:07:00.000Z', '<eam> Service STARTED successfully.'),
          },
          {
            path: EAM_LOG,
            content: ['01', '11', '21']
              .map((second) =>
                eamLine(
                  `2026-03-12T03:08:${second}.447Z`,
                  'WARN',
                  'ExtensionSessionRenewer.java',
                  'login failed',
                ),
              )
              .join(''),
          },
          {
            path: EAM_API_LOG,
            content: agentState({ time: '2026-03-12T04:00:00.000Z', id: 'a-1', status: 'green' }),
          },
        ],
        evidence: [['var/log/vmware/eam/eam.log', 1]],
      },
      {
        name: 'once',
        composed: true,
        severity: 'info',
        undecided: true,
        files: [
          {
            path: EAM_LOG,
            content: eamLine(
              '2026-03-12T03:08:06.447Z',
              'ERROR',
              'ExtensionSessionRenewer.java',
              'login failed',
            ),
          },
        ],
        evidence: [['var/log/vmware/eam/eam.log', 1]],
      },
    ],
    silent: [
      {
        name: 'a session that ran out',
        composed: false,
        files: [
          {
            path: EAM_LOG,
            content:
              '2026-03-12T03:08:06.447Z |  INFO | vim-monitor | ExtensionSessionRenewer.java | 190 | [Retry:Login:com.vmware.vim.eam:<REDACTED_ID>] Re-login to vCenter because method: currentTime of managed object: null::ServiceInstance:ServiceInstance failed due to expired client session: null\n',
          },
        ],
      },
    ],
  },
};
