import type { RedactKind } from '../public-api';
import type { AliasBook } from './alias-book';
import { isBuiltIn } from './built-in-names';
import { base64Forms } from './base64-forms';
import { formsOf, PLAIN } from './name-forms';
import { NameAliases, type NameSort } from './name-aliases';
import type { ConfidentialName } from './redactor';

/** A form of a name that is looked for. */
export interface NameTerm {
  /** What has this name; of which kind its alias is says the first. */
  kinds: readonly RedactKind[];
  sort: NameSort;
  /** Whose form it is. */
  name: string;
  /** Found only where its place says that it is one. */
  weak: boolean;
  /** As it is looked for, without regard to ASCII case. */
  form: string;
  /** Found inside words too. */
  inside: boolean;
  /** Found only in the same case. */
  exact?: true;
  alias(form: string, book: AliasBook): string;
}

/** First labels of host names that by themselves are ordinary words of logs. */
export const COMMON_LABELS = new Set(
  (
    'vcenter vcsa vcs vc esx esxi nsx nsxmgr psc sso mail smtp imap dns ns ntp time proxy www web db sql app api ldap ad dc file ' +
    'files backup nas san nfs iscsi storage host server node master worker manager mgmt gateway router switch firewall syslog ' +
    'log logs monitor test dev prod stage lab demo vpn wsus sccm pki ca kms kmip update repo git registry ldaps kdc ' +
    'localhost hostname nameserver hosts service services docs ntp1 pop3 sftp ftp ftps ssh tftp snmp rpc pxe dhcp radius tacacs rsync webdav ' +
    'krb5 kerberos keycloak gitlab github jenkins jira confluence wiki nexus artifactory harbor grafana prometheus kibana ' +
    'elastic elasticsearch logstash graylog splunk zabbix nagios veeam vault consul vrops vrli vrni vra loginsight vrealize ' +
    'vsphere vmware nsxt adfs autodiscover static assets download downloads packages mirror mirrors releases depot support help ' +
    'login portal account accounts auth oauth identity rest soap public private remote local data search status health metrics ' +
    'schemas schema blog forum community cloud intranet extranet secure proxy1 cdn'
  ).split(' '),
);
/** Domains that everyone has. */
export const COMMON_DOMAINS = new Set(
  (
    'local localdomain lan internal intranet home corp example test invalid localhost vsphere.local vmware.com broadcom.com ' +
    'example.com example.org example.net com net org'
  ).split(' '),
);

/** Terms of a name: of a full host name also its first label and its domain, of `DOMAIN\user` both. */
export function termsOf({ kind, text, weak, isDomain }: ConfidentialName): NameTerm[] {
  if (isDomain) return plainTerms(kind, 'domain', text, weak);
  if (weak) return plainTerms(kind, kind, text, weak);
  if (kind === 'host-name' && isFullName(text)) return hostTerms(text);
  if (kind === 'user') {
    const parts = /^([^\\@]+)\\(.+)$/.exec(text) ?? /^()([^\\@]+)@[^\\@]+$/.exec(text);
    const domain = parts?.[1] ?? /@(.+)$/.exec(text)?.[1];
    if (parts !== null) {
      return [...plainTerms('user', 'user', parts[2]!), ...(domain ? domainTerms(domain) : [])];
    }
  }
  return plainTerms(kind, kind, text);
}

function plainTerms(kind: RedactKind, sort: NameSort, name: string, weak = false): NameTerm[] {
  const term = (form: string, encoding: number): NameTerm => ({
    kinds: [kind],
    sort,
    name,
    weak,
    form,
    inside: kind === 'word',
    alias: (found, book) => book.part(NameAliases).alias(kind, sort, name, found, encoding),
  });
  const terms = formsOf(name).map(({ form, encoding }) => term(form, encoding));
  if (kind !== 'word') return terms;
  return [...terms, ...base64Forms(name).map((form): NameTerm => ({ ...term(form, PLAIN), exact: true }))];
}

export function isFullName(text: string): boolean {
  return /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+\.?$/.test(text) && !/^[\d.]+$/.test(text);
}

function hostTerms(text: string): NameTerm[] {
  const name = text.replace(/\.$/, '');
  const dot = name.indexOf('.');
  const label = name.slice(0, dot);
  const terms: NameTerm[] = [
    {
      kinds: ['host-name'],
      sort: 'host-name',
      name: label,
      weak: false,
      form: name,
      inside: false,
      alias: (found, book) => fullNameAlias(found, book),
    },
  ];
  if (!COMMON_LABELS.has(label.toLowerCase())) terms.push(...plainTerms('host-name', 'host-name', label));
  return [...terms, ...domainTerms(name.slice(dot + 1))];
}

/** The alias of a full host name: those of its first label and of its domain. */
export function fullNameAlias(found: string, book: AliasBook): string {
  const dot = found.indexOf('.');
  const label = found.slice(0, dot);
  const domain = found.slice(dot + 1);
  const alias = `${labelAlias(label, book)}.${domainAlias(domain, book)}`;
  // Of parts that everyone has.
  if (alias === found) return found;
  return book.give('host-name', found, others(alias));
}

export function labelAlias(label: string, book: AliasBook): string {
  if (isBuiltIn('host-name', label)) return label;
  return book.part(NameAliases).alias('host-name', 'host-name', label, label, 0);
}

/** A domain that everyone has stays. */
export function domainAlias(domain: string, book: AliasBook): string {
  if (COMMON_DOMAINS.has(domain.toLowerCase())) return domain;
  return book.part(NameAliases).alias('host-name', 'domain', domain, domain, 0);
}

function domainTerms(domain: string): NameTerm[] {
  if (COMMON_DOMAINS.has(domain.toLowerCase())) return [];
  return plainTerms('host-name', 'domain', domain);
}

function* others(alias: string): Generator<string> {
  yield alias;
  for (let number = 2; ; number++) yield alias.replace('.', `-${number}.`);
}

/** What all aliases of words begin with, where it is no alias. */
export function reservedTerm(stem: string): NameTerm {
  return {
    kinds: ['word'],
    sort: 'word',
    name: stem,
    weak: false,
    form: stem,
    inside: true,
    alias: (found, book) => book.give('word', found, reservedAliases(found, stem), true),
  };
}

function* reservedAliases(found: string, stem: string): Generator<string> {
  const inCase =
    found === found.toUpperCase() ? (text: string) => text.toUpperCase() : (text: string) => text;
  yield inCase(`${stem}0x`);
  // Of forms in mixed case each has a letter more.
  for (let mark = 'b'; ; mark += 'b') yield inCase(`${stem}0${mark}x`);
}
