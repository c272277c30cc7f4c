/** Writes DEFLATE data by hand: numbers from their lowest bit, codes from their highest. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #bits = 0;

  number(value: number, count: number): this {
    for (let i = 0; i < count; i++) this.#bit((value >> i) & 1);
    return this;
  }

  /** A code as in the RFC's tables: '0110000'. */
  code(bits: string): this {
    for (const bit of bits) this.#bit(Number(bit));
    return this;
  }

  /** A literal, length or end of block in the fixed code. */
  fixed(symbol: number): this {
    const [code, bits] =
      symbol < 144
        ? [0x30 + symbol, 8]
        : symbol < 256
          ? [0x190 + symbol - 144, 9]
          : symbol < 280
            ? [symbol - 256, 7]
            : [0xc0 + symbol - 280, 8];
    return this.code(code.toString(2).padStart(bits, '0'));
  }

  fixedDistance(symbol: number): this {
    return this.code(symbol.toString(2).padStart(5, '0'));
  }

  /**
   * The header of a dynamic block. The lengths are spelled out one by one, with a code of code lengths in which
   * all of 0 to 15 have four bits.
   */
  dynamic(last: boolean, literalLengths: number[], distanceLengths: number[]): this {
    this.number(last ? 1 : 0, 1).number(2, 2);
    this.number(literalLengths.length - 257, 5)
      .number(distanceLengths.length - 1, 5)
      .number(15, 4);
    for (const symbol of [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]) {
      this.number(symbol < 16 ? 4 : 0, 3);
    }
    for (const length of [...literalLengths, ...distanceLengths])
      this.code(length.toString(2).padStart(4, '0'));
    return this;
  }

  align(): this {
    this.#bits = this.#bytes.length * 8;
    return this;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #bit(bit: number): void {
    if (this.#bits === this.#bytes.length * 8) this.#bytes.push(0);
    this.#bytes[this.#bytes.length - 1]! |= bit << (this.#bits++ & 7);
  }
}

/** Code lengths of `count` symbols, zero but for those given. */
export function lengthsOf(count: number, lengths: Record<number, number>): number[] {
  return Array.from({ length: count }, (_, symbol) => lengths[symbol] ?? 0);
}

/** The canonical codes of these lengths (RFC 1951, 3.2.2). */
export function codesOf(lengths: number[]): string[] {
  const codes: string[] = [];
  let code = 0;
  for (let bits = 1; bits <= 15; bits++, code <<= 1) {
    lengths.forEach((length, symbol) => {
      if (length === bits) codes[symbol] = (code++).toString(2).padStart(bits, '0');
    });
  }
  return codes;
}
