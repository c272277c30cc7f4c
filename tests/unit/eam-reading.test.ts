import { describe, expect, it } from 'vitest';
import { parseAgencyName, sameDeployment } from '../../workers/eam/agency-name';
import { diskTables, isFull } from '../../workers/eam/disk-usage';
import { listedService } from '../../workers/eam/case-files';
import { agencyNamesIn } from '../../workers/eam/log-observations';
import { mobPage, observationsOfPage } from '../../workers/eam/mob-page';
import { nsxEvent } from '../../workers/eam/nsx-event';
import { faultTypeName, issueTypeName } from '../../workers/eam/type-names';

describe('names of agencies', () => {
  it.each([
    ['_VCNS_203_Compute_Guest Introspection', 'Compute', 'Guest Introspection'],
    ['_NSX_100_Compute_VMware Network Fabric', 'Compute', 'VMware Network Fabric'],
    ['_VCNS_7_Edge_A_Zone_1_Guest Introspection', 'Edge_A_Zone_1', 'Guest Introspection'],
  ])('%s is cut at a known service', (name, cluster, service) => {
    expect(parseAgencyName(name)).toMatchObject({ cluster, service, cut: false });
  });

  it('is cut at the longest known cluster', () => {
    expect(parseAgencyName('_VCNS_9_Edge_A_Trend_Micro', ['Edge', 'Edge_A'])).toMatchObject({
      prefix: 'VCNS',
      number: '9',
      cluster: 'Edge_A',
      service: 'Trend_Micro',
    });
  });

  it('is left whole where nothing is known, and is none without the prefix', () => {
    expect(parseAgencyName('_VCNS_9_A_B_C')).toMatchObject({ cluster: null, service: null, rest: 'A_B_C' });
    expect(parseAgencyName('vCLS')).toBeNull();
    expect(parseAgencyName('_VCNS_x_Compute_Guest Introspection')).toBeNull();
  });

  it('takes a name that a view cut for a beginning', () => {
    const cut = parseAgencyName('_VCNS_1702_Compute_Trend Micro Deep Sec..')!;
    const other = parseAgencyName('_NSX_1702_Compute_Trend Micro Deep Secu…')!;
    expect([cut.cut, other.cut]).toEqual([true, true]);
    expect(sameDeployment(cut, other)).toBe(true);
    expect(sameDeployment(cut, parseAgencyName('_NSX_9_Compute_Trend Micro Deep Security')!)).toBe(true);
    expect(sameDeployment(cut, parseAgencyName('_NSX_9_Compute_Guest Introspection')!)).toBe(false);
    expect(parseAgencyName('_VCNS_203_Edge_A_Guest Introspe..')).toMatchObject({ cluster: 'Edge_A' });
  });

  it.each([
    ["Agency '_VCNS_203_A_B_Partner X' (Agency:4b-1:null) created", '_VCNS_203_A_B_Partner X', '4b-1'],
    [
      'created _NSX_203_Compute_Guest Introspection with id agency-12',
      '_NSX_203_Compute_Guest Introspection',
      'agency-12',
    ],
    [
      '_VCNS_1_C_Partner\t4b085fd1-4c90-4baa-92d6-133bcf3285z3',
      '_VCNS_1_C_Partner',
      '4b085fd1-4c90-4baa-92d6-133bcf3285z3',
    ],
    ['agency _VCNS_1_C_Partner is gone.', '_VCNS_1_C_Partner', null],
  ])('stands in "%s"', (text, name, id) => expect(agencyNamesIn(text)).toEqual([{ name, id }]));
});

describe('names of types', () => {
  it.each([
    ['eam.issue.VmPoweredOff', 'VmPoweredOff'],
    ['com.vmware.vim.binding.eam.issue.cluster.agent.VmNotDeployed', 'cluster.agent.VmNotDeployed'],
    ['ClusterAgentVmNotDeployed', 'cluster.agent.VmNotDeployed'],
    ['ManagedHostNotReachable', 'HostNotReachable'],
    ['IntegrityAgencyCannotStageSoftware', 'integrity.agency.CannotStageSoftware'],
    ['PersonalityAgentAwaitingPMRemediation', 'personality.agent.AwaitingPMRemediation'],
    ['VmPoweredOff', 'VmPoweredOff'],
  ])('%s is %s', (name, type) => expect(issueTypeName(name)).toBe(type));

  it.each([
    ['eam.fault.InvalidLogin', 'InvalidLogin'],
    ['EamInvalidLogin', 'InvalidLogin'],
    ['com.vmware.vim.binding.eam.fault.EamServiceNotInitialized', 'EamServiceNotInitialized'],
  ])('%s is the fault %s', (name, type) => expect(faultTypeName(name)).toBe(type));
});

describe('df', () => {
  it('reads wide and narrow columns, wrapped devices, inodes', () => {
    const text = [
      'Filesystem                                Size  Used Avail Use% Mounted on',
      '/dev/sda3                                  11G  4.1G  6.0G  41% /',
      '/dev/mapper/log_vg-log 9.8G 9.8G 5M 100% /storage/log',
      '/dev/mapper/a_very_long_name',
      '                       9.8G 9.8G 0 98% /storage/db',
      '',
      'Filesystem Inodes IUsed IFree IUse% Mounted on',
      '/dev/sda3 100 100 0 100% /',
    ].join('\n');
    const systems = diskTables(text);
    expect(
      systems.map(({ mount, usedPercent, inodes, line, lines }) => [mount, usedPercent, inodes, line, lines]),
    ).toEqual([
      ['/', 41, false, 2, 1],
      ['/storage/log', 100, false, 3, 1],
      ['/storage/db', 98, false, 4, 2],
      ['/', 100, true, 8, 1],
    ]);
    expect(systems.map(isFull)).toEqual([false, true, true, true]);
  });

  it('finds none in other texts', () => {
    expect(diskTables('Mounted on\n/dev/sda 1 2 3 100% /\n')).toEqual([]);
    expect(diskTables('Filesystem Size Used Avail Use% Mounted on\n\n/dev/sda3 1 1 1 100% /\n')).toEqual([]);
  });
});

describe('lists of services', () => {
  it.each([
    [
      'Running:\n applmgmt lookupsvc\nStopped:\n vmcam vmware-eam vmware-imagebuilder\n',
      { running: false, line: 4 },
    ],
    ['Running:\n applmgmt vmware-eam\nStopped:\n vmcam\n', { running: true, line: 2 }],
    ['Name: eam\nStarttype: AUTOMATIC\nRunState: STOPPED\n', { running: false, line: 3 }],
    ['StreamHandler of vmware-team\n', null],
  ])('%j', (text, expected) => expect(listedService(text)).toEqual(expected));
});

describe('system events of NSX', () => {
  it('are read key by key, apostrophes and a missing quote included', () => {
    const event = nsxEvent(
      "[SystemEvent] Time:'Tue Nov 13 04:10:00.000 GMT 2018', Severity:'High', Event Source:'Security Fabric', Code:'270000', Event Message:'Agent isn't installed, it's\nmissing', Module:'Security Fabric', Universal Object:'false",
    );
    expect(event).toEqual({
      code: '270000',
      severity: 'High',
      source: 'Security Fabric',
      message: "Agent isn't installed, it's\nmissing",
      module: 'Security Fabric',
    });
    expect(nsxEvent('[SystemEvent] nothing')).toBeNull();
  });
});

describe('pages of the object browser', () => {
  const evidence = { source: 0, file: 'mob.html', line: 1, lines: 9 };
  const rows = (unset: string) => `<table>
<tr><th>NAME</th><th>TYPE</th><th>VALUE</th></tr>
<tr><td>agencyName</td><td>string</td><td>"_VCNS_203_Compute_Guest Introspection"</td></tr>
<tr><td>agentName</td><td>string</td><td>"Guest Introspection"</td></tr>
<tr><td>ipPool</td><td>IpPool</td><td>${unset}</td></tr>
<tr><td>manuallyMarkAgentVmAvailableAfterPowerOn</td><td>boolean</td><td>true</td></tr>
<tr><td>scope</td><td>AgencyScope</td><td><a href="?moid=x&amp;doPath=config.scope">scope</a></td></tr>
</table>`;

  it.each([
    [
      'English',
      'Data Object Type: <b>AgencyConfigInfo</b><br>Parent Managed Object ID: <b>4b085fd1-4c90</b><br>Property Path: config',
      'Unset',
    ],
    [
      'Japanese',
      'データ オブジェクト タイプ: <b>AgencyConfigInfo</b><br>親の管理対象オブジェクト ID: <b>4b085fd1-4c90</b><br>プロパティのパス: config',
      '未設定',
    ],
  ])('%s', (_, head, unset) => {
    const page = mobPage(
      `<html><body>Home<br>${head}<br>Properties${rows(unset)}<script>x</script></body></html>`,
    )!;
    expect(page).toMatchObject({ type: 'AgencyConfigInfo', id: '4b085fd1-4c90' });
    expect(observationsOfPage(page, 5, evidence)).toMatchObject([
      {
        kind: 'config',
        time: 5,
        id: '4b085fd1-4c90',
        name: '_VCNS_203_Compute_Guest Introspection',
        agentName: 'Guest Introspection',
        waitsForSolution: true,
      },
    ]);
  });

  it('tells the state of an agent, and which agencies there are', () => {
    const runtime = mobPage(
      '<table><tr><td>Data Object Type: AgentRuntimeInfo Parent Managed Object ID: a-7 </td></tr></table><table><tr><td>goalState</td><td>string</td><td>enabled</td></tr><tr><td>status</td><td>string</td><td>red</td></tr><tr><td>vmPowerState</td><td>x</td><td>poweredOff</td></tr><tr><td>vm</td><td>ref</td><td><a href="/mob/?moid=vm-9">vm-9</a></td></tr></table>',
    )!;
    expect(observationsOfPage(runtime, null, evidence)).toMatchObject([
      { kind: 'state', id: 'a-7', what: 'agent', status: 'red', goalState: 'enabled', vm: 'vm-9' },
    ]);
    const root = mobPage(
      'Managed Object Type: ManagedObjectReference:EsxAgentManager <table><tr><td>agency</td><td>x</td><td><ul><li><a href="?moid=one">a</a></li><li><a href="?moid=two">b</a></li></ul></td></tr></table>',
    )!;
    expect(observationsOfPage(root, null, evidence)).toMatchObject([
      { kind: 'members', owner: null, members: ['one', 'two'] },
    ]);
  });

  it('is none of other pages', () => {
    expect(mobPage('<table><tr><td>a</td><td>b</td><td>c</td></tr></table>')).toBeNull();
    expect(mobPage('<p>agencyName</p>')).toBeNull();
  });
});
