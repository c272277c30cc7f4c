import type { OpenInput } from '../../workers/engine/engine-api';
import { Failure } from '../../workers/failure';
import type { EventsOptions, FileReference, InspectOptions, RecordQuery } from '../../workers/public-api';

/**
 * What was typed in the console, checked: no type checker stands before it, and a wrong argument that is taken
 * for an empty one gives an answer that looks right.
 */
export function openInputs(files: unknown): OpenInput[] {
  const list = isIterable(files) ? [...files] : null;
  if (!list?.every((file) => file instanceof File)) {
    throw new Failure('bad-argument', 'open takes a list of File objects, such as open([file])');
  }
  return list.map((file) => ({ file, folderPath: file.webkitRelativePath }));
}

export function fileReference(path: FileReference, method = 'read'): FileReference {
  const inner: unknown = typeof path === 'object' && path !== null ? path.path : path;
  if (typeof inner !== 'string') {
    throw new Failure('bad-argument', `${method} takes a path, or { source, path }`);
  }
  return path;
}

/** A member that nobody knows must not be taken for one that was not asked for. Fails with `bad-argument`. */
export function knownOnly(given: object, members: readonly string[], name: string): void {
  const unknown = Object.keys(given).find((member) => !members.includes(member));
  if (unknown === undefined) return;
  throw new Failure('bad-argument', `there is no member ${JSON.stringify(unknown)} in ${name}`);
}

export function caseId(id: unknown): string {
  if (typeof id !== 'string') {
    throw new Failure('bad-argument', 'a case is named by its id, a text, as cases() gives it');
  }
  return id;
}

export function queryText(query: unknown): string {
  if (query !== undefined && typeof query !== 'string') {
    throw new Failure('bad-argument', 'a query is a text, such as "level>=error"');
  }
  return query ?? '';
}

/** Options with a `query`, of `events` and `histogram`. */
export function queryOptions<T extends { query?: string }>(options: T | undefined): T {
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw new Failure('bad-argument', 'options are an object, such as { query: "level>=error" }');
  }
  queryText(options?.query);
  return options ?? ({} as T);
}

export function countOptions(options: RecordQuery | undefined): Omit<RecordQuery, 'query'> {
  const { anchor, zone } = queryOptions<Omit<RecordQuery, 'query'> & { query?: string }>(options);
  if (options) knownOnly(options, ['anchor', 'zone'], 'the options of count');
  return { anchor, zone };
}

export function histogramOptions<T extends RecordQuery & { bins?: number }>(options: T | undefined): T {
  const checked = queryOptions(options);
  const bins: unknown = checked.bins;
  if (bins !== undefined && !(Number.isInteger(bins) && Number(bins) > 0)) {
    throw new Failure('bad-argument', `bins is a whole number from 1 on, not ${String(bins)}`);
  }
  return checked;
}

export function eventsOptions(options: EventsOptions | undefined): EventsOptions {
  const checked = queryOptions(options);
  for (const name of ['offset', 'limit'] as const) {
    const value: unknown = checked[name];
    if (value === undefined || (Number.isInteger(value) && Number(value) >= 0)) continue;
    throw new Failure('bad-argument', `${name} is a whole number from 0 on, not ${String(value)}`);
  }
  const order: unknown = checked.order;
  if (order !== undefined && order !== 'asc' && order !== 'desc') {
    throw new Failure('bad-argument', `order is "asc" or "desc", not ${JSON.stringify(order)}`);
  }
  return checked;
}

export function inspectOptions(options: InspectOptions | undefined): InspectOptions {
  const { filter, limit }: { filter?: unknown; limit?: unknown } = options?.strings ?? {};
  if (filter !== undefined && typeof filter !== 'string') {
    throw new Failure('bad-argument', 'strings.filter is a text');
  }
  if (limit !== undefined && !(Number.isInteger(limit) && Number(limit) >= 0)) {
    throw new Failure('bad-argument', `strings.limit is a whole number from 0 on, not ${String(limit)}`);
  }
  return options ?? {};
}

/** The area of `findings`; null without one. */
export function areaOf(options: { area?: string } | undefined): string | null {
  const area: unknown = queryOptions<{ area?: string; query?: string }>(options).area;
  if (area !== undefined && typeof area !== 'string') {
    throw new Failure('bad-argument', 'findings takes { area }, such as { area: "eam" }');
  }
  return area ?? null;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
