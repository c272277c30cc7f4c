/** Issues about installing and removing VIBs. */
import { row, type IssueType } from './issue-type';

const REBOOTS =
  'Resolve puts the host into maintenance mode and reboots it: every VM on it must be moved or stopped.';

export const VIB_ISSUES: IssueType[] = [
  row('vib', 'VibIssue', 'high', 'active', 4, 'A VIB of the agent is not as it should be', [
    'Read the description of the issue',
    'Press Resolve',
  ]),
  row('vib', 'VibNotInstalled', 'high', 'active', 4, 'The VIB should be installed (or removed) and is not', [
    'Press Resolve: EAM tries again; of a host that was unreachable it does so by itself',
  ]),
  row('vib', 'CannotAccessAgentVib', 'critical', 'active', 4, 'The host cannot reach the URL of the VIB', [
    'Make the URL (downloadUrl) and its port reachable: hosts fetch VIBs from vCenter at /eam/vib?id=…, port 443 since 6.0, 80 before',
    'Press Resolve: EAM installs again',
  ]),
  row(
    'vib',
    'VibDependenciesNotMetByHost',
    'high',
    'active-in-vain',
    4,
    'The VIB needs another one or conflicts with one on the host',
    ['Correct the image of the host (esxupdate.log names the VIBs)', 'Press Resolve'],
  ),
  row(
    'vib',
    'VibRequirementsNotMetByHost',
    'high',
    'active-in-vain',
    4,
    'The host does not meet the requirements of the VIB',
    ['Correct or upgrade the host', 'Press Resolve'],
  ),
  row('vib', 'VibInvalidFormat', 'high', 'active-in-vain', 4, 'The VIB package is broken', [
    'Get a valid VIB from the vendor',
    'Press Resolve',
  ]),
  row(
    'vib',
    'VibRequiresHostInMaintenanceMode',
    'info',
    'active',
    4,
    'The VIB is uploaded and needs maintenance mode',
    ['Move the VMs off the host', 'Press Resolve: EAM puts the host into maintenance mode'],
    { warning: 'Resolve puts the host into maintenance mode: its VMs are moved.' },
  ),
  row(
    'vib',
    'VibCannotPutHostInMaintenanceMode',
    'warning',
    'active-in-vain',
    4,
    'EAM could not put the host into maintenance mode: VMs on it cannot move',
    ['Move or stop the VMs on the host yourself', 'Press Resolve'],
    { warning: 'Resolve puts the host into maintenance mode: its VMs are moved.' },
  ),
  row(
    'vib',
    'VibCannotPutHostOutOfMaintenanceMode',
    'warning',
    'active',
    4,
    'The host is still in maintenance mode',
    ['Press Resolve: EAM takes the host out of maintenance mode'],
    { warning: 'Resolve takes the host out of maintenance mode: make sure that nobody works on it.' },
  ),
  row(
    'vib',
    'VibRequiresHostReboot',
    'warning',
    'active',
    4,
    'The VIB is uploaded and needs a reboot of the host',
    ['Choose a time and move the VMs off the host', 'Press Resolve: EAM reboots the host'],
    { warning: REBOOTS },
  ),
  row(
    'vib',
    'ImmediateHostRebootRequired',
    'high',
    'active',
    4,
    'A live operation on a VIB failed and only a reboot of the host clears it',
    ['Move the VMs off the host', 'Press Resolve: EAM reboots the host'],
    { warning: REBOOTS },
  ),
  row(
    'vib',
    'VibRequiresManualInstallation',
    'high',
    'passive',
    4,
    'The host may not be installed on automatically (stateless, Auto Deploy)',
    ['Install the bulletins with Update Manager, or add them to the image profile', 'Press Resolve'],
  ),
  row(
    'vib',
    'VibRequiresManualUninstallation',
    'warning',
    'passive',
    4,
    'The VIB may not be removed automatically',
    ['Remove the bulletins with Update Manager, or from the image profile', 'Press Resolve'],
  ),
];
