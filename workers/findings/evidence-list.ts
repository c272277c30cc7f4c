import type { Evidence } from '../public-api';
import { NO_ROW } from './small-texts';

/** Most lines shown for one finding; the first ones prove it. */
const MOST_EVIDENCE = 1_000;

/** Evidence of one finding: each place once, in the order it was given. */
export class EvidenceList {
  readonly #places = new Set<string>();
  readonly list: Evidence[] = [];

  add(evidence: Iterable<Evidence>): void {
    for (const one of evidence) {
      const place = `${one.source}/${one.file}/${one.line}`;
      if (this.#places.has(place) || this.list.length >= MOST_EVIDENCE) continue;
      this.#places.add(place);
      this.list.push(onTimeline(one));
    }
  }
}

/** Without the row of a line that stands on no timeline. */
function onTimeline(evidence: Evidence & { row?: number }): Evidence {
  const { row, ...place } = evidence;
  return row === NO_ROW ? place : evidence;
}

/** An empty file, or one whose being there is what counts. */
export function fileEvidence(
  file: { source: number; path: string },
  line: number | null = null,
  lines = 0,
): Evidence {
  return { source: file.source, file: file.path, line, lines };
}
