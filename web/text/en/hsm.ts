import type { HsmBasis } from '../../../workers/public-api';
import type { FindingSeverity } from '../../../workers/public-api';
import { counted, number } from '../../format/number';
import type { Part } from '../../views/hsm/parts';
import type { StepKind } from '../../views/hsm/step-kinds';

const events = (count: number): string => counted(count, 'event');

const parts: Record<Part, string> = {
  findings: 'Findings',
  events: 'Events',
  keys: 'Keys',
  users: 'Users',
  certificates: 'Certificates',
};

const severities: Record<FindingSeverity, string> = {
  critical: 'critical',
  high: 'high',
  warning: 'warning',
  info: 'info',
};

const basis: Record<HsmBasis, string> = {
  handle: 'The session handle is that of the login: this proves that it is the same session.',
  order: 'Nobody else was logged in on this HSM at that moment. Likely, as long as no login is missing.',
  prefix:
    'Several users were logged in; only this one has a login whose handle begins alike. That is an observation from samples, not documented.',
  ambiguous: 'Several users may have been it: nothing in the log tells them apart.',
  none: 'Nobody was logged in as far as the log tells: initialisation, the service itself, or a log that begins later.',
};

const shortBasis: Record<HsmBasis, string> = {
  handle: 'by session handle',
  order: 'the only one logged in',
  prefix: 'by beginning of the handle',
  ambiguous: 'several may have been it',
  none: 'nobody logged in',
};

const steps: Record<StepKind, string> = {
  made: 'made',
  sent: 'taken out for other HSMs',
  received: 'received from another HSM',
  exported: 'exported',
  imported: 'imported',
  wrapped: 'used to wrap',
  shared: 'shared or unshared',
  changed: 'changed',
  destroyed: 'destroyed',
  other: 'named',
};

/** Interface text of the audit logs of CloudHSM. */
export const hsm = {
  title: 'Key log',
  loading: 'Reading the events …',
  failed: (message: string) => `The events could not be worked out: ${message}`,
  again: 'Try again',
  partsLabel: 'Parts of the key log',
  parts,

  empty: {
    title: 'No key log in this case',
    reading: 'Files are still being read.',
    what: 'This view reads the audit logs of AWS CloudHSM: who made, exported, shared and destroyed the keys, on which HSM, and what is missing from the log.',
    drop: 'Drop what CloudWatch Logs gives out of the log group /aws/cloudhsm/…, packed with gzip or not. It is told by its content:',
    shapes: [
      ['Text, one field or one event per line', 'as copied from the console; name the file after its stream'],
      ['aws logs get-log-events', 'JSON; the name of the stream is not in it: name the file after it'],
      ['aws logs filter-log-events', 'JSON, all streams in one; further pages may be dropped along'],
      ['Export to S3', 'the folder of the task, with a folder for each stream and 000000.gz in it'],
      ['Logs Insights', 'CSV with @message, best with @logStream too'],
      ['Subscription (Lambda, Firehose)', 'JSON with awslogs.data, or with messageType DATA_MESSAGE'],
    ] as [string, string][],
    add: 'Streams of one cluster belong together: drop those of all its HSMs.',
    addButton: 'Open files …',
  },

  lanes: {
    label: 'Streams over time',
    short: 'Streams',
    show: 'Show the streams',
    hide: 'Hide the streams',
    stream: (name: string | null, path: string) => name ?? `no name: ${path}`,
    files: (paths: readonly string[]) => paths.join('\n'),
    counts: (count: number, failed: number) =>
      failed === 0 ? events(count) : `${events(count)}, ${number(failed)} failed`,
    keys: 'Arrow keys go from event to event, Enter shows them in the table, plus and minus zoom, 0 shows all',
    describe: (name: string, count: number, from: string, to: string) =>
      `${name}: ${events(count)} from ${from} to ${to}`,
    noTime: 'no event with a time',
    cluster: (id: string | null) => (id === null ? 'Nothing tells its cluster.' : `Cluster: ${id}`),
    startsLate: (seq: number | string) => `begins at number ${seq}`,
    startsLateHint:
      'The first event that was opened does not bear the number 0: what came before is not in this export.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    reset: 'Show all of the time',
    filter: 'Events of this span',
    more: (count: number) => `and ${number(count)} more`,
    failed: 'failed',
    showAll: (name: string) => `Events of ${name}`,
    legend: { all: 'events', failed: 'failed' },
  },

  name: {
    ask: 'Which HSM is this?',
    why: 'The name of the HSM is nowhere in the events: it was in the name of the log stream, and that is lost. Until you say it, these events stand for themselves. They are never merged with others, however well numbers and times fit: different HSMs bear the same numbers.',
    label: 'Name of the log stream',
    placeholder: 'hsm-abcde123456',
    save: 'Set the name',
    change: 'Change',
    remove: 'Take the name back',
    cancel: 'Cancel',
    setFor: (path: string) => `Name of the stream in ${path}`,
  },

  findings: {
    label: 'Findings',
    query: 'Find findings: words, rule:, severity:, key:, user: …',
    count: (count: number) => counted(count, 'finding'),
    columns: { severity: 'Severity', title: 'What', streams: 'Streams', from: 'When', certain: 'Basis' },
    severities,
    certain: { yes: 'proved', no: 'likely' },
    certainHint: {
      yes: 'The events prove this by themselves.',
      no: 'The events make this likely; they do not prove it.',
    },
    none: 'Nothing was found',
    noneHint:
      'No gap, no failed login, no export and no deletion in what was opened. That says nothing about what was not opened.',
    detail: 'Finding',
    explanation: 'What is proved, what is likely, what else could explain it',
    events: (shown: number, total: number) =>
      shown === total
        ? `Events of it (${number(total)})`
        : `The first ${number(shown)} of its ${events(total)}`,
    span: 'From – to',
    rule: 'Rule',
    users: 'Users',
    keys: 'Keys',
    streams: 'Streams',
    showEvents: 'All events of this time',
  },

  events: {
    label: 'Events',
    query: 'Search events: words, opcode:, key:, user:, stream:, response: …',
    count: events,
    columns: {
      time: 'Time',
      stream: 'Stream',
      seq: 'No.',
      opcode: 'Command',
      user: 'User',
      key: 'Key',
      response: 'Response',
    },
    noStream: 'no name',
    success: 'success',
    none: 'No events',
    noneHint: 'Nothing of what was opened is a log of an HSM. There may be certificates of the cluster.',
    detail: 'Event',
    toTimeline: 'Show on the timeline',
    toFile: (line: number) => `Open in Files, line ${number(line)}`,
    notThere: 'This event is not in the key log: it came twice, or its file is not read as one.',
    whose: 'Whose event it is',
    nobody: 'nobody can be named',
    candidates: (names: readonly string[]) => `May have been: ${names.join(', ')}`,
    acrossGap:
      'A gap lies between the login and this event: numbers are missing, and a logout may be among them.',
    upon: 'The user in the event is the one it was done to; who did it follows from the sessions.',
    fields: 'Fields',
    others: 'Labels that no published reference has',
    follow: (field: string) => `Only events with this ${field}`,
    keyLife: (handle: string) => `Life of key ${handle}`,
    user: (name: string) => `All of ${name}`,
    unknownOpcode: 'No published reference has this command.',
    unknownLogType: 'Not documented.',
    unknownUserType: 'Not documented.',
    words: {
      time: (zone: string) => `Shown in ${zone}; the HSM writes UTC`,
      usecs: 'Microseconds since 1970, the same instant',
      seq: 'Counts the events of the stream from 0. No gaps are expected. Unique only within its stream.',
      reboot: 'Goes up when the HSM’s hardware restarts. Two HSMs may bear the same number.',
      session:
        'Session in which the command ran. Equal handles prove one session; unequal ones prove nothing, and handles are used again.',
      privKey: 'The key, or the private half of a pair. A public key that is deleted alone stands here too.',
      pubKey: 'The public half of a pair. 0 stands for none.',
      noKey: '0 stands for none.',
      user: 'The user that the event is about.',
      stream: 'Log stream: one for each HSM. It is nowhere in the event itself.',
      ok: 'Succeeded',
      failed: 'Failed',
    },
    labels: {
      time: 'Time',
      stream: 'Stream',
      seq: 'Sequence No',
      reboot: 'Reboot counter',
      command: 'Command Type(hex)',
      opcode: 'Opcode',
      session: 'Session Handle',
      response: 'Response',
      logType: 'Log type',
      privKey: 'Priv/Secret Key Handle',
      pubKey: 'Public Key Handle',
      user: 'User Name',
      userType: 'User Type',
      usecs: 'usecs',
    },
  },

  basis,
  shortBasis,

  keys: {
    label: 'Keys',
    query: 'Find keys: key:, kind:, user:, was:exported …',
    count: (count: number) => counted(count, 'key'),
    columns: {
      handle: 'Handle',
      kind: 'Kind',
      made: 'Made',
      madeBy: 'By',
      copies: 'Copies',
      exports: 'Exports',
      destroyed: 'Destroyed',
    },
    kinds: { secret: 'secret', private: 'private', public: 'public', unknown: 'not known' },
    notLogged: 'not in the log',
    none: 'No keys',
    noneHint: 'No event of what was opened names a key.',
    detail: (handle: string) => `Key ${handle}`,
    pair: (handle: string) => `Other half of the pair: key ${handle}`,
    session: 'It ended as only session keys do: such a key lives on one HSM and is never synchronised.',
    made: 'Made',
    imported: 'Imported',
    importedUnder: (keys: string) => `under key ${keys}`,
    exported: 'Exported',
    exportedTimes: (count: number, keys: string) =>
      `${counted(count, 'time')}${keys === '' ? '; under which key is not known' : `, under key ${keys}`}`,
    never: 'never, as far as the log tells',
    copied: 'Copies',
    copies: (count: number) => `${counted(count, 'insertion')} on other HSMs are recorded`,
    copiesNone:
      'None recorded. The service also synchronises without an event: no record does not mean no key.',
    destroyed: 'Destroyed',
    destroyedNot: 'not in the log',
    by: (name: string, how: string) => `by ${name} (${how})`,
    byNobody: 'nobody can be named',
    life: 'Its life across the HSMs',
    picture: (handle: string) => `Life of key ${handle}: one lane for each HSM, steps in the order of time`,
    notToScale: 'In the order of time, not to scale.',
    drawn: (count: number) => `The first ${number(count)} are drawn.`,
    steps: (shown: number, total: number) =>
      shown === total ? events(total) : `The first ${number(shown)} of ${events(total)}`,
    all: 'All events with this handle',
    reused: 'A handle that is used again is another key: that is another row.',
  },
  steps,
  noStream: 'no name',

  users: {
    label: 'Users',
    query: 'Find users: user:, type:, was:deleted …',
    count: (count: number) => counted(count, 'user'),
    columns: {
      name: 'Name',
      type: 'Type',
      created: 'Created',
      deleted: 'Deleted',
      passwordChanges: 'Passwords',
      logins: 'Logins',
      failedLogins: 'Failed',
    },
    none: 'No users',
    noneHint: 'No event of what was opened names a user that is there.',
    detail: 'User',
    createdBy: (time: string, by: string | null) =>
      by === null ? `${time}, by whom is not known` : `${time}, by ${by}`,
    notLogged: 'not in the log',
    notDeleted: 'not, as far as the log tells',
    perStream: 'As each HSM recorded it',
    perStreamHint:
      'Users are kept on each HSM by itself. What is missing on one that was there leaves the cluster out of step.',
    stream: 'Stream',
    passwords: 'Password changes',
    logins: 'Logins',
    failed: 'Failed',
    actions: 'What was done to this user',
    noActions: 'Nothing in the log.',
    sessions: (shown: number, total: number) =>
      shown === total
        ? `Sessions (${number(total)})`
        : `The first ${number(shown)} of ${counted(total, 'session')}`,
    noSessions: 'No login in the log.',
    session: (from: string, to: string) => `${from} – ${to}`,
    open: 'no end in the log',
    ended: { logout: 'logged out', closed: 'connection closed', reboot: 'the HSM restarted' },
    commands: (count: number) => counted(count, 'command'),
    onStreams: (count: number) => `on ${counted(count, 'HSM')}`,
    all: 'All events of this name',
  },

  certificates: {
    label: 'Certificates',
    query: 'Find messages: handle:, opcode:, response: …',
    count: (count: number) => counted(count, 'message'),
    columns: { time: 'Time', opcode: 'Command', handle: 'Object', response: 'Response', stream: 'Stream' },
    none: 'No certificates',
    noneHint:
      'A cluster that stores certificates through PKCS #11 has one more stream, named after the cluster. It is not in what was opened.',
    detail: 'Message',
    attributes: 'Attributes',
    noAttributes: 'none',
    meanings: {
      CreateObject: 'A certificate was stored.',
      DestroyObject: 'A certificate was deleted.',
      SetAttributeValues: 'Attributes of a certificate were set.',
    } as Readonly<Record<string, string>>,
    exact: 'Exact, with all 64 bits.',
  },

  export: {
    label: 'Export',
    events: (format: string, filtered: boolean) =>
      filtered ? `Events that match, as ${format}` : `All events as ${format}`,
    findings: (format: string) => `Findings as ${format}`,
  },

  commands: {
    group: 'Key log',
    query: 'Search in this part',
    part: (part: Part) => `Show ${parts[part].toLowerCase()}`,
    lanes: 'Show or hide the streams',
    zoomReset: 'Streams: show all of the time',
    failed: 'Failed events only',
    exportEvents: (format: string) => `Export events as ${format}`,
    exportFindings: (format: string) => `Export findings as ${format}`,
    nameStream: 'Name the next stream without a name',
    close: 'Close the details',
  },

  step: {
    failed: 'failed',
    by: (name: string) => `by ${name}`,
    gap: 'a gap lies between',
    notShown: 'came twice; the other one is shown',
  },
  toKeyLog: 'Show in the key log',
};
