import { bytes } from '../../format/bytes';
import { counted, number, percent } from '../../format/number';

const listed = (names: readonly string[]): string =>
  names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${number(names.length - 3)} more` : '');

const SAYS_WHAT_TO_DO: ReadonlySet<string> = new Set([
  'case-changed',
  'not-a-case-file',
  'case-file-version',
  'other-bundle',
]);

/** What a notice about an attached case file tells. */
export interface AttachedWords {
  marks: number;
  notesJoined: number;
  marksMissing: number;
  /** Names of bundles of the file that are not open. */
  missing: readonly string[];
  /** Rules with other findings. */
  added: readonly string[];
  gone: readonly string[];
}

/** Interface text of reports and case files. */
export const reports = {
  commands: {
    group: 'Case',
    report: 'Save report',
    caseFile: 'Save case file',
    attach: 'Attach case file…',
  },
  working: (share: number | null) => (share === null ? 'Working…' : `Working, ${percent(share)}`),
  cancel: 'Cancel',
  cancelled: 'Cancelled.',
  failed: 'This did not work.',
  /** What to do about it, where its message does not say so. */
  todo: (code: string) =>
    SAYS_WHAT_TO_DO.has(code) ? '' : 'Try again; if it fails again, open the bundle again.',
  saved: (name: string, size: number) => `Saved as ${name} (${bytes(size)}).`,

  report: {
    title: 'Report',
    what: 'One HTML file that anyone can read and print, without Bundlescope and without a network.',
    holds: [
      'what was opened, with SHA-256; host facts, each with its file',
      'which logs cover which time, and where nothing was logged',
      'findings with cause, remedy and evidence; who did what; events of HSMs',
      'marks and notes with their lines; warnings; query, time zone and version',
    ],
    content:
      'It quotes lines of logs as they are: names, addresses and whatever else they say. To hand over less, build a redacted package and make the report of that.',
    visit: 'What was opened out of encrypted dumps is not in it.',
    save: 'Save report',
    zone: (zone: string) => `Times will be in ${zone}, as the page shows them now.`,
    name: 'report.html',
  },

  caseFile: {
    title: 'Case file',
    what: 'Your marks, notes, queries and view as a small file. Whoever opens the same bundle attaches it and sees the case as you do.',
    holds:
      'No line of a log and no key is in it: bundles are told by their SHA-256, lines by file and number, findings by rule. It does name bundles and files, and your notes and queries stand in it as you wrote them.',
    visit: 'Marks on what was opened out of encrypted dumps are left out.',
    save: 'Save case file',
    attach: 'Attach case file…',
    attachHint: 'Or drop one on the page. Your own notes stay: a line that both have a note on gets both.',
    name: 'case.json',
    attached: 'Attached last',
    attachedMarks: (marks: number, joined: number) =>
      `${counted(marks, 'mark')} taken over${joined > 0 ? `, ${counted(joined, 'note')} joined with yours` : ''}.`,
    missing: (count: number) => `${counted(count, 'bundle')} of the file not open here:`,
    missingSource: (name: string, size: number, sha256: string) =>
      `${name} (${bytes(size)}, SHA-256 ${sha256})`,
    marksMissing: (count: number) =>
      `${counted(count, 'mark')} whose line is not here${count > 20 ? ', the first of them' : ''}:`,
    place: (file: string, line: number) => `${file}:${line}`,
    otherFindings:
      'Findings here are others than in the file: it was made by another version of the rules, or with other bundles open.',
    added: (rules: readonly string[]) => `Only here: ${rules.join(', ')}`,
    gone: (rules: readonly string[]) => `Only in the file: ${rules.join(', ')}`,
    sameFindings: 'Findings are the same here as in the file.',
    undo: 'Undo',
    undone: 'The case file was taken back.',
  },

  /** The notice after attaching. */
  attached: ({ marks, notesJoined, marksMissing, missing, added, gone }: AttachedWords): string =>
    [
      `Case file attached: ${counted(marks, 'mark')}, queries and view taken over.`,
      notesJoined > 0 && `${counted(notesJoined, 'note was', 'notes were')} joined with yours.`,
      marksMissing > 0 && `${counted(marksMissing, 'mark is', 'marks are')} about lines that are not here.`,
      missing.length > 0 && `Not open here: ${listed(missing)}.`,
      added.length + gone.length > 0 &&
        `Findings differ from the file’s: ${[
          added.length > 0 && `only here ${listed(added)}`,
          gone.length > 0 && `only there ${listed(gone)}`,
        ]
          .filter(Boolean)
          .join('; ')}.`,
    ]
      .filter(Boolean)
      .join(' '),
};
