export interface BundleName {
  hostname: string;
  /** ISO 8601; the host's local time, which is UTC on ESXi. */
  collectedAt: string;
}

const NAME = /^[^-/]+-(.+)-(\d{4})-(\d\d)-(\d\d)--(\d\d)\.(\d\d)(?:-\d+)?(?:\.(?:tgz|tar\.gz|tar|zip))?$/i;

/** Reads `<prefix>-<hostname>-<YYYY-MM-DD>--<HH.MM>[-<pid>][.tgz]`; null for any other name. */
export function bundleName(name: string): BundleName | null {
  if (name.length > 400) return null;
  const match = NAME.exec(name);
  if (!match) return null;
  const [, hostname, year, month, day, hour, minute] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00.000Z`);
  return Number.isNaN(at) ? null : { hostname: hostname!, collectedAt: new Date(at).toISOString() };
}
