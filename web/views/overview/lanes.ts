import type { LogCoverage } from '../../../workers/engine/engine-api';

export type LaneOrder = 'path' | 'records' | 'first' | 'format';

const byPath = (a: LogCoverage, b: LogCoverage): number =>
  a.source - b.source || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

const orders: Record<LaneOrder, (a: LogCoverage, b: LogCoverage) => number> = {
  path: byPath,
  records: (a, b) => b.records - a.records || byPath(a, b),
  first: (a, b) => (a.from ?? Infinity) - (b.from ?? Infinity) || byPath(a, b),
  format: (a, b) => a.format.localeCompare(b.format) || byPath(a, b),
};

/** The lanes to show: those whose path or format has the text, in order. */
export function arrange(coverage: readonly LogCoverage[], wanted: string, order: LaneOrder): LogCoverage[] {
  const needle = wanted.trim().toLowerCase();
  return coverage
    .filter(({ path, format }) => !needle || path.toLowerCase().includes(needle) || format.includes(needle))
    .sort(orders[order]);
}

/** Outline of a lane's bars in a box as wide as there are bins and 1 high; even one record can be seen. */
export function outline(density: readonly number[]): string {
  const most = Math.max(...density, 0);
  let path = '';
  density.forEach((count, bin) => {
    if (count > 0) path += `M${bin} 1V${(1 - (0.2 + 0.8 * Math.sqrt(count / most))).toFixed(3)}h1V1z`;
  });
  return path;
}
