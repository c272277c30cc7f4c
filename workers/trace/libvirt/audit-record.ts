/** One record of Linux's audit.log, raw as the audit daemon writes it or as `ausearch -i` shows it. */
export interface AuditRecord {
  /** `VIRT_CONTROL`, `USER_LOGIN` … */
  type: string;
  /** Of `node=` in front. */
  node: string | null;
  /** Ties the records of one event, together with the time. */
  serial: string;
  /** Seconds since 1970 in the record: its time is UTC. `ausearch -i` shows local time instead. */
  raw: boolean;
  /** What the kernel says: pid, uid, auid, ses … */
  kernel: Map<string, string>;
  /** What the program says between `msg='` and `'`, decoded; of a key that comes twice the last. */
  body: Map<string, string>;
  /** Names that an enriched log adds: `AUID`, `UID` … */
  names: Map<string, string>;
}

/** Longer records are cut: the kernel's own limit is below. */
const LONGEST = 64 * 1024;
/** Fields of one record. */
const MOST_FIELDS = 1_000;

const HEAD = /^(?:node=(\S+) )?type=(\S+) msg=audit\(([^()]{1,64}):(\d{1,20})\)\s*: ?/;
/** Between a record and the names that enriching adds. */
const ENRICHED = '\x1d';

export function parseAuditRecord(message: string): AuditRecord | null {
  const text = message.slice(0, LONGEST);
  const head = HEAD.exec(text);
  if (!head) return null;
  const raw = /^\d+\.\d+$/.test(head[3]!);
  const split = text.indexOf(ENRICHED);
  const line = split < 0 ? text.slice(head[0].length) : text.slice(head[0].length, split);
  const from = bodyStart(line);
  const bodyText = from < 0 ? '' : line.slice(from, bodyEnd(line, from));
  return {
    type: head[2]!,
    node: head[1] ?? null,
    serial: head[4]!,
    raw,
    kernel: fields(from < 0 ? line : line.slice(0, from), raw),
    body: fields(bodyText, raw),
    names: split < 0 ? new Map() : fields(text.slice(split + 1), raw),
  };
}

function bodyStart(line: string): number {
  const at = line.indexOf(`msg='`);
  return at < 0 ? -1 : at + `msg='`.length;
}

function bodyEnd(line: string, from: number): number {
  const end = line.lastIndexOf(`'`);
  return end < from ? line.length : end;
}

const KEY = /(?:^|[\s,])([A-Za-z][\w-]{0,40})=/g;

/**
 * `key=value` pairs. A value without quotes runs to the next key, because `ausearch -i` shows names with blanks
 * without quotes. Of a key that comes twice the last counts: programs put untrusted ones in front.
 */
export function fields(text: string, raw: boolean): Map<string, string> {
  const found = new Map<string, string>();
  KEY.lastIndex = 0;
  for (let n = 0; n < MOST_FIELDS; n++) {
    const key = KEY.exec(text);
    if (!key) break;
    const at = key.index + key[0].length;
    if (text[at] === '"') {
      const end = text.indexOf('"', at + 1);
      const to = end < 0 ? text.length : end;
      found.set(key[1]!, text.slice(at + 1, to));
      KEY.lastIndex = to;
      continue;
    }
    KEY.lastIndex = at;
    const next = KEY.exec(text);
    const value = text.slice(at, next ? next.index : text.length).trim();
    found.set(key[1]!, raw ? unhexed(key[1]!, value) : value);
    KEY.lastIndex = next ? next.index : text.length;
  }
  return found;
}

/** Keys whose value the audit library writes in hexadecimal when it holds a blank, a quote or a control character. */
const UNTRUSTED = /^(vm|acct|exe|comm|cmd|cgroup|path|device|proctitle|a\d+|(?:old|new)-[a-z]+)$/;

function unhexed(key: string, value: string): string {
  if (!UNTRUSTED.test(key) || value.length % 2 === 1 || !/^[0-9A-F]{2,}$/.test(value)) return value;
  // Numbers of a resource stand without quotes too.
  if (/^(old|new)-(mem|vcpu|iothread)$/.test(key)) return value;
  const bytes = Uint8Array.from({ length: value.length / 2 }, (_, i) =>
    Number.parseInt(value.slice(2 * i, 2 * i + 2), 16),
  );
  return new TextDecoder().decode(bytes);
}

/** Names of nobody: `?`, unset login ids. */
export function known(value: string | undefined): string | null {
  if (value === undefined || /^(\?|unset|4294967295|-1|\(null\)|)$/.test(value)) return null;
  return value;
}
