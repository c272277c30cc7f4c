import type { TraceItem } from '../../../workers/public-api';
import { OPERATION_KINDS } from '../../../workers/trace/operation-kinds';
import { duration } from '../../format/duration';
import { counted, number, percent } from '../../format/number';

const operationCount = (count: number): string => counted(count, 'operation');

const items: Record<TraceItem, string> = {
  what: 'What',
  when: 'When',
  who: 'Who',
  where: 'Where',
  target: 'Target',
  how: 'Change',
  result: 'Result',
};

const kindLabels = new Map(OPERATION_KINDS.map(({ name, label }) => [name, label]));

/** Interface text of the view of operations. */
export const operations = {
  title: 'Operations',
  tabsLabel: 'What to look at',
  tabs: {
    operations: 'Operations',
    days: 'Days and people',
    sessions: 'Sessions',
    completeness: 'Completeness',
  },

  items,
  /** What a kind of operation is, in words. */
  kind: (op: string): string | null => kindLabels.get(op) ?? null,
  notLogged: 'not logged',
  notLoggedLong: 'No log says it.',
  notApplicable: 'does not apply',
  notToldApart: {
    what: 'The log says that something was done, not of which kind.',
    how: 'The log does not say all that changed.',
  } as Partial<Record<TraceItem, string>>,
  joined: {
    sign: 'joined',
    because: (reason: string) => `Joined, not stated: ${reason}`,
  },
  stated: 'stated',
  noZone: {
    sign: 'no zone',
    meaning:
      'The log states no time zone: this is its own clock. In the order of the table it counts as UTC; a query compares it with times as they are typed.',
  },

  columns: {
    start: 'Time',
    duration: 'Took',
    op: 'Operation',
    who: 'Who',
    client: 'From address',
    where: 'Host',
    target: 'Target',
    how: 'Change',
    result: 'Result',
  },

  table: {
    label: 'Operations',
    query: 'Query over operations',
    placeholder: 'op:StopVM who:root target:web* missing:who after:2026-03-01 …',
    counted: operationCount,
    working: 'Who did what is worked out from all logs …',
  },

  empty: {
    title: 'No operation found',
    busy: 'Reading …',
    busyHint: 'Operations are worked out when everything is read.',
    looked: 'Logs of these kinds tell of operations. None of what is open does:',
    logs: [
      [
        'ESXi',
        'hostd.log and vpxa.log of any version; with them auth.log, shell.log and each VM’s vmware.log',
      ],
      ['vCenter', 'vpxd.log, and events forwarded to syslog (vim.event. lines)'],
      ['KVM', '/var/log/audit/audit.log with VIRT_ records; /var/log/libvirt/qemu/'],
      ['Xen', 'XAPI’s audit.log and xensource.log; xend.log, xl- logs'],
      ['Own commands', 'lines with [STR=…;END=…;OPR=…;USR=…;HST=…;BEF=…;AFT=…;RST=…]'],
    ] as [string, string][],
    nothing: 'Nothing matches',
    nothingHint: (query: string) => `No operation matches ${query}`,
    clear: 'Clear the query',
    examples: 'Things to try',
  },
  examples: [
    { query: 'op:DeleteVM or op:StopVM', says: 'deletions and stops' },
    { query: 'result:NG', says: 'what failed' },
    { query: 'op:LoginFailed', says: 'failed logins' },
    { query: 'missing:who', says: 'what nobody can be named for' },
    { query: 'joined:who', says: 'whose person was found by joining logs' },
  ],

  detail: {
    label: 'Operation',
    items: 'The seven items',
    took: (ms: number) => `took ${duration(ms / 1000)}`,
    from: (client: string) => `from ${client}`,
    until: 'until',
    began: 'Start not logged',
    ended: 'End not logged',
    before: 'before',
    after: 'after',
    nothing: 'not logged',
    unit: (unit: string) => `in ${unit}`,
    opId: 'Operation id',
    vendor: 'Told by',
    hidden: 'The query does not match this operation.',
    onlySame: { who: 'Only this person', where: 'Only this host', target: 'Only this target' },
    vendors: {
      vmware: 'VMware logs',
      libvirt: 'libvirt and audit logs',
      xen: 'Xen logs',
      figure3: 'records of own commands',
    },
  },

  evidence: {
    title: (count: number) => `Evidence: ${counted(count, 'record')}`,
    toTimeline: 'Show on the timeline',
    toFile: 'Open in Files',
    place: (file: string, line: number | null, lines: number) =>
      line === null ? file : lines > 1 ? `${file}:${line}–${line + lines - 1}` : `${file}:${line}`,
    more: (count: number) => `Show ${number(count)} more`,
    loading: 'Reading …',
    gone: 'It cannot be read any more.',
  },

  tree: {
    title: 'What ran under its operation id',
    show: 'Show what ran under its operation id',
    hide: 'Hide',
    none: 'No record has this operation id.',
    noId: 'Its logs name no operation id, so nothing else can be tied to it.',
    unknownProcess: 'unknown process',
    node: (process: string, host: string | null, records: number) =>
      `${process}${host === null ? '' : ` on ${host}`}: ${counted(records, 'record')}`,
    records: (count: number) => counted(count, 'record'),
    toTimeline: 'Show its records on the timeline',
    span: (ms: number) => `${duration(ms / 1000)} in all`,
    noTimes: 'None of its records has a time.',
  },

  days: {
    hint: (zone: string) =>
      `Operations per person and day (${zone}, or the log’s own day where it states no zone). A number leads to them.`,
    day: 'Day',
    noDay: 'no time',
    all: 'All',
    others: 'Others',
    nobody: 'nobody named',
    grid: 'Operations by day and person',
    more: (people: number) => `${counted(people, 'further person', 'further people')} under Others.`,
    moreDays: (days: number) => `${counted(days, 'earlier day')} left out.`,
    cell: (count: number, who: string, day: string) => `${operationCount(count)}, ${who}, ${day}`,
    failed: (count: number) => `${number(count)} failed`,
  },

  sessions: {
    label: 'Sessions',
    query: 'Query over sessions',
    placeholder: 'who:root client:10.* op:DeleteVM end:none …',
    counted: (count: number) => counted(count, 'session'),
    columns: {
      number: 'No.',
      start: 'Login',
      end: 'Logout',
      operations: 'Done in it',
      failed: 'Failed',
    },
    nothingDone: 'nothing logged',
    hint: 'Enter or a click on a session shows its operations.',
    none: 'No session found',
    noneHint:
      'No login or logout is logged. hostd.log tells of those at an ESXi host, vpxd.log and vCenter’s events of those at vCenter, audit.log of those at a KVM host or by directory users at XAPI.',
  },

  completeness: {
    hint: 'What these logs can prove, and what they cannot',
    explain:
      'For each kind of operation: of how many of its records a log states the item, of how many it was found by joining logs, and of how many no log says it. Below stands what the paper found in ESXi’s default log in 2010.',
    severity:
      'Records of severity info and above are counted, as in the paper: that is what a host forwards to syslog by default. Debug records may say more, but an audit that only keeps syslog does not have them.',
    legend: {
      title: 'Legend',
      stated: 'stated by a log',
      joined: 'found by joining lines that share no id, with a reason',
      missing: 'no log says it',
      notApplicable: 'does not apply to this kind',
      paper: { '×': 'the paper’s ESXi log lacked it', '-': 'did not apply', '': 'was there' },
    },
    operation: 'Operation',
    records: 'Records',
    mean: 'Mean duration',
    ours: 'here',
    paper: 'paper',
    paperCell: { '×': '× lacking', '-': '– n/a', '': '✓ there' },
    notInPaper: 'not in the paper',
    none: 'none here',
    share: (share: number) => percent(share),
    cell: (stated: number, joined: number, missing: number) =>
      `${number(stated)} stated, ${number(joined)} joined, ${number(missing)} not logged`,
    showMissing: (op: string, item: string) => `Show ${op} without “${item}”`,
    onlyOccurring: 'Only kinds that occur',
    meanNow: (ms: number | null) => (ms === null ? '–' : duration(ms / 1000)),
    paperMean: (ms: number) => `paper ${(ms / 1000).toFixed(2)} s`,
    number,
  },

  export: {
    label: 'Export',
    hint: (count: number) => `${operationCount(count)} of the current query`,
    forms: {
      ndjson: 'NDJSON, one record a line',
      csv: 'CSV for spreadsheets',
      figure3: 'Log lines (the paper’s figure 3)',
    },
    file: 'operations',
    done: (count: number, form: string) => `${operationCount(count)} exported as ${form}`,
    refusedTitle: (count: number) => `${counted(count, 'operation')} not exported`,
    refusedHint: 'This form cannot hold them. NDJSON and CSV can.',
    refused: (place: number) => `No. ${number(place + 1)} of the query`,
    more: (count: number) => `and ${number(count)} more`,
    close: 'Close',
  },

  ofRecord: {
    show: 'Show the operation',
    find: 'Find its operation',
    findHint: 'Works out what was done from all logs, if that has not been done yet',
    none: 'No operation is told by this record.',
  },

  commands: {
    group: 'Operations',
    query: 'Search',
    operations: 'Table of operations',
    days: 'Days and people',
    sessions: 'Sessions',
    completeness: 'Completeness',
    down: 'Next row',
    up: 'Previous row',
    details: 'Details of the operation',
    close: 'Close details',
    timeline: 'First evidence on the timeline',
    tree: 'Show or hide what ran under its operation id',
    export: {
      ndjson: 'Export the query as NDJSON',
      csv: 'Export the query as CSV',
      figure3: 'Export the query as log lines (figure 3)',
    },
    clear: 'Clear the query',
  },
};
