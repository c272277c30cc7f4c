/**
 * EAM's types have two spellings: VMODL names in logs (`eam.issue.cluster.agent.VmNotDeployed`) and WSDL names in
 * documents and code (`ClusterAgentVmNotDeployed`). The short name alone does not tell: several exist in two groups.
 */

/** Dotted groups of issue types and what their WSDL names begin with. */
const GROUPS: [vmodl: string, wsdl: string][] = [
  ['cluster.agent.', 'ClusterAgent'],
  ['integrity.agency.', 'IntegrityAgency'],
  ['personality.agency.', 'PersonalityAgency'],
  ['personality.agent.', 'PersonalityAgent'],
];

/** WSDL names that are not their VMODL name with the group put in front. */
const RENAMED = new Map([
  ['ManagedHostNotReachable', 'HostNotReachable'],
  ['ClusterAgentClusterTransitionFailed', 'cluster.agent.ClusterTransitionFailed'],
]);

/** The VMODL name of an issue type without `eam.issue.`, from either spelling, with or without the binding's package. */
export function issueTypeName(name: string): string {
  const vmodl = withoutBinding(name).replace(/^eam\.issue\./, '');
  if (vmodl.includes('.')) return vmodl;
  const renamed = RENAMED.get(vmodl);
  if (renamed) return renamed;
  for (const [group, prefix] of GROUPS) {
    if (vmodl.startsWith(prefix) && vmodl.length > prefix.length) return group + vmodl.slice(prefix.length);
  }
  return vmodl;
}

/** The VMODL name of a fault without `eam.fault.`; `EamInvalidLogin` and the like are `InvalidLogin`. */
export function faultTypeName(name: string): string {
  const vmodl = withoutBinding(name).replace(/^(eam|vim)\.fault\./, '');
  return /^Eam(InvalidLogin|InvalidState|InvalidVibPackage)$/.exec(vmodl)?.[1] ?? vmodl;
}

/** True of a full name of an issue type as logs print it. */
export function isIssueType(name: string): boolean {
  return withoutBinding(name).startsWith('eam.issue.');
}

export function withoutBinding(name: string): string {
  return name
    .replace(/^com\.vmware\.vim\.binding\./, '')
    .replace(/^com\.vmware\.(?=eam\.(issue|fault)\.)/, '');
}
