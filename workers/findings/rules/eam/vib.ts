import { evidenceOf } from '../../../analysis/evidence';
import type { LogRecord } from '../../../analysis/case-reader';
import { article, CHECK_GREEN, GENERAL_PROCEDURE, kb } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { falseAlarms } from '../../../eam/false-alarms';
import { issueType } from '../../../eam/issue-types';
import { groupOf, objectsOf, openIssues, tellsOf } from '../../../eam/open-issues';
import { agentState, EAM_API_LOG } from '../../../eam/sample-lines';
import { objectsInText } from '../../../eam/text-objects';
import type { Draft, Rule, RuleFacts } from '../../rule';
import { remedyOf } from './issues';

const UPDATE_LOG = 'esx/var/log/esxupdate.log';
const STRAY =
  'A stray VIB "vmc-net" of a cloud image conflicts with "esx-nsxv" (article 338623): remove it from the image of the host';

function ofConflict(records: readonly LogRecord[]): string[] {
  return records.some(({ message }) => /vmc-net/.test(message)) ? [STRAY] : [];
}

export const rule: Rule = {
  id: 'vib',
  area: 'eam',
  kind: 'fault',
  order: 62,
  title: 'A VIB cannot be installed',
  severity: 'high',
  confidence: 'certain',
  cause:
    'The image of the host conflicts with the VIB, or the host cannot fetch it: hosts get VIBs from vCenter at /eam/vib?id=…, port 443 since 6.0, 80 before.',
  remedy: [
    'Read the reason in esxupdate.log of the host',
    'Correct the image of the host, or make the URL reachable',
    'Press Resolve',
    CHECK_GREEN,
  ],
  warning: null,
  references: [article(338623), ...kb(2075600)],
  follows: [{ rule: 'cert-url', sharing: true }],
  reads: {
    records: {
      update: 'format:esxupdate (DependencyError or MetadataDownloadError)',
      module: '"Agent VIB module"',
    },
    models: [EAM_CASE],
  },
  absent: ['A state that only a restart explains, a later state without the issue.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const doubtful = new Set(falseAlarms(model).map(({ issue }) => issue));
    const update = facts.records('update');
    const texts = [
      ...update,
      ...facts.records('module').filter(({ message }) => !message.includes('eam.issue.')),
    ];
    const reasons = texts.slice(0, 100).map(evidenceOf);
    let told = false;
    for (const open of openIssues(model)) {
      const type = issueType(open.issue.type);
      if (type.group !== 'vib' || doubtful.has(open.issue)) continue;
      const { description, details } = open.issue;
      const said = [description, ...details.map(([name, value]) => `${name}: ${value}`)]
        .filter(Boolean)
        .join('; ');
      yield {
        title: type.meaning,
        severity: type.severity,
        cause: said ? `${type.meaning}. EAM says: ${said}` : `${type.meaning}.`,
        remedy: [...ofConflict(texts), ...remedyOf(type)],
        warning: type.warning ?? null,
        objects: objectsOf(open, model),
        // The reason stands in the host's own log: it goes with the first finding that it can explain.
        evidence: told ? open.issue.evidence : [...open.issue.evidence, ...reasons],
        tells: tellsOf(type.type, open, model),
        group: `${groupOf(open)}/${type.type}`,
      };
      told = true;
    }
    if (told || texts.length === 0) return;
    yield {
      confidence: 'likely',
      remedy: [...ofConflict(texts), ...rule.remedy, GENERAL_PROCEDURE[2]!],
      objects: objectsInText(texts, model),
      undecided: 'Which agency the VIB belongs to: eam.log of the vCenter would tell',
      evidence: reasons,
    };
  },
  samples: {
    fires: [
      {
        name: 'a conflict, with the reason from the host',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: agentState({
              time: '2018-11-13T05:00:00.000Z',
              id: 'a-1',
              status: 'red',
              issues: [{ type: 'VibDependenciesNotMetByHost' }],
            }),
          },
          {
            path: UPDATE_LOG,
            content:
              '2018-11-13T04:58:00Z esxupdate: 2099999: esxupdate: ERROR: vmware.esximage.Errors.DependencyError: VIB VMware_bootbank_esx-nsxv_6.5.0-0.0.1 conflicts with vmc-net\n',
          },
        ],
        evidence: [
          ['var/log/vmware/eam/eam_api.log', 1],
          ['var/log/esxupdate.log', 1],
        ],
      },
      {
        name: 'only the log of the host',
        composed: true,
        files: [
          {
            path: UPDATE_LOG,
            content:
              "2018-11-13T04:58:00Z esxupdate: esxupdate: ERROR: MetadataDownloadError: ('https://vc.lab.example:443/eam/vib?id=1', None, 'timed out')\n",
          },
        ],
        evidence: [['var/log/esxupdate.log', 1]],
      },
    ],
    silent: [
      {
        name: 'an ordinary installation',
        composed: false,
        files: [
          {
            path: UPDATE_LOG,
            content:
              '2013-06-26T10:24:51Z esxupdate: HostImage: INFO: Attempting to download VIB tools-light\n2013-06-26T10:25:08Z esxupdate: root: DEBUG: Finished execution of command = vib.install\n',
          },
        ],
      },
    ],
  },
};
