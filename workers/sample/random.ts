const HEX2 = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

/** A small seeded generator (sfc32): the same seed gives the same bundle on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(private readonly seed: string) {
    let hash = 0x811c9dc5; // FNV-1a
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
    this.a = hash;
    this.b = hash ^ 0x9e3779b9;
    this.c = Math.imul(hash, 0x85ebca6b);
    for (let i = 0; i < 15; i++) this.uint32();
  }

  /** An independent generator: what one part of a bundle draws never shifts another part. */
  fork(label: string): Random {
    return new Random(`${this.seed}/${label}`);
  }

  uint32(): number {
    const result = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** An integer in [0, bound). */
  int(bound: number): number {
    return Math.floor((this.uint32() / 0x1_0000_0000) * bound);
  }

  /** An integer in [low, high]. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.uint32() < probability * 0x1_0000_0000;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.int(choices.length)]!;
  }

  hex2(): string {
    return HEX2[this.uint32() & 255]!;
  }

  hex4(): string {
    const n = this.uint32();
    return HEX2[n & 255]! + HEX2[(n >>> 8) & 255]!;
  }

  hex8(): string {
    const n = this.uint32();
    return HEX2[n & 255]! + HEX2[(n >>> 8) & 255]! + HEX2[(n >>> 16) & 255]! + HEX2[n >>> 24]!;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.hex8();
    return text.slice(0, digits);
  }

  /** In the shape of session ids and inventory ids: 8-4-4-4-12. */
  uuid(): string {
    return `52${this.hex(6)}-${this.hex4()}-${this.hex4()}-${this.hex4()}-${this.hex(12)}`;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.uint32();
    return bytes;
  }
}
