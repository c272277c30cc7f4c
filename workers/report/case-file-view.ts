/**
 * What of a view is handed over with a case, and taken over from a file: only members that are known to hold choices and
 * queries, each of its own type. What other views remember stays where it is.
 */
export function handedView(view: unknown): Record<string, unknown> {
  const given = members(view);
  const handed: [string, unknown][] = [];
  for (const [name, shape] of Object.entries(SHAPES)) {
    const value = shape(given[name]);
    if (value !== undefined) handed.push([name, value]);
  }
  for (const [name, value] of Object.entries(given).slice(0, MOST_MEMBERS)) {
    const table = TABLE.test(name) ? TABLE_SHAPE(value) : undefined;
    if (table !== undefined) handed.push([name, table]);
  }
  return Object.fromEntries(handed);
}

/** The own view with another one laid over it; no query is lost, since the own ones stand in the history. */
export function mergedView(
  own: Readonly<Record<string, unknown>> | null,
  theirs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...own, ...theirs };
  const [before, after] = [members(own?.timeline), members(theirs.timeline)];
  if (Object.keys(after).length === 0) return merged;
  const queries = [...texts(after.history), before.query, ...texts(before.history)]
    .filter((query): query is string => typeof query === 'string' && query.trim() !== '')
    .slice(0, MOST_HISTORY);
  merged.timeline = { ...before, ...after, history: [...new Set(queries)] };
  return merged;
}

const MOST_TEXT = 10_000;
const MOST_HISTORY = 100;
const MOST_MEMBERS = 200;
const MOST_DEPTH = 4;
const TABLE = /^table:[a-zA-Z]{1,40}$/;

/** The value where it has the shape, as a copy; else undefined. */
type Shape = (value: unknown) => unknown;

const flag: Shape = (value) => (typeof value === 'boolean' ? value : undefined);
const word: Shape = (value) =>
  typeof value === 'string' && /^[a-zA-Z0-9._:+-]{0,100}$/.test(value) ? value : undefined;
const query: Shape = (value) => (typeof value === 'string' && value.length <= MOST_TEXT ? value : undefined);
const queries: Shape = (value) => (Array.isArray(value) ? texts(value).slice(0, MOST_HISTORY) : undefined);
const zone: Shape = (value) => (typeof value === 'string' && isZone(value) ? value : undefined);
/** Numbers, flags and words in any nesting, such as which columns are shown and how wide. */
const choices: Shape = (value) => choice(value, 0);

const TABLE_SHAPE = record({ query, order: choices });
const SHAPES: Readonly<Record<string, Shape>> = {
  view: word,
  zone,
  timeline: record({
    query,
    history: queries,
    order: word,
    collapse: flag,
    columns: choices,
    pane: choices,
  }),
  findings: record({ tab: word, severities: choices, area: word }),
  operations: record({ tab: word, tree: flag }),
  hsm: record({ part: word, pane: choices, lanes: flag }),
};

function record(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value) => {
    const given = members(value);
    const kept = Object.entries(shapes)
      .map(([name, shape]) => [name, shape(given[name])] as const)
      .filter(([, one]) => one !== undefined);
    return kept.length > 0 ? Object.fromEntries(kept) : undefined;
  };
}

function choice(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return word(value);
  if (typeof value !== 'object' || depth >= MOST_DEPTH) return undefined;
  if (Array.isArray(value)) {
    return value
      .slice(0, MOST_MEMBERS)
      .map((one: unknown) => choice(one, depth + 1))
      .filter((one) => one !== undefined);
  }
  const kept = Object.entries(members(value))
    .slice(0, MOST_MEMBERS)
    .filter(([name]) => word(name) !== undefined && !FORBIDDEN.has(name))
    .map(([name, one]) => [name, choice(one, depth + 1)] as const)
    .filter(([, one]) => one !== undefined);
  return Object.fromEntries(kept);
}

/** Names that could reach the prototype of what copies them by assignment. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Own members of an object; none of anything else. */
function members(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MOST_HISTORY)
    .filter((one): one is string => typeof one === 'string' && one.length <= MOST_TEXT);
}

function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
