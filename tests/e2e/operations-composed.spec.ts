import type { OperationRecord } from '../../workers/public-api';
import { composedBundles, composedOperations, type TrueOperation } from './composed-operations';
import { expect, open, test } from './page';

test.beforeEach(async ({ page }) => {
  await open(page, await composedBundles());
});

test('three generations of ESXi, a libvirt host and a XAPI pool give one table', async ({ page }) => {
  const { total, operations } = await page.evaluate(() => window.bundlescope.operations({ limit: 1000 }));
  const expected = composedOperations();
  expect(operations.map((operation, i) => compared(operation, expected[i]))).toEqual(expected);
  expect(total).toBe(expected.length);
});

/** The record as the truth states it: a reason that begins with "…" must hold what follows. */
function compared(operation: OperationRecord, expected: TrueOperation | undefined) {
  const joined: OperationRecord['joined'] = {};
  for (const [item, reason] of Object.entries(operation.joined) as [keyof typeof joined, string][]) {
    const wanted = expected?.joined?.[item];
    joined[item] = wanted?.startsWith('…') && reason.includes(wanted.slice(1)) ? wanted : reason;
  }
  const evidence = operation.evidence.map(({ file, line }) => `${file}:${line}`);
  return { ...operation, joined, evidence };
}
