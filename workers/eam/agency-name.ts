/**
 * Names of NSX agencies: `_VCNS_<number>_<cluster>_<service>` or `_NSX_…`. Both names may hold blanks and underscores,
 * so the rest is only cut where a known cluster begins it or a known service ends it.
 */

/** Services by the names that NSX gives them; partners' own come from what else the case names. */
export const KNOWN_SERVICES: readonly string[] = [
  'Guest Introspection',
  'VMware Network Fabric',
  'VMware Endpoint',
];

export interface AgencyName {
  prefix: 'VCNS' | 'NSX';
  /** Decimal, as written. */
  number: string;
  /** Cluster and service as they stand, `_` between them. */
  rest: string;
  /** Null where neither a known cluster nor a known service tells where to cut. */
  cluster: string | null;
  service: string | null;
  /** True when a view cut the name (`..` or `…` at its end): what is there is a beginning. */
  cut: boolean;
}

/** The parts of an NSX agency's name; null of any other name (vCLS, other solutions). */
export function parseAgencyName(
  name: string,
  clusters: Iterable<string> = [],
  services: Iterable<string> = KNOWN_SERVICES,
): AgencyName | null {
  const head = /^_(VCNS|NSX)_(\d{1,20})_/.exec(name);
  if (!head) return null;
  const tail = name.slice(head[0].length);
  const rest = tail.replace(/\s*(\.{2,}|…)$/, '');
  const cut = rest !== tail;
  const named: Omit<AgencyName, 'cluster' | 'service'> = {
    prefix: head[1] as AgencyName['prefix'],
    number: head[2]!,
    rest,
    cut,
  };
  const cluster = longest(clusters, (known) => rest.startsWith(`${known}_`));
  if (cluster !== null) return { ...named, cluster, service: rest.slice(cluster.length + 1) };
  const service = longest(services, (known) => rest.endsWith(`_${known}`) && rest.length > known.length + 1);
  if (service !== null) {
    return { ...named, cluster: rest.slice(0, rest.length - service.length - 1), service };
  }
  if (cut) {
    // A service whose beginning is all that is left of it: `Compute_Guest Introspe..`
    for (const known of services) {
      for (let length = known.length - 1; length >= 4; length--) {
        const end = `_${known.slice(0, length)}`;
        if (rest.endsWith(end) && rest.length > end.length) {
          return { ...named, cluster: rest.slice(0, -end.length), service: known.slice(0, length) };
        }
      }
    }
  }
  return { ...named, cluster: null, service: null };
}

/**
 * What is the same of two agencies for one cluster and service, whatever prefix and number they have; two names of
 * which one was cut are compared by their common beginning.
 */
export function sameDeployment(a: AgencyName, b: AgencyName): boolean {
  if (!a.cut && !b.cut) return a.rest === b.rest;
  if (a.cut && b.cut) return a.rest.startsWith(b.rest) || b.rest.startsWith(a.rest);
  return a.cut ? b.rest.startsWith(a.rest) : a.rest.startsWith(b.rest);
}

function longest(known: Iterable<string>, fits: (name: string) => boolean): string | null {
  let best: string | null = null;
  for (const name of known) if (name && fits(name) && name.length > (best?.length ?? 0)) best = name;
  return best;
}
