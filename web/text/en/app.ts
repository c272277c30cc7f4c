import { bytes, rate } from '../../format/bytes';
import { duration } from '../../format/duration';
import { counted, number, percent } from '../../format/number';

/** Interface text of the frame around the views. */
export const app = {
  product: 'Bundlescope',
  title: (caseName: string | null) => (caseName ? `${caseName} – Bundlescope` : 'Bundlescope'),
  starting: 'Starting…',
  skip: 'Skip to the content',

  views: 'Views',
  caseName: 'Name of the case',
  renameCase: 'Rename case',
  closeCase: 'Close case',
  addFiles: 'Add files…',
  addFolder: 'Add folder…',
  menu: 'More',

  drop: 'Drop to open',
  dropMore: 'Drop to add to this case',
  dropHint: 'Bundles, archives, folders, single logs. Nothing leaves this browser.',

  loading: {
    title: 'Sources',
    reading: (share: number | null) => (share === null ? 'Reading' : `Reading ${percent(share)}`),
    summary: (share: number, left: number | null) =>
      left === null ? percent(share) : `${percent(share)} · ${duration(left)} left`,
    button: (running: number) => `${counted(running, 'source')} being read. Show details`,
    done: 'Read',
    storing: (share: number) => `Storing ${percent(share)}`,
    storingBytes: (stored: number, total: number) => `Storing: ${bytes(stored)} of ${bytes(total)}`,
    stored: 'Stored in this browser',
    storeFailed: (why: string | null) => `Not stored${why ? `: ${why}` : ''}`,
    storeFailedShort: 'Not stored',
    storedShort: 'Stored',
    phase: {
      waiting: 'Waiting',
      reading: 'Reading',
      indexing: 'Indexing',
      done: 'Done',
      cancelled: 'Cancelled',
      failed: 'Failed',
    },
    bytesOf: (read: number, total: number) => `${bytes(read)} of ${bytes(total)}`,
    rate: (value: number) => rate(value),
    left: (seconds: number) => `${duration(seconds)} left`,
    found: (entries: number, records: number) => `${counted(entries, 'file')}, ${counted(records, 'record')}`,
    cancel: 'Cancel',
    cancelOne: (name: string) => `Cancel reading ${name}`,
    cancelAll: 'Cancel all',
  },

  zone: {
    button: (zone: string) => `Time zone: ${zone}`,
    title: 'Time zone',
    search: 'Search zones',
    utc: 'UTC',
    browser: (zone: string) => `${zone} (this browser)`,
    none: 'No such zone',
    count: (shown: number, all: number) =>
      shown === all ? counted(all, 'zone') : `${number(shown)} of ${counted(all, 'zone')}`,
  },

  theme: {
    title: 'Theme',
    auto: 'Like the system',
    light: 'Light',
    dark: 'Dark',
    button: (theme: string) => `Theme: ${theme}`,
  },

  palette: {
    title: 'Commands',
    button: 'Commands',
    search: 'Type a command',
    none: 'No command matches',
    count: (shown: number) => counted(shown, 'command'),
  },

  help: {
    title: 'Keyboard',
    close: 'Close',
    note: 'Every command is in the palette too.',
  },

  notices: 'Messages',
  dismiss: 'Dismiss',
  error: 'Error',

  groups: { general: 'General', case: 'Case', view: 'View', time: 'Time' },
  commands: {
    palette: 'Command palette',
    help: 'Keyboard help',
    openFiles: 'Open files…',
    openFolder: 'Open folder…',
    openSample: 'Open the sample',
    rename: 'Rename case',
    close: 'Close case',
    cancel: 'Cancel reading',
    progress: 'Show the progress of reading',
    show: (view: string) => `Go to ${view}`,
    themeAuto: 'Theme like the system',
    themeLight: 'Light theme',
    themeDark: 'Dark theme',
    zoneUtc: 'Times in UTC',
    zoneBrowser: (zone: string) => `Times in ${zone}`,
    zoneOther: 'Choose time zone…',
  },

  restarted: (reason: string) => `The engine stopped (${reason}) and was started again.`,
  restartedStored: (reason: string) =>
    `The engine stopped (${reason}). It was started again, and the case was loaded from this browser's storage.`,
  restartedAgain: (reason: string) =>
    `The engine stopped (${reason}). It was started again, and the same files are being read once more.`,
  broken: {
    title: 'The engine stopped twice within a minute',
    why: (reason: string) => `Last reason: ${reason}.`,
    what: 'What was stored is kept. The files themselves were only read, never changed.',
    again: 'Try again',
  },
};
