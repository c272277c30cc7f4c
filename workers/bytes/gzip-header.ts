import { crc32, type Crc32Exports } from '../kernel/crc32';
import type { Kernel } from '../kernel/kernel';

const FIXED_BYTES = 10;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

type Part = 'fixed' | 'extraLength' | 'extra' | 'name' | 'comment' | 'crc' | 'end';

/** Reads the header of one gzip member (RFC 1952, 2.3), which may come in pieces of any size. */
export class GzipHeader {
  /** Why no DEFLATE data can be expected, or null. */
  problem: string | null = null;
  /** Flags that have no meaning yet and should be zero. */
  reservedFlags = 0;
  /** The header's CRC where it has one and it is wrong. */
  wrongCrc: { stated: number; computed: number } | null = null;
  readonly #kernel: Kernel<Crc32Exports>;
  #part: Part = 'fixed';
  #ahead: Part[] = [];
  #crc = 0;
  // Bytes of the current part read so far, and the value of the number it holds.
  #count = 0;
  #value = 0;
  #extraBytes = 0;

  constructor(kernel: Kernel<Crc32Exports>) {
    this.#kernel = kernel;
  }

  get complete(): boolean {
    return this.#part === 'end';
  }

  /** Takes bytes of [at, end) until the header is complete or has a problem; returns where it stopped. */
  take(at: number, end: number): number {
    const bytes = this.#kernel.bytes();
    while (at < end && !this.complete && !this.problem) {
      const part = this.#part;
      const from = at;
      if (part === 'extra') at = this.#skipExtra(at, end);
      else while (at < end && this.#part === part && !this.problem) this.#takeByte(bytes[at++]!);
      if (part !== 'crc') this.#crc = crc32(this.#kernel, this.#crc, from, at - from);
    }
    return at;
  }

  #skipExtra(at: number, end: number): number {
    const n = Math.min(this.#extraBytes - this.#count, end - at);
    this.#count += n;
    if (this.#count === this.#extraBytes) this.#enter(this.#ahead.shift());
    return at + n;
  }

  #takeByte(byte: number): void {
    const index = this.#count++;
    switch (this.#part) {
      case 'fixed':
        this.#takeFixed(index, byte);
        break;
      case 'extraLength':
        this.#value |= byte << (8 * index);
        if (index === 0) break;
        this.#extraBytes = this.#value;
        this.#enter(this.#extraBytes ? 'extra' : this.#ahead.shift());
        break;
      case 'name':
      case 'comment':
        if (byte === 0) this.#enter(this.#ahead.shift());
        break;
      case 'crc':
        this.#value |= byte << (8 * index);
        if (index === 0) break;
        if (this.#value !== (this.#crc & 0xffff)) {
          this.wrongCrc = { stated: this.#value, computed: this.#crc & 0xffff };
        }
        this.#enter('end');
    }
  }

  #takeFixed(index: number, byte: number): void {
    if ((index === 0 && byte !== 0x1f) || (index === 1 && byte !== 0x8b)) this.problem = 'no gzip header';
    else if (index === 2 && byte !== 8) this.problem = `unknown compression method ${byte}`;
    else if (index === 3) {
      this.reservedFlags = byte & FLAG.reserved;
      if (byte & FLAG.extra) this.#ahead.push('extraLength');
      if (byte & FLAG.name) this.#ahead.push('name');
      if (byte & FLAG.comment) this.#ahead.push('comment');
      if (byte & FLAG.headerCrc) this.#ahead.push('crc');
    } else if (index === FIXED_BYTES - 1) this.#enter(this.#ahead.shift());
  }

  #enter(part: Part = 'end'): void {
    this.#part = part;
    this.#count = 0;
    this.#value = 0;
  }
}
