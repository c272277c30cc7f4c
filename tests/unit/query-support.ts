import type { QueryContext, QueryNode } from '../../workers/query/ast';
import { parseQuery } from '../../workers/query/parser';
import { QueryError } from '../../workers/query/query-error';

/** 2023-12-05T14:31:48.557Z is selected, the user lives in UTC. */
export const CONTEXT: QueryContext = { anchor: Date.UTC(2023, 11, 5, 14, 31, 48, 557), zone: 'UTC' };

export type Bare = Record<string, unknown>;

/** A tree without its spans. */
export function bare(node: QueryNode): Bare {
  const copy: Bare = { ...node };
  delete copy['span'];
  if ('terms' in node) copy['terms'] = node.terms.map(bare);
  if ('term' in node) copy['term'] = bare(node.term);
  return copy;
}

export function tree(text: string, context: QueryContext = CONTEXT): Bare {
  return bare(parseQuery(text, context));
}

/** The error of a query that must not parse. */
export function failure(text: string, context: QueryContext = CONTEXT): QueryError {
  try {
    parseQuery(text, context);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

export const word = (text: string): Bare => ({ kind: 'text', text });
export const and = (...terms: Bare[]): Bare => ({ kind: 'and', terms });
export const or = (...terms: Bare[]): Bare => ({ kind: 'or', terms });
export const not = (term: Bare): Bare => ({ kind: 'not', term });
export const regex = (source: string, flags = '', over = 'raw'): Bare => ({
  kind: 'regex',
  source,
  flags,
  over,
});
export const field = (name: string, pattern: string): Bare => ({ kind: 'field', field: name, pattern });
export const level = (comparison: string, name: string): Bare => ({ kind: 'level', comparison, level: name });
export const time = (side: string, at: string): Bare => ({ kind: 'time', side, at: Date.parse(at) });

/** Pseudo-random numbers in [0, below), the same ones for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
