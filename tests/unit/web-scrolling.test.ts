import { describe, expect, test } from 'vitest';
import {
  clampPosition,
  lastPosition,
  positionFor,
  positionOfThumb,
  rowRange,
  thumbAt,
} from '../../web/scrolling/geometry';

const extent = { count: 1000, rowHeight: 20, height: 210 };
const huge = { count: 500_000_000, rowHeight: 20, height: 800 };
const short = { count: 3, rowHeight: 20, height: 200 };

describe('position', () => {
  test('ends where the last row stands at the bottom', () => {
    expect(lastPosition(extent)).toBe(989.5);
    expect(clampPosition(5000, extent)).toBe(989.5);
    expect(clampPosition(-1, extent)).toBe(0);
  });

  test('stays at the top when everything fits', () => {
    expect(lastPosition(short)).toBe(0);
    expect(thumbAt(0, short)).toBeNull();
    expect(rowRange(0, short)).toEqual({ first: 0, end: 3 });
  });

  test('draws rows that are in view in part', () => {
    expect(rowRange(4.75, extent)).toEqual({ first: 4, end: 16 });
    expect(rowRange(0, { ...extent, count: 0 })).toEqual({ first: 0, end: 0 });
  });

  test('brings a row to the start, the centre, or just into view', () => {
    expect(positionFor(100, 'start', 0, extent)).toBe(100);
    expect(positionFor(100, 'center', 0, extent)).toBe(95.25);
    expect(positionFor(100, 'nearest', 0, extent)).toBe(90.5);
    expect(positionFor(100, 'nearest', 95, extent)).toBe(95);
    expect(positionFor(100, 'nearest', 200, extent)).toBe(100);
    expect(positionFor(999, 'start', 0, extent)).toBe(989.5);
  });
});

describe('thumb', () => {
  test('goes from end to end', () => {
    expect(thumbAt(0, extent)).toEqual({ top: 0, size: 24 });
    expect(thumbAt(lastPosition(extent), extent)).toEqual({ top: 186, size: 24 });
  });

  test('reaches the last of half a billion rows', () => {
    expect(positionOfThumb(10_000, huge)).toBe(lastPosition(huge));
    expect(rowRange(lastPosition(huge), huge)).toEqual({ first: 499_999_960, end: 500_000_000 });
  });

  test('stands for the position it was put at', () => {
    const position = 123_456_789;
    expect(positionOfThumb(thumbAt(position, huge)!.top, huge)).toBeCloseTo(position, 3);
  });
});
