import { expect, test } from 'vitest';
import type { Analysis } from '../../workers/analysis/case-reader';
import { CaseAnalyses } from '../../workers/engine/case-analyses';
import { openedCase } from './analysis-case';

test('an analysis uses what is known of another, and works it out where nothing is', async () => {
  const reader = await openedCase([{ path: 'a.log', content: 'one\ntwo\n' }]);
  let runs = 0;
  const counted: Analysis<number> = { name: 'counted', run: async () => ++runs };
  const asking: Analysis<number> = { name: 'asking', run: (of, control) => control.result(counted, of) };
  const fresh = new CaseAnalyses(
    reader,
    () => '1',
    () => undefined,
  );
  expect(await fresh.get(asking)).toBe(1);
  let version = '1';
  const used = new CaseAnalyses(
    reader,
    () => version,
    () => undefined,
  );
  expect(await used.get(counted)).toBe(2);
  expect(await used.get(asking)).toBe(2);
  expect(runs).toBe(2);
  // The case is another one now: nothing is known of it.
  version = '2';
  expect(await used.get(asking)).toBe(3);
});
