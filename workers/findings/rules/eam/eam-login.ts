import { evidenceOf } from '../../../analysis/evidence';
import type { LogRecord } from '../../../analysis/case-reader';
import { article, kb, RESTART_EAM } from '../../../eam/advice';
import { EAM_LOG, eamLine } from '../../../eam/sample-lines';
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
  reads: { records: { login: LOGIN_RECORDS } },
  absent: ['Nothing but logins at level info when a session had run out.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const refused = facts.records('login').filter(isRefusal);
    if (refused.length === 0) return;
    const often = refused.length > 1;
    yield {
      severity: often ? 'high' : 'warning',
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
        name: 'once',
        composed: true,
        severity: 'warning',
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
