/**
 * The fields of one event. An event is a list of `label : value`; values hold colons themselves, so the labels
 * are what is looked for. Between label and colon stand any blanks and tabs, behind the colon at most one blank.
 */

/** Labels of all generations of the hardware that are documented, without what only a line of its own can tell. */
const LABELS = [
  'Time',
  'Version No',
  'Sequence No',
  'Reboot counter',
  'Opcode',
  'Command Type(hex)',
  'User id',
  'Session Handle',
  'Response',
  'Log type',
  'Priv/Secret Key Handle',
  'Public Key Handle',
  'Key Handle',
  'User Name',
  'User Type',
  'local time',
  'host time',
  'propagation delay',
  'Mechanism',
  'Target User Name',
  'Target User Type',
  'Target User id',
  'Mfa enabled',
  'Operation',
  'Number of Users',
  'UserIDs',
] as const;

const KNOWN_NAMES: ReadonlySet<string> = new Set(LABELS);

/** In one line a label stands behind a blank; of two that end alike the longer one is tried first. */
const KNOWN = new RegExp(
  `(?:^|[ \\t])(${[...LABELS]
    .sort((a, b) => b.length - a.length)
    .map((label) => label.replace(/[()/]/g, '\\$&'))
    .join('|')})[ \\t]*:[ \\t]?`,
  'g',
);

/** A value that says where it ends: `NAME (n)`, a number. What stands behind it has labels of its own. */
const CLOSED = /^(?:[A-Za-z_]\w* \((?:0x)?[0-9a-fA-F]+\)|0x[0-9a-fA-F]+|\d+)(?=[ \t])/;
/** An unknown label with its value, `NAME (n)` or one word. */
const UNKNOWN = /[ \t]*([^\s:][^:]{0,60}?)[ \t]*:[ \t]?(\S+(?: \([0-9a-fA-Fx]+\))?)/y;

/** Labels whose value ends by itself. Names and texts of responses may hold anything. */
const OPEN = new Set(['Time', 'Response', 'User Name', 'Target User Name']);

/**
 * Label and value of every field of an event, in their order; of a label that comes twice the first counts.
 * @param text the event from `Time` on, in one line or with a line for every label
 */
export function eventFields(text: string): Map<string, string> {
  const body = (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).trimEnd();
  return body.includes('\n') ? fieldsByLine(body) : fieldsInLine(body);
}

function fieldsByLine(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last: string | null = null;
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).trimEnd();
    at = end < 0 ? text.length : end + 1;
    const colon = line.indexOf(':');
    if (colon > 0) {
      last = line.slice(0, colon).trim();
      if (mayHoldMore(line, colon, last)) fieldsInLine(line.trim(), fields);
      else if (!fields.has(last)) fields.set(last, valueOf(line, colon));
    } else if (line !== '' && last !== null && fields.has(last)) {
      fields.set(last, `${fields.get(last)!} ${line.trim()}`);
    }
  }
  return fields;
}

/** Whether a line may hold further labels: a message that was squeezed only in part. Names may hold anything. */
function mayHoldMore(line: string, colon: number, label: string): boolean {
  if (!KNOWN_NAMES.has(label)) return false;
  if (label === 'Time') return !/\busecs?:[ \t]*\d*$/.test(line);
  return !OPEN.has(label) && line.indexOf(':', colon + 1) > 0;
}

/** What stands behind the colon and at most one blank. */
function valueOf(line: string, colon: number): string {
  const first = line[colon + 1];
  return line.slice(colon + (first === ' ' || first === '\t' ? 2 : 1));
}

function fieldsInLine(line: string, fields = new Map<string, string>()): Map<string, string> {
  let label: string | null = null;
  let from = 0;
  const here = new Set<string>();
  KNOWN.lastIndex = 0;
  for (let match = KNOWN.exec(line); match; match = KNOWN.exec(line)) {
    const next = match[1]!;
    // A label that was there already is part of a value: names may hold anything.
    if (here.has(next)) continue;
    here.add(next);
    if (label === null) unknownFields(line.slice(0, match.index), fields);
    else setValue(fields, label, line.slice(from, match.index));
    label = next;
    from = KNOWN.lastIndex;
  }
  if (label === null) unknownFields(line, fields);
  else setValue(fields, label, line.slice(from));
  return fields;
}

function setValue(fields: Map<string, string>, label: string, text: string): void {
  const value = text.trimEnd();
  const closed = OPEN.has(label) ? null : CLOSED.exec(value);
  if (!fields.has(label)) fields.set(label, closed ? closed[0] : value);
  if (closed) unknownFields(value.slice(closed[0].length), fields);
}

/** Labels that nobody has documented, with what stands behind each. */
function unknownFields(text: string, fields: Map<string, string>): void {
  UNKNOWN.lastIndex = 0;
  for (let match = UNKNOWN.exec(text); match; match = UNKNOWN.exec(text)) {
    const [, label = '', value = ''] = match;
    if (!fields.has(label)) fields.set(label, value);
  }
}
