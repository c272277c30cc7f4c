import { clean, MOST_ENTRIES, type FactSource, type PartialFacts } from '../fact';

/**
 * `etc/vmware/esx.conf`: lines `/path/child[0000]/name = "value"`. From 7.0 on much of it lives in another store and
 * is missing here.
 */
export const source: FactSource = {
  id: 'esx-conf',
  trust: 5,
  trustIn: { uuid: 8, hostname: 8, version: 4 },
  wants: (path) => path === 'etc/vmware/esx.conf',
  maxBytes: 1024 * 1024,
  read: (_path, text) => {
    const values = valuesOf(text);
    return {
      hostname: clean(values.get('/adv/Misc/HostName')),
      uuid: clean(values.get('/system/uuid')),
      version: /^\d+\.\d+\.\d+$/.exec(values.get('/resourceGroups/version') ?? '')?.[0],
      networks: networks(values).slice(0, MOST_ENTRIES),
    };
  },
};

function valuesOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const key = line.indexOf(' = "');
    const end = line.trimEnd();
    if (key > 0 && line.startsWith('/') && end.endsWith('"'))
      values.set(line.slice(0, key), end.slice(key + 4, -1));
  }
  return values;
}

function networks(values: Map<string, string>): NonNullable<PartialFacts['networks']> {
  const found: NonNullable<PartialFacts['networks']> = [];
  for (const [key, name] of values) {
    const match =
      /^(\/net\/(?:vmkernelnic|pnic|vswitch)\/child\[\d+\](\/portgroup\/child\[\d+\])?)\/name$/.exec(key);
    if (!match || !name) continue;
    const at = (field: string): string | undefined => values.get(`${match[1]}/${field}`);
    const says = (...parts: (string | undefined | false)[]): string => parts.filter(Boolean).join(', ');
    if (key.startsWith('/net/vmkernelnic/')) {
      const address = at('dhcp') === 'true' ? 'DHCP' : says(at('ipv4address'), at('ipv4netmask'));
      found.push({ kind: 'vmkernel', name, detail: says(address, at('portgroup'), at('mac')) });
    } else if (key.startsWith('/net/pnic/')) {
      found.push({ kind: 'physical', name, detail: says(at('mac')) });
    } else if (match[2]) {
      const vswitch = values.get(key.replace(/\/portgroup\/.*/, '/name'));
      found.push({ kind: 'portgroup', name, detail: says(vswitch, `VLAN ${at('vlanId') ?? 0}`) });
    } else {
      const uplinks = uplinksOf(values, match[1]!);
      found.push({
        kind: 'switch',
        name,
        detail: says(uplinks && `uplinks ${uplinks}`, at('mtu') && `MTU ${at('mtu')}`),
      });
    }
  }
  return found;
}

function uplinksOf(values: Map<string, string>, vswitch: string): string {
  const names: string[] = [];
  for (let child = 0; child < 64; child++) {
    const name = values.get(`${vswitch}/uplinks/child[${String(child).padStart(4, '0')}]/pnic`);
    if (name) names.push(name);
  }
  return names.join(' ');
}
