import { clean, MOST_ENTRIES, type FactSource, type PartialVm } from '../fact';

/**
 * `etc/vmware/hostd/vmInventory.xml`: the VMs registered on the host, with the number that hostd's tasks name them by.
 *
 * ```xml
 * <ConfigRoot><ConfigEntry id="0000"><objID>99</objID><vmxCfgPath>/vmfs/volumes/…/x.vmx</vmxCfgPath></ConfigEntry></ConfigRoot>
 * ```
 *
 * The form is flat, so pieces between tags are enough; a damaged entry is left out and harms no other.
 */
export const source: FactSource = {
  id: 'vm-inventory',
  trust: 9,
  trustIn: { vmName: 1 },
  wants: (path) => path === 'etc/vmware/hostd/vmInventory.xml',
  maxBytes: 4 * 1024 * 1024,
  read: (_path, text) => {
    const entries = withoutComments(text).split(/<ConfigEntry\b/);
    const vms = entries.slice(1, MOST_ENTRIES + 1).map((entry) => vmOf(entry.split('</ConfigEntry', 1)[0]!));
    return { vms: vms.filter((vm) => vm !== null) };
  },
};

function vmOf(entry: string): PartialVm | null {
  const vmxPath = element(entry, 'vmxCfgPath');
  if (!vmxPath) return null;
  const number = Number(/^\d{1,9}$/.exec(element(entry, 'objID') ?? '')?.[0] ?? NaN);
  const name = /([^/]+?)(?:\.vmx)?$/.exec(vmxPath)?.[1];
  return { name, vmxPath, number: Number.isNaN(number) ? undefined : number };
}

/** The text of `<name>…</name>`; undefined when it is missing, empty or not closed. */
function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}(?:\\s[^<>]*)?>([^<]*)</${name}\\s*>`).exec(xml)?.[1];
  return clean(text && unescaped(text));
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (entity, decimal, hex, name) => {
      if (name) return ENTITIES[String(name).toLowerCase()]!;
      const code = decimal ? Number(decimal) : parseInt(String(hex), 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : String(entity);
    },
  );
}

/** What follows a comment that never ends is part of it. */
function withoutComments(xml: string): string {
  const [first, ...rest] = xml.split('<!--');
  return first + rest.map((part) => part.split('-->').slice(1).join('-->')).join('');
}
