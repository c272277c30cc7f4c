/**
 * Every issue type that EAM raises, one row each: what it means, what Resolve does to it, what to do. The API gives no
 * severities: these are ours, where NSX has one for its event it is NSX's. Source: the EAM API reference.
 */
import { row, type IssueType } from './issue-type';
import { CLUSTER_ISSUES } from './issue-types-cluster';
import { VIB_ISSUES } from './issue-types-vib';
import { VM_ISSUES } from './issue-types-vm';
import { issueTypeName } from './type-names';

const AGENCY_ISSUES: IssueType[] = [
  row('agency', 'AgencyDisabled', 'warning', 'no', 3, 'A cluster in the scope of the agency is disabled', [
    'Enable the cluster again; EAM drops the issue by itself',
  ]),
  row(
    'agency',
    'OrphanedAgency',
    'high',
    'active',
    2,
    'The solution that made the agency is no longer registered in vCenter',
    ['Make sure that the solution is gone for good', 'Press Resolve: EAM undeploys and removes the agency'],
    {
      old: true,
      warning:
        'Resolve undeploys the agency: its agent VMs are deleted and its VIBs removed from every host in scope.',
    },
  ),
  row(
    'agency',
    'integrity.agency.VUMIssue',
    'high',
    'active-in-vain',
    4,
    'Talking to Update Manager failed',
    ['Check that Update Manager runs and answers', 'Press Resolve'],
  ),
  row(
    'agency',
    'integrity.agency.VUMUnavailable',
    'high',
    'active',
    4,
    'The endpoint of Update Manager is missing or broken',
    ['Repair and start Update Manager', 'Press Resolve: EAM tries again'],
  ),
  row(
    'agency',
    'integrity.agency.CannotStageSoftware',
    'high',
    'active',
    4,
    'Uploading the VIBs to Update Manager, or making the baseline, failed',
    ['Check free space and the state of Update Manager', 'Press Resolve: EAM stages again'],
  ),
  row(
    'agency',
    'integrity.agency.CannotDeleteSoftware',
    'warning',
    'active',
    4,
    'The baseline of the agency could not be removed',
    ['Press Resolve: EAM deletes it again'],
  ),
  row(
    'agency',
    'personality.agency.PMIssue',
    'high',
    'passive',
    4,
    'Talking to the image service of vLCM failed',
    ['Check that vSphere Lifecycle Manager runs and answers', 'Press Resolve'],
  ),
  row(
    'agency',
    'personality.agency.DepotIssue',
    'high',
    'active-in-vain',
    4,
    'A depot of the solution cannot be used by vLCM',
    ['Check that the depot (remoteDepotUrl) can be reached and is whole', 'Press Resolve'],
  ),
  row('agency', 'personality.agency.PMUnavailable', 'high', 'active', 4, 'The endpoint of vLCM is down', [
    'Repair vSphere Lifecycle Manager',
    'Press Resolve: EAM tries again',
  ]),
  row(
    'agency',
    'personality.agency.CannotConfigureSolutions',
    'high',
    'passive',
    4,
    'The image of the cluster refuses the solution that EAM has to set',
    ['Correct the configuration of the agency, or the image in vLCM', 'Press Resolve'],
  ),
  row(
    'agency',
    'personality.agency.InaccessibleDepot',
    'high',
    'active-in-vain',
    4,
    'The offline bundle could not be downloaded',
    ['Make the URL of the bundle reachable from vCenter', 'Press Resolve'],
  ),
  row(
    'agency',
    'personality.agency.InvalidDepot',
    'high',
    'active-in-vain',
    4,
    'Metadata of the offline bundle is missing or invalid',
    ['Get a valid bundle from the vendor', 'Press Resolve'],
  ),
  row(
    'agency',
    'personality.agency.CannotUploadDepot',
    'high',
    'active-in-vain',
    4,
    'The upload of the bundle into vLCM failed',
    ['Check the depot of vLCM and its free space', 'Press Resolve'],
  ),
];

const AGENT_ISSUES: IssueType[] = [
  row('agent', 'HostNotReachable', 'high', 'no', 3, 'The host is disconnected from vCenter or powered off', [
    'Reconnect, power on or reboot the host; EAM notices by itself',
  ]),
  row(
    'agent',
    'HostInPartialMaintenanceMode',
    'info',
    'no',
    6,
    'Partial maintenance mode of the host holds the operation on the VM up',
    ['Take the host out of partial maintenance mode'],
  ),
  row(
    'agent',
    'CertificateNotTrusted',
    'high',
    'active-in-vain',
    5,
    'The server of the OVF or VIB URL presents a certificate that is not trusted',
    ['Register trust for the URL', 'Press Resolve'],
  ),
  row('agent', 'OvfInvalidProperty', 'high', 'passive', 5, 'An OVF property is missing or has a bad value', [
    'Correct the OVF environment in the configuration of the agency',
    'Deploy again',
  ]),
  row(
    'agent',
    'MissingDvFilterSwitch',
    'high',
    'active',
    4,
    'The dvFilter switch is missing on the host',
    ['Press Resolve: EAM makes it again'],
    { old: true },
  ),
  row(
    'agent',
    'personality.agent.PMIssue',
    'warning',
    'passive',
    4,
    'vLCM cannot set the software of the agent',
    ['Read the description of the issue and remedy it in vLCM'],
  ),
  row(
    'agent',
    'personality.agent.AwaitingPMRemediation',
    'warning',
    'passive',
    4,
    'The cluster has not been remediated by vLCM yet',
    ['Remediate the cluster in vSphere Lifecycle Manager'],
  ),
  row(
    'agent',
    'personality.agent.BlockedByAgencyOperation',
    'warning',
    'passive',
    4,
    'An issue of the agency with vLCM holds this agent up',
    ['Resolve the issue of the agency first'],
  ),
  row('agent', 'TransitionFailed', 'high', 'hook', null, 'The hand-over to a vLCM solution failed', [
    'Resolve it through the System VMs API of vLCM',
  ]),
  row('agent', 'ExtensibleIssue', 'warning', 'active', null, 'The solution itself raised the issue', [
    'Read the description of the issue and the log of the solution',
    'Remove the cause, then press Resolve: it only removes the issue',
  ]),
];

const HOST_ISSUES: IssueType[] = [
  row(
    'host',
    'UnknownAgentVm',
    'warning',
    'active',
    null,
    'An agent VM belongs to no agency of this vCenter',
    ['Make sure that no other vCenter needs the VM', 'Press Resolve: EAM removes the VM'],
    {
      old: true,
      warning: 'Resolve deletes the VM. From 7.0 U1 on EAM deletes such VMs without being asked.',
    },
  ),
  row(
    'host',
    'OrphanedDvFilterSwitch',
    'info',
    'active',
    null,
    'A dvFilter switch is left over that no agent uses',
    ['Press Resolve: EAM removes the switch'],
    { old: true },
  ),
];

/** All rows, by their VMODL names. */
export const ISSUE_TYPES: ReadonlyMap<string, IssueType> = new Map(
  [...AGENCY_ISSUES, ...AGENT_ISSUES, ...VM_ISSUES, ...VIB_ISSUES, ...CLUSTER_ISSUES, ...HOST_ISSUES].map(
    (type) => [type.type, type],
  ),
);

/** The row of a type in either spelling; one that the table does not have is told by its name. */
export function issueType(name: string): IssueType {
  const type = issueTypeName(name);
  return (
    ISSUE_TYPES.get(type) ??
    row(
      'agent',
      type,
      'warning',
      'passive',
      null,
      'EAM reports an issue of a type that is not in the reference',
      [
        'Read the description of the issue',
        'Remove the cause, then press Resolve; when that does not help, ask support',
      ],
    )
  );
}
