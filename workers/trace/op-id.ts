/** Groups looked at; each layer appends one or two. */
const MOST_GROUPS = 16;
/** First groups that name a program, not an operation: those of one program are no family. */
const PROGRAM = /^(vim-cmd|esxcli|esxui|HB-host|SWI|PollQuickStatsLoop|WFU|sps-Main|vsan|hostd)(-|$)/i;

/**
 * Ids that an operation id may have been made from, the longest first: each hop from vCenter to the host appends groups
 * (`58B46869-0000005E` becomes `58B46869-0000005E-46-3d-df-5944`). None of ids that begin with a program's name.
 */
export function familyOpIds(opId: string): string[] {
  if (PROGRAM.test(opId)) return [];
  const ancestors: string[] = [];
  let end = opId.lastIndexOf('-');
  for (let i = 0; i < MOST_GROUPS && end > 0; i++) {
    ancestors.push(opId.slice(0, end));
    end = opId.lastIndexOf('-', end - 1);
  }
  return ancestors;
}
