import { describe, expect, test } from 'vitest';
import { logFamily } from '../../workers/report/log-families';
import { choice } from '../../workers/report/operation-choice';
import { longest, resolution, silencesIn } from '../../workers/report/silences';

const HOUR = 3_600_000;
const among = (times: readonly number[]) => (take: (time: number) => void) => times.forEach(take);

describe('silences', () => {
  test('lie between the last record before and the first after, to the millisecond', () => {
    const times = [0, 1, 10 * HOUR + 7, 10 * HOUR + 8, 30 * HOUR + 1, 48 * HOUR];
    const found = silencesIn(among(times), { from: 0, to: 48 * HOUR }, HOUR);
    expect(found).toEqual([
      { from: 1, to: 10 * HOUR + 7 },
      { from: 10 * HOUR + 8, to: 30 * HOUR + 1 },
      { from: 30 * HOUR + 1, to: 48 * HOUR },
    ]);
    expect(longest(found, 2)).toEqual([found[1], found[2]]);
  });

  test('are the same in any order, as a sort finds them', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const times = Array.from({ length: 3_000 }, () => Math.floor(random() ** 3 * 90 * 24 * HOUR));
    const sorted = [...times].sort((a, b) => a - b);
    const span = { from: sorted[0]!, to: sorted.at(-1)! };
    const least = Math.max(HOUR, resolution(span));
    const expected = sorted
      .slice(1)
      .map((to, i) => ({ from: sorted[i]!, to }))
      .filter(({ from, to }) => to - from >= least);
    expect(expected.length).toBeGreaterThan(20);
    expect(silencesIn(among([...times, NaN, NaN]), span, least)).toEqual(expected);
  });

  test('there are none without times, at one instant, or among records that lie close', () => {
    expect(silencesIn(among([]), { from: 0, to: 0 }, 1)).toEqual([]);
    expect(silencesIn(among([5, 5, 5]), { from: 5, to: 5 }, 1)).toEqual([]);
    const close = Array.from({ length: 1_000 }, (_, i) => i * 1_000);
    expect(silencesIn(among(close), { from: 0, to: 999_000 }, 5_000)).toEqual([]);
  });
});

test.each([
  ['var/run/log/hostd.log', 'var/run/log/hostd'],
  ['var/run/log/hostd.0.gz', 'var/run/log/hostd'],
  ['var/run/log/hostd.12.gz', 'var/run/log/hostd'],
  ['var/log/syslog.log.1', 'var/log/syslog'],
  ['vmfs/volumes/x/web01/vmware-17.log', 'vmfs/volumes/x/web01/vmware'],
  ['vmfs/volumes/x/web01/vmware.log', 'vmfs/volumes/x/web01/vmware'],
  ['vmfs/volumes/x/web02/vmware.log', 'vmfs/volumes/x/web02/vmware'],
  ['messages', 'messages'],
  ['a/.log', 'a/.log'],
  ['5.log', '5'],
  ['a/vmware-12.log.3.gz.old', 'a/vmware'],
])('%s is of the family %s', (path, family) => expect(logFamily(path)).toBe(family));

test('a path that is all endings takes no time', () => {
  const began = performance.now();
  for (let i = 0; i < 1_000; i++) logFamily(`${i}${'-1'.repeat(32_000)}`);
  expect(performance.now() - began).toBeLessThan(500);
});

describe('of too many operations', () => {
  const operation = (op: string, who: string | null, result: 'OK' | 'NG' | null = 'OK') => ({
    op,
    who,
    result,
  });
  const all = [
    operation('Login', 'root'),
    operation('StopVM', 'root'),
    operation('Logout', 'root'),
    operation('StartVM', null, 'NG'),
    operation('LoginFailed', 'eve', null),
    operation('ModifyCPU', 'root'),
    operation('custom', 'root'),
  ];

  test('those are listed that failed, then those that changed something, in the order of time', () => {
    expect(choice(all, 2).listed).toEqual([3, 4]);
    expect(choice(all, 4).listed).toEqual([1, 3, 4, 5]);
    expect(choice(all, 6).listed).toEqual([0, 1, 3, 4, 5, 6]);
    expect(choice(all, 100).listed).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('all are counted, by kind and by person', () => {
    const { failed, kinds, people } = choice(all, 3);
    expect(failed).toBe(2);
    expect(people).toEqual([
      { who: 'root', operations: 5, failed: 0 },
      { who: null, operations: 1, failed: 1 },
      { who: 'eve', operations: 1, failed: 1 },
    ]);
    expect(kinds.reduce((sum, { total }) => sum + total, 0)).toBe(all.length);
    expect(kinds.reduce((sum, { listed }) => sum + listed, 0)).toBe(3);
    expect(kinds.find(({ op }) => op === 'StopVM')).toEqual({
      op: 'StopVM',
      label: 'stop VM',
      total: 1,
      failed: 0,
      listed: 1,
    });
    expect(kinds.find(({ op }) => op === 'custom')!.label).toBe('custom');
  });
});
