import { sameDeployment } from '../../../eam/agency-name';
import { clusterOf, isGone } from '../../../eam/agency-list';
import { CHECK_GREEN, PAGES } from '../../../eam/advice';
import { EAM_CASE, type EamCase } from '../../../eam/eam-case';
import type { Agency } from '../../../eam/objects';
import { agencyConfig, EAM_API_LOG, lineOf } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

/** Seen this far apart in one log, two agencies did not live at the same time, in ms. */
const APART = 15 * 60_000;

/** Groups of agencies for the same cluster and service that live at the same time, two or more each. */
export function duplicates({ agencies }: Pick<EamCase, 'agencies'>): Agency[][] {
  const groups: Agency[][] = [];
  const byBeginning = new Map<string, Agency[][]>();
  for (const agency of agencies) {
    if (!agency.nsx || isGone(agency) || isUninstalled(agency)) continue;
    // What every name of a group begins with, also one that a view cut.
    const key = agency.nsx.rest.slice(0, 6);
    const near = byBeginning.get(key) ?? [];
    const group = near.find((one) => one.some((other) => isDuplicate(agency, other)));
    if (group) {
      if (!group.some((other) => isSame(agency, other))) group.push(agency);
      continue;
    }
    const made = [agency];
    byBeginning.set(key, [...near, made]);
    groups.push(made);
  }
  return groups.filter(({ length }) => length > 1);
}

function isDuplicate(a: Agency, b: Agency): boolean {
  return sameDeployment(a.nsx!, b.nsx!) && liveTogether(a, b);
}

/** One agency under two names that views cut at different lengths. */
function isSame(a: Agency, b: Agency): boolean {
  if (a.id !== a.name && b.id !== b.name) return false;
  return a.nsx!.prefix === b.nsx!.prefix && a.nsx!.number === b.nsx!.number && sameDeployment(a.nsx!, b.nsx!);
}

function isUninstalled({ history, agents }: Agency): boolean {
  const goal = history.at(-1)?.goalState ?? agents[0]?.history.at(-1)?.goalState;
  return goal === 'uninstalled';
}

/** Sources in whose logs of EAM the agency stands. */
function vcentersOf({ evidence }: Agency): number[] {
  return evidence
    .filter(({ file }) => /(?:^|\/)eam(?:_api)?(?:-\d+)?\.log/.test(file))
    .map(({ source }) => source);
}

function liveTogether(a: Agency, b: Agency): boolean {
  // Logs of EAM in two bundles are of two vCenters, or of two times.
  const [one, other] = [vcentersOf(a), vcentersOf(b)];
  if (one.length > 0 && other.length > 0 && !one.some((source) => other.includes(source))) return false;
  const sameLog = a.evidence.some(({ source }) => b.evidence.some((other) => other.source === source));
  if (!sameLog || a.first === null || b.first === null || a.last === null || b.last === null) return true;
  return a.first - b.last <= APART && b.first - a.last <= APART;
}

const FIRST = '4b085fd1-4c90-4baa-92d6-133bcf3285a3';
const SECOND = '9d2e7a10-0a4e-4f7e-8f0c-2d1f6f0b7c11';
const twice = [
  agencyConfig('2018-11-13T04:00:00.000Z', FIRST, '_VCNS_1702_Compute_Trend Micro Deep Security'),
  agencyConfig('2018-11-13T04:00:00.100Z', SECOND, '_NSX_1702_Compute_Trend Micro Deep Security'),
  agencyConfig('2018-11-13T04:00:00.200Z', 'c0ffee00-1', '_VCNS_203_Compute_Guest Introspection'),
];

const page = (id: string, name: string) =>
  `<html><body>Data Object Type: AgencyConfigInfo<br>Parent Managed Object ID: ${id}<br>Property Path: config<br>\n<table>\n<tr><td>agencyName</td><td>string</td><td>${name}</td></tr>\n</table></body></html>\n`;

export const rule: Rule = {
  id: 'dup-agency',
  area: 'eam',
  kind: 'fault',
  order: 50,
  title: 'A service has two agencies on one cluster',
  severity: 'high',
  confidence: 'certain',
  cause:
    'EAM and NSX Manager disagree, mostly because only one of vCenter and NSX Manager was rolled back to a snapshot or backup. The service VMs are counted wrong, so that power-ons and vMotion fail in a cluster with DRS.',
  remedy: [
    'Ask support which agency is the surplus one, before anything is deleted',
    'One way: make a new cluster and move the hosts there',
    'Another: uninstall the service in Service Deployments, delete the agencies that are left in the Web Client or in https://<vCenter>/eam/mob, deploy the service again',
    'A third: delete only the surplus agency in the object browser, by its id; or with NSX: GET /api/2.0/si/fabric/sync/conflicts lists what does not fit and allows DELETE or RESTORE',
    CHECK_GREEN,
  ],
  warning: 'Deleting an agency removes its VIBs and its VMs from every host of the cluster.',
  references: ['Article 325441', PAGES.administration],
  follows: [],
  reads: { models: [EAM_CASE] },
  absent: [
    'The same agency seen twice (its id tells), an agency made anew after the old one was uninstalled or destroyed, a folder of a service VM left on a datastore.',
  ],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const conflicts = model.conflicts.filter(({ exist }) => exist).map(({ evidence }) => evidence);
    const groups = duplicates(model);
    const listed = model.conflicts.filter(({ exist }) => exist).flatMap(({ agencies }) => agencies);
    if (groups.length === 0 && conflicts.length > 0) {
      yield {
        title: 'NSX Manager says that its deployments and the agencies of EAM do not match',
        severity: 'warning',
        confidence: 'possible',
        undecided:
          'Whether a service has two agencies on one cluster: the agencies in https://<vCenter>/eam/mob, or eam_api.log, would tell',
        objects: { agencies: listed.map(({ id }) => id) },
        evidence: [...conflicts, ...listed.map(({ evidence }) => evidence)].slice(0, 100),
      };
    }
    for (const group of groups) {
      const named = group.every(({ id, name }) => id !== name);
      const [first] = group;
      yield {
        title: `${group.length} agencies of ${first!.nsx!.service ?? first!.nsx!.rest} on one cluster`,
        confidence: named ? 'certain' : 'likely',
        undecided:
          'Which agency is the surplus one: the deployment units in NSX Manager, or its list of conflicts (GET /api/2.0/si/fabric/sync/conflicts), and support would tell',
        objects: {
          agencies: group.map(({ id }) => id),
          clusters: group.map(clusterOf).filter((cluster) => cluster !== null),
        },
        evidence: [...group.flatMap(({ evidence }) => evidence.slice(0, 2)), ...conflicts],
      };
    }
  },
  samples: {
    fires: [
      {
        name: 'both prefixes, two ids',
        undecided: true,
        composed: true,
        files: [{ path: EAM_API_LOG, content: twice.join('') }],
        evidence: [
          ['var/log/vmware/eam/eam_api.log', 1],
          ['var/log/vmware/eam/eam_api.log', lineOf(twice, 1)],
        ],
      },
      {
        name: 'pages of the object browser, and what NSX says of its conflicts',
        composed: true,
        files: [
          { path: 'mob/one.html', content: page(FIRST, '_VCNS_203_Compute_Guest Introspection') },
          { path: 'mob/two.html', content: page(SECOND, '_NSX_203_Compute_Guest Introspection') },
          {
            path: 'mob/conflicts.xml',
            content: `<fabricSyncConflictInfo>\n<conflictExist>true</conflictExist>\n<agencies>\n<agencyConflictInfo>\n<agencyId>${SECOND}</agencyId>\n<agencyName>_NSX_203_Compute_Guest Introspection</agencyName>\n</agencyConflictInfo>\n</agencies>\n</fabricSyncConflictInfo>\n`,
          },
        ],
        evidence: [
          ['one.html', 3],
          ['two.html', 3],
          ['conflicts.xml', 2],
        ],
      },
      {
        name: 'only what NSX says of its conflicts, after an older backup was restored',
        severity: 'warning',
        undecided: true,
        composed: true,
        files: [
          {
            path: 'conflicts.xml',
            content:
              '<fabricSyncConflictInfo>\n<conflictExist>true</conflictExist>\n<agencies>\n<agencyConflictInfo>\n<agencyId>agency-150</agencyId>\n<agencyName>_VCNS_158_Edge_VMware Network Fabric</agencyName>\n</agencyConflictInfo>\n</agencies>\n</fabricSyncConflictInfo>\n',
          },
        ],
        evidence: [
          ['conflicts.xml', 2],
          ['conflicts.xml', 4],
        ],
      },
    ],
    silent: [
      {
        name: 'NSX and EAM agree',
        composed: true,
        files: [
          {
            path: 'conflicts.xml',
            content:
              '<fabricSyncConflictInfo><conflictExist>false</conflictExist></fabricSyncConflictInfo>\n',
          },
        ],
      },
      {
        name: 'two vCenters with a cluster of the same name',
        composed: true,
        files: [
          { path: EAM_API_LOG, content: twice[0]! },
          { path: EAM_API_LOG.replace('vc/', 'vc-2/'), content: twice[1]! },
        ],
      },
      {
        name: 'one agency, seen again and again',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content: [0, 1, 2]
              .map((n) =>
                agencyConfig(`2018-11-13T04:0${n}:00.000Z`, FIRST, '_VCNS_203_Compute_Guest Introspection'),
              )
              .join(''),
          },
        ],
      },
      {
        name: 'made anew hours after an uninstallation',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content:
              agencyConfig('2018-11-13T04:00:00.000Z', FIRST, '_VCNS_203_Compute_Guest Introspection') +
              `2018-11-13T05:00:00.000Z |  INFO | vlsi |  | 108 | API COMPLETE: Facade for Agency(ID: 'Agency:${FIRST}:null').destroyAgency[opId=9, sessionId=4f1a]. Result:\nnull\n` +
              agencyConfig('2018-11-13T05:01:00.000Z', SECOND, '_VCNS_204_Compute_Guest Introspection'),
          },
        ],
      },
      {
        name: 'two services, and underscores in the cluster',
        composed: true,
        files: [
          {
            path: EAM_API_LOG,
            content:
              agencyConfig('2018-11-13T04:00:00.000Z', FIRST, '_VCNS_203_Edge_A_Guest Introspection') +
              agencyConfig('2018-11-13T04:00:00.000Z', SECOND, '_VCNS_100_Edge_A_VMware Network Fabric') +
              agencyConfig(
                '2018-11-13T04:00:00.000Z',
                'x-3',
                '_VCNS_205_Edge_B_Guest Introspection',
                'domain-c9',
              ),
          },
        ],
      },
    ],
  },
};
