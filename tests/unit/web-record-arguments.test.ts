import { describe, expect, test } from 'vitest';
import { countOptions, histogramOptions } from '../../web/app/arguments';
import type { RecordQuery } from '../../workers/public-api';

const refused = (part: string) =>
  expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining(part) as string });

describe('bins of a histogram as they are typed in the console', () => {
  test.each<unknown>(['x', '5', -1, 0, 1.5, NaN, Infinity, null])('%s', (bins) => {
    expect(() => histogramOptions({ bins: bins as number })).toThrow(refused('bins'));
  });

  test('a whole number goes on as it is, and so does none', () => {
    expect(histogramOptions({ query: 'a', bins: 7 })).toEqual({ query: 'a', bins: 7 });
    expect(histogramOptions({ query: 'a' })).toEqual({ query: 'a' });
    expect(histogramOptions(undefined)).toEqual({});
  });
});

describe('options of count', () => {
  test.each<[unknown, string]>([
    [{ query: 'level>=error' }, 'query'],
    [{ ancor: '2024-01-01' }, 'ancor'],
    [{ zone: 'UTC', limit: 5 }, 'limit'],
    [null, 'options'],
    ['UTC', 'options'],
  ])('%j are refused', (options, part) => {
    expect(() => countOptions(options as RecordQuery)).toThrow(refused(part));
  });

  test('known ones go on as they are', () => {
    expect(countOptions({ anchor: '2024-01-01', zone: 'Asia/Tokyo' })).toEqual({
      anchor: '2024-01-01',
      zone: 'Asia/Tokyo',
    });
    expect(countOptions(undefined)).toEqual({});
  });
});
