import { expect, test } from 'vitest';
import type { Analysis, AnalysisControl, CaseReader } from '../../workers/analysis/case-reader';
import { partOfWork } from '../../workers/analysis/part-of-work';
import { CaseAnalyses } from '../../workers/engine/case-analyses';
import { operationTree } from '../../workers/trace/operation-tree';
import { operations } from '../../workers/trace/operations';
import { openedCase, unwatched } from './analysis-case';

/** Tasks of hostd that begin and end, each under an operation id of its own. */
function hostd(tasks: number): string {
  const lines: string[] = [];
  for (let i = 0; i < tasks; i++) {
    const at = new Date(Date.UTC(2023, 11, 5) + i * 60_000).toISOString();
    const head = `${at} In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc.TaskManager opID=n${i} user=root]`;
    lines.push(`${head} Task Created : haTask-7-vim.VirtualMachine.powerOn-${i}`);
    lines.push(`${head} Task Completed : haTask-7-vim.VirtualMachine.powerOn-${i} Status success`);
  }
  return `${lines.join('\n')}\n`;
}

async function shares(work: (control: AnalysisControl) => Promise<unknown>): Promise<number[]> {
  const told: number[] = [];
  await work({ ...unwatched(), progress: (share) => told.push(share) });
  return told;
}

function expectRising(told: readonly number[]): void {
  expect(told.every((share) => share >= 0 && share <= 1)).toBe(true);
  expect(told.every((share, i) => i === 0 || share >= told[i - 1]! - 1e-9)).toBe(true);
}

test('reading records tells how many of them are read', async () => {
  const reader = await openedCase([{ path: 'hostd.log', content: hostd(1_500) }]);
  let read = 0;
  const seen: [read: number, share: number][] = [];
  const found = await reader.find('component:*TaskManager', unwatched());
  expect(found.count).toBe(3_000);
  let share = 0;
  for await (const batch of found.read({ ...unwatched(), progress: (now) => (share = now) })) {
    read += batch.length;
    seen.push([read, share]);
  }
  expect(read).toBe(3_000);
  expect(seen.length).toBeGreaterThan(4);
  for (const [records, told] of seen) expect(told).toBeCloseTo(records / 3_000, 9);
});

test('who did what is told as it is worked out, though one log tells of all', async () => {
  const reader = await openedCase([{ path: 'hostd.log', content: hostd(3_000) }]);
  const told = await shares((control) => operations.run(reader, control));
  expectRising(told);
  // The records are read in steps that are seen, not all at once.
  const middle = told.filter((share) => share > 0.35 && share < 0.85);
  expect(new Set(middle).size).toBeGreaterThan(8);
  expect(Math.max(...told)).toBeLessThanOrEqual(1);
});

test('a tree of operation ids tells how far it is', async () => {
  const reader = await openedCase([{ path: 'hostd.log', content: hostd(600) }]);
  expectRising(await shares((control) => operationTree(reader, 'n3', control)));
});

test('progress of a part stays within it, that of analyses it asks for too', async () => {
  const reader = await openedCase([{ path: 'a.log', content: 'one\n' }]);
  const inner: Analysis<number> = {
    name: 'inner',
    run: async (_, control) => {
      for (const share of [0, 0.5, 1, 2]) control.progress(share);
      return 1;
    },
  };
  const told: number[] = [];
  const watched = (share: number) => told.push(share);
  const control: AnalysisControl = {
    ...unwatched(),
    progress: watched,
    result: (analysis, of, given = control) => analysis.run(of, given),
  };
  await partOfWork(control, 0.2, 0.6).result(inner, reader);
  expect(told.map((share) => Math.round(share * 100))).toEqual([20, 40, 60, 60]);
});

/** An analysis that goes on until it is told to end, or cancelled. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  let runs = 0;
  const analysis: Analysis<number> = {
    name: 'held',
    run: async (_: CaseReader, control) => {
      const run = ++runs;
      if (run === 1) await ended;
      await control.pause();
      return run;
    },
  };
  return { analysis, end };
}

test('who asks again right after a cancel gets an answer, not the end of what was cancelled', async () => {
  const reader = await openedCase([{ path: 'a.log', content: 'one\n' }]);
  const { analysis, end } = held();
  const analyses = new CaseAnalyses(
    reader,
    () => '1',
    () => undefined,
  );
  const first = analyses.get(analysis);
  await new Promise((resolve) => setTimeout(resolve));
  analyses.cancel();
  const second = analyses.get(analysis);
  end();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  expect(await second).toBe(2);
  // What is there stays, whatever is cancelled.
  analyses.cancel();
  expect(await analyses.get(analysis)).toBe(2);
});
