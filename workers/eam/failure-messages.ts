/** A message of a failed installation, as NSX shows it. Source: the table of the vFORUM talk NS164. */
export interface FailureMessage {
  /** Number of its row. */
  row: number;
  /** Words to search for; any of them. */
  words: readonly string[];
  pattern: RegExp;
  message: string;
  installation: 'Failed' | 'Succeeded';
  /** Null where the source cannot be read. */
  service: 'Unknown' | 'Warning' | null;
  cause: string;
  /** Issue types that tell the same. */
  issues: readonly string[];
  remedy: readonly string[];
}

export const FAILURE_MESSAGES: readonly FailureMessage[] = [
  {
    row: 1,
    words: ['Cannot deploy agent on host due to insufficient resources'],
    pattern: /Cannot deploy agent on host due to insufficient resources/i,
    message: 'Cannot deploy agent on host due to insufficient resources (cpu or memory)',
    installation: 'Failed',
    service: 'Unknown',
    cause: 'The ESXi host is short of CPU or memory.',
    issues: ['InsufficientResources'],
    remedy: ['Free CPU and memory on the host', 'Press Resolve'],
  },
  {
    row: 2,
    words: ['No agent datastore', 'No agent network'],
    pattern: /No agent (datastore\/network|datastore|network) configuration/i,
    message: 'No agent datastore/network configuration found on the host.',
    installation: 'Failed',
    service: 'Unknown',
    cause: 'Datastore or network for agent VMs was not set on the host.',
    issues: ['NoAgentVmDatastore', 'NoAgentVmNetwork'],
    remedy: ['Set datastore and network in Configure › Agent VM Settings of each host', 'Press Resolve'],
  },
  {
    row: 3,
    words: ['Agent datastore(s)'],
    pattern: /Agent datastore\(s\) .*not available on host/i,
    message: 'Agent datastore(s) "…" not available on host.',
    installation: 'Failed',
    service: 'Unknown',
    cause: 'Storage was chosen that not all hosts of the cluster share.',
    issues: ['NoCustomAgentVmDatastore'],
    remedy: [
      'Deploy again with a datastore that every host sees, or with "Specified on host" and the Agent VM Settings of each host',
    ],
  },
  {
    row: 4,
    words: ['Deployment Plugin execution failed'],
    pattern: /Error while doing IP configuration: ?Deployment Plugin execution failed/i,
    message: 'Error while doing IP configuration: Deployment Plugin execution failed',
    installation: 'Failed',
    service: null,
    cause: 'The IP pool is exhausted.',
    issues: ['InsufficientIpAddresses', 'MissingAgentIpPool'],
    remedy: ['Add addresses to the IP pool', 'Press Resolve', 'Restart the service VM when NSX asks for it'],
  },
  {
    row: 5,
    words: ['Agent VM is missing on host'],
    pattern: /Agent VM is missing on host/i,
    message: 'Agent VM is missing on host',
    installation: 'Failed',
    service: 'Unknown',
    cause: 'The storage network failed.',
    issues: ['VmNotDeployed'],
    remedy: ['Repair the storage', 'Press Resolve'],
  },
  {
    row: 6,
    words: ['Guest Introspection service not ready'],
    pattern: /Guest Introspection service not ready/i,
    message: 'Guest Introspection service not ready',
    installation: 'Succeeded',
    service: 'Warning',
    cause: 'The network of the service VM is configured wrong: it does not reach NSX Manager.',
    issues: [],
    remedy: [
      'Check the port group and the IP address of the service VM (USVM)',
      'Check that it reaches NSX Manager',
    ],
  },
  {
    row: 7,
    words: ['VM needs to be rebooted for some changes'],
    pattern: /VM needs to be rebooted for some changes/i,
    message: 'VM needs to be rebooted for some changes to be made/take effect',
    installation: 'Failed',
    service: 'Unknown',
    cause: 'The service VM must be restarted, such as after an exhausted IP pool was extended.',
    issues: [],
    remedy: ['Restart the service VM'],
  },
];

/** The row that a text is of, or null. */
export function failureMessage(text: string): FailureMessage | null {
  return FAILURE_MESSAGES.find(({ pattern }) => pattern.test(text)) ?? null;
}
