import { duration } from '../../format/duration';
import { counted, number, percent } from '../../format/number';
import type { LevelName } from '../../views/timeline/types';
import type { ColumnId } from '../../views/timeline/columns';

const records = (count: number): string => counted(count, 'record');

const levels: Record<LevelName, string> = {
  none: 'no level',
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  notice: 'notice',
  warning: 'warning',
  error: 'error',
  critical: 'critical',
  fatal: 'fatal',
};

const columns: Record<ColumnId, string> = {
  time: 'Time',
  level: 'Level',
  source: 'Source',
  host: 'Host',
  file: 'File',
  process: 'Process',
  pid: 'PID',
  component: 'Component',
  opId: 'opID',
  sid: 'SID',
  user: 'User',
  vm: 'VM',
  message: 'Message',
};

/** Interface text of the timeline. */
export const timeline = {
  title: 'Timeline',

  levels,
  shortLevels: {
    none: '',
    trace: 'trace',
    debug: 'debug',
    info: 'info',
    notice: 'notice',
    warning: 'warn',
    error: 'ERROR',
    critical: 'CRIT',
    fatal: 'FATAL',
  } satisfies Record<LevelName, string>,
  columns,

  time: {
    none: 'no time',
    zone: (zone: string) => `Time (${zone})`,
    unsure: {
      stated: '',
      'zone-assumed': 'The log states no zone; UTC is assumed',
      'year-inferred': 'The log states no year; it is inferred',
      inherited: 'No time of its own; taken from the record before',
    },
    unsureMark: { stated: '', 'zone-assumed': 'z?', 'year-inferred': 'y?', inherited: '~' },
  },

  query: {
    label: 'Query',
    placeholder: 'Search all logs: words, field:value, /regex/ …',
    clear: 'Clear the query',
    results: (total: number, all: number) =>
      total === all ? records(total) : `${number(total)} of ${records(all)}`,
    collapsed: 'equal lines once',
    running: (progress: number, elapsed: number) =>
      `Searching ${percent(progress)} · ${duration(elapsed / 1000)}`,
    took: (elapsed: number) => duration(elapsed / 1000),
    announce: (total: number) => `${records(total)} found`,
    order: { asc: 'Oldest first', desc: 'Newest first' },
    collapse: 'Collapse duplicates',
    collapseHint: 'Show lines once that stand in several logs with the same time and message',
    columns: 'Columns',
    goTo: 'Go to time',
    marks: (count: number) => (count === 0 ? 'Marks' : `Marks (${number(count)})`),
  },

  rows: {
    label: 'Log records',
    loading: 'Loading …',
    marked: 'marked',
    lines: (count: number) => `+${number(count - 1)}`,
    linesHint: (count: number) => `${number(count)} lines; details show them all`,
    width: (column: string) => `Width of ${column}`,
  },

  empty: {
    noLogs: 'No logs in this case',
    noLogsHint:
      'What was opened so far holds no log that is known here. The files can be looked at all the same.',
    toFiles: 'Show files',
    loading: 'Reading …',
    loadingHint: 'Records appear here as they are read.',
    searching: 'Searching …',
    nothing: 'Nothing matches',
    nothingHint: (query: string) => `No record matches ${query}`,
    dropTerm: 'Take out the newest term',
    clear: 'Clear the query',
    examples: 'Things to try',
  },

  examples: [
    { query: 'level:>=error', says: 'errors and worse' },
    { query: 'file:vmkernel.log "lost access"', says: 'words in one log' },
    { query: 'process:hostd -level:debug', says: 'one process, without its debug lines' },
    { query: '/scsi.*H:0x[1-9a-f]/', says: 'a regular expression' },
    { query: 'after:-1h level:warning', says: 'from an hour before the selected record' },
  ],

  histogram: {
    label: 'Records over time by level',
    keys: 'Arrow keys move the cursor, Enter goes there, plus and minus zoom, Escape shows all',
    counts: (hits: number, all: number) =>
      hits === all ? records(hits) : `${number(hits)} of ${records(all)}`,
    levelCount: (level: LevelName, count: number) => `${levels[level]} ${number(count)}`,
    reset: 'Show all of the time',
    filter: 'Filter to this range',
  },

  detail: {
    label: 'Record',
    close: 'Close',
    resize: 'Size of the pane',
    loading: 'Loading …',
    message: 'Message',
    raw: 'As it stands in the file',
    rawCut: 'Cut after 1 MiB',
    neighbours: 'Around it in its file',
    fields: 'Fields',
    follow: (field: string) => `Follow this ${field}`,
    exclude: (field: string) => `Exclude this ${field}`,
    copy: (field: string) => `Copy ${field}`,
    copied: 'Copied',
    copyHere: 'Select and copy',
    more: (left: number) => `Show more (${number(left)} characters left)`,
    openFile: 'Open in Files',
    place: (line: number, lines: number) =>
      lines > 1 ? `lines ${number(line)}–${number(line + lines - 1)}` : `line ${number(line)}`,
    format: 'Format',
    hidden: 'The query does not match this record',
    operation: 'Same operation',
    back: 'Back to the query before',
  },

  marks: {
    label: 'Marks',
    add: 'Mark',
    remove: 'Remove mark',
    note: 'Note',
    notePlaceholder: 'What is it about this record?',
    saved: 'Saved',
    none: 'No marks yet',
    noneHint: 'Press m on a record, or write a note in its details.',
    removed: 'Mark removed',
    undo: 'Undo',
    goTo: 'Go to the record',
  },

  columnChooser: {
    earlier: (column: string) => `Move ${column} left`,
    later: (column: string) => `Move ${column} right`,
    reset: 'Back to the usual columns',
  },

  goTo: {
    label: 'Go to time',
    hint: (zone: string) => `14:05, 2026-03-01 14:05:30, +10m, -1h30m (${zone})`,
    go: 'Go',
    cancel: 'Cancel',
    wrong: 'Not understood as a time',
    leadsTo: (time: string) => `→ ${time}`,
  },

  noOperation: 'This record names no operation',
  noFurther: {
    error: { next: 'No further error', previous: 'No earlier error' },
    warning: { next: 'No further warning or error', previous: 'No earlier warning or error' },
  },

  commands: {
    group: 'Timeline',
    query: 'Search',
    nextHit: 'Next hit',
    previousHit: 'Previous hit',
    nextError: 'Next error or worse',
    previousError: 'Previous error or worse',
    nextWarning: 'Next warning or worse',
    previousWarning: 'Previous warning or worse',
    down: 'Next row',
    up: 'Previous row',
    pageDown: 'Page down',
    pageUp: 'Page up',
    first: 'First row',
    last: 'Last row',
    operation: 'Same operation (opID); again: back',
    mark: 'Mark or unmark',
    marks: 'List of marks',
    detail: 'Details',
    back: 'Close or go back',
    goTo: 'Go to time',
    columns: 'Choose columns',
    export: 'Export records …',
    reverse: 'Reverse the order',
    collapse: 'Collapse duplicates',
    copy: 'Copy the record',
    openFile: 'Open in Files at this line',
    clear: 'Clear the query',
    zoomIn: 'Histogram: zoom in',
    zoomOut: 'Histogram: zoom out',
    zoomReset: 'Histogram: show all',
    filterRange: 'Filter to the range of the histogram',
  },
};
