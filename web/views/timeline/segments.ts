/** A piece of a text, drawn as a match or not. */
export interface Segment {
  hit: boolean;
  text: string;
}

const MOST_HITS = 200;

/** Cuts a text into matches of the expressions (all with the flag `g`) and what lies between. */
export function segmentsOf(text: string, highlighters: readonly RegExp[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const [from, to] of hitsIn(text, highlighters)) {
    if (to <= at) continue;
    const start = Math.max(at, from);
    if (start > at) segments.push({ hit: false, text: text.slice(at, start) });
    segments.push({ hit: true, text: text.slice(start, to) });
    at = to;
  }
  if (at < text.length) segments.push({ hit: false, text: text.slice(at) });
  return segments;
}

function hitsIn(text: string, highlighters: readonly RegExp[]): [from: number, to: number][] {
  const hits: [number, number][] = [];
  for (const highlighter of highlighters) {
    for (const match of text.matchAll(highlighter)) {
      if (match[0]) hits.push([match.index, match.index + match[0].length]);
      if (hits.length >= MOST_HITS) break;
    }
  }
  return hits.sort(([a], [b]) => a - b);
}
