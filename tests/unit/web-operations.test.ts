import { describe, expect, test } from 'vitest';
import type { CompletenessRow, OperationNode } from '../../workers/public-api';
import { completenessOf } from '../../workers/trace/completeness';
import { cellsOf, inPaper, paperMean } from '../../web/views/operations/completeness-cells';
import { dayAfter, heat } from '../../web/views/operations/days';
import { changeText, itemsOf, memoryUnit } from '../../web/views/operations/item-states';
import { shownTime } from '../../web/views/operations/operation-time';
import { lanesOf } from '../../web/views/operations/tree-lanes';

describe('the seven items of an operation', () => {
  test('each is stated, joined with its reason, missing or not applicable', () => {
    const items = itemsOf({
      missing: ['where'],
      notApplicable: ['how'],
      joined: { who: 'a shell command at the same moment' },
    });
    expect(items.map(({ item, state }) => `${item} ${state}`)).toEqual([
      'what stated',
      'when stated',
      'who joined',
      'where missing',
      'target stated',
      'how notApplicable',
      'result stated',
    ]);
    expect(items.map(({ reason }) => reason).filter(Boolean)).toEqual(['a shell command at the same moment']);
  });

  test('a change is told by its values, a rename by its names', () => {
    expect(changeText({ before: ['web', '256'], after: ['web', '512'] })).toBe('256 → 512');
    expect(changeText({ before: ['web'], after: ['db'] })).toBe('web → db');
    expect(changeText({ before: [], after: ['web', '2'] })).toBe('→ 2');
    expect(changeText({ before: [], after: [] })).toBe('');
  });

  test('memory has the unit of its source, and none where the source has none', () => {
    expect(memoryUnit({ op: 'ModifyMemory', vendor: 'libvirt' })).toBe('KiB');
    expect(memoryUnit({ op: 'ModifyMemory', vendor: 'figure3' })).toBeNull();
    expect(memoryUnit({ op: 'ModifyCPU', vendor: 'vmware' })).toBeNull();
  });
});

test('a time without a zone is shown as the log has it, in any zone of the page', () => {
  expect(shownTime('2010-08-03T15:52:42.240', 'Asia/Tokyo')).toEqual({
    text: '2010-08-03 15:52:42.240',
    zoned: false,
    ms: Date.UTC(2010, 7, 3, 15, 52, 42, 240),
  });
  expect(shownTime('2010-08-03T15:52:42.240Z', 'Asia/Tokyo')?.text).toBe('2010-08-04 00:52:42.240');
  expect(shownTime(null, 'UTC')).toBeNull();
});

test('the day after ends months and years, leap days included', () => {
  expect(dayAfter('2024-02-28')).toBe('2024-02-29');
  expect(dayAfter('2023-12-31')).toBe('2024-01-01');
});

test('few among many are still tinted, and none is not', () => {
  expect(heat(0, 100_000)).toBe(0);
  expect(heat(1, 100_000)).toBeGreaterThan(0.1);
  expect(heat(100_000, 100_000)).toBe(1);
  expect(heat(1, 1)).toBe(1);
});

describe('the computed Table 1', () => {
  const row = (): CompletenessRow => completenessOf([]).find(({ op }) => op === 'ModifyCPU')!;

  test('shares are of the records an item applies to', () => {
    const items = { ...row().items, who: { stated: 1, joined: 1, missing: 2, notApplicable: 0 } };
    const cell = cellsOf({ ...row(), records: 4, items }).find(({ item }) => item === 'who')!;
    expect(cell.shares).toEqual({ stated: 0.25, joined: 0.25, missing: 0.5 });
    expect(cell.paper).toBe('×');
  });

  test('without records there are no shares, and what does not apply says so', () => {
    expect(cellsOf(row()).every(({ shares }) => shares === null)).toBe(true);
    const login = completenessOf([]).find(({ op }) => op === 'Login')!;
    expect(
      cellsOf(login)
        .filter(({ applies }) => !applies)
        .map(({ item }) => item),
    ).toEqual(['target', 'how']);
  });

  test("kinds outside the paper's tables have neither a row nor a mean there", () => {
    expect(inPaper('ModifyVM')).toBe(false);
    expect(inPaper('MoveVM')).toBe(true);
    expect(paperMean('MoveVM')).toBeNull();
    expect(paperMean('CloneVM')).toBe(117_370);
  });
});

describe('an operation tree on one axis', () => {
  const node = (opId: string, start: string | null, end: string | null, children: OperationNode[] = []) => ({
    opId,
    host: null,
    process: null,
    start,
    end,
    children,
    evidence: [],
  });

  test('parents stand above their children, all on the axis of the whole', () => {
    const { lanes, from, to } = lanesOf([
      node('a', '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:04.000Z', [
        node('a-1', '2024-01-01T00:00:01.000Z', '2024-01-01T00:00:08.000Z'),
        node('a-2', null, null),
      ]),
    ]);
    expect(lanes.map(({ node: { opId }, depth }) => [opId, depth])).toEqual([
      ['a', 0],
      ['a-1', 1],
      ['a-2', 1],
    ]);
    expect(lanes.map(({ span }) => span)).toEqual([{ from: 0, to: 0.5 }, { from: 0.125, to: 1 }, null]);
    expect(to! - from!).toBe(8_000);
  });

  test('ids nested without end are cut, not followed by recursion', () => {
    let deep = node('end', null, null);
    for (let i = 0; i < 100_000; i++) deep = node(`n${i}`, null, null, [deep]);
    const { lanes, more, from } = lanesOf([deep]);
    expect(lanes.length + more).toBe(100_001);
    expect(from).toBeNull();
  });
});
