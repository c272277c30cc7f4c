import { CASE_STUDIES, GI } from '../unit/eam-case-studies';
import { manyAgencies, vcenterBundle } from './eam-bundles';
import { expect, open, test } from './page';

for (const { name, files, expected } of CASE_STUDIES) {
  test(`case study: ${name}`, async ({ page }) => {
    await open(page, [await vcenterBundle(files)]);
    const findings = await page.evaluate(() => window.bundlescope.findings({ area: 'eam' }));
    const serious = findings.filter(({ severity }) => severity !== 'info');
    expect(serious.map(({ rule, causedBy }) => ({ rule, causedBy }))).toEqual(
      expected.map(({ rule, causedBy }) => ({ rule, causedBy })),
    );
    for (const [index, { evidence }] of expected.entries()) {
      const places = serious[index]!.evidence.map(({ file, line }) => `${file.split('/').at(-1)}:${line}`);
      for (const [path, line] of evidence) expect(places).toContain(`${path.split('/').at(-1)}:${line}`);
    }
  });
}

test('agencies stand with their agents, issues and how far the installation came', async ({ page }) => {
  await open(page, [await vcenterBundle(CASE_STUDIES[0]!.files)]);
  const agencies = await page.evaluate(() => window.bundlescope.eam.agencies());
  expect(agencies).toHaveLength(1);
  expect(agencies[0]).toMatchObject({
    id: GI,
    name: '_VCNS_203_Compute_Guest Introspection',
    cluster: 'Compute',
    service: 'Guest Introspection',
    goalState: 'enabled',
    status: 'red',
    issues: [{ type: 'VmPoweredOff', severity: 'high', resolve: 'active' }],
    flow: { step: 8, since: '2018-11-13T03:50:00.000Z', normal: false },
  });
  expect(agencies[0]!.agents.map(({ vmName, status, flow }) => [vmName, status, flow.step])).toEqual([
    ['Guest Introspection (1)', 'green', 10],
    ['Guest Introspection (2)', 'red', 8],
  ]);
});

test('threads of a Java log stand with what they wait for', async ({ page }) => {
  const dump = [
    '2026-11-21 19:31:29',
    'Full thread dump Java HotSpot(TM) 64-Bit Server VM (25.251-b08 mixed mode):',
    '',
    '"eam-0" #12 prio=5 os_prio=0 tid=0x00007f7d840b6d40 nid=0x43c waiting for monitor entry [0x00007f7d88861000]',
    '   java.lang.Thread.State: BLOCKED (on object monitor)',
    '\tat Store.save(Store.java:4)',
    '\t- waiting to lock <0x00000000ffd19558> (a Store)',
    '',
    '"eam-1" #13 prio=5 os_prio=0 tid=0x00007f7d840b6d50 nid=0x43d runnable [0x00007f7d88861000]',
    '   java.lang.Thread.State: RUNNABLE',
    '\tat Store.load(Store.java:9)',
    '\t- locked <0x00000000ffd19558> (a Store)',
    '',
  ].join('\n');
  await open(page, [await vcenterBundle([{ path: 'storage/log/vmware/eam/jvm.log.stdout', content: dump }])]);
  const threads = await page.evaluate(() => window.bundlescope.eam.threads());
  expect(threads).toMatchObject([
    {
      dump: 1,
      name: 'eam-0',
      state: 'BLOCKED',
      waitsFor: '0x00000000ffd19558',
      owner: 'eam-1',
      stack: ['Store.save(Store.java:4)'],
    },
    { dump: 1, name: 'eam-1', state: 'RUNNABLE', waitsFor: null, owner: null },
  ]);
});

test('40 agencies of 1,000 agents are told in bounded time', async ({ page }) => {
  await open(page, [await vcenterBundle(manyAgencies())]);
  const begun = Date.now();
  const [agencies, findings] = await page.evaluate(
    async () => [await window.bundlescope.eam.agencies(), await window.bundlescope.findings()] as const,
  );
  expect(Date.now() - begun).toBeLessThan(15_000);
  expect(agencies).toHaveLength(40);
  expect(agencies.reduce((sum, { agents }) => sum + agents.length, 0)).toBe(1_000);
  expect(findings.filter(({ rule }) => rule === 'svm-off')).toHaveLength(10);
});

test('a wrong area is refused in words', async ({ page }) => {
  const message = await page.evaluate(() =>
    window.bundlescope.findings({ area: 1 as unknown as string }).catch((error: Error) => error.message),
  );
  expect(message).toContain('area');
});
