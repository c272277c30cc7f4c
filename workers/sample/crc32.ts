const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** CRC-32 of RFC 1952, with a way to add any number of zero bytes at once. */
export class Crc32 {
  private state = 0xffffffff;
  length = 0;

  get value(): number {
    return (this.state ^ 0xffffffff) >>> 0;
  }

  add(bytes: Uint8Array): this {
    let c = this.state;
    for (let i = 0; i < bytes.length; i++) c = TABLE[(c ^ bytes[i]!) & 255]! ^ (c >>> 8);
    this.state = c >>> 0;
    this.length += bytes.length;
    return this;
  }

  /** A zero byte multiplies the state by a matrix over GF(2); so many of them are a power of it. */
  addZeros(count: number): this {
    let power = Uint32Array.from({ length: 32 }, (_, bit) => zeroByte(2 ** bit));
    for (let n = count; n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) this.state = apply(power, this.state);
      power = power.map((column) => apply(power, column));
    }
    this.length += count;
    return this;
  }
}

function zeroByte(state: number): number {
  return (TABLE[state & 255]! ^ (state >>> 8)) >>> 0;
}

function apply(matrix: Uint32Array, vector: number): number {
  let sum = 0;
  for (let bit = 0; bit < 32; bit++) if ((vector >>> bit) & 1) sum ^= matrix[bit]!;
  return sum >>> 0;
}
