import { givenAddress, type AliasBook } from './alias-book';
import { Ipv4Aliases, isBuiltIn as isBuiltIn4 } from './ipv4-aliases';
import { MacAliases } from './mac-aliases';

/** The last two groups, written as IPv4. */
const V4_TAIL = /\d+\.\d+\.\d+\.\d+$/;
/** First half of IPv4 addresses in other forms: of a network that is announced nowhere. */
const OTHER_MAPPED = (21 << 8) | 254;
/** Where the numbers of sites begin in the network of documentation: what stands there in a text is redacted as well. */
const FIRST_SITE = 0xa01;
/** How many addresses of a network are tried for one that stands nowhere. */
const TRIES = (1 << 16) - 1;

/**
 * Addresses by number: /48 and /64 networks and the hosts in them are numbered by themselves, so that what shares a network
 * shares one after. Unique local addresses stay that, link-local ones too; what is made of a MAC address follows its alias.
 */
export class Ipv6Aliases {
  private readonly sites = new Map<string, number>();
  private readonly networks = new Map<string, Map<string, number>>();
  private readonly hosts = new Map<string, Map<string, string>>();
  private readonly usedHosts = new Map<string, Set<string>>();

  constructor(private readonly book: AliasBook) {}

  alias(text: string): string | null {
    const groups = groupsOf(text);
    if (isBuiltIn(groups) && !this.book.isKnown(givenAddress(text))) return null;
    return this.book.give('ip-address', text, this.candidates(text, groups));
  }

  resume(original: string, alias: string): void {
    const from = groupsOf(original);
    const to = groupsOf(alias);
    const site = from.slice(0, 3).join(':');
    if (siteBase(from) !== null) {
      this.sites.set(site, to[2]!);
      childMap(this.networks, site).set(String(from[3]), to[3]!);
    }
    const network = from.slice(0, 4).join(':');
    this.setHost(network, from.slice(4).join(':'), to.slice(4).join(':'));
  }

  private *candidates(text: string, groups: readonly number[]): Generator<string> {
    for (let salt = 0; salt < TRIES; salt++) {
      const alias = this.groups(groups, salt);
      if (!isBuiltIn(alias) || isBuiltIn(groups)) yield inStyle(text, alias);
    }
    throw new Error('no address left');
  }

  /** `salt` is 0, or the number of another form of the same address. */
  private groups(groups: readonly number[], salt: number): number[] {
    const mapped = mappedIpv4(groups);
    if (mapped !== null && salt > 0) return [...groups.slice(0, 6), OTHER_MAPPED, salt];
    if (mapped !== null) {
      const [a, b, c, d] = this.book.part(Ipv4Aliases).octets(mapped) as [number, number, number, number];
      return [...groups.slice(0, 6), (a << 8) | b, (c << 8) | d];
    }
    const base = siteBase(groups);
    const network = groups.slice(0, 4).join(':');
    const prefix = base === null ? groups.slice(0, 4) : [...base, ...this.place(groups)];
    return [...prefix, ...this.host(network, groups.slice(4), salt === 0 ? '' : ` ${salt}`)];
  }

  /** Third and fourth group: the site's number, and its network's. */
  private place(groups: readonly number[]): [number, number] {
    const site = groups.slice(0, 3).join(':');
    let number = this.sites.get(site);
    if (number === undefined) this.sites.set(site, (number = FIRST_SITE + this.sites.size));
    const networks = childMap(this.networks, site);
    const key = String(groups[3]);
    let network = networks.get(key);
    if (network === undefined) networks.set(key, (network = networks.size + 1));
    return [number & 0xffff, network & 0xffff];
  }

  private host(network: string, groups: readonly number[], salt: string): number[] {
    const key = groups.join(':') + salt;
    const hosts = childMap(this.hosts, network);
    const given = hosts.get(key);
    if (given !== undefined) return given.split(':').map(Number);
    const mac = salt === '' ? macOf(groups) : null;
    let host = mac === null ? [0, 0, 0, 0] : ofMac(this.book.part(MacAliases).digits(mac));
    const used = this.used(network);
    if (mac === null) {
      const zero = groups.every((group) => group === 0);
      for (let n = zero ? 0 : 0xa1 + hosts.size; ; n++) {
        host = [0, 0, n > 0xffff ? n >>> 16 : 0, n & 0xffff];
        if (!used.has(host.join(':'))) break;
      }
    }
    this.setHost(network, key, host.join(':'));
    return host;
  }

  private setHost(network: string, host: string, alias: string): void {
    childMap(this.hosts, network).set(host, alias);
    this.used(network).add(alias);
  }

  private used(network: string): Set<string> {
    let used = this.usedHosts.get(network);
    if (used === undefined) this.usedHosts.set(network, (used = new Set()));
    return used;
  }
}

function childMap<T>(maps: Map<string, Map<string, T>>, key: string): Map<string, T> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map()));
  return map;
}

/** Two groups that sites of a sort begin with; null for link-local addresses, which have no site. */
function siteBase([a]: readonly number[]): [number, number] | null {
  if ((a! & 0xffc0) === 0xfe80) return null;
  return (a! & 0xfe00) === 0xfc00 ? [0xfd00, 0xa] : [0x2001, 0xdb8];
}

/** The MAC address that an interface identifier was made of (RFC 4291, appendix A). */
function macOf([a, b, c, d]: readonly number[]): string | null {
  if ((b! & 0xff) !== 0xff || c! >>> 8 !== 0xfe) return null;
  const hex = [a! ^ 0x200, ((b! & 0xff00) | (c! & 0xff)) >>> 0, d!].map((group) =>
    group.toString(16).padStart(4, '0'),
  );
  return hex.join('');
}

function ofMac(digits: string): number[] {
  const [a, b, c] = [0, 4, 8].map((at) => Number.parseInt(digits.slice(at, at + 4), 16)) as [
    number,
    number,
    number,
  ];
  return [a ^ 0x200, (b & 0xff00) | 0xff, 0xfe00 | (b & 0xff), c];
}

function mappedIpv4(groups: readonly number[]): number[] | null {
  if (groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return null;
  return [groups[6]! >>> 8, groups[6]! & 0xff, groups[7]! >>> 8, groups[7]! & 0xff];
}

/** Eight groups of what `ipv6End` has found. */
function groupsOf(text: string): number[] {
  const plain = text.replace(/%3a/gi, ':').replace(V4_TAIL, (v4) => {
    const [a, b, c, d] = v4.split('.').map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const parse = (part: string) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const before = parse(head);
  const after = tail === undefined ? [] : parse(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** Written as another is: in its case, with or without zeros, with a gap or without. */
function inStyle(style: string, groups: readonly number[]): string {
  const colon = /%3a/i.exec(style)?.[0];
  if (colon !== undefined) return inStyle(style.replaceAll(colon, ':'), groups).replaceAll(':', colon);
  const dotted = V4_TAIL.test(style);
  const padded = /(^|:)0[0-9a-f]{3}(:|$)/i.test(style);
  const upper = /[A-F]/.test(style);
  const hex = groups.map((group) => group.toString(16));
  let text = hex.join(':');
  if (dotted) {
    const [g, h] = [groups[6]!, groups[7]!];
    text = `${hex.slice(0, 6).join(':')}:${g >>> 8}.${g & 0xff}.${h >>> 8}.${h & 0xff}`;
  }
  if (style.includes('::')) text = shortened(text);
  if (padded)
    text = text.replace(/(?<![0-9a-f.])[0-9a-f]{1,3}(?![0-9a-f.])/g, (group) => group.padStart(4, '0'));
  return upper ? text.toUpperCase() : text;
}

function shortened(text: string): string {
  const runs = [...text.matchAll(/(?:^|:)(?:0(?::|$))+/g)];
  const longest = runs.sort((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return text;
  return `${text.slice(0, longest.index)}::${text.slice(longest.index + longest[0].length)}`;
}

/** Unspecified, loopback, multicast, documentation, well-known link-local ones, and bare prefixes of everyone's. */
function isBuiltIn(groups: readonly number[]): boolean {
  const [a, b, c] = groups as [number, number, number];
  const rest = groups.slice(1);
  const mapped = mappedIpv4(groups);
  if (mapped !== null) return isBuiltIn4(mapped);
  if (groups.slice(0, 7).every((group) => group === 0)) return true;
  if (a >>> 8 === 0xff) return true;
  if (a === 0x2001 && b === 0xdb8 && c < FIRST_SITE) return true;
  if (
    rest.slice(0, 6).every((group) => group === 0) &&
    rest[6]! <= 2 &&
    ((a & 0xffc0) === 0xfe80 || rest[6] === 0)
  )
    return true;
  return false;
}
