import { describe, expect, test } from 'vitest';
import { findDuplicates } from '../../workers/timeline/duplicates';
import { SearchResult } from '../../workers/timeline/result';
import { RowBits } from '../../workers/timeline/row-bits';
import { TestCase, type TestFile } from './timeline-fixture';

/** Rows that are hidden, and those whose message was asked for. */
async function hiddenRows(files: TestFile[], signal?: AbortSignal) {
  const timeline = await TestCase.of(files);
  const every = new RowBits(timeline.records.length);
  every.words.fill(0xffffffff);
  const result = new SearchResult(timeline.kernel, timeline.order, every);
  const asked: number[] = [];
  let hidden: RowBits | null = null;
  const sources = {
    source: timeline.source,
    sourceOf: (file: number) => timeline.file(file).source,
    messages: async (rows: Uint32Array) => {
      asked.push(...rows);
      return Array.from(rows, (row) => timeline.records[row]!.record.raw ?? '');
    },
  };
  for await (const step of findDuplicates(result, sources, signal)) hidden = step;
  const rows = timeline.records.flatMap((_, row) => (hidden?.has(row) ? [row] : []));
  result.update(hidden);
  expect(result.total).toBe(timeline.records.length - rows.length);
  return { rows, asked: asked.sort((a, b) => a - b) };
}

const line = (time: number | null, raw: string, pid = '1') => ({ time, raw, pid });
const WARNING = 'WARNING: NFS: 5544: volume performance has deteriorated';

describe('findDuplicates', () => {
  test('a line of vmkernel.log again in vmkwarning.log', async () => {
    const { rows, asked } = await hiddenRows([
      {
        path: 'vmkernel.log',
        records: [line(1, 'start'), line(2, WARNING), line(3, WARNING), line(9, 'end')],
      },
      { path: 'vmkwarning.log', records: [line(2, WARNING), line(4, WARNING), line(9, WARNING)] },
    ]);
    expect(rows).toEqual([4]);
    expect(asked).toEqual([1, 3, 4, 6]);
  });

  test('a relay with words of its own in front', async () => {
    const files = [
      { path: 'hostd.log', records: [line(5, WARNING), line(6, 'short')] },
      { path: 'syslog.log', records: [line(5, `hostd: ${WARNING}`), line(6, 'not so short')] },
    ];
    expect((await hiddenRows(files)).rows).toEqual([2]);
  });

  test('equal lines in one file are several events', async () => {
    const { rows } = await hiddenRows([
      { path: 'a', records: [line(1, WARNING), line(1, WARNING), line(1, WARNING)] },
      { path: 'b', records: [line(1, WARNING), line(1, WARNING)] },
      { path: 'c', records: Array.from({ length: 4 }, () => line(1, WARNING)) },
    ]);
    expect(rows).toEqual([3, 4, 5, 6, 7]);
  });

  test('other sources, other pids and lines without instant are left alone', async () => {
    const { rows, asked } = await hiddenRows([
      { path: 'a', records: [line(null, WARNING), line(1, WARNING), line(2, WARNING, '7')] },
      { path: 'b', records: [line(null, WARNING), line(2, WARNING, '8')] },
      { path: 'c', source: 1, records: [line(1, WARNING)] },
    ]);
    expect(rows).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('in steps, and a clock that stands still is left as it is', async () => {
    const many = Array.from({ length: 6000 }, (_, i) => line(i, WARNING));
    const files = [
      { path: 'a', records: many },
      { path: 'b', records: many },
    ];
    expect((await hiddenRows(files)).rows).toEqual(Array.from({ length: 6000 }, (_, i) => 6000 + i));
    const still = Array.from({ length: 600 }, () => line(1, WARNING));
    const stopped = await hiddenRows([
      { path: 'a', records: still },
      { path: 'b', records: still },
    ]);
    expect(stopped).toEqual({ rows: [], asked: [] });
    expect((await hiddenRows(files, AbortSignal.abort())).rows).toEqual([]);
  });
});
