import { describe, expect, it } from 'vitest';
import type { TimelineRow } from '../../workers/engine/timeline-api';
import {
  besidePane,
  defaultChoice,
  moved,
  readChoice,
  templateOf,
  toggled,
} from '../../web/views/timeline/columns';
import { fieldsOf } from '../../web/views/timeline/fields';
import { parseGoTo } from '../../web/views/timeline/go-to-time';
import { heightOf, within, zoomed } from '../../web/views/timeline/histogram-scale';

const ANCHOR = Date.UTC(2026, 2, 1, 14, 5, 30, 250);

describe('a time to go to', () => {
  it.each([
    ['+10m', ANCHOR + 600_000],
    ['-1h30m', ANCHOR - 5_400_000],
    ['09:30', Date.UTC(2026, 2, 1, 9, 30)],
    ['9:30:15.5', Date.UTC(2026, 2, 1, 9, 30, 15, 500)],
    ['2026-02-03', Date.UTC(2026, 1, 3)],
    ['2026-02-03 04:05', Date.UTC(2026, 1, 3, 4, 5)],
    ['2026-02-03T04:05:06+02:00', Date.UTC(2026, 1, 3, 2, 5, 6)],
    ['1767225600', 1_767_225_600_000],
    ['1767225600123', 1_767_225_600_123],
  ])('%s', (text, time) => expect(parseGoTo(text, ANCHOR, 'UTC')).toBe(time));

  it('counts clock times in the zone shown', () => {
    expect(parseGoTo('09:30', ANCHOR, 'Asia/Tokyo')).toBe(Date.UTC(2026, 2, 1, 0, 30));
  });
  it.each(['', 'noon', '25:00', '2026-13-01', '12'])('%j is none', (text) =>
    expect(parseGoTo(text, ANCHOR, 'UTC')).toBeNull(),
  );
});

describe('columns', () => {
  it('bring the source along when there are several', () => {
    expect(defaultChoice(false).shown).not.toContain('source');
    expect(defaultChoice(true).shown).toContain('source');
  });
  it('come back where they belong', () => {
    const without = toggled(defaultChoice(false), 'level');
    expect(without.shown).not.toContain('level');
    expect(toggled(without, 'level').shown).toEqual(defaultChoice(false).shown);
    expect(toggled(defaultChoice(false), 'message').shown).toContain('message');
  });
  it('move, but never behind the message', () => {
    const choice = defaultChoice(false);
    expect(moved(choice, 'file', -1).shown.slice(0, 3)).toEqual(['time', 'file', 'level']);
    expect(moved(choice, 'time', -1)).toEqual(choice);
    expect(moved(choice, 'opId', 1)).toEqual(choice);
  });
  it('are read from anything that was saved', () => {
    expect(readChoice(undefined)).toBeNull();
    expect(readChoice({ shown: 'time' })).toBeNull();
    expect(
      readChoice({ shown: ['level', 'gone', 'level', 'message', 'time'], widths: { level: 5, time: 'x' } }),
    ).toEqual({ shown: ['level', 'time', 'message'], widths: { level: 36 } });
  });
  it('leave the message the rest of the pane', () => {
    const choice = { shown: ['time', 'message'] as const, widths: { time: 100 } };
    expect(templateOf({ ...choice, shown: [...choice.shown] }, 1000)).toEqual({
      columns: '100px 886px',
      wide: false,
    });
    expect(templateOf({ ...choice, shown: [...choice.shown] }, 200).wide).toBe(true);
  });
  it('give way to a pane, the least needed first', () => {
    const beside = besidePane(defaultChoice(true), 820);
    expect(templateOf(beside, 820).wide).toBe(false);
    expect(beside.shown).toEqual(expect.arrayContaining(['time', 'level', 'file', 'message']));
    expect(beside.shown).not.toContain('source');
  });
});

describe('the range of the histogram', () => {
  const whole = { from: 0, to: 100_000 };
  it('zooms around an instant that stays where it is', () => {
    expect(zoomed(whole, 0.5, 25_000, whole)).toEqual({ from: 12_500, to: 62_500 });
  });
  it('stays in the whole', () => {
    expect(zoomed({ from: 0, to: 10_000 }, 4, 10_000, whole)).toEqual({ from: 0, to: 40_000 });
    expect(zoomed(whole, 2, 500, whole)).toEqual(whole);
    expect(within({ from: 95_000, to: 105_000 }, whole)).toEqual({ from: 90_000, to: 100_000 });
  });
  it('ends at a shortest span', () => {
    const { from, to } = zoomed({ from: 50, to: 70 }, 0.1, 60, whole);
    expect(to - from).toBe(20);
  });
  it('shows one record beside a million', () => {
    expect(heightOf(0, 1e6, 80)).toBe(0);
    expect(heightOf(1, 1e6, 80)).toBe(2);
    expect(heightOf(1e6, 1e6, 80)).toBe(80);
  });
});

describe('fields of a record', () => {
  const row: TimelineRow = {
    row: 1,
    time: ANCHOR,
    timeKnownBy: 'stated',
    level: 'error',
    source: 0,
    file: 3,
    path: 'var/run/log/hostd.log',
    process: 'Hostd',
    pid: null,
    component: '',
    opId: 'esxui-1',
    sid: null,
    user: null,
    host: null,
    vm: null,
    message: 'failed',
    line: 7,
    lines: 1,
    marked: false,
  };
  it('are those it has, under the names the query language gives them', () => {
    expect(fieldsOf(row, null).map(({ query, value }) => `${query}:${value}`)).toEqual([
      'level:error',
      'file:var/run/log/hostd.log',
      'process:Hostd',
      'opid:esxui-1',
    ]);
    expect(fieldsOf(row, 'esx01.tgz').map(({ query }) => query)).toContain('source');
  });
});
