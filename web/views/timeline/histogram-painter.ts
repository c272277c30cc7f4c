import type { LevelBins } from '../../../workers/engine/timeline-api';
import { heightOf, type Range } from './histogram-scale';
import { LEVEL_NAMES } from './types';

export const AXIS_HEIGHT = 18;
const LEVELS = LEVEL_NAMES.length;

export interface Palette {
  /** Fill by level number. */
  levels: string[];
  faint: string;
  text: string;
  line: string;
  font: string;
}

export interface Picture {
  width: number;
  height: number;
  range: Range;
  all: LevelBins | null;
  hits: LevelBins | null;
  ticks: readonly { at: number; label: string }[];
  palette: Palette;
}

/** Reads the colours of the page as they are now (light or dark). */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    levels: LEVEL_NAMES.map((level) => color(`--level-${level}-fill`)),
    faint: color('--sunken'),
    text: color('--text-faint'),
    line: color('--line'),
    font: `${color('--size-small')} ${color('--font')}`,
  };
}

/** Draws the whole histogram; `context` is scaled to CSS pixels. */
export function paint(context: CanvasRenderingContext2D, picture: Picture): void {
  const { width, height, range, all, hits, palette } = picture;
  const floor = height - AXIS_HEIGHT;
  const xOf = (time: number): number => ((time - range.from) / (range.to - range.from)) * width;
  context.clearRect(0, 0, width, height);
  const most = mostIn(all ?? hits);
  if (all) paintTotals(context, all, most, floor, xOf, palette.line);
  if (hits) paintStacks(context, hits, most, floor, xOf, palette);
  paintAxis(context, picture, xOf, floor);
}

export function totalOf(bins: LevelBins, bin: number): number {
  let total = 0;
  for (let level = 0; level < LEVELS; level++) total += bins.counts[bin * LEVELS + level]!;
  return total;
}

export function binsIn(bins: LevelBins): number {
  return bins.counts.length / LEVELS;
}

function mostIn(bins: LevelBins | null): number {
  let most = 0;
  for (let bin = 0; bins && bin < binsIn(bins); bin++) most = Math.max(most, totalOf(bins, bin));
  return most;
}

/** Left edge and width of a bin, in whole pixels with a gap where there is room. */
function placeOf(bins: LevelBins, bin: number, xOf: (time: number) => number): [x: number, width: number] {
  const span = (bins.to - bins.from) / binsIn(bins);
  const left = Math.round(xOf(bins.from + bin * span));
  const right = Math.round(xOf(bins.from + (bin + 1) * span));
  return [left, Math.max(1, right - left - (right - left > 2 ? 1 : 0))];
}

function paintTotals(
  context: CanvasRenderingContext2D,
  bins: LevelBins,
  most: number,
  floor: number,
  xOf: (time: number) => number,
  color: string,
): void {
  context.fillStyle = color;
  for (let bin = 0; bin < binsIn(bins); bin++) {
    const height = heightOf(totalOf(bins, bin), most, floor - 4);
    if (height === 0) continue;
    const [x, width] = placeOf(bins, bin, xOf);
    context.fillRect(x, floor - height, width, height);
  }
}

/** Bars from the gravest level at the bottom to those without a level on top, each at least a pixel. */
function paintStacks(
  context: CanvasRenderingContext2D,
  bins: LevelBins,
  most: number,
  floor: number,
  xOf: (time: number) => number,
  palette: Palette,
): void {
  for (let bin = 0; bin < binsIn(bins); bin++) {
    const total = totalOf(bins, bin);
    if (total === 0) continue;
    const [x, width] = placeOf(bins, bin, xOf);
    const height = heightOf(total, most, floor - 4);
    let base = 0;
    for (let level = LEVELS - 1; level >= 0; level--) {
      const count = bins.counts[bin * LEVELS + level]!;
      if (count === 0 || base >= height) continue;
      const part = Math.min(height - base, Math.max(1, (count / total) * height));
      context.fillStyle = palette.levels[level]!;
      context.fillRect(x, floor - base - part, width, part);
      base += part;
    }
  }
}

function paintAxis(
  context: CanvasRenderingContext2D,
  { width, ticks, palette }: Picture,
  xOf: (time: number) => number,
  floor: number,
): void {
  context.fillStyle = palette.line;
  context.fillRect(0, floor, width, 1);
  context.font = palette.font;
  context.textBaseline = 'top';
  let free = -Infinity;
  for (const { at, label } of ticks) {
    const x = Math.round(xOf(at));
    context.fillStyle = palette.line;
    context.fillRect(x, floor, 1, 4);
    const room = context.measureText(label).width;
    if (x + 3 < free || x + 3 + room > width) continue;
    context.fillStyle = palette.text;
    context.fillText(label, x + 3, floor + 4);
    free = x + 3 + room + 8;
  }
}
