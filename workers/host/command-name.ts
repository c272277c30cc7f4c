/** Longest name, the extension included. */
const LONGEST = 100;

/** The name a command's output gets: `localcli vm process list` → `localcli_vm-process-list.txt`. */
export function commandFileName(command: string, extension = 'txt'): string {
  const [program = '', ...words] = splitWords(command);
  const base = program.slice(program.lastIndexOf('/') + 1);
  const args = words.join('-').replace(/[^()\-_0-9A-Za-z]/g, '');
  const name = args === '' ? base : `${base}_${args}`;
  const full = `${name}.${extension}`;
  if (full.length <= LONGEST) return full;
  const end = `[...].${extension}`;
  return name.slice(0, LONGEST - end.length) + end;
}

function splitWords(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, one, two, plain]) => one ?? two ?? plain ?? '',
  );
}
