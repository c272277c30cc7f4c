import {
  clampPosition,
  lastPosition,
  positionFor,
  positionOfThumb,
  rowRange,
  rowsInView,
  thumbAt,
  type Align,
  type Extent,
} from './geometry';

/** Share of its speed a flick keeps per millisecond, and where it ends (pixels per millisecond). */
const FLICK_DECAY = 0.997;
const FLICK_END = 0.02;

/** Where a virtual list stands. The owner keeps `extent` current. */
export class ScrollPosition {
  extent = $state.raw<Extent>({ count: 0, rowHeight: 1, height: 0 });
  #wanted = $state(0);
  #flick = 0;

  /** Index of the row at the top edge; its fraction is the part of that row above the edge. */
  readonly position = $derived(clampPosition(this.#wanted, this.extent));
  readonly range = $derived(rowRange(this.position, this.extent));
  readonly thumb = $derived(thumbAt(this.position, this.extent));
  readonly last = $derived(lastPosition(this.extent));
  readonly visible = $derived(rowsInView(this.extent));

  /** Moves to a position; true when that changed anything. */
  moveTo(position: number): boolean {
    const before = this.position;
    this.#wanted = clampPosition(position, this.extent);
    return this.position !== before;
  }

  moveByRows(rows: number): boolean {
    return this.moveTo(this.position + rows);
  }

  moveByPixels(pixels: number): boolean {
    return this.moveByRows(pixels / this.extent.rowHeight);
  }

  moveToThumb(top: number): boolean {
    return this.moveTo(positionOfThumb(top, this.extent));
  }

  scrollTo(index: number, align: Align): void {
    this.stopFlick();
    this.moveTo(positionFor(index, align, this.position, this.extent));
  }

  /** Lets the list glide on after a finger let go at this speed (pixels per millisecond). */
  flick(speed: number): void {
    this.stopFlick();
    let before = performance.now();
    const glide = (now: number): void => {
      const elapsed = now - before;
      before = now;
      speed *= FLICK_DECAY ** elapsed;
      if (Math.abs(speed) > FLICK_END && this.moveByPixels(speed * elapsed)) {
        this.#flick = requestAnimationFrame(glide);
      }
    };
    this.#flick = requestAnimationFrame(glide);
  }

  stopFlick(): void {
    cancelAnimationFrame(this.#flick);
  }

  /** What a key means for a list without a selection; true when it meant something. */
  key(key: string): boolean {
    const page = Math.max(1, Math.floor(this.visible) - 1);
    const steps: Record<string, number> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
      Home: -Infinity,
      End: Infinity,
    };
    const rows = steps[key];
    if (rows === undefined) return false;
    this.stopFlick();
    this.moveByRows(rows);
    return true;
  }
}
