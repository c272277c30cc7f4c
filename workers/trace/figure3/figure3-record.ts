/**
 * The record form of the paper's figure 3: eight keys in a fixed order between brackets, behind the head that Log4J
 * writes. `;` is both the separator of keys and of values, and there is no escape.
 */

/** Keys in their order. */
const KEYS = ['STR', 'END', 'OPR', 'USR', 'HST', 'BEF', 'AFT', 'RST'] as const;
type Key = (typeof KEYS)[number];

export interface Figure3Record {
  /** `2010-08-03T15:52:42.240`, without a zone as in the form; null where the log has nothing. */
  start: string | null;
  end: string | null;
  operation: string;
  user: string;
  host: string;
  before: string[];
  after: string[];
  /** As written: `OK`, or nothing. */
  result: string;
}

/** Longer texts are no records. */
const LONGEST = 64 * 1024;

/** Reads `[STR=…;RST=OK]`; null when a key is missing or out of order. */
export function parseFigure3(text: string): Figure3Record | null {
  const line = text.trimEnd();
  const from = line.indexOf('[STR=');
  if (from < 0 || !line.endsWith(']') || line.length > LONGEST) return null;
  const values = valuesByKey(line.slice(from + 1, -1));
  if (!values) return null;
  const start = timeOf(values.STR);
  const end = timeOf(values.END);
  if (start === undefined || end === undefined || values.OPR === '') return null;
  return {
    start,
    end,
    operation: values.OPR,
    user: values.USR,
    host: values.HST,
    before: parts(values.BEF),
    after: parts(values.AFT),
    result: values.RST,
  };
}

// A value holds `;`, so the keys are looked for in their order. The figure leaves out the `;` behind an empty AFT.
function valuesByKey(body: string): Record<Key, string> | null {
  const values = {} as Record<Key, string>;
  const last = body.lastIndexOf(';RST=');
  const quirk = last < 0 ? body.indexOf(';AFT=RST=') : -1;
  if (last < 0 && quirk < 0) return null;
  const rst = last < 0 ? quirk + ';AFT='.length : last + 1;
  let at = 'STR='.length;
  for (let i = 0; i < KEYS.length - 1; i++) {
    const key = KEYS[i + 1]!;
    const next = key === 'RST' ? rst : body.indexOf(`;${key}=`, at) + 1;
    if (next === 0 || next < at || next > rst) return null;
    values[KEYS[i]!] = withoutSeparator(body.slice(at, next));
    at = next + key.length + 1;
  }
  values.RST = withoutSeparator(body.slice(at));
  return values;
}

function withoutSeparator(value: string): string {
  return value.endsWith(';') ? value.slice(0, -1) : value;
}

function parts(value: string): string[] {
  return value === '' ? [] : value.split(';');
}

const TIME = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) (\d{3})$/;

// Null for an empty text, undefined for one that is no time.
function timeOf(text: string): string | null | undefined {
  if (text === '') return null;
  const found = TIME.exec(text);
  return found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}.${found[5]}` : undefined;
}

/** Writes `[STR=…;AFT=;RST=…]`, with the separator that the figure lacks. Times are ISO without a zone. */
export function figure3Text(record: Figure3Record): string {
  const { start, end, operation, user, host, before, after, result } = record;
  const values: Record<Key, string> = {
    STR: timeText(start),
    END: timeText(end),
    OPR: operation,
    USR: user,
    HST: host,
    BEF: before.join(';'),
    AFT: after.join(';'),
    RST: result,
  };
  return `[${KEYS.map((key) => `${key}=${values[key]}`).join(';')}]`;
}

function timeText(iso: string | null): string {
  if (iso === null) return '';
  const [date = '', time = ''] = iso.slice(0, 23).split('T');
  return `${date.replaceAll('-', '/')} ${time.slice(0, 8)} ${time.slice(9).padEnd(3, '0')}`;
}
