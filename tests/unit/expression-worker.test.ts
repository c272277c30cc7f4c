import { expect, test } from 'vitest';
import { matchingRows, type ExpressionTest, type Table } from '../../workers/analysis/table';
import { tableFields, type MatchableRecord } from '../../workers/query';
import { ExpressionWorker } from '../../workers/scan/expression-worker';
import { scanWorkers } from './scan-workers-on-this-thread';

const EMPTY: MatchableRecord = {
  time: null,
  level: null,
  process: null,
  pid: null,
  component: null,
  opId: null,
  sid: null,
  user: null,
  host: null,
  message: '',
  raw: '',
  source: 0,
  file: '',
};

/** A table of texts: `raw`, and `message` behind its first character. */
function tableOf(texts: readonly string[]): Table {
  // The same object for all rows, as tables of events have it.
  const record = { ...EMPTY };
  return {
    rows: texts.length,
    fields: tableFields([], []),
    record: (row) => Object.assign(record, { message: texts[row]!.slice(1), raw: texts[row]! }),
    comparator: () => null,
  };
}

const pause = async () => undefined;

test('expressions of a query over a table are tested in a worker, with the answer that they have here', async () => {
  const texts = Array.from({ length: 5_000 }, (_, n) => `<${n} ${'pear fig apple'.slice(n % 9)}`);
  const table = tableOf(texts);
  const worker = new ExpressionWorker(scanWorkers.start);
  const asked: number[] = [];
  const expressionTest: ExpressionTest = (expression, given) => {
    asked.push(given.length);
    return worker.test(expression, given);
  };
  for (const query of ['/^<\\d+ pear/', '-/FIG/i', 'apple (/^<1/ or -/ fig/)', '/^<99/ /e$/', 'fig']) {
    const there = await matchingRows(table, query, pause, { expressionTest });
    expect(there, query).toEqual(await matchingRows(table, query, pause));
    expect(there.length, query).toBeGreaterThan(0);
  }
  expect(Math.max(...asked)).toBeLessThan(texts.length);
  worker.end();
});

test('long texts are tested few at a time, and by their beginning', async () => {
  const long = `${'x'.repeat(400_000)}end`;
  const huge = `${'x'.repeat(1024 * 1024)}end`;
  const sizes: number[] = [];
  const found = await matchingRows(tableOf([long, huge, long, 'end']), '/end$/', pause, {
    expressionTest: async ({ source }, texts) => {
      sizes.push(texts.reduce((sum, { length }) => sum + length, 0));
      return Uint8Array.from(texts, (text) => Number(new RegExp(source).test(text)));
    },
  });
  expect([...found]).toEqual([0, 2, 3]);
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024 + 512 * 1024);
});

test('who waits for its turn, or for an answer, leaves at once; the next question has a fresh worker', async () => {
  let started = 0;
  let silent = true;
  const worker = new ExpressionWorker(() => {
    started++;
    // One that hangs says nothing.
    return silent ? (new SilentWorker() as unknown as Worker) : scanWorkers.start();
  });
  const [first, second] = [new AbortController(), new AbortController()];
  const asked = [first, second].map(({ signal }) => worker.test({ source: 'a', flags: '' }, ['a'], signal));
  second.abort();
  await expect(asked[1]).rejects.toMatchObject({ code: 'cancelled' });
  silent = false;
  const third = worker.test({ source: 'a', flags: '' }, ['a', 'b']);
  first.abort();
  await expect(asked[0]).rejects.toMatchObject({ code: 'cancelled' });
  expect([...(await third)]).toEqual([1, 0]);
  expect(started).toBe(2);
  worker.end();
});

class SilentWorker extends EventTarget {
  postMessage(): void {
    // It is busy for ever.
  }

  terminate(): void {
    // As above.
  }
}
