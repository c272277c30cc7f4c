import { describe, expect, test } from 'vitest';
import type { SourceState } from '../../workers/engine/case-state';
import { fit } from '../../web/commands/search';
import { overall } from '../../web/frame/progress';
import { allZones, searchZones, shortZone } from '../../web/frame/zones';
import { arrange, outline } from '../../web/views/overview/lanes';
import { groupWarnings } from '../../web/views/overview/warning-groups';
import type { LogCoverage } from '../../workers/engine/engine-api';

describe('zones', () => {
  const zones = allZones();

  test('begin with UTC and come once', () => {
    expect(zones[0]).toBe('UTC');
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones.length).toBeGreaterThan(300);
  });

  test("are found by words of their name, also by today's name", () => {
    expect(searchZones(zones, 'new york')).toEqual(['America/New_York']);
    expect(searchZones(zones, 'kolkata')).toEqual(['Asia/Kolkata']);
    expect(searchZones(zones, 'nowhere')).toEqual([]);
    expect(shortZone('America/New_York')).toBe('New York');
  });

  test('a zone that is not listed is found by its whole name', () => {
    expect(searchZones(['UTC'], 'Europe/Berlin')).toEqual(['Europe/Berlin']);
  });
});

describe('commands', () => {
  test('are found by all words typed, those at the start of words first', () => {
    expect(fit('Open files… Case', 'case open')).not.toBeNull();
    expect(fit('Open files…', 'close')).toBeNull();
    expect(fit('Dark theme', 'dark')!).toBeLessThan(fit('Go dark', 'ark')!);
  });
});

describe('progress of all sources', () => {
  const source = (
    phase: string,
    read: number,
    total: number,
    left: number | null,
    parent: number | null = null,
  ) =>
    ({ parent, progress: { phase, bytesRead: read, bytesTotal: total, secondsLeft: left } }) as SourceState;

  test('counts bytes once and waits for the slowest', () => {
    const sources = [
      source('reading', 50, 100, 10),
      source('done', 0, 100, null),
      source('reading', 5, 900, 20, 1),
    ];
    expect(overall(sources)).toEqual({ share: 0.75, secondsLeft: 20 });
  });

  test('does not guess', () => {
    expect(overall([source('reading', 1, 2, 5), source('waiting', 0, 2, null)]).secondsLeft).toBeNull();
    expect(overall([]).share).toBe(0);
  });
});

describe('lanes', () => {
  const lane = (path: string, records: number, from: number | null) =>
    ({ path, records, from, format: 'vmkernel', source: 0 }) as LogCoverage;
  const lanes = [lane('var/b.log', 5, 30), lane('var/a.log', 9, null), lane('etc/c.log', 7, 10)];

  test('are filtered and sorted', () => {
    expect(arrange(lanes, '', 'path').map((l) => l.path)).toEqual(['etc/c.log', 'var/a.log', 'var/b.log']);
    expect(arrange(lanes, 'VAR/', 'records').map((l) => l.records)).toEqual([9, 5]);
    expect(arrange(lanes, '', 'first').map((l) => l.from)).toEqual([10, 30, null]);
  });

  test('show every bin that has a record', () => {
    expect(outline([0, 0])).toBe('');
    expect(outline([1, 0, 10_000]).match(/M/g)).toHaveLength(2);
  });
});

test('warnings are grouped by code, the most frequent first', () => {
  const warning = (code: string) => ({ code, path: '', offset: null, message: '' });
  const groups = groupWarnings(['a', 'b', 'b', '__proto__'].map(warning));
  expect(groups.map((group) => [group.code, group.warnings.length])).toEqual([
    ['b', 2],
    ['__proto__', 1],
    ['a', 1],
  ]);
});
