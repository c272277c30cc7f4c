import type { SourceState } from '../../workers/engine/case-state';

export interface Overall {
  /** Share of all bytes read, 0 to 1. */
  share: number;
  /** Seconds until the slowest source is done; null when one does not know yet. */
  secondsLeft: number | null;
}

/** One number for all sources of a case; nested sources are part of the ones around them. */
export function overall(sources: readonly SourceState[]): Overall {
  let read = 0;
  let total = 0;
  let secondsLeft: number | null = 0;
  for (const { progress, parent } of sources) {
    const running = ['waiting', 'reading', 'indexing'].includes(progress.phase);
    if (running && secondsLeft !== null) {
      secondsLeft = progress.secondsLeft === null ? null : Math.max(secondsLeft, progress.secondsLeft);
    }
    if (parent !== null) continue;
    total += progress.bytesTotal;
    read += running ? Math.min(progress.bytesRead, progress.bytesTotal) : progress.bytesTotal;
  }
  return { share: total > 0 ? read / total : 0, secondsLeft };
}
