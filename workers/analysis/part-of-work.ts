import type { AnalysisControl } from './case-reader';

/** The control of a part of some work, whose progress counts as [from, to) of the whole (0 to 1). */
export function partOfWork(control: AnalysisControl, from: number, to: number): AnalysisControl {
  const part: AnalysisControl = {
    signal: control.signal,
    pause: () => control.pause(),
    progress: (share) => control.progress(from + (to - from) * Math.min(1, Math.max(0, share))),
    result: (analysis, reader, inner = part) => control.result(analysis, reader, inner),
  };
  return part;
}
