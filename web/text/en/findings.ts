import type { FindingSeverity } from '../../../workers/public-api';
import { counted, number, percent } from '../../format/number';

const severities: Record<FindingSeverity, string> = {
  critical: 'Critical',
  high: 'High',
  warning: 'Warning',
  info: 'Info',
};

/** Interface text of the view of findings. */
export const findings = {
  title: 'Findings',
  tabsLabel: 'What to look at',
  tabs: {
    findings: 'Findings',
    agencies: 'ESX agents',
    threads: 'Java threads',
    database: 'VPX_EXT_DATA',
  },
  working: (share: number) => `Working it out ${percent(share)}`,
  failed: 'This could not be worked out.',
  waiting: 'Findings are worked out when everything is read.',
  loading: 'Reading …',
  close: 'Close',
  back: 'Back',

  severities,
  confidence: {
    certain: 'Certain',
    likely: 'Likely',
    possible: 'Possible',
  },
  confidenceLong: {
    certain: 'What is open proves it.',
    likely: 'What is open speaks for it; something else is not ruled out.',
    possible: 'There are signs of it.',
  },
  areas: { eam: 'ESX Agent Manager' } as Partial<Record<string, string>>,

  filter: {
    label: 'Which findings to show',
    severity: 'Severity',
    area: 'Area',
    allAreas: 'All areas',
    clear: 'Show all',
    toggle: (severity: string, count: number) => `${severity}: ${counted(count, 'finding')}`,
  },
  list: {
    label: 'Findings',
    counted: (total: number, of: number) =>
      total === of ? counted(of, 'finding') : `${number(total)} of ${counted(of, 'finding')}`,
    consequence: 'Consequence',
    nothing: 'No finding is of this severity and area.',
    undecided: 'Undecided',
  },
  checked: {
    open: (count: number) => `${counted(count, 'rule')} checked`,
    title: (count: number) => `${counted(count, 'rule')} that everything open was checked with`,
    table: {
      fault: null,
      issues: 'every issue type of EAM',
      messages: 'every message of a failed installation',
    },
  },
  empty: {
    busy: 'Reading …',
    title: 'Nothing found',
    hint: 'Everything that is open was checked with the rules below. None of them found its fault.',
    helps: 'What else would show a fault of ESX agents',
    sources: [
      [
        'vCenter support bundle',
        'eam.log, eam_api.log, vmon.log, vpxd.log, eam.properties (also an empty one), what df printed',
      ],
      ['Bundles of the hosts', 'esxupdate.log, and the vmware.log of guests with the thin agent'],
      ['NSX Manager’s log bundle', 'its system events, such as codes 250024, 270000 and 280000'],
      ['Pages saved from the MOB', 'https://VCENTER/eam/mob: each agency and its agents, as HTML'],
    ] as [string, string][],
  },

  detail: {
    label: 'Finding',
    rule: (id: string) => `Rule ${id}`,
    cause: 'Cause',
    causedBy: 'Consequence of',
    consequences: 'What follows from it',
    hiddenCause: 'not shown by the filter',
    undecided: 'What is open cannot decide this',
    warning: 'Read before you do anything',
    remedy: 'Remedy',
    check: 'How to check that it worked',
    references: 'References',
    copy: (what: string) => `Copy ${what}`,
    objects: 'What it is about',
    kinds: {
      agencies: 'Agencies',
      agents: 'Agents',
      hosts: 'Hosts',
      clusters: 'Clusters',
      vms: 'VMs',
    },
    more: (count: number) => `${number(count)} more`,
    showAgency: 'Show among the agents',
  },

  evidence: {
    title: (count: number) => `Evidence: ${counted(count, 'place')}`,
    toTimeline: 'Show on the timeline',
    toFile: 'Open in Files',
    place: (file: string, line: number | null, lines: number) =>
      line === null ? file : lines > 1 ? `${file}:${line}–${line + lines - 1}` : `${file}:${line}`,
    more: (count: number) => `Show ${number(count)} more`,
    empty: 'The file is empty: 0 bytes.',
    itself: (bytes: string) => `The file itself: ${bytes}.`,
    gone: 'It cannot be read any more.',
    cut: 'More in the file',
    whole: 'Show it whole',
    less: 'Show less',
  },

  commands: {
    group: 'Findings',
    findings: 'Show the findings',
    agencies: 'Show agencies and agents',
    threads: 'Show threads of Java logs',
    database: 'Show rows of VPX_EXT_DATA',
    down: 'Next row',
    up: 'Previous row',
    open: 'Open the selected row',
    close: 'Close the details',
    timeline: 'First evidence on the timeline',
    file: 'First evidence in Files',
    severity: (severity: string) => `Show or hide findings: ${severity}`,
    clear: 'Show all findings',
    rules: 'Show the rules that were checked',
    cause: 'Go to the cause of the finding',
  },
};
