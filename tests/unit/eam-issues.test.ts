import { describe, expect, it } from 'vitest';
import { ISSUE_TYPES, issueType } from '../../workers/eam/issue-types';
import { agentState, EAM_API_LOG, type SampleState } from '../../workers/eam/sample-lines';
import { findingsOf } from './findings-of';

/** Types whose findings stand under an id of their own, in the state that `stateOf` makes. */
const SPECIAL = new Map([
  ['VmPoweredOff', 'svm-off'],
  ['InsufficientIpAddresses', 'ippool'],
  ['MissingAgentIpPool', 'ippool'],
  ['CertificateNotTrusted', 'cert-url'],
  ['cluster.agent.CertificateNotTrusted', 'cert-url'],
  ['cluster.agent.InsufficientClusterResources', 'vcls-res'],
]);

const stateOf = (type: string): Partial<SampleState> => ({
  className: type.startsWith('cluster.') ? 'ClusterAgent' : 'Agent',
  power: type === 'VmPoweredOff' ? 'poweredOff' : null,
});

const types = [...ISSUE_TYPES.values()];

describe('the table of issue types', () => {
  it('has every type of the reference', () => {
    expect(types.length).toBeGreaterThanOrEqual(80);
    expect(types.filter(({ group }) => group === 'vib')).toHaveLength(13);
    expect(types.filter(({ group }) => group === 'not-deployed')).toHaveLength(13);
    expect(types.filter(({ old }) => old)).toHaveLength(10);
  });

  it.each(['VmPoweredOff', 'ClusterAgentVmPoweredOff', 'eam.issue.cluster.agent.VmPoweredOff'])(
    'is found by %s',
    (name) =>
      expect(issueType(name).meaning).toContain(name.includes('luster') ? 'cluster' : 'agent VM should run'),
  );

  it('warns wherever Resolve reboots a host or deletes a VM', () => {
    const reboots = ['VibRequiresHostReboot', 'ImmediateHostRebootRequired'];
    const deletes = [
      'OrphanedAgency',
      'VmCorrupted',
      'VmOrphaned',
      'VmDeployed',
      'UnknownAgentVm',
      'HostInStandbyMode',
      'cluster.agent.VmNotRemoved',
    ];
    for (const type of reboots) expect(issueType(type).warning).toMatch(/reboot/);
    for (const type of deletes) expect(issueType(type).warning).toMatch(/delete/);
  });

  it('knows what Resolve does not do', () => {
    const inert = types.filter(({ resolve }) => resolve === 'no').map(({ type }) => type);
    expect(inert).toEqual([
      'AgencyDisabled',
      'HostNotReachable',
      'HostInPartialMaintenanceMode',
      'HostPoweredOff',
      'VmInaccessible',
      'cluster.agent.HostInMaintenanceMode',
      'cluster.agent.HostInPartialMaintenanceMode',
      'cluster.agent.VmInaccessible',
    ]);
  });

  it('tells a type that it does not have by its name', () => {
    expect(issueType('eam.issue.SomethingNew')).toMatchObject({ type: 'SomethingNew', severity: 'warning' });
  });
});

describe('findings of issues', () => {
  it.each(types)('$type', async ({ type, severity, warning, group }) => {
    const content = agentState({
      time: '2018-11-13T05:00:00.000Z',
      id: 'a-1',
      status: 'red',
      vm: 'vm-31',
      vmName: 'Guest Introspection (1)',
      ...stateOf(type),
      issues: [{ type, key: 41, hostName: 'esxi-01.lab.example' }],
    });
    const findings = await findingsOf([{ path: EAM_API_LOG, content }]);
    const id =
      SPECIAL.get(type) ??
      (group === 'vib' ? 'vib' : type === 'VmNotDeployed' ? 'svm-gone' : `issue-${type}`);
    const found = findings.filter(({ rule }) => rule !== 'drs-blocked');
    expect(found.map(({ rule }) => rule)).toEqual([id]);
    expect(found[0]).toMatchObject({
      objects: { agents: ['a-1'], hosts: ['esxi-01.lab.example'], vms: ['Guest Introspection (1)'] },
      evidence: [{ file: 'var/log/vmware/eam/eam_api.log', line: 1 }],
    });
    if (!SPECIAL.has(type) && id !== 'svm-gone') expect(found[0]!.severity).toBe(severity);
    if (warning) expect(found[0]!.warning).toBe(warning);
  });
});
