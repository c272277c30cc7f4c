/** A value that an event of a reconfiguration says was changed, added or deleted. */
interface ChangedValue {
  /** As in `config.hardware.numCPU`. */
  name: string;
  before: string | null;
  after: string | null;
}

/** What a reconfiguration changed, by kind of operation: values before and after, without the VM's name. */
export interface Reconfiguration {
  kind: string;
  before: string[];
  after: string[];
}

/** Most values read of one event. */
const MOST_VALUES = 1_000;
/** Longest value kept: device blocks are dumped whole. */
const MAX_VALUE = 200;
const SECTION = /(Modified|Added|Deleted):/g;
/** What every reconfiguration changes by itself. */
const BOOKKEEPING = /^config\.(changeVersion|modified|createDate|vmxConfigChecksum|files\.|datastoreUrl)/;

/**
 * What stands behind `Modified:`, `Added:` and `Deleted:` in the text of a VmReconfiguredEvent: `name: before -> after;`
 * items, on lines or, in the stream, one behind another. One entry for each kind that changed; values keep the unit of
 * the source (MB, KB). Empty when the text has no such list.
 */
export function reconfigurations(text: string): Reconfiguration[] {
  const sections = [...text.matchAll(SECTION)];
  const values: ChangedValue[] = [];
  for (const [i, section] of sections.entries()) {
    const from = section.index + section[0].length;
    for (const item of itemsOf(text.slice(from, sections[i + 1]?.index))) {
      if (values.length >= MOST_VALUES) break;
      const value = changedValue(item, section[1]!);
      if (value && !BOOKKEEPING.test(value.name)) values.push(value);
    }
  }
  const byKind = new Map<string, ChangedValue[]>();
  for (const value of values) {
    const kind = kindOf(value);
    const same = byKind.get(kind);
    if (same) same.push(value);
    else byKind.set(kind, [value]);
  }
  // What else changed makes no record beside kinds that say more.
  if (byKind.size > 1) byKind.delete('ModifyVM');
  return [...byKind].map(([kind, changed]) => ({ kind, ...written(kind, changed) }));
}

/** Items end in `;` outside of brackets and quotes. */
function itemsOf(section: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < section.length; i++) {
    const char = section[i]!;
    if (char === '"' && section[i - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (char === '(' || char === '{') depth++;
    else if (char === ')' || char === '}') depth = Math.max(0, depth - 1);
    else if (char === ';' && depth === 0) {
      items.push(section.slice(from, i).trim());
      from = i + 1;
    }
  }
  const last = section.slice(from).trim();
  return last === '' ? items : [...items, last];
}

function changedValue(item: string, section: string): ChangedValue | null {
  const colon = item.indexOf(': ');
  const name = item.slice(0, colon).trim();
  if (colon <= 0 || name === '' || name.length > MAX_VALUE) return null;
  const value = item.slice(colon + 2).trim();
  if (section === 'Added') return { name, before: null, after: value };
  if (section === 'Deleted') return { name, before: value, after: null };
  const arrow = value.indexOf(' -> ');
  if (arrow < 0) return null;
  return { name, before: value.slice(0, arrow), after: value.slice(arrow + 4) };
}

function kindOf({ name, before, after }: ChangedValue): string {
  if (/^config\.hardware\.(numCPU|numCoresPerSocket)|^config\.cpu/.test(name)) return 'ModifyCPU';
  if (/^config\.hardware\.memoryMB|^config\.memory/.test(name)) return 'ModifyMemory';
  if (name === 'config.name') return 'RenameVM';
  if (name.startsWith('config.keyId')) {
    if (isUnset(before)) return 'EncryptVM';
    return isUnset(after) ? 'DecryptVM' : 'ReencryptVM';
  }
  if (!name.startsWith('config.hardware.device')) return 'ModifyVM';
  return /capacityIn|VirtualDisk|diskMode|fileName/.test(`${name} ${before ?? ''} ${after ?? ''}`)
    ? 'ModifyDisk'
    : 'ModifyDevice';
}

function isUnset(value: string | null): boolean {
  return value === null || value === '<unset>' || value === 'null' || value === '';
}

/** The value that the kind is about alone, as figure 3 writes it; others with their names. */
const MAIN: Readonly<Record<string, RegExp>> = {
  ModifyCPU: /numCPU$/,
  ModifyMemory: /memoryMB$/,
  ModifyDisk: /capacityIn\w+$/,
  RenameVM: /name$/,
};

function written(kind: string, changed: readonly ChangedValue[]): { before: string[]; after: string[] } {
  const main = changed.find(({ name }) => MAIN[kind]?.test(name));
  const before: string[] = [];
  const after: string[] = [];
  const ordered = main ? [main, ...changed.filter((value) => value !== main)] : changed;
  for (const value of ordered) {
    const named = (text: string) => shortened(value === main ? text : `${value.name}=${text}`);
    if (value.before !== null) before.push(named(value.before));
    if (value.after !== null) after.push(named(value.after));
  }
  return { before, after };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= MAX_VALUE ? line : `${line.slice(0, MAX_VALUE)}…`;
}
