/**
 * Composed lines for the samples of rules: no real ones of these kinds are public. Their shapes are those that
 * published excerpts have (eam_api.log of vCenter 7 and 8, NSX-v's logging guide).
 */

/** Files of samples stand where a vCenter bundle has them. */
export const EAM_LOG = 'vc/var/log/vmware/eam/eam.log';
export const EAM_API_LOG = 'vc/var/log/vmware/eam/eam_api.log';
export const VMON_LOG = 'vc/var/log/vmware/vmon/vmon.log';
export const NSX_LOG = 'nsx/var/log/vsm.log';

export interface SampleIssue {
  type: string;
  key?: number;
  description?: string;
  agencyName?: string;
  hostName?: string;
  /** Further fields of the type. */
  more?: Record<string, string>;
}

export interface SampleState {
  time: string;
  /** Id of the agent, without `Agent:`. */
  id: string;
  className?: 'Agent' | 'ClusterAgent';
  agency?: string | null;
  status: 'green' | 'yellow' | 'red';
  goalState?: 'enabled' | 'disabled' | 'uninstalled';
  host?: string | null;
  vm?: string | null;
  vmName?: string | null;
  vmIp?: string | null;
  power?: 'poweredOn' | 'poweredOff' | 'suspended' | null;
  vibs?: boolean;
  hook?: boolean;
  issues?: SampleIssue[];
}

const text = (value: string | null) => (value === null ? '<unset>' : `'${value}'`);

/** A record of eam_api.log: what `queryRuntime` of an agent answered. Its text has this many lines: `lineCount`. */
export function agentState(state: SampleState): string {
  const { time, id, className = 'Agent', agency = 'agency-1', status, goalState = 'enabled' } = state;
  const { host = 'host-21', vm = null, vmName = null, vmIp = null, power = null, issues = [] } = state;
  const on = className === 'ClusterAgent' ? null : host;
  return [
    `${time} |  INFO | vlsi |  | 108 | API COMPLETE: Facade for ${className}(ID: 'Agent:${id}:null').queryRuntime[opId=7, sessionId=4f1a]. Result:`,
    'eam.Agent.RuntimeInfo {',
    `   status = '${status}',`,
    `   goalState = '${goalState}',`,
    issues.length === 0
      ? '   issue = <unset>,'
      : `   issue = (eam.issue.Issue) [\n${issues.map((issue) => issueDump(issue, state)).join(',\n')}\n   ],`,
    `   entity = 'Agent:${id}:null',`,
    `   vmPowerState = ${power ?? '<unset>'},`,
    '   receivingHeartBeat = false,',
    `   host = ${on === null ? '<unset>' : `'HostSystem:${on}:null'`},`,
    `   vm = ${vm === null ? '<unset>' : `'VirtualMachine:${vm}:null'`},`,
    `   vmIp = ${text(vmIp)},`,
    `   vmName = ${text(vmName)},`,
    `   agency = ${agency === null ? '<unset>' : `'Agency:${agency}:null'`},`,
    `   installedVibs = ${state.vibs ? "[ 'esx-vsip' ]" : '<unset>'},`,
    `   vmHook = ${state.hook ? "eam.Agent.VmHook {\n      vm = 'VirtualMachine:vm-1:null'\n   }" : '<unset>'}`,
    '}',
    '',
  ].join('\n');
}

function issueDump(
  issue: SampleIssue,
  { id, agency = 'agency-1', host = 'host-21', vm = null, time }: SampleState,
): string {
  const { type, key = 101, description = '', agencyName = '_VCNS_203_Compute_Guest Introspection' } = issue;
  const fields: [string, string][] = [
    ['key', String(key)],
    ['description', `'${description}'`],
    ['time', time],
    ['agency', agency === null ? '<unset>' : `'Agency:${agency}:null'`],
    ['agencyName', `'${agencyName}'`],
    ['agent', `'Agent:${id}:null'`],
    ['agentName', "'Guest Introspection'"],
    ['host', host === null ? '<unset>' : `'HostSystem:${host}:null'`],
    ['hostName', `'${issue.hostName ?? 'esxi-01.lab.example'}'`],
    ...(vm === null ? [] : [['vm', `'VirtualMachine:${vm}:null'`] as [string, string]]),
    ...Object.entries(issue.more ?? {}).map(([name, value]): [string, string] => [name, `'${value}'`]),
  ];
  return `      eam.issue.${type} {\n${fields.map(([name, value]) => `         ${name} = ${value}`).join(',\n')}\n      }`;
}

/** A record of eam_api.log that names an agency with its id. */
export function agencyConfig(time: string, id: string, name: string, cluster = 'domain-c7'): string {
  return [
    `${time} |  INFO | vlsi |  | 108 | API COMPLETE: Facade for Agency(ID: 'Agency:${id}:null').queryConfig[opId=8, sessionId=4f1a]. Result:`,
    'eam.Agency.ConfigInfo {',
    `   agencyName = '${name}',`,
    "   agentName = 'Guest Introspection',",
    '   manuallyMarkAgentVmAvailableAfterPowerOn = true,',
    '   scope = eam.Agency.ComputeResourceScope {',
    `      computeResource = [ 'ClusterComputeResource:${cluster}:null' ]`,
    '   }',
    '}',
    '',
  ].join('\n');
}

/** A line of eam.log. */
export function eamLine(
  time: string,
  level: 'INFO' | 'WARN' | 'ERROR',
  file: string,
  message: string,
): string {
  return `${time} | ${level.padStart(5)} | vim-monitor | ${file} | 190 | ${message}\n`;
}

/** A line of vmon.log. */
export function vmonLine(time: string, message: string): string {
  return `${time} In(05) host-1402 ${message}\n`;
}

/** A system event in the log of NSX Manager; `time` as `2018-11-13 04:10:00.000`. */
export function nsxEventLine(time: string, code: number, message: string, severity = 'High'): string {
  return `Nov 13 04:10:00 nsxmgr ${time} GMT  INFO TaskFrameworkExecutor-3 SystemEventDaoImpl:133 - [SystemEvent] Time:'Tue Nov 13 04:10:00.000 GMT 2018', Severity:'${severity}', Event Source:'Security Fabric', Code:'${code}', Event Message:'${message}', Module:'Security Fabric', Universal Object:'false\n`;
}

/** Number of the line that the `n`th record (from 0 on) of these begins at. */
export function lineOf(records: readonly string[], n: number): number {
  return records.slice(0, n).reduce((line, record) => line + record.split('\n').length - 1, 1);
}
