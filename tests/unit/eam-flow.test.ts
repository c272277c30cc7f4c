import { describe, expect, it } from 'vitest';
import { agencyList } from '../../workers/eam/agency-list';
import { EAM_CASE } from '../../workers/eam/eam-case';
import { agencyConfig, agentState, EAM_API_LOG, type SampleState } from '../../workers/eam/sample-lines';
import { openedCase, unwatched, type GivenFile } from './analysis-case';

async function agencies(files: GivenFile[]) {
  return agencyList(await EAM_CASE.run(await openedCase(files), unwatched()));
}

async function flowAfter(...states: Partial<SampleState>[]) {
  const content = states
    .map((state, n) =>
      agentState({ time: `2018-11-13T05:0${n}:00.000Z`, id: 'a-1', status: 'yellow', ...state }),
    )
    .join('');
  const [agency] = await agencies([{ path: EAM_API_LOG, content }]);
  return agency!.agents[0]!.flow;
}

const issue = (type: string) => ({ status: 'red' as const, issues: [{ type }] });

describe('the steps of an installation', () => {
  it.each<[string, Partial<SampleState>, number, boolean]>([
    ['scanned', {}, 3, true],
    ['host unreachable', issue('HostNotReachable'), 3, false],
    ['VIB there', { vibs: true }, 4, true],
    ['VIB refused', issue('VibDependenciesNotMetByHost'), 4, false],
    ['VIB needs maintenance mode', issue('VibRequiresHostInMaintenanceMode'), 4, true],
    ['OVF unreachable', issue('CannotAccessAgentOVF'), 5, false],
    ['no datastore', issue('NoAgentVmDatastore'), 5, false],
    ['no resources', issue('InsufficientResources'), 6, false],
    ['VM made', { vm: 'vm-1', vibs: true }, 6, true],
    ['no network', issue('NoCustomAgentVmNetwork'), 7, false],
    ['waits for the solution', { vm: 'vm-1', power: 'poweredOn', hook: true }, 8, true],
    ['powered off', { ...issue('VmPoweredOff'), vm: 'vm-1', power: 'poweredOff' }, 8, false],
    ['on, without an address', { vm: 'vm-1', power: 'poweredOn' }, 8, true],
    ['has its address', { vm: 'vm-1', power: 'poweredOn', vmIp: '192.0.2.1' }, 9, true],
    ['pool exhausted', { ...issue('InsufficientIpAddresses'), vm: 'vm-1' }, 9, false],
    ['green', { status: 'green', vm: 'vm-1', power: 'poweredOn', vmIp: '192.0.2.1' }, 10, true],
  ])('%s', async (_, state, step, normal) => {
    expect(await flowAfter(state)).toMatchObject({ step, normal, since: '2018-11-13T05:00:00.000Z' });
  });

  it('names the first issue that holds it up', async () => {
    const flow = await flowAfter({
      status: 'red',
      issues: [{ type: 'VmNotDeployed' }, { type: 'VibNotInstalled', key: 2 }],
    });
    expect(flow).toMatchObject({ step: 4, stoppedBy: 'VibNotInstalled' });
  });

  it('counts from when the step was reached', async () => {
    const flow = await flowAfter({}, { vibs: true }, { vibs: true, hook: false }, { vibs: true });
    expect(flow).toMatchObject({ step: 4, since: '2018-11-13T05:01:00.000Z' });
  });

  it('is not normal when it lasts', async () => {
    const state = (time: string) => agentState({ time, id: 'a-1', status: 'yellow', vibs: true });
    const content = state('2018-11-13T05:00:00.000Z') + state('2018-11-13T07:00:00.000Z');
    const [agency] = await agencies([{ path: EAM_API_LOG, content }]);
    expect(agency!.agents[0]!.flow).toMatchObject({
      step: 4,
      normal: false,
      since: '2018-11-13T05:00:00.000Z',
    });
  });

  it('goes down at an uninstallation', async () => {
    const goalState = 'uninstalled' as const;
    expect((await flowAfter({ goalState, vm: 'vm-1', power: 'poweredOn', vibs: true })).step).toBe(8);
    expect((await flowAfter({ goalState, vm: 'vm-1', vibs: true })).step).toBe(6);
    expect((await flowAfter({ goalState, vibs: true })).step).toBe(4);
    expect(await flowAfter({ goalState, status: 'green' })).toMatchObject({ step: 2, normal: true });
  });
});

describe('agencies', () => {
  it('stand where their worst agent does, with all open issues', async () => {
    const content = [
      agencyConfig('2018-11-13T05:00:00.000Z', 'g-1', '_VCNS_203_Compute_Guest Introspection'),
      agentState({ time: '2018-11-13T05:00:00.000Z', id: 'a-1', agency: 'g-1', status: 'green' }),
      agentState({
        time: '2018-11-13T05:01:00.000Z',
        id: 'a-2',
        agency: 'g-1',
        ...issue('NoAgentVmNetwork'),
      }),
      agentState({
        time: '2018-11-13T05:01:00.000Z',
        id: 'a-3',
        agency: 'g-1',
        ...issue('NoAgentVmDatastore'),
      }),
    ].join('');
    const [agency, ...more] = await agencies([{ path: EAM_API_LOG, content }]);
    expect(more).toEqual([]);
    expect(agency).toMatchObject({
      id: 'g-1',
      cluster: 'Compute',
      service: 'Guest Introspection',
      status: 'red',
      goalState: 'enabled',
      flow: { step: 5, normal: false, stoppedBy: 'NoAgentVmDatastore' },
    });
    expect(agency!.issues.map(({ type }) => type)).toEqual(['NoAgentVmNetwork', 'NoAgentVmDatastore']);
    expect(agency!.agents).toHaveLength(3);
  });

  it('are put together from rotated files in the order of time', async () => {
    const old = agentState({ time: '2018-11-13T05:00:00.000Z', id: 'a-1', ...issue('VmSuspended') });
    const now = agentState({
      time: '2018-11-13T06:00:00.000Z',
      id: 'a-1',
      status: 'green',
      power: 'poweredOn',
    });
    const [agency] = await agencies([
      { path: 'vc/var/log/vmware/eam/eam_api.log', content: now },
      { path: 'vc/var/log/vmware/eam/eam_api-1.log', content: old },
    ]);
    expect(agency).toMatchObject({ status: 'green', issues: [] });
    expect(agency!.agents[0]!.history.map(({ status }) => status)).toEqual(['red', 'green']);
  });

  it('stand on saved pages, one page with the id of what a log names', async () => {
    const html =
      '<html><body>Data Object Type: AgencyConfigInfo<br>Parent Managed Object ID: g-1<br>\n<table><tr>\n<td>agencyName</td>\n<td>string</td>\n<td>_VCNS_203_Compute_Guest Introspection</td></tr></table></body></html>';
    const log = agentState({ time: '2018-11-13T05:00:00.000Z', id: 'a-1', agency: 'g-1', status: 'green' });
    const found = await agencies([
      { path: 'mob.html', content: html, modified: Date.UTC(2018, 10, 14) },
      { path: EAM_API_LOG, content: log },
    ]);
    expect(found).toMatchObject([
      { id: 'g-1', name: '_VCNS_203_Compute_Guest Introspection', status: 'green' },
    ]);
    expect(found[0]!.evidence).toContainEqual({ source: 0, file: 'mob.html', line: 3, lines: 3 });
  });

  it('agents whose agency nothing names stand under one without id', async () => {
    const content = agentState({
      time: '2018-11-13T05:00:00.000Z',
      id: 'a-1',
      agency: null,
      status: 'green',
    });
    expect(await agencies([{ path: EAM_API_LOG, content }])).toMatchObject([
      { id: '', name: null, agents: [{ id: 'a-1' }] },
    ]);
  });

  it('rows of the database are kept as they are', async () => {
    const row = 'com.vmware.vim.eam\t<obj xsi:type="...">_VCNS_203</obj>';
    const reader = await openedCase([{ path: 'VPX_EXT_DATA.tsv', content: `EXT_ID\tDATA\n${row}\n` }]);
    const { database } = await EAM_CASE.run(reader, unwatched());
    expect(database).toEqual([{ source: 0, file: 'VPX_EXT_DATA.tsv', line: 2, text: row }]);
  });
});

it('a log under both of its paths counts once', async () => {
  const content = agentState({
    time: '2018-11-13T05:00:00.000Z',
    id: 'a-1',
    status: 'red',
    issues: [{ type: 'VmCorrupted' }],
  });
  const found = await agencies([
    { path: 'vc/storage/log/vmware/eam/eam_api.log', content },
    { path: 'vc/var/log/vmware/eam/eam_api.log', content },
  ]);
  expect(found[0]!.issues[0]!.evidence).toHaveLength(1);
});

it('an issue that a line says is resolved is closed', async () => {
  const raised =
    "2018-11-13T05:00:00.000Z |  WARN | vlsi | X.java | 9 | Issue raised: eam.issue.VmSuspended {\n   key = 4,\n   agent = 'Agent:a-1:null',\n   agency = 'Agency:g-1:null'\n}\n";
  const gone = raised.replace('T05', 'T06').replace('raised', 'resolved');
  const path = 'vc/var/log/vmware/eam/eam.log';
  const open = await agencies([{ path, content: raised }]);
  expect(open[0]!.issues.map(({ type }) => type)).toEqual(['VmSuspended']);
  expect((await agencies([{ path, content: raised + gone }]))[0]!.issues).toEqual([]);
});
