import { evidenceOf } from '../../../analysis/evidence';
import { article, CHECK_GREEN } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { groupOf, objectsOf, openIssues, tellsOf } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG, EAM_LOG, eamLine } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

const PRECHECK = 'vc/var/log/vmware/upgrade/CollectRequirements_com.vmware.eam_2023_12_05_17_35.log';

export const rule: Rule = {
  id: 'cert-url',
  area: 'eam',
  kind: 'fault',
  order: 46,
  title: 'EAM does not trust the server that a package comes from',
  severity: 'high',
  confidence: 'certain',
  cause:
    'From 8.0 U2 on EAM verifies the certificate of the server behind the URL of an OVF or VIB, and this one is not trusted.',
  remedy: [
    'Trust the certificate of the URL, or its authority (article 313402; the scripts are in /usr/lib/vmware-eam/bin/)',
    'For the check before an upgrade see articles 313026 and 93526',
    'Press Resolve',
    CHECK_GREEN,
  ],
  warning: null,
  references: [article(313402), article(313026), article(93526)],
  follows: [],
  reads: {
    records: {
      text: '"eam.fault.CertificateNotTrustedFault" or CertificateNotTrustedFault or "Suitable trust, not found" or (format:eam "certificate_unknown(46)") or (file:*eam* "certificate_unknown(46)") or ("eam-upgrade-prechecks" "is not trusted")',
    },
    models: [EAM_CASE],
  },
  absent: [],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    let group: string | undefined;
    for (const open of openIssues(model)) {
      const { type, evidence } = open.issue;
      if (!/(^|\.)CertificateNotTrusted$/.test(type)) continue;
      group ??= groupOf(open);
      yield {
        objects: objectsOf(open, model),
        evidence,
        tells: tellsOf(type, open, model),
        group: groupOf(open),
      };
    }
    const records = facts.records('text');
    if (records.length > 0) yield { evidence: records.slice(0, 200).map(evidenceOf), group: group ?? '' };
  },
  samples: {
    fires: [
      {
        name: 'an issue of an agent',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2024-05-01T05:00:00.000Z',
              id: 'a-1',
              status: 'red',
              issues: [{ type: 'CertificateNotTrusted', more: { url: 'https://nsxmgr/usvm.ovf' } }],
            }),
          },
        ],
        evidence: [['var/log/vmware/eam/eam_api.log', 1]],
      },
      {
        name: 'the check before an upgrade',
        composed: true,
        files: [
          {
            path: PRECHECK,
            content:
              "2023-12-05T17:35:29.040Z INFO eam.lib.eam-upgrade-prechecks Verifying ('192.0.2.7'8080).\n2023-12-05T17:35:30.040Z WARNING eam.lib.eam-upgrade-prechecks The ('192.0.2.7'8080) is not trusted.\nTraceback (most recent call last):\n",
          },
        ],
        evidence: [['var/log/vmware/upgrade/CollectRequirements_com.vmware.eam_2023_12_05_17_35.log', 2]],
      },
      {
        name: 'a line of eam.log',
        composed: true,
        files: [
          {
            path: EAM_LOG,
            content: eamLine(
              '2024-05-01T05:00:00.000Z',
              'ERROR',
              'Ssl.java',
              'Suitable trust, not found for https://nsxmgr',
            ),
          },
        ],
        evidence: [['var/log/vmware/eam/eam.log', 1]],
      },
    ],
    silent: [
      {
        name: 'checked and trusted',
        composed: true,
        files: [
          {
            path: PRECHECK,
            content:
              "2023-12-05T17:35:29.040Z INFO eam.lib.eam-upgrade-prechecks Verifying ('192.0.2.7'8080).\n2023-12-05T17:35:30.040Z INFO eam.lib.eam-upgrade-prechecks The ('192.0.2.7'8080) is trusted.\n",
          },
        ],
      },
    ],
  },
};
