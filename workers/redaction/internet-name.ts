import type { NameList } from './name-list';
import { COMMON_LABELS } from './name-terms';
import { isPublicDomain } from './public-domains';

/** Top-level domains that are not two letters, and those that networks have for themselves. */
const TOP = new Set(
  (
    'com net org edu gov mil int info biz name pro mobi coop aero museum travel jobs asia cat tel post arpa app dev cloud tech ' +
    'online site store shop web blog page digital systems solutions services network agency group company global world ' +
    'email health bank finance insurance energy media software support academy university city berlin london paris wien ' +
    'hamburg koeln bayern tokyo nyc swiss gmbh ltd inc llc ' +
    'local lan localdomain internal intranet intern intra home corp private priv domain loc ad test example invalid'
  ).split(' '),
);
/** What two letters behind a dot are in logs besides countries: suffixes of files. */
const SUFFIXES = new Set('so py js sh gz md db rb ts go cc hh xz bz vm vi ko id'.split(' '));
/** Networks' own top-level domains, below which two labels are a host and no domain. */
const OWN = /^(?:local|lan|localdomain|internal|intranet|intern|intra|home|corp|private|priv|domain|loc)$/;
/** First labels of names that programs give to their parts: `com.vmware.vim`, `vim.HostSystem`. */
const PACKAGE =
  /^(?:com|org|net|io|java|javax|vim\d*|vmodl|vpx\w*|vmacore|hostd|vpxa|rbd|sun|sys|pbm|sms|eam|sso)$/i;
/** Texts that stand for a host. */
const PLACEHOLDER =
  /^(?:host|hosts|hostname|host-?name|host_?ip|server|servername|server_?ip|fqdn|ip|ip_?addr(?:ess)?|address|addr|name|domain|target|url|x+|foo|bar|your[-_.].*|my[-_]?(?:host|server|vcenter))$/i;
const EXAMPLE = /(?:^|\.)example\.(?:com|org|net)$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;
/** `ip-10-0-0-5`: what the kind of addresses finds. */
const OF_ADDRESS = /^ip-\d{1,3}(?:-\d{1,3}){3}$/i;

/**
 * A host that a text names by where it stands. A name with dots must end as domains do; one without is taken only where
 * `single` says that it can be nothing else. Of `acme.com` it is the domain; a label that says what a host is for (`ldap.…`)
 * stays an ordinary word by itself.
 */
export function hostname(text: string, single: boolean, names: NameList): void {
  const labels = text.replace(/[.-]+$/, '').split('.');
  if (isPublicDomain(labels.join('.'))) return;
  const [first = '', ...rest] = labels;
  const last = labels.at(-1)!.toLowerCase();
  if (labels.length === 1) {
    if (single && isHost(first)) names.host(first);
    return;
  }
  if (!isTop(last, single) || PACKAGE.test(first) || EXAMPLE.test(text) || PLACEHOLDER.test(labels.join('.')))
    return;
  // `Foo.Bar.Io` is a type of a program.
  if (!single && /[a-z]/.test(text) && /^[A-Z]/.test(labels.at(-1)!)) return;
  if (labels.length === 2 && !OWN.test(last)) return names.domain(labels.join('.'));
  if (isHost(first)) names.host(labels.join('.'));
  else names.domain(rest.join('.'));
}

function isHost(label: string): boolean {
  return (
    !COMMON_LABELS.has(label.toLowerCase()) &&
    !PLACEHOLDER.test(label) &&
    !UUID.test(label) &&
    !OF_ADDRESS.test(label) &&
    !/^\d+$/.test(label)
  );
}

function isTop(label: string, isSure: boolean): boolean {
  if (/\d/.test(label) && !label.startsWith('xn--')) return false;
  if (isSure) return label.length > 1;
  return TOP.has(label) || label.startsWith('xn--') || (label.length === 2 && !SUFFIXES.has(label));
}
