import { expect, test } from 'vitest';
import { matchingRows } from '../../workers/analysis/table';
import { EventTable } from '../../workers/hsm/event-table';
import { hsmCase } from '../../workers/hsm/hsm-case';
import type { HsmFile } from '../../workers/hsm/read-events';
import { hsmFindings } from '../../workers/hsm/rules';
import { hsmUsers } from '../../workers/hsm/users';
import { generatedStream } from '../bench/hsm-logs';
import { unwatched } from './analysis-case';

const EVENTS = 40_000;
const STREAMS = 4;

/** Events that one step takes at most; in the bench (suite `hsm`) it is timed, with a million. */
const STEP = 20_000;

test(`${EVENTS} events over four streams are read, ordered, attributed and asked in steps`, async () => {
  const contents = Array.from({ length: STREAMS }, (_, stream) => generatedStream(stream, EVENTS / STREAMS));
  const files = contents.map(({ length }, id): HsmFile => ({
    id,
    path: `hsm-${'abcd'[id]!.repeat(11)}.log`,
    source: 0,
    sourceName: 'case',
    bytes: length,
    stream: `hsm-${'abcd'[id]!.repeat(11)}`,
    cluster: null,
  }));
  const reader = {
    read: async (file: number, at: number, length: number) => contents[file]!.subarray(at, at + length),
    rowAt: () => null,
  };
  let pauses = 0;
  const pause = async () => void pauses++;
  /** Runs work that must pause at least so often. */
  const inSteps = async <Out>(work: () => Promise<Out>, step = STEP): Promise<Out> => {
    pauses = 0;
    const out = await work();
    expect(pauses).toBeGreaterThanOrEqual(EVENTS / step);
    return out;
  };
  const from = await inSteps(() => hsmCase(reader, files, { ...unwatched(), pause }), 500);
  expect(from.events.order).toHaveLength(EVENTS);
  const table = new EventTable(from);
  const found = await inSteps(() => matchingRows(table, 'opcode:CN_LOGIN', pause));
  expect(found.length).toBeGreaterThan(EVENTS / 100);
  await inSteps(() => matchingRows(table, 'after:2024-01-01T01:00 user:user1*', pause));
  await inSteps(() => matchingRows(table, 'RET_USER_LOGIN_FAILURE', pause));
  const findings = await inSteps(() => hsmFindings(from, pause));
  expect(findings.length).toBeLessThan(EVENTS);
  await inSteps(() => hsmUsers(from, pause));
}, 60_000);
