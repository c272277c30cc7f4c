import type { Seek } from '../trace-source';

/** hostd's account for vCenter; the person stands behind its colon. */
const VCENTER_ACCOUNT = 'vpxuser';

/**
 * The person that `user=` of a hostd line names: `VSPHERE.LOCAL\Administrator` of `vpxuser:VSPHERE.LOCAL\Administrator`,
 * `vpxuser` where vCenter names nobody (`vpxuser`, `vpxuser:vpxuser`, `vpxuser:<no user>`). Null without a user.
 */
export function personOf(user: string | null): string | null {
  if (user === null) return null;
  const name = user.trim();
  if (name === '' || name === '<no user>') return null;
  const colon = name.indexOf(':');
  // `:vsanmgmtd` is a service of the host
  if (colon === 0) return name.slice(1) || null;
  if (name.slice(0, colon < 0 ? name.length : colon).toLowerCase() !== VCENTER_ACCOUNT) return name;
  const person = colon < 0 ? '' : name.slice(colon + 1).trim();
  return person === '' || person === '<no user>' ? VCENTER_ACCOUNT : person;
}

/** hostd's account for calls from its own shell: `vim-cmd` typed by somebody, or run by a script. */
export function isShellAccount(user: string | null): boolean {
  return user === 'dcui';
}

/** Who typed the command behind that account: 10 s at most before it. */
export const USER_OF_SHELL: Seek = {
  family: 'shell',
  withinMs: 10_000,
  rather: /\b(?:vim-cmd|esxcli|localcli|vmware-cmd)\b/,
  reason: 'the only user of the shell just before: ',
};
