import { describe, expect, it } from 'vitest';
import { mistakeIn } from '../../web/query/query-model';
import { highlightersOf, withoutNewestTerm, withRange } from '../../web/views/timeline/query-text';
import { segmentsOf } from '../../web/views/timeline/segments';

const FROM = Date.UTC(2026, 2, 1, 14);
const TO = FROM + 60_000;
const RANGE = 'after:2026-03-01T14:00:00.000Z before:2026-03-01T14:01:00.000Z';

describe('the newest term', () => {
  it.each([
    ['lost access level:error', 'lost access'],
    ['lost "two words"', 'lost'],
    ['(a or b) c', '(a or b)'],
    ['a or b', 'a'],
    ['one', ''],
    ['', ''],
    ['"never closed', ''],
  ])('%s becomes %s', (query, rest) => expect(withoutNewestTerm(query)).toBe(rest));
});

describe('a time range', () => {
  it.each([
    ['', RANGE],
    ['level:error', `level:error ${RANGE}`],
    ['a or b', `(a or b) ${RANGE}`],
    ['after:2020-01-01 level:error before:2021-01-01', RANGE.replace(' before', ' level:error before')],
  ])('is put on %j', (query, held) => expect(withRange(query, FROM, TO)).toBe(held));
});

describe('mistakes', () => {
  it('are found with their place and what would be right', () => {
    const mistake = mistakeIn('foo levle:error');
    expect(mistake?.column).toBe(4);
    expect(mistake?.suggestion).toBeDefined();
    expect(mistakeIn('foo level:error')).toBeNull();
  });
});

describe('matches in a message', () => {
  const hits = (query: string, message: string): string[] =>
    segmentsOf(message, highlightersOf(query))
      .filter(({ hit }) => hit)
      .map(({ text }) => text);

  it('are the words that are looked for', () => {
    expect(hits('lost "to vol"', 'Lost access to volume, LOST')).toEqual(['Lost', 'to vol', 'LOST']);
    expect(hits('message:access', 'Lost access')).toEqual(['access']);
    expect(hits('/H:0x[1-9]/', 'H:0x0 H:0x5')).toEqual(['H:0x5']);
  });
  it('are not words that are excluded, nor other fields', () => {
    expect(hits('-lost level:error host:esx01', 'lost error esx01')).toEqual([]);
  });
  it('join where they overlap', () => {
    expect(hits('abc bcd', 'xabcdx')).toEqual(['abc', 'd']);
  });
  it('take special characters as they are', () => {
    expect(hits('"a.b(c)"', 'axb(c) a.b(c)')).toEqual(['a.b(c)']);
  });
  it('leave out expressions that could take for ever', () => {
    expect(highlightersOf('/(a+)+b/')).toEqual([]);
    expect(highlightersOf('/(a|a)*b/')).toEqual([]);
  });
  it('keep the whole text', () => {
    const message = 'Lost access to volume';
    expect(
      segmentsOf(message, highlightersOf('o access'))
        .map(({ text }) => text)
        .join(''),
    ).toBe(message);
  });
});
