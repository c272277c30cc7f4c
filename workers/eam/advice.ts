/** Steps and pages that several rules name. Source: the vFORUM talk NS164 and its appendix. */

export const RESTART_EAM =
  'Restart EAM: Administration › System Configuration › Services › VMware ESX Agent Manager › Restart in the Web Client, or `service-control --stop vmware-eam` and `service-control --start vmware-eam` in the shell of the vCenter';

/** What to do about an installation that failed, until it succeeds. */
export const GENERAL_PROCEDURE: readonly string[] = [
  'In Networking and Security › Installation › Service Deployments click "Failed" and read the cause',
  'Press Resolve; or correct the parameters and deploy again; or remove the cause and press Resolve',
  'Repeat both until it succeeds; when you are stuck, ask support',
];

export const CHECK_GREEN =
  'Check: the agent turns green in vCenter Server Extensions › vSphere ESX Agent Manager, the installation status says "Succeeded" and the service status "Up"';

export const SUPPORT =
  "When that does not help, ask support: the content of EAM's database may be inconsistent";

export const POWER_ON_FROM_HOST =
  'Until then: a VM that must run can be powered on from its ESXi host (Host Client), past DRS';

/** Removing the Network Introspection driver, by version of Windows. */
export const REMOVE_NETWORK_DRIVER: readonly string[] = [
  'Windows 10 and later: Settings › Apps › Apps & features › VMware Tools › Modify',
  'Windows 8.1 and earlier: Control Panel › Programs and Features › VMware Tools › Change',
  'In the wizard choose "Modify" (or "Custom" at a first installation) and set "Network Introspection Driver" to "will not be installed"',
  'Restart the guest operating system',
];

const DOCS = 'https://docs.vmware.com/en/VMware-NSX-for-vSphere/6.3';

/** Pages of the NSX documentation. */
export const PAGES = {
  installation: `${DOCS}/com.vmware.nsx.install.doc/GUID-D8578F6E-A40C-493A-9B43-877C2B75ED52.html`,
  installGuestIntrospection: `${DOCS}/com.vmware.nsx.install.doc/GUID-62B22E0C-ABAC-42D8-93AA-BDFCD0A43FEA.html`,
  administration: `${DOCS}/com.vmware.nsx.admin.doc/GUID-B5C70003-8194-4EC3-AB36-54C848508818.html`,
  guestIntrospection: `${DOCS}/com.vmware.nsx.admin.doc/GUID-049EF8ED-224C-4CAF-B6E7-1CD063CCD462.html`,
  hostPreparation: `${DOCS}/com.vmware.nsx.troubleshooting.doc/GUID-C940AD16-84AA-4AC6-AEB5-88DF448FED1B.html`,
  networkDriver:
    'https://docs.vmware.com/jp/VMware-NSX-for-vSphere/6.3/com.vmware.nsx.admin.doc/GUID-D04D1521-8EBC-449F-AD57-EF829075A25D.html',
} as const;

/** A knowledge base article with its address. */
export function kb(number: number): string[] {
  return [`KB ${number}`, `https://kb.vmware.com/kb/${number}`];
}

/** An article of Broadcom's knowledge base. */
export function article(number: number): string {
  return `Article ${number}`;
}
