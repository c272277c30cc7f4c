import type { TimelineRow } from '../../../workers/engine/timeline-api';

export const COLUMN_IDS = [
  'time',
  'level',
  'source',
  'host',
  'file',
  'process',
  'pid',
  'component',
  'opId',
  'sid',
  'user',
  'vm',
  'message',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

/** First width in pixels; the message takes what is left. */
const WIDTHS: Record<ColumnId, number> = {
  time: 206,
  level: 58,
  source: 110,
  host: 110,
  file: 150,
  process: 92,
  pid: 72,
  component: 120,
  opId: 120,
  sid: 90,
  user: 110,
  vm: 110,
  message: 0,
};
export const LEAST_WIDTH = 36;
export const MOST_WIDTH = 900;
const LEAST_MESSAGE = 280;
/** Room at the left edge of a row, for the level's stripe and the mark. */
const EDGE = 14;

/** Which columns are shown, in which order and how wide. */
export interface ColumnChoice {
  shown: ColumnId[];
  widths: Partial<Record<ColumnId, number>>;
}

const DEFAULT_SHOWN: ColumnId[] = ['time', 'level', 'file', 'process', 'opId', 'message'];

export function defaultChoice(severalSources: boolean): ColumnChoice {
  const shown = severalSources ? DEFAULT_SHOWN.toSpliced(2, 0, 'source') : DEFAULT_SHOWN;
  return { shown: [...shown], widths: {} };
}

/** A saved choice, with everything in it that no longer makes sense left out. */
export function readChoice(saved: unknown): ColumnChoice | null {
  if (typeof saved !== 'object' || saved === null) return null;
  const { shown, widths } = saved as { shown?: unknown; widths?: unknown };
  if (!Array.isArray(shown)) return null;
  const known = [...new Set(shown)].filter((id): id is ColumnId => COLUMN_IDS.includes(id));
  const choice: ColumnChoice = { shown: known.filter((id) => id !== 'message'), widths: {} };
  choice.shown.push('message');
  for (const id of COLUMN_IDS) {
    const width = (widths as Record<string, unknown> | undefined)?.[id];
    if (typeof width === 'number' && Number.isFinite(width)) choice.widths[id] = clampWidth(width);
  }
  return choice;
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
}

export function widthOf(choice: ColumnChoice, id: ColumnId): number {
  return choice.widths[id] ?? WIDTHS[id];
}

/** Value of `grid-template-columns` in a pane of this width, and whether it is wider than the pane. */
export function templateOf(choice: ColumnChoice, pane: number): { columns: string; wide: boolean } {
  const fixed = choice.shown.filter((id) => id !== 'message').map((id) => widthOf(choice, id));
  const left = pane - EDGE - fixed.reduce((sum, width) => sum + width, 0);
  const columns = [...fixed, Math.max(LEAST_MESSAGE, left)].map((width) => `${width}px`).join(' ');
  return { columns, wide: left < LEAST_MESSAGE };
}

/** Columns that give way first when a pane with the record's details stands beside the rows. */
const GIVING_WAY: readonly ColumnId[] = [
  'vm',
  'sid',
  'pid',
  'host',
  'user',
  'component',
  'source',
  'opId',
  'process',
];

/** The choice without as many columns as the message needs to be read beside a pane. */
export function besidePane(choice: ColumnChoice, room: number): ColumnChoice {
  let kept = choice;
  for (const id of GIVING_WAY) {
    if (!templateOf(kept, room).wide) break;
    kept = { ...kept, shown: kept.shown.filter((shown) => shown !== id) };
  }
  return kept;
}

/** Shows or hides a column; it comes back where it stands in the list of all. The message stays. */
export function toggled(choice: ColumnChoice, id: ColumnId): ColumnChoice {
  if (id === 'message') return choice;
  if (choice.shown.includes(id)) return { ...choice, shown: choice.shown.filter((shown) => shown !== id) };
  const rank = COLUMN_IDS.indexOf(id);
  const before = choice.shown.findIndex((shown) => COLUMN_IDS.indexOf(shown) > rank);
  return { ...choice, shown: choice.shown.toSpliced(before < 0 ? choice.shown.length - 1 : before, 0, id) };
}

/** Moves a shown column one place; the message stays last. */
export function moved(choice: ColumnChoice, id: ColumnId, step: 1 | -1): ColumnChoice {
  const from = choice.shown.indexOf(id);
  const to = from + step;
  if (id === 'message' || from < 0 || to < 0 || to >= choice.shown.length - 1) return choice;
  return { ...choice, shown: choice.shown.toSpliced(from, 1).toSpliced(to, 0, id) };
}

export function cellText(
  row: TimelineRow,
  id: Exclude<ColumnId, 'time' | 'level' | 'source' | 'message'>,
): string {
  return (id === 'file' ? fileName(row.path) : row[id]) ?? '';
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
