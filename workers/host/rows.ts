/** One entry of a command's output: names in lower case without blanks and signs (`worldid`) to values. */
export type Row = Record<string, string>;

/**
 * The entries of what `esxcli`, `localcli` or `esxcfg-…` printed, in whichever form it was stored:
 *
 * - JSON (`json/…`): an array of objects, or one object;
 * - a table: names, a line of dashes below them, rows;
 * - blocks: a line with the entry's name (localcli puts a colon behind it), then indented `Name: value` lines.
 *
 * A block's own name is under ''. Anything else has no rows.
 */
export function rowsOf(path: string, text: string): Row[] {
  if (path.endsWith('.json')) return jsonRows(text);
  const lines = text.split(/\r?\n/);
  const ruler = lines.findIndex((line) => /^-+(?: +-+)*\s*$/.test(line));
  return ruler > 0 ? tableRows(lines, ruler) : blockRows(lines);
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function jsonRows(text: string): Row[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const entries: unknown[] = Array.isArray(json) ? json : [json];
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return [];
    const row: Row = {};
    for (const [name, value] of Object.entries(entry)) {
      const values: unknown[] = Array.isArray(value) ? value : [value];
      const plain = values.filter((part) => ['string', 'number', 'boolean'].includes(typeof part));
      row[keyOf(name)] = plain.join(', ');
    }
    return [row];
  });
}

interface Column {
  key: string;
  from: number;
  to: number;
}

/** The line of dashes says where the columns are. */
function tableRows(lines: string[], ruler: number): Row[] {
  const columns: Column[] = [...lines[ruler]!.matchAll(/-+/g)].map(({ index, 0: dashes }) => ({
    key: keyOf(lines[ruler - 1]!.slice(index, index + dashes.length)),
    from: index,
    to: index + dashes.length,
  }));
  return lines.slice(ruler + 1).flatMap((line) => {
    const cells = line.trim() ? cellsOf(line, columns) : null;
    return cells ? [Object.fromEntries(columns.map(({ key }, index) => [key, cells[index]!]))] : [];
  });
}

function cellsOf(line: string, columns: Column[]): string[] | null {
  const cells = cellsAt(line, columns);
  if (cells) return cells;
  // padded by bytes: each character moves what follows by its length in UTF-8
  const bytes = cellsAt(
    line.replace(/\P{ASCII}/gu, (char) => char + FILLER.repeat(utf8Length(char) - char.length)),
    columns,
  );
  if (bytes) return bytes.map((cell) => cell.replaceAll(FILLER, ''));
  const words = line.trim().split(/ {2,}/);
  return words.length === columns.length ? words : null;
}

/** A character that no output holds. */
const FILLER = '\uffff';

function utf8Length(char: string): number {
  const code = char.codePointAt(0)!;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Cells at the columns' places; null when something stands between two columns. The last one takes the rest. */
function cellsAt(line: string, columns: Column[]): string[] | null {
  const cells: string[] = [];
  for (const [index, { from, to }] of columns.entries()) {
    const next = columns[index + 1];
    if (next && line.slice(to, next.from).trim()) return null;
    cells.push(line.slice(from, next ? to : undefined).trim());
  }
  return cells;
}

/** Lines that are indented more than the first of a block belong to something inside it and are left out. */
function blockRows(lines: string[]): Row[] {
  const rows: Row[] = [];
  let row: Row | null = null;
  let indent = -1;
  for (const line of lines) {
    if (!line.trim()) continue;
    const blanks = line.length - line.trimStart().length;
    if (blanks === 0) {
      rows.push((row = { '': line.trimEnd().replace(/:$/, '') }));
      indent = -1;
      continue;
    }
    if (!row) rows.push((row = { '': '' }));
    if (indent < 0) indent = blanks;
    const colon = line.indexOf(':');
    if (blanks !== indent || colon < 0) continue;
    row[keyOf(line.slice(0, colon))] ??= line.slice(colon + 1).trim();
  }
  return rows;
}
