import { expect, test } from 'vitest';
import type { LogRecord } from '../../workers/analysis/case-reader';
import { mergedDrafts } from '../../workers/trace/merge';
import { emptyDraft, type OperationDraft, type TraceContext } from '../../workers/trace/trace-source';
import { pooledDraft } from '../../workers/trace/traced-operation';
import { OpenOperations } from '../../workers/trace/vmware/open-operations';

/** At this many, work that grows with the square of them takes longer than a test may. */
const MANY = 200_000;

const login = (number: number): OperationDraft => ({
  ...emptyDraft('Login', 'host:esx1'),
  opId: 'esxui-1-01',
  who: 'bob',
  links: [`event:1:${number}@host:esx1`],
  end: { ms: 0, zoned: true },
});

test('operations of one operation id are put together in time, with pauses', async () => {
  const drafts = Array.from({ length: MANY }, (_, i) => pooledDraft(login(i), 'vmware', [i]));
  let pauses = 0;
  const pause = async () => void pauses++;
  const merged = await mergedDrafts(drafts, () => 0, pause);
  expect(merged).toHaveLength(1);
  expect(merged[0]!.evidence).toHaveLength(MANY);
  expect(merged[0]!.links.size).toBe(MANY);
  // Twice to find the groups, and once more within the one group that there is.
  expect(pauses).toBeGreaterThan(2.9 * (MANY / 1024));
});

test('who lends a name to operations of its id is looked up, however many links they have', async () => {
  const lender = (i: number) => ({ ...login(i), kind: null, opId: null, links: [`event:1:${i}@host:esx1`] });
  const many = MANY / 2;
  const logins = Array.from({ length: many }, (_, i) => pooledDraft(login(i), 'vmware', [i]));
  const lenders = Array.from({ length: many }, (_, i) => pooledDraft(lender(i), 'vmware', [many + i]));
  const [merged] = await mergedDrafts(
    [...logins, ...lenders],
    () => 0,
    async () => undefined,
  );
  expect(merged!.evidence).toHaveLength(2 * many);
});

test('operations that are open at once under one id leave it in time', () => {
  let emitted = 0;
  const context = {
    statedHost: () => null,
    bundleHost: () => null,
    emit: () => emitted++,
  } as unknown as TraceContext;
  const open = new OpenOperations(context, 'host:esx1', () => undefined);
  const record = { opId: 'esxui-1-01' } as LogRecord;
  for (let i = 0; i < 2 * MANY; i++) open.begin('Login', record, 0);
  expect(open.find('opid:esxui-1-01', 0)).toHaveLength(128);
  open.end();
  expect(emitted).toBe(2 * MANY);
  expect(open.find('opid:esxui-1-01', 0)).toEqual([]);
});
