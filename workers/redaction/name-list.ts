import { Failure } from '../failure';
import type { RedactKind } from '../public-api';
import { isBuiltIn } from './built-in-names';
import { isProductDomain } from './public-domains';
import type { ConfidentialName } from './redactor';
import { SpelledNumbers } from './spelled-numbers';
import { isWeakName } from './weak-names';

/** Distinct names taken, and their characters together; what comes after would stay readable, so it is a failure. */
const MOST_NAMES = 200_000;
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Longest name; that of a file has 255 bytes, everything else is shorter. */
const LONGEST = 255;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?:\/\d{1,2})?$/;
const IPV6 = /^\[?[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*\]?(?:%\w+)?(?:\/\d{1,3})?$/i;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Volumes of VMFS and of NFS by their ids. */
const VOLUME_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{12})?|[0-9a-f]{16,64})$/i;
/** Control characters, and those that only stand between names. */
// eslint-disable-next-line no-control-regex
const NO_NAME = /[\u0000-\u001f\u007f]/;
/** What programs print where there is none. */
const NO_VALUE = /^(?:true|false|null|none|nil|unset|undefined|unknown|yes|no|on|off|n\/a|not set|-+)$/i;
const HOST_LABEL = /^[\p{L}\p{N}_][\p{L}\p{N}_-]{0,62}$/u;

/** The names of a case as they become known, each once, taken apart into what is replaced by itself. */
export class NameList {
  readonly #names = new Map<string, ConfidentialName>();
  readonly #begins = new Set<string>();
  /** Numbers that are told by how they are spelled elsewhere. */
  readonly numbers = new SpelledNumbers();
  #characters = 0;

  get size(): number {
    return this.#names.size;
  }

  /** In an order that depends on the names alone: the same case has the same aliases. */
  list(): ConfidentialName[] {
    this.#takeBeginnings();
    const { macs, uuids } = this.numbers.known;
    for (const digits of macs) this.#add('mac-address', digits);
    for (const digits of uuids) this.#add('uuid', digits);
    return [...this.#names.values()].sort(
      (a, b) =>
        compare(a.kind, b.kind) ||
        compare(a.text.toLowerCase(), b.text.toLowerCase()) ||
        compare(a.text, b.text),
    );
  }

  /**
   * A host's name: its first label and its domain are names of their own, so that `esx01`, `esx01.lab.example` and
   * `lab.example` stay in relation. Addresses are left to their own kind.
   */
  host(text: string | null | undefined): void {
    const name = plain(text)
      ?.replace(/\.$/, '')
      .replace(/^\[?([^[\]:]+)\]?:\d{1,5}$/, '$1');
    if (name === undefined || IPV4.test(name) || IPV6.test(name)) return;
    const [label = '', ...domain] = name.split('.');
    if (!HOST_LABEL.test(label) || !domain.every((part) => HOST_LABEL.test(part))) return;
    if (isProductDomain(name)) return;
    this.#add('host-name', label);
    if (domain.length > 0) this.domain(domain.join('.'));
  }

  /** A DNS domain, a Windows domain, a realm. */
  domain(text: string | null | undefined): void {
    const name = plain(text)?.replace(/^\.|\.$/g, '');
    if (name === undefined || IPV4.test(name) || !name.split('.').every((part) => HOST_LABEL.test(part)))
      return;
    if (isProductDomain(name)) return;
    if (!name.includes('.') && /^\d+$/.test(name)) return;
    this.#add('host-name', name, true);
  }

  /** A user as `name`, `DOMAIN\name`, `name@domain` or `vpxuser:DOMAIN\name`; `name@address` is of a session. */
  user(text: string | null | undefined): void {
    let name = plain(
      plain(text)
        ?.replace(/^vpxuser:/i, '')
        .replace(/^:/, ''),
    );
    if (name === undefined) return;
    const backslash = /^([^\\]{1,63})\\{1,4}([^\\]+)$/.exec(name);
    if (backslash) {
      this.domain(backslash[1]);
      name = backslash[2]!;
    }
    const at = name.lastIndexOf('@');
    if (at > 0) {
      const behind = name.slice(at + 1);
      this.host(behind.includes('.') ? undefined : behind);
      if (behind.includes('.')) this.domain(behind);
      name = name.slice(0, at);
    }
    if (UUID.test(name) || IPV4.test(name)) return;
    this.#add('user', name);
  }

  /** A VM's name, its folder or the name of its files. */
  vm(text: string | null | undefined): void {
    const name = plain(text)?.replace(/\.(?:vmx|vmdk|vmtx)$/i, '');
    if (name === undefined || UUID.test(name) || VOLUME_ID.test(name)) return;
    this.#add('vm-name', name);
  }

  /** What a VM's name begins with: the rest, behind a blank, cannot be told from what follows. */
  vmBegins(text: string | null | undefined): void {
    const name = plain(text);
    if (name !== undefined && !this.#begins.has(name) && this.#begins.size < MOST_NAMES)
      this.#begins.add(name);
  }

  datastore(text: string | null | undefined): void {
    const name = plain(text);
    if (name === undefined || UUID.test(name) || VOLUME_ID.test(name) || name.includes('/')) return;
    this.#add('datastore', name);
  }

  /** A name of a kind that has no rules of its own. */
  add(kind: RedactKind, text: string | null | undefined): void {
    const name = plain(text);
    if (name !== undefined) this.#add(kind, name);
  }

  /** A beginning is a whole name unless one that is known goes on behind it. */
  #takeBeginnings(): void {
    const longer = new Set<string>();
    for (const { kind, text } of this.#names.values()) {
      if (kind !== 'vm-name') continue;
      for (let blank = text.indexOf(' '); blank > 0; blank = text.indexOf(' ', blank + 1))
        longer.add(text.slice(0, blank));
    }
    for (const name of this.#begins) if (!longer.has(name)) this.vm(name);
    this.#begins.clear();
  }

  #add(kind: RedactKind, text: string, isDomain = false): void {
    if (text.length < 1 || isBuiltIn(kind, text) || !/[\p{L}\p{N}]/u.test(text)) return;
    const key = `${kind} ${text}`;
    if (this.#names.has(key)) return;
    this.#characters += text.length;
    if (this.#names.size >= MOST_NAMES || this.#characters > MOST_CHARACTERS) {
      throw new Failure(
        'too-many-names',
        `there are more than ${MOST_NAMES} different names in what is open: not all of them can be replaced at once`,
      );
    }
    const name: ConfidentialName = { kind, text };
    if (isWeakName(text)) name.weak = true;
    if (isDomain) name.isDomain = true;
    this.#names.set(key, name);
  }
}

function plain(text: string | null | undefined): string | undefined {
  const name = text?.trim();
  if (!name || name.length > LONGEST || NO_NAME.test(name) || name.startsWith('<') || NO_VALUE.test(name))
    return undefined;
  return name;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
