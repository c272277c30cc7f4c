import { afterEach, expect, test, vi } from 'vitest';
import type { Engine } from '../../workers/engine/engine';
import { findingsAnswers } from '../../workers/engine/findings-answers';
import { Jobs, partOf } from '../../workers/engine/jobs';
import { operationsAnswers } from '../../workers/engine/operations-answers';
import type { JobProgress } from '../../workers/engine/work-progress';
import { bundleOf, openCaseOf } from './packing-case';
import { scanWorkers } from './scan-workers-on-this-thread';

afterEach(() => void vi.restoreAllMocks());

test('findings and completeness, of several analyses each, tell shares of 1', async () => {
  const open = await openCaseOf([await bundleOf({ logBytes: 100_000 })], scanWorkers);
  // However fast the machine is: it is time to tell whenever there is something to tell.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000));
  const engine = { current: async () => open, whenIdle: async () => undefined } as unknown as Engine;
  const findings = await findingsAnswers(engine).findings(1, null);
  const completeness = await operationsAnswers(engine).completeness(2);
  expect([findings.ok, completeness.ok]).toEqual([true, true]);
  for (const number of [1, 2]) {
    const told = open.told.filter(({ job }) => job === number);
    expect(told.length).toBeGreaterThan(2);
    for (const { done, total } of told) {
      expect(total).toBe(1);
      expect(done).toBeGreaterThanOrEqual(0);
      expect(done).toBeLessThanOrEqual(1);
    }
  }
}, 60_000);

test('a part of a job that does more than it said never counts for more than its part', async () => {
  const told: JobProgress[] = [];
  await new Jobs((progress) => told.push(progress)).run(3, async (job) =>
    partOf(job, 0.5, 1, 1).advance(30, 10),
  );
  expect(told).toEqual([{ job: 3, done: 1, total: 1 }]);
});
