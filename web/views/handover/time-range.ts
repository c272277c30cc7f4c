import { parseQuery, type QueryNode } from '../../../workers/query';
import { instant } from '../../format/instant';

/** Instants (ms UTC) that logs are cut to, each open where it is null: from `after` on, and before `before`. */
export interface TimeRange {
  after: number | null;
  before: number | null;
}

export const NO_RANGE: TimeRange = { after: null, before: null };

/** What was typed as a time in a zone: an instant, null for nothing, or why it is none. */
export function typedInstant(typed: string, zone: string): { at: number | null } | { problem: string } {
  const trimmed = typed.trim();
  if (trimmed === '') return { at: null };
  try {
    const node = parseQuery(`after:"${trimmed.replace(/["\\]/g, '')}"`, { zone, anchor: null });
    if (node.kind === 'time') return { at: node.at };
  } catch {
    // Said below, in words that fit a field of its own.
  }
  return { problem: trimmed };
}

/** An instant as `typedInstant` reads it back: to the millisecond where it has any. */
export function shownInstant(at: number | null, zone: string): string {
  return at === null ? '' : instant(at, zone).replace(/\.000$/, '');
}

/** The range that a query of the timeline is held to, null where it is held to none. */
export function rangeOfQuery(query: string, zone: string, anchor: number | null): TimeRange | null {
  let node: QueryNode;
  try {
    node = parseQuery(query, { zone, anchor });
  } catch {
    return null;
  }
  const range = { ...NO_RANGE };
  for (const term of node.kind === 'and' ? node.terms : [node]) {
    if (term.kind !== 'time') continue;
    const { side, at } = term;
    const before = range[side];
    range[side] = before === null ? at : side === 'after' ? Math.max(before, at) : Math.min(before, at);
  }
  return range.after === null && range.before === null ? null : range;
}

/** ISO 8601 UTC, as the engine takes it. */
export const isoOf = (at: number): string => new Date(at).toISOString();
