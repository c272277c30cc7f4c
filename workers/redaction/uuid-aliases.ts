import { givenAddress, type AliasBook } from './alias-book';
import type { Assigner } from './kind';
import { inShape, MacAliases } from './mac-aliases';

/** Types of partitions and the like, which all hosts have. */
const WELL_KNOWN = new Set([
  '9d27538040ad11dbbf97000c2911d1b8',
  'aa31e02a400f11db9590000c2911d1b8',
  '381cfccc728811e092ee000c2911d0b2',
  'c12a7328f81f11d2ba4b00a0c93ec93b',
  'ebd0a0a2b9e5443387c068b6b72699c7',
  '0fc63daf848347728e793d69d8477de4',
  'e6d6d379f50744c2a23c238f2a3df928',
  '2168614864496e6f744e656564454649',
]);

/** Beginning of the UUIDs that VMware gives to VMs: `VM`. */
const VMWARE = '564d';

/** What the id of an NFS volume ends with where it is written as that of a VMFS volume. */
const NFS_ZEROS = '0'.repeat(16);

/**
 * UUIDs by number. Those that begin alike do so after, as the `sid` of a log line is the beginning of its session's. The
 * MAC address that one ends with gets its own alias there too; version and variant stay.
 */
export class UuidAliases implements Assigner {
  private readonly heads = new Map<string, string>();
  private readonly usedHeads = new Set<string>();
  private readonly values = new Map<string, string>();
  private readonly usedValues = new Set<string>();
  private count = 0;

  constructor(private readonly book: AliasBook) {}

  /** Digits alone are one when a label or the case says so. */
  alias(text: string, isTold = false): string | null {
    const digits = digitsOf(text);
    const isUnsure = digits.length === 16 || /^[0-9a-f]{16}-?[0-9a-f]{16}$/i.test(text);
    if (isUnsure && !isTold && !this.book.isKnown(givenAddress(digits))) return null;
    if (/^(?:0+|f+)$/.test(digits) || WELL_KNOWN.has(digits)) return null;
    return this.book.give('uuid', text, this.candidates(text, digits));
  }

  resume(original: string, alias: string): void {
    const from = digitsOf(original);
    const to = digitsOf(alias);
    this.setHead(from.slice(0, 8), to.slice(0, 8));
    this.count++;
    if (from.length === 16 && to.length === 16)
      this.set(keyOf(longNfs(original), from + NFS_ZEROS), to + NFS_ZEROS);
    if (from.length < 32) return;
    this.set(keyOf(original, from), to);
    if (to.slice(20) !== from.slice(20) && this.endsWithMac(original, from)) {
      this.book.part(MacAliases).resume(from.slice(20), to.slice(20));
    }
  }

  private *candidates(text: string, digits: string): Generator<string> {
    for (let salt = 0; ; salt++) {
      const value =
        digits.length === 8
          ? this.head(digits, salt)
          : digits.length === 16
            ? this.value(longNfs(text), digits + NFS_ZEROS, salt).slice(0, 16)
            : this.value(text, digits, salt);
      yield isBytes(text) ? asBytes(value, text) : inShape(value, text);
    }
  }

  private value(text: string, digits: string, salt: number): string {
    const key = keyOf(text, digits) + (salt === 0 ? '' : ` ${salt}`);
    const given = this.values.get(key);
    if (given !== undefined) return given;
    const head = this.head(digits.slice(0, 8), 0);
    const mac = this.endsWithMac(text, digits) ? this.book.part(MacAliases).digits(digits.slice(20)) : null;
    for (;;) {
      const number = ++this.count;
      const middle = isVmfs(text)
        ? number.toString(16).padStart(8, '0') + '0000'
        : hex(number >>> 12, 4) + digits[12]! + hex(number, 3) + digits[16]! + '000';
      const value = head + middle + (mac ?? hex(number, 12));
      if (this.usedValues.has(value)) continue;
      this.set(key, value);
      return value;
    }
  }

  /** The first eight digits. */
  private head(digits: string, salt: number): string {
    const key = salt === 0 ? digits : `${digits} ${salt}`;
    const given = this.heads.get(key);
    if (given !== undefined) return given;
    for (let number = this.heads.size + 1; ; number++) {
      const prefix = digits.startsWith(VMWARE) && number < 0x1_0000 ? VMWARE : 'fa';
      const head = prefix + hex(number, 8 - prefix.length);
      if (this.usedHeads.has(head) || this.book.isKnown(head)) continue;
      this.setHead(key, head);
      return head;
    }
  }

  private endsWithMac(text: string, digits: string): boolean {
    return isVmfs(text) || this.book.part(MacAliases).isMade(digits.slice(20));
  }

  private set(key: string, value: string): void {
    // A form in another mixture of cases, taken over later, has another value.
    if (!this.values.has(key)) this.values.set(key, value);
    this.usedValues.add(value);
  }

  private setHead(head: string, alias: string): void {
    if (!this.heads.has(head)) this.heads.set(head, alias);
    this.usedHeads.add(alias);
  }
}

/** `0x4c 0x0 …`: single bytes, whose first digit may be left out. */
function isBytes(text: string): boolean {
  return text[1] === 'x';
}

function digitsOf(text: string): string {
  if (isBytes(text)) {
    return text
      .toLowerCase()
      .split(' ')
      .map((byte) => byte.slice(2).padStart(2, '0'))
      .join('');
  }
  return text
    .replace(/%(?:20|2d)/gi, '')
    .replace(/[^0-9a-f]/gi, '')
    .toLowerCase();
}

function asBytes(digits: string, shape: string): string {
  const isPadded = / 0x0[0-9a-f]/i.test(` ${shape}`);
  const written = (digits.match(/../g) ?? []).map((pair) => (isPadded ? pair : pair.replace(/^0/, '')));
  const text = written.map((pair) => `0x${pair}`).join(' ');
  return /[A-F]/.test(shape) && !/[a-f]/.test(shape)
    ? text.replace(/[a-f]/g, (digit) => digit.toUpperCase())
    : text;
}

/** `f595b79a-51b8149b`, and as the kernel writes the same volume. */
function longNfs(text: string): string {
  return `${text}-0000-000000000000`;
}

function isVmfs(text: string): boolean {
  return text[17] === '-' && text[8] === '-' && text[13] !== '-';
}

function keyOf(text: string, digits: string): string {
  return isVmfs(text) ? `vmfs ${digits}` : digits;
}

function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, '0').slice(-length);
}
