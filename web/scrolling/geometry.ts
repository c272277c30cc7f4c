/**
 * Arithmetic of a list whose scroll position is a fractional row index instead of pixels of a tall element, so
 * that no browser limit on heights applies.
 */
export interface Extent {
  count: number;
  rowHeight: number;
  /** Height of the pane in pixels. */
  height: number;
}

export type Align = 'start' | 'center' | 'nearest';

/** Smallest thumb that can still be hit. */
const THUMB_MIN = 24;

/** Rows that fit into the pane, with the fraction of the last one. */
export function rowsInView({ rowHeight, height }: Extent): number {
  return rowHeight > 0 ? height / rowHeight : 0;
}

/** The position that shows the last row at the bottom. */
export function lastPosition(extent: Extent): number {
  return Math.max(0, extent.count - rowsInView(extent));
}

export function clampPosition(position: number, extent: Extent): number {
  return Math.min(Math.max(0, position), lastPosition(extent));
}

/** The position that brings a row into view. */
export function positionFor(index: number, align: Align, position: number, extent: Extent): number {
  const visible = rowsInView(extent);
  let wanted = position;
  if (align === 'start') wanted = index;
  else if (align === 'center') wanted = index - (visible - 1) / 2;
  else if (index < position) wanted = index;
  else if (index + 1 > position + visible) wanted = index + 1 - visible;
  return clampPosition(wanted, extent);
}

/** The rows to draw: every one that is in view at least in part. */
export function rowRange(position: number, extent: Extent): { first: number; end: number } {
  const first = Math.min(Math.floor(position), Math.max(0, extent.count - 1));
  return { first, end: Math.min(extent.count, Math.ceil(position + rowsInView(extent))) };
}

/** Thumb of a scrollbar whose track is as high as the pane; null when everything is in view. */
export function thumbAt(position: number, extent: Extent): { top: number; size: number } | null {
  const last = lastPosition(extent);
  if (last <= 0 || extent.height <= 0) return null;
  const share = rowsInView(extent) / extent.count;
  const size = Math.min(extent.height, Math.max(THUMB_MIN, extent.height * share));
  return { top: (position / last) * (extent.height - size), size };
}

/** The position a thumb stands for. */
export function positionOfThumb(top: number, extent: Extent): number {
  const thumb = thumbAt(0, extent);
  if (!thumb || extent.height <= thumb.size) return 0;
  return clampPosition((top / (extent.height - thumb.size)) * lastPosition(extent), extent);
}
