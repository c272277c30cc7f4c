import { describe, expect, it } from 'vitest';
import { agencyList } from '../../workers/eam/agency-list';
import { EAM_CASE } from '../../workers/eam/eam-case';
import { ISSUE_TYPES, issueType } from '../../workers/eam/issue-types';
import {
  agencyConfig,
  agentState,
  EAM_API_LOG,
  EAM_LOG,
  eamLine,
  NSX_LOG,
  nsxEventLine,
  VMON_LOG,
  vmonLine,
} from '../../workers/eam/sample-lines';
import { openedCase, unwatched, type GivenFile } from './analysis-case';
import { findingsOf } from './findings-of';

const rulesOf = async (files: GivenFile[]) => (await findingsOf(files)).map(({ rule }) => rule);
const red = (type: string, rest = {}) =>
  agentState({ time: '2018-11-13T05:00:00.000Z', id: 'a-1', status: 'red', issues: [{ type }], ...rest });

describe('traps', () => {
  it('1: eam.properties of size 0 is the evidence, a missing one is not', async () => {
    const empty = await findingsOf([{ path: 'vc/etc/vmware-eam/eam.properties', content: '' }]);
    expect(empty.map(({ rule }) => rule)).toEqual(['props-empty']);
    expect(empty[0]!.evidence).toEqual([
      { source: 0, file: 'etc/vmware-eam/eam.properties', line: null, lines: 0 },
    ]);
    expect(await rulesOf([{ path: 'vc/etc/vmware-eam/eam.properties.rpmnew', content: '' }])).toEqual([]);
  });

  it('2: a type has the same finding under both spellings', async () => {
    for (const type of ['HostNotReachable', 'ManagedHostNotReachable']) {
      expect(await rulesOf([{ path: EAM_API_LOG, content: red(type) }])).toEqual(['issue-HostNotReachable']);
    }
  });

  it('3: events 270000 are told apart by their text', async () => {
    const lines = [
      'Agent VM is missing on host',
      'No agent network configuration found on the host.',
      'Agent VIB module is not installed. Cause : 9',
    ];
    const content = lines.map((text, n) => nsxEventLine(`2018-11-13 04:1${n}:00.000`, 270000, text)).join('');
    expect((await rulesOf([{ path: NSX_LOG, content }])).sort()).toEqual(['message-2', 'svm-gone', 'vib']);
  });

  it('3 and 13: only what has to do with it is named as cause; eam inside of words is not EAM', async () => {
    const pool = nsxEventLine(
      '2018-11-13 04:10:00.000',
      280000,
      'Deployment Plugin IP pool exhausted alarm.',
    );
    const others = [
      'Cannot deploy agent on host due to insufficient resources',
      'VM needs to be rebooted for some changes',
    ];
    const content =
      pool + others.map((text) => nsxEventLine('2018-11-13 04:11:00.000', 270000, text)).join('');
    const findings = await findingsOf([
      { path: NSX_LOG, content },
      { path: EAM_API_LOG, content: red('HostNotReachable') },
    ]);
    const causes = new Map(findings.map(({ rule, causedBy }) => [rule, causedBy]));
    expect(causes.get('message-7')).toBe('ippool');
    expect(causes.get('message-1')).toBeNull();
    expect(causes.get('issue-HostNotReachable')).toBeNull();

    const down = vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service exited. Exit code 1');
    const memory = 'java.lang.OutOfMemoryError: Java heap space\n';
    const evidenceWith = async (path: string) => {
      const found = await findingsOf([
        { path: VMON_LOG, content: down },
        { path, content: memory },
      ]);
      return found.find(({ rule }) => rule === 'eam-down')!.evidence.length;
    };
    expect(await evidenceWith('vc/var/log/vmware/eam/jvm.log.stderr')).toBe(2);
    expect(await evidenceWith('vc/var/log/vmware/stream/jvm.log.stderr')).toBe(1);
  });

  it('3: texts of events name the issue; what EAM saw green since is over', async () => {
    const event = (text: string) => nsxEventLine('2018-11-13 04:10:00.000', 270000, text, 'Critical');
    const ovf = event('OVF is not accessible: https://nsxmgr/usvm.ovf');
    const [alone] = await findingsOf([{ path: NSX_LOG, content: ovf }]);
    expect(alone).toMatchObject({
      rule: 'issue-CannotAccessAgentOVF',
      severity: 'critical',
      confidence: 'likely',
    });
    expect(alone!.undecided).toContain('eam_api.log');
    expect(await rulesOf([{ path: NSX_LOG, content: event('VIB is not accessible') }])).toEqual(['vib']);

    const issue = { path: EAM_API_LOG, content: red('CannotAccessAgentOVF') };
    const both = await findingsOf([{ path: NSX_LOG, content: ovf }, issue]);
    const [joined] = both.filter(({ rule }) => rule === 'issue-CannotAccessAgentOVF');
    expect(both).toHaveLength(1);
    expect(joined!.evidence.map(({ file }) => file.split('/').at(-1)).sort()).toEqual([
      'eam_api.log',
      'vsm.log',
    ]);

    const green = agentState({
      time: '2018-11-13T08:00:00.000Z',
      id: 'a-1',
      status: 'green',
      power: 'poweredOn',
      vm: 'vm-1',
    });
    const old =
      ovf +
      event('Cannot deploy agent on host due to insufficient resources') +
      event('Agent VM is missing on host') +
      nsxEventLine('2018-11-13 04:12:00.000', 280000, 'Deployment Plugin IP pool exhausted alarm.');
    expect(
      await rulesOf([
        { path: NSX_LOG, content: old },
        { path: EAM_API_LOG, content: green },
      ]),
    ).toEqual([]);
  });

  it('4: Resolve is said to reboot, delete, or do nothing', async () => {
    const warned = await findingsOf([{ path: EAM_API_LOG, content: red('VibRequiresHostReboot') }]);
    expect(warned[0]).toMatchObject({
      rule: 'vib',
      severity: 'warning',
      warning: expect.stringMatching(/reboots it/),
    });
    const inert = await findingsOf([{ path: EAM_API_LOG, content: red('HostNotReachable') }]);
    expect(inert[0]!.remedy.join('\n')).toContain('Resolve does nothing');
    for (const { resolve, remedy, type } of ISSUE_TYPES.values()) {
      if (resolve === 'no' || resolve === 'hook') expect(remedy.join(), type).not.toMatch(/press Resolve/i);
    }
  });

  it("5: an issue's own time is not when it began", async () => {
    const state = (time: string) => red('NoAgentVmDatastore').replaceAll('2018-11-13T05:00:00.000Z', time);
    const content = state('2018-11-13T05:00:00.000Z') + state('2018-11-13T09:00:00.000Z');
    const [agency] = agencyList(
      await EAM_CASE.run(await openedCase([{ path: EAM_API_LOG, content }]), unwatched()),
    );
    expect(agency!.issues).toMatchObject([
      { first: '2018-11-13T05:00:00.000Z', last: '2018-11-13T09:00:00.000Z' },
    ]);
  });

  it('6: yellow without an issue is judged by how long it lasts', async () => {
    const yellow = (time: string) =>
      agentState({ time, id: 'c-1', className: 'ClusterAgent', status: 'yellow' });
    const once = await findingsOf([{ path: EAM_API_LOG, content: yellow('2023-05-01T05:00:00.000Z') }]);
    expect(once).toMatchObject([{ rule: 'vcls-stuck', severity: 'info', undecided: expect.any(String) }]);
    const long = await findingsOf([
      { path: EAM_API_LOG, content: yellow('2023-05-01T05:00:00.000Z') + yellow('2023-05-01T06:00:00.000Z') },
    ]);
    expect(long).toMatchObject([{ rule: 'vcls-stuck', severity: 'high', undecided: null }]);
    const hooked = agentState({
      time: '2023-05-01T05:00:00.000Z',
      id: 'a-1',
      status: 'yellow',
      vm: 'vm-1',
      hook: true,
    });
    expect(await rulesOf([{ path: EAM_API_LOG, content: hooked }])).toEqual([]);
  });

  it('7: loading and refused health checks right after a start are normal', async () => {
    const files = [
      {
        path: VMON_LOG,
        content:
          vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service STARTED successfully.') +
          vmonLine(
            '2018-11-13T04:00:05.000Z',
            "<eam-healthcmd> Service health command's stderr: Connection refused",
          ),
      },
      {
        path: EAM_LOG,
        content: eamLine(
          '2018-11-13T04:00:09.000Z',
          'ERROR',
          'X.java',
          'EamServiceNotInitialized: EAM is still loading from database',
        ),
      },
    ];
    expect(await rulesOf(files)).toEqual([]);
  });

  it('8: names of agencies are not split at underscores', async () => {
    const content =
      agencyConfig('2018-11-13T04:00:00.000Z', 'g-1', '_VCNS_203_Edge_A_Guest Introspection') +
      agencyConfig('2018-11-13T04:00:00.000Z', 'g-2', '_NSX_204_Edge_Guest Introspection');
    const listed = agencyList(
      await EAM_CASE.run(await openedCase([{ path: EAM_API_LOG, content }]), unwatched()),
    );
    expect(listed.map(({ cluster, service }) => [cluster, service])).toEqual([
      ['Edge_A', 'Guest Introspection'],
      ['Edge', 'Guest Introspection'],
    ]);
    expect(await rulesOf([{ path: EAM_API_LOG, content }])).toEqual([]);
  });

  it('8: names that a view cut are beginnings: two lists of one agency are one', async () => {
    const once =
      'State\tName\r\nEnabled\t_VCNS_1702_Compute_Trend Micro Deep Sec..\r\nEnabled\t_VCNS_1702_Compute_Trend Micro Deep Secu…\r\n';
    expect(await rulesOf([{ path: 'agencies.txt', content: once }])).toEqual([]);
    const twice = `${once}Enabled\t_NSX_1702_Compute_Trend Micro Deep Secu…\r\n`;
    const found = await findingsOf([{ path: 'agencies.txt', content: twice }]);
    expect(found).toMatchObject([{ rule: 'dup-agency', confidence: 'likely' }]);
    expect(found[0]!.evidence.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('9: agents of vCLS are not told as deployments of NSX', async () => {
    const content = agentState({
      time: '2023-05-01T05:00:00.000Z',
      id: 'c-1',
      className: 'ClusterAgent',
      status: 'red',
      power: 'poweredOff',
      vm: 'vm-9',
      vmName: 'vCLS (1)',
      issues: [{ type: 'cluster.agent.VmPoweredOff', agencyName: 'vCLS' }],
    });
    expect(await rulesOf([{ path: EAM_API_LOG, content }])).toEqual(['issue-cluster.agent.VmPoweredOff']);
  });

  it('10: types count before texts, and texts are known in Japanese too', async () => {
    const content = agentState({
      time: '2018-11-13T05:00:00.000Z',
      id: 'a-1',
      status: 'red',
      issues: [{ type: 'InsufficientSpace', description: 'データストアの空き容量が不足しています' }],
    });
    expect(await rulesOf([{ path: EAM_API_LOG, content }])).toEqual(['issue-InsufficientSpace']);
    const alarm = nsxEventLine('2018-11-13 04:10:00.000', 26003, 'ESX モジュールとの通信が失われました');
    expect(await rulesOf([{ path: NSX_LOG, content: alarm }])).toEqual(['usvm-mem']);
  });

  it('11: times of EAM are UTC, offsets count', async () => {
    const content = agentState({ time: '2018-11-13T14:00:00.000+09:00', id: 'a-1', status: 'green' });
    const [agency] = agencyList(
      await EAM_CASE.run(await openedCase([{ path: EAM_API_LOG, content }]), unwatched()),
    );
    expect(agency!.agents[0]!.history[0]!.time).toBe('2018-11-13T05:00:00.000Z');
  });

  it('12: an installation that succeeded can have a service that does not work', async () => {
    const [found] = await findingsOf([
      {
        path: NSX_LOG,
        content: nsxEventLine('2018-11-13 04:10:00.000', 270000, 'Guest Introspection service not ready'),
      },
    ]);
    expect(found).toMatchObject({ rule: 'message-6', severity: 'warning' });
    expect(found!.cause).toMatch(/installation as Succeeded and the service as Warning/);
  });

  it('13: eam inside other words says nothing', async () => {
    const files = [
      {
        path: VMON_LOG,
        content:
          vmonLine('2018-11-13T04:00:00.000Z', '<steam> Service exited. Exit code 1') +
          vmonLine('2018-11-13T04:00:01.000Z', '<vstats> StreamHandler: eam Service exited unexpectedly'),
      },
      { path: 'vc/commands/services.txt', content: 'Stopped:\n vmware-team stream\n' },
    ];
    expect(await rulesOf(files)).toEqual([]);
  });

  it('14: identifiers need not be hexadecimal', async () => {
    const content =
      agencyConfig('2018-11-13T04:00:00.000Z', '<REDACTED_ID>', '_VCNS_203_Compute_Guest Introspection') +
      agentState({
        time: '2018-11-13T05:00:00.000Z',
        id: '#####',
        agency: '<REDACTED_ID>',
        status: 'red',
        issues: [{ type: 'VmCorrupted' }],
      });
    const [found] = await findingsOf([{ path: EAM_API_LOG, content }]);
    expect(found).toMatchObject({
      rule: 'issue-VmCorrupted',
      objects: { agencies: ['<REDACTED_ID>'], agents: ['#####'] },
    });
  });
});

describe('what several things tell of the same object', () => {
  it('is one finding: rule, issue and message', async () => {
    const files = [
      { path: EAM_API_LOG, content: red('InsufficientIpAddresses', { vm: 'vm-31' }) },
      {
        path: NSX_LOG,
        content:
          nsxEventLine('2018-11-13 04:10:00.000', 280000, 'Deployment Plugin IP pool exhausted alarm.') +
          nsxEventLine(
            '2018-11-13 04:11:00.000',
            270000,
            'Error while doing IP configuration: Deployment Plugin execution failed',
          ),
      },
    ];
    const found = await findingsOf(files);
    expect(found.map(({ rule }) => rule)).toEqual(['ippool']);
    expect(found[0]!.evidence.map(({ file, line }) => [file, line])).toEqual([
      ['var/log/vmware/eam/eam_api.log', 1],
      ['var/log/vsm.log', 1],
      ['var/log/vsm.log', 2],
    ]);
  });

  it('an issue and its message stand under the type', async () => {
    const files = [
      { path: EAM_API_LOG, content: red('InsufficientResources') },
      {
        path: NSX_LOG,
        content: nsxEventLine(
          '2018-11-13 04:10:00.000',
          270000,
          'Cannot deploy agent on host due to insufficient resources (cpu or memory)',
        ),
      },
    ];
    const found = await findingsOf(files);
    expect(found.map(({ rule, evidence }) => [rule, evidence.length])).toEqual([
      ['issue-InsufficientResources', 2],
    ]);
    expect(issueType('InsufficientResources').resolve).toBe('active-in-vain');
  });

  it('two agents on one host stay two findings', async () => {
    const partner = { type: 'VmCorrupted', agencyName: '_VCNS_300_Compute_Partner' };
    const content =
      red('VmPoweredOff', { power: 'poweredOff', vm: 'vm-1', agency: 'g-1' }) +
      red('VmCorrupted', { id: 'a-2', vm: 'vm-2', agency: 'g-2', issues: [partner] });
    const found = await findingsOf([{ path: EAM_API_LOG, content }]);
    expect(found.map(({ rule, objects }) => [rule, ...objects.agents])).toEqual([
      ['svm-off', 'a-1'],
      ['drs-blocked', 'a-1'],
      ['issue-VmCorrupted', 'a-2'],
    ]);
  });

  it('consequences stand behind their cause', async () => {
    const login = [0, 1, 2]
      .map((n) =>
        eamLine(`2018-11-13T04:0${n}:00.000Z`, 'ERROR', 'ExtensionSessionRenewer.java', 'login failed'),
      )
      .join('');
    const loading = ['00', '15', '30']
      .map((m) =>
        eamLine(
          `2018-11-13T04:${m}:30.000Z`,
          'ERROR',
          'X.java',
          'EamServiceNotInitialized: EAM is still loading from database',
        ),
      )
      .join('');
    const waiting =
      '2018-11-13T04:40:00.000Z info vpxd[05874] [Originator@6876 sub=vpxLro opID=m] Wait for EAM VMs to Power-on\n';
    const found = await findingsOf([
      { path: EAM_LOG, content: login + loading },
      { path: 'vc/var/log/vmware/vpxd/vpxd.log', content: waiting },
    ]);
    expect(found.map(({ rule, causedBy }) => [rule, causedBy])).toEqual([
      ['eam-login', null],
      ['eam-loading', 'eam-login'],
      ['mm-stuck', 'eam-login'],
    ]);
  });
});

describe('causes', () => {
  it('an eam that is down follows from a full disk, not from one that is nearly full', async () => {
    const df = (used: string) => ({
      path: 'vc/commands/df_-h.txt',
      content: `Filesystem Size Used Avail Use% Mounted on\n/dev/sda3 11G 4G 6G 41% /\n/dev/mapper/log_vg-log 9.8G 9.7G ${used} /storage/log\n`,
    });
    const vmon = {
      path: VMON_LOG,
      content: vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service exited. Exit code 1'),
    };
    const causes = async (used: string) =>
      (await findingsOf([df(used), vmon])).map(({ rule, severity, causedBy }) => [rule, severity, causedBy]);
    expect(await causes('0 100%')).toEqual([
      ['disk-full', 'critical', null],
      ['eam-down', 'critical', 'disk-full'],
    ]);
    expect(await causes('400M 96%')).toEqual([
      ['disk-full', 'warning', null],
      ['eam-down', 'critical', null],
    ]);
  });
});

describe('issues that only the agency tells', () => {
  const agency = (time: string, status: string, issues: string) =>
    `${time} |  INFO | vlsi |  | 108 | API COMPLETE: Facade for Agency(ID: 'Agency:g-1:null').queryRuntime[opId=7, sessionId=4f1a]. Result:\neam.EamObject.RuntimeInfo {\n   status = '${status}',\n   goalState = 'enabled',\n   issue = ${issues},\n   entity = 'Agency:g-1:null'\n}\n`;
  const name = agencyConfig('2018-11-13T00:59:00.000Z', 'g-1', '_VCNS_203_Compute_Guest Introspection');
  const off = `(eam.issue.Issue) [ (eam.issue.VmPoweredOff) { key = 3, agency = 'Agency:g-1:null', agent = 'Agent:a-1:null', host = 'HostSystem:host-21:null', hostName = 'esxi-01', vm = 'VirtualMachine:vm-31:null' } ]`;

  it('are told of their agents', async () => {
    const content =
      name +
      agency('2018-11-13T04:00:00.000Z', 'green', '<unset>') +
      agency('2018-11-13T05:00:00.000Z', 'red', off);
    const found = await findingsOf([{ path: EAM_API_LOG, content }]);
    expect(found[0]).toMatchObject({
      rule: 'svm-off',
      confidence: 'likely',
      undecided: expect.stringContaining('vmPowerState'),
      objects: {
        agencies: ['g-1'],
        agents: ['a-1'],
        hosts: ['esxi-01'],
        clusters: ['Compute'],
        vms: ['vm-31'],
      },
    });
  });

  it('may be false alarms after a restart', async () => {
    const content =
      name +
      agency('2018-11-13T03:00:00.000Z', 'green', '<unset>') +
      agency('2018-11-13T04:05:00.000Z', 'red', off);
    const vmon = {
      path: VMON_LOG,
      content: vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service STARTED successfully.'),
    };
    expect(
      (await findingsOf([{ path: EAM_API_LOG, content }, vmon])).map(({ rule, confidence }) => [
        rule,
        confidence,
      ]),
    ).toEqual([['flip-after-restart', 'possible']]);
  });

  it('are gone when the agency says so', async () => {
    const content =
      name +
      agency('2018-11-13T04:00:00.000Z', 'red', off) +
      agency('2018-11-13T05:00:00.000Z', 'green', '<unset>');
    expect(await rulesOf([{ path: EAM_API_LOG, content }])).toEqual([]);
  });
});
