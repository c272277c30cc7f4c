import { isGeneric } from '../full-names';
import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

const FILES =
  /^etc\/(?:motd|issue(?:\.net)?|(?:ssh\/)?(?:ssh)?d?_?banner(?:\.txt)?)$|^commands\/(?:\d+\.)?(?:local|esx)cli_system-welcomemsg-get\.txt$/;
/** What ESXi and the appliances show by themselves. */
const SHIPPED =
  /time and date of this login|commands run on the ESXi shell|in support bundles|passwords directly on the command|tools can prompt for secrets|accept them from standard input|VMware offers|sysadmintools|Shell can be disabled|vSphere Security|^(?:warning|notice|attention|welcome)\W*$|^VMware (?:vCenter|Photon|ESXi)|Photon OS|^Type: |\\[lnrsmv]\b/i;
/** Shorter ones say nothing, and stand everywhere. */
const SHORTEST = 8;
const LONGEST = 200;
const MOST_LINES = 200;

/** Lines of the texts that are shown before and behind a login: those that somebody wrote are confidential wherever they stand. */
export const road: NameRoad = {
  id: 'banners',
  files: [
    {
      wants: (path) => FILES.test(path),
      maxBytes: 64 * 1024,
      read(text, names) {
        for (const line of text.split('\n').slice(0, MOST_LINES)) takeLine(line, names);
      },
    },
  ],
  samples: [
    {
      path: 'etc/motd',
      content: `is powered off\n** Task Completed **\nThe time and date of this login have been sent to the system logs.\n\nWARNING:\n   All commands run on the ESXi shell are logged and may be included in\n   support bundles. Do not provide passwords directly on the command line.\n*** Property of Quux Retail, Quuxburg ***\n****************\n${'Quux and more '.repeat(20)}\n`,
      finds: [
        ['free-text', 'Property of Quux Retail, Quuxburg'],
        ['free-text', `${'Quux and more '.repeat(14)}Quux`],
        ['free-text', `and more ${'Quux and more '.repeat(5).trim()}`],
      ],
      leaves: [
        'is powered off',
        'Task Completed',
        'WARNING:',
        'WARNING',
        'The time and date of this login have been sent to the system logs.',
      ],
    },
    {
      path: 'etc/issue',
      content: 'Authorised users of Quux only. Calls are logged: +49 30 555 0177\n',
      finds: [['free-text', 'Authorised users of Quux only. Calls are logged: +49 30 555 0177']],
    },
    {
      path: 'commands/localcli_system-welcomemsg-get.txt',
      content: 'Call Quentin of the night shift\n',
      finds: [['free-text', 'Call Quentin of the night shift']],
    },
  ],
};

/** A line without the signs around it; a long one in pieces that end with a word. */
function takeLine(line: string, names: NameList): void {
  if (SHIPPED.test(line)) return;
  let rest = line.replace(/^[^\p{L}\p{N}+]+|[^\p{L}\p{N}]+$/gu, '');
  while (rest.length >= SHORTEST) {
    const cut = rest.length <= LONGEST ? rest.length : rest.lastIndexOf(' ', LONGEST);
    const piece = rest.slice(0, cut > 0 ? cut : LONGEST);
    if (!isGeneric(piece)) names.add('free-text', piece);
    rest = rest.slice(piece.length).trimStart();
  }
}
