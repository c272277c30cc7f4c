import { describe, expect, test } from 'vitest';
import { unlessCancelled } from '../../workers/cancelled';
import { Jobs } from '../../workers/engine/jobs';
import type { JobProgress } from '../../workers/engine/work-progress';

const never = new Promise<never>(() => undefined);
const untilCancelled = { code: 'cancelled' };

describe('a job', () => {
  test('is cancelled by its number, and no other', async () => {
    const jobs = new Jobs(() => undefined);
    const first = jobs.run(1, ({ signal }) => unlessCancelled(signal, never));
    const second = jobs.run(2, async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return signal.aborted;
    });
    jobs.cancel(1);
    await expect(first).rejects.toMatchObject(untilCancelled);
    expect(await second).toBe(false);
  });

  test('is cancelled with all that was begun under its number', async () => {
    const jobs = new Jobs(() => undefined);
    let reached = false;
    const whole = jobs.run(1, async () => {
      await jobs.run(1, ({ signal }) => unlessCancelled(signal, never)).catch(() => undefined);
      await jobs.run(1, async () => {
        reached = true;
      });
    });
    await Promise.resolve();
    jobs.cancel(1);
    await expect(whole).rejects.toMatchObject(untilCancelled);
    expect(reached).toBe(false);
  });

  test('goes on behind a part of it that has ended', async () => {
    const jobs = new Jobs(() => undefined);
    const whole = jobs.run(1, async ({ signal }) => {
      await jobs.run(1, async () => undefined);
      return unlessCancelled(signal, never);
    });
    setTimeout(() => jobs.cancel(1), 10);
    await expect(whole).rejects.toMatchObject(untilCancelled);
  });

  test('that was cancelled before it began does not begin', async () => {
    const jobs = new Jobs(() => undefined);
    let begun = 0;
    const work = async () => void begun++;
    jobs.cancel(5);
    await expect(jobs.run(5, work)).rejects.toMatchObject(untilCancelled);
    expect(begun).toBe(0);
    await jobs.run(5, work);
    expect(begun).toBe(1);
  });

  test('that changes the case says itself what it gives when it is cancelled', async () => {
    const jobs = new Jobs(() => undefined);
    const changed = jobs.change(6, async ({ signal }) => {
      await unlessCancelled(signal, never).catch(() => undefined);
      return 'so far';
    });
    jobs.cancel(6);
    expect(await changed).toBe('so far');
    // Ended before it began, too.
    jobs.cancel(7);
    expect(await jobs.change(7, async ({ signal }) => signal.aborted)).toBe(true);
  });

  test('is told of with its number, its end always', async () => {
    const told: JobProgress[] = [];
    await new Jobs((progress) => told.push(progress)).run(3, async ({ advance }) => {
      for (let done = 0; done <= 1_000; done++) advance(done, 1_000);
    });
    expect(told[0]).toEqual({ job: 3, done: 0, total: 1_000 });
    expect(told.at(-1)).toEqual({ job: 3, done: 1_000, total: 1_000 });
    expect(told.length).toBeLessThan(20);
  });
});

test('what is waited for is given where no signal comes, and its failure too', async () => {
  const { signal } = new AbortController();
  expect(await unlessCancelled(signal, Promise.resolve(7))).toBe(7);
  await expect(unlessCancelled(signal, Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  await expect(unlessCancelled(AbortSignal.abort(), never)).rejects.toMatchObject(untilCancelled);
});
