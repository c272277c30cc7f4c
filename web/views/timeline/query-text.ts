import { formatQuery, parseQuery, withTerm, type QueryNode } from '../../../workers/query';

/** What the page itself has to know of a query's text; running it is the engine's business. */

const anyContext = { anchor: 0, zone: 'UTC' };

function parsed(query: string): QueryNode | null {
  try {
    return parseQuery(query, anyContext);
  } catch {
    return null;
  }
}

/** The query without its newest (last) term. */
export function withoutNewestTerm(query: string): string {
  const node = parsed(query);
  if (node?.kind !== 'and' && node?.kind !== 'or') return '';
  const terms = node.terms.slice(0, -1);
  const asTyped = query.slice(0, terms.at(-1)!.span.to);
  return parsed(asTyped) ? asTyped.trim() : formatQuery({ ...node, terms });
}

/** The query held to [from, to); a range it had before is replaced. */
export function withRange(query: string, from: number, to: number): string {
  const replace = { replace: true };
  const after = withTerm(query, 'after', new Date(from).toISOString(), replace);
  return withTerm(after, 'before', new Date(to).toISOString(), replace);
}

/** Expressions that find in a message what the query looks for in it. */
export function highlightersOf(query: string): readonly RegExp[] {
  const node = parsed(query);
  return node ? patternsOf(node) : [];
}

function patternsOf(node: QueryNode): RegExp[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.terms.flatMap(patternsOf);
    case 'text':
    case 'message':
      return node.text ? [new RegExp(node.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')] : [];
    case 'regex':
      return isQuick(node.source) ? [new RegExp(node.source, `g${node.flags.replace(/[gy]/g, '')}`)] : [];
    default:
      return [];
  }
}

/** Marking runs on the page's thread, so expressions that may take long (repeated repetitions) are left out. */
function isQuick(source: string): boolean {
  return !/[+*}]\)?[+*{]|\\[1-9]|\((?:[^)\\]|\\.)*[+*|}](?:[^)\\]|\\.)*\)[+*{]/.test(source);
}
