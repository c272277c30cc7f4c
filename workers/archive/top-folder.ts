/**
 * The one folder that everything lies in, with its trailing slash; '' when there is none. `./` in front is part of
 * it, since it is in front of every path. Paths that lead out (`../x`, `/x`) have no say: one hostile entry must not
 * change the names of all others.
 */
export function topFolder(paths: Iterable<string>): string {
  let top: string | null = null;
  for (const path of paths) {
    if (path.startsWith('/') || path.split('/').includes('..')) continue;
    if (top === null) {
      const match = /^(?:\.\/)?[^/]+\//.exec(path);
      if (!match) return '';
      top = match[0];
    } else if (!path.startsWith(top)) {
      return '';
    }
  }
  return top ?? '';
}

/** Files below the top folder that make an archive one of vm-support's. */
const VM_SUPPORT = ['etc/vmware/esx.conf', 'error.log', 'action.log'];
const VCENTER = /^(?:var\/log\/vmware|ProgramData\/VMware\/vCenterServer\/logs)\//i;

/** What kind of bundle these paths (below the top folder) are. */
export function bundleKind(paths: Iterable<string>): 'vm-support' | 'vcenter' | null {
  const missing = new Set(VM_SUPPORT);
  let vcenter = false;
  for (const path of paths) {
    missing.delete(path);
    vcenter ||= VCENTER.test(path);
  }
  // A cut bundle may lack one of the three.
  if (missing.size <= 1) return 'vm-support';
  return vcenter ? 'vcenter' : null;
}
