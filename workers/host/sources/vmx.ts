import { clean, type FactSource } from '../fact';

/** A VM's configuration: lines `key = "value"`. */
export const source: FactSource = {
  id: 'vmx',
  trust: 5,
  trustIn: { vmName: 5 },
  wants: (path) => /^vmfs\/volumes\/.+\.vmx$/i.test(path),
  maxBytes: 256 * 1024,
  read: (path, text) => {
    const value = (key: string): string | undefined =>
      clean(
        unescaped(new RegExp(`^[ \\t]*${key}[ \\t]*=[ \\t]*"([^"\\r\\n]*)"`, 'im').exec(text)?.[1] ?? ''),
      );
    const name = value('displayName');
    const uuid = value('uuid\\.bios');
    if (!name && !uuid && !value('config\\.version')) return {};
    return { vms: [{ name: name ?? /([^/]+)\.vmx$/i.exec(path)?.[1], uuid, vmxPath: `/${path}` }] };
  },
};

/** VMX files write quotes, line ends and bars as `|22`, `|0A`, `|7C`. */
function unescaped(value: string): string {
  return value.replace(/\|([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(String(hex), 16)));
}
