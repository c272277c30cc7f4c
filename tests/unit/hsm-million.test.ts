import { expect, test } from 'vitest';
import { matchingRows } from '../../workers/analysis/table';
import { EventTable } from '../../workers/hsm/event-table';
import { hsmCase } from '../../workers/hsm/hsm-case';
import type { HsmFile } from '../../workers/hsm/read-events';
import { hsmFindings } from '../../workers/hsm/rules';
import { hsmUsers } from '../../workers/hsm/users';
import { generatedStream } from './hsm-generated';
import { unwatched } from './analysis-case';

const EVENTS = Number(process.env['HSM_EVENTS'] ?? 40_000);
const STREAMS = 4;

/** Longest time without a pause that is let pass here; the page's own limit is 50 ms and on another thread. */
const LONGEST = 250;

test(`${EVENTS} events over four streams are read, ordered, attributed and asked in steps`, async () => {
  const contents = Array.from({ length: STREAMS }, (_, stream) => generatedStream(stream, EVENTS / STREAMS));
  const files = contents.map(({ length }, id): HsmFile => ({
    id,
    path: `hsm-${'abcd'[id]!.repeat(11)}.log`,
    source: 0,
    sourceName: 'case',
    bytes: length,
    stream: `hsm-${'abcd'[id]!.repeat(11)}`,
  }));
  const reader = {
    read: async (file: number, at: number, length: number) => contents[file]!.subarray(at, at + length),
    rowAt: () => null,
  };
  let last = performance.now();
  let longest = 0;
  const pause = async () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const times: Record<string, number> = {};
  const timed = async <Out>(name: string, work: () => Promise<Out>): Promise<Out> => {
    const started = (last = performance.now());
    const out = await work();
    await pause();
    times[name] = performance.now() - started;
    return out;
  };
  const before = process.memoryUsage();
  const from = await timed('load', () => hsmCase(reader, files, { ...unwatched(), pause }));
  const after = process.memoryUsage();
  expect(from.events.order).toHaveLength(EVENTS);
  const table = new EventTable(from);
  const found = await timed('opcode:', () => matchingRows(table, 'opcode:CN_LOGIN', pause));
  expect(found.length).toBeGreaterThan(EVENTS / 100);
  await timed('after: user:', () => matchingRows(table, 'after:2024-01-01T01:00 user:user1*', pause));
  await timed('text', () => matchingRows(table, 'RET_USER_LOGIN_FAILURE', pause));
  const findings = await timed('findings', () => hsmFindings(from, pause));
  expect(findings.length).toBeLessThan(45_000);
  await timed('users', () => hsmUsers(from, pause));
  expect(longest).toBeLessThan(LONGEST);
  if (process.env['HSM_EVENTS']) {
    const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
    const memory = `heap +${mib(after.heapUsed - before.heapUsed)}, buffers +${mib(after.arrayBuffers - before.arrayBuffers)} MiB`;
    throw new Error(`${JSON.stringify(times)} longest ${longest} ms, ${memory}, ${findings.length} findings`);
  }
}, 300_000);
