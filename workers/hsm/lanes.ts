import type { HsmCase } from './hsm-case';

export interface LaneCounts {
  from: number;
  to: number;
  bins: number;
  counts: Uint32Array;
  failed: Uint32Array;
}

/** How many of these rows (of `events.order`) each stream has in equal bins over [from, to), ms UTC. */
export function laneCounts(
  { events }: HsmCase,
  indices: Uint32Array,
  { from, to, bins }: { from: number; to: number; bins: number },
): LaneCounts {
  const counts = new Uint32Array(events.streams.length * bins);
  const failed = new Uint32Array(counts.length);
  const { store, order } = events;
  for (const index of indices) {
    const row = order[index]!;
    const at = store.instant(row) / 1000;
    if (!(at >= from && at < to)) continue;
    const bin = Math.min(bins - 1, Math.floor(((at - from) / (to - from)) * bins));
    const place = store.stream.get(row) * bins + bin;
    counts[place]!++;
    if (!events.succeeded(row)) failed[place]!++;
  }
  return { from, to, bins, counts, failed };
}
