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

test('whoever waits for an analysis hears how far it is, until it is over for him', async () => {
  const reader = await openedCase([{ path: 'a.log', content: 'one\n' }]);
  const analyses = new CaseAnalyses(
    reader,
    () => '1',
    () => undefined,
  );
  const told: Record<string, number[]> = { one: [], two: [] };
  const slow: Analysis<null> = {
    name: 'slow',
    run: async (_, { progress }) => {
      for (let step = 1; step <= 4; step++) {
        // Tellings are some time apart.
        await new Promise((resolve) => setTimeout(resolve, 120));
        progress(step / 4);
        if (step === 2) one.abort();
      }
      return null;
    },
  };
  const [one, two] = [new AbortController(), new AbortController()];
  const waiting = (name: 'one' | 'two', { signal }: AbortController) =>
    analyses.get(slow, { signal, advance: (share) => void told[name]!.push(share) });
  const asked = [waiting('one', one), waiting('two', two)];
  await expect(asked[0]).rejects.toMatchObject({ code: 'cancelled' });
  await asked[1];
  expect(told).toEqual({ one: [0.25, 0.5], two: [0.25, 0.5, 0.75, 1] });
});

test('an analysis ends when nobody waits for it any more; whoever asks then has it worked out anew', async () => {
  const reader = await openedCase([{ path: 'a.log', content: 'one\n' }]);
  const analyses = new CaseAnalyses(
    reader,
    () => '1',
    () => undefined,
  );
  let runs = 0;
  let goOn: () => void = () => undefined;
  const slow: Analysis<number> = {
    name: 'slow',
    run: async (_, { pause }) => {
      const run = ++runs;
      await new Promise<void>((resolve) => (goOn = resolve));
      await pause();
      return run;
    },
  };
  const cancelled = { code: 'cancelled' };
  const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()];
  const asked = [one, two].map(({ signal }) => analyses.get(slow, { signal }));
  await expect.poll(() => runs).toBe(1);
  one.abort();
  await expect(asked[0]).rejects.toMatchObject(cancelled);
  goOn();
  expect(await asked[1]).toBe(1);
  // A result that is there stays.
  two.abort();
  expect(await analyses.get(slow)).toBe(1);

  analyses.clear();
  const [last] = [analyses.get(slow, { signal: three.signal })];
  await expect.poll(() => runs).toBe(2);
  three.abort();
  await expect(last).rejects.toMatchObject(cancelled);
  // The run that was left is still ending.
  const anew = analyses.get(slow);
  goOn();
  await expect.poll(() => runs).toBe(3);
  goOn();
  expect(await anew).toBe(3);
});
