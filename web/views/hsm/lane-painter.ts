import type { HsmLanes } from '../../../workers/engine/hsm-api';
import { heightOf, type Range } from '../timeline/histogram-scale';

export interface LanePalette {
  all: string;
  hits: string;
  failed: string;
  line: string;
}

/** Reads the colours of the page as they are now (light or dark). */
export function lanePalette(element: Element): LanePalette {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    all: color('--level-none-fill'),
    hits: color('--level-info-fill'),
    failed: color('--level-error-fill'),
    line: color('--line'),
  };
}

export interface LanePicture {
  width: number;
  height: number;
  range: Range;
  /** Index of the stream. */
  stream: number;
  all: HsmLanes | null;
  hits: HsmLanes | null;
  palette: LanePalette;
}

/** Least height of a bin with failed events: one among a thousand must be seen. */
const LEAST_FAILED = 7;

/** Draws one lane; `context` is scaled to CSS pixels. */
export function paintLane(context: CanvasRenderingContext2D, picture: LanePicture): void {
  const { width, height, stream, all, hits, palette } = picture;
  context.clearRect(0, 0, width, height);
  context.fillStyle = palette.line;
  context.fillRect(0, height - 1, width, 1);
  if (all) paintBins(context, picture, all, all.counts, palette.all, 3);
  if (!hits) return;
  paintBins(context, picture, hits, hits.counts, palette.hits, 3);
  if (mostOf(hits.failed, stream * hits.bins, hits.bins) > 0) {
    paintBins(context, picture, hits, hits.failed, palette.failed, LEAST_FAILED);
  }
}

function paintBins(
  context: CanvasRenderingContext2D,
  { width, height, range, stream, all, hits }: LanePicture,
  lanes: HsmLanes,
  counts: Uint32Array,
  color: string,
  least: number,
): void {
  const scale = all ?? hits;
  const most = scale ? mostOf(scale.counts, 0, scale.counts.length) : 0;
  const span = (lanes.to - lanes.from) / lanes.bins;
  const xOf = (time: number): number => ((time - range.from) / (range.to - range.from)) * width;
  context.fillStyle = color;
  for (let bin = 0; bin < lanes.bins; bin++) {
    const count = counts[stream * lanes.bins + bin] ?? 0;
    if (count === 0) continue;
    const x = Math.round(xOf(lanes.from + bin * span));
    const right = Math.round(xOf(lanes.from + (bin + 1) * span));
    const tall = Math.max(least, heightOf(count, most, height - 4));
    context.fillRect(x, height - 1 - tall, Math.max(1.5, right - x - (right - x > 2 ? 1 : 0)), tall);
  }
}

function mostOf(counts: Uint32Array, from: number, count: number): number {
  let most = 0;
  for (let i = from; i < from + count && i < counts.length; i++) if (counts[i]! > most) most = counts[i]!;
  return most;
}

/** Events and failed ones in the bins that touch [from, to). */
export function countsIn(
  lanes: HsmLanes,
  stream: number,
  span: Range,
): { events: number; failed: number; from: number; to: number } {
  const width = (lanes.to - lanes.from) / lanes.bins;
  const first = Math.max(0, Math.floor((span.from - lanes.from) / width));
  const last = Math.min(lanes.bins - 1, Math.max(first, Math.ceil((span.to - lanes.from) / width) - 1));
  let events = 0;
  let failed = 0;
  for (let bin = first; bin <= last; bin++) {
    events += lanes.counts[stream * lanes.bins + bin] ?? 0;
    failed += lanes.failed[stream * lanes.bins + bin] ?? 0;
  }
  return { events, failed, from: lanes.from + first * width, to: lanes.from + (last + 1) * width };
}
