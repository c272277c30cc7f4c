/** What a stream decodes to, and how it ends; `bits` is where. */
export interface ReferenceResult {
  output: Uint8Array;
  end: 'end' | 'truncated' | 'corrupt';
  bits: number;
}

class Truncated extends Error {}
class Corrupt extends Error {}

interface Code {
  counts: number[];
  symbols: number[];
  /** A single symbol of one bit, or none at all: the only incomplete codes that are allowed. */
  lone: boolean;
}

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function bases(first: number, extra: number[]): number[] {
  let base = first;
  return extra.map((bits) => (base += 1 << bits) - (1 << bits));
}

const LENGTH_EXTRA = Array.from({ length: 28 }, (_, i) => (i < 8 ? 0 : (i >> 2) - 1));
const LENGTH_BASE = [...bases(3, LENGTH_EXTRA), 258];
LENGTH_EXTRA.push(0);
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
const DISTANCE_BASE = bases(1, DISTANCE_EXTRA);

/** DEFLATE bit by bit, straight from RFC 1951: slow, and with nothing in common with the kernel's way. */
export function referenceInflate(data: Uint8Array): ReferenceResult {
  const out: number[] = [];
  let position = 0;

  const bit = (): number => {
    const byte = data[position >> 3];
    if (byte === undefined) throw new Truncated();
    return (byte >> (position++ & 7)) & 1;
  };
  const number = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value |= bit() << i;
    return value;
  };
  const makeCode = (lengths: number[], mayBeLone: boolean): Code => {
    const counts = Array.from({ length: 16 }, (_, n) => lengths.filter((l) => l === n).length);
    let left = 1;
    for (let n = 1; n < 16; n++) {
      left = left * 2 - counts[n]!;
      if (left < 0) throw new Corrupt();
    }
    const used = lengths.filter((l) => l).length;
    const lone = left > 0;
    if (lone && !(mayBeLone && (used === 0 || (used === 1 && counts[1] === 1)))) throw new Corrupt();
    const symbols = lengths.map((_, s) => s).filter((s) => lengths[s]);
    symbols.sort((a, b) => lengths[a]! - lengths[b]! || a - b);
    return { counts, symbols, lone };
  };
  const symbol = ({ counts, symbols, lone }: Code): number => {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let n = 1; n < 16; n++) {
      code |= bit();
      const count = counts[n]!;
      if (code - count < first) return symbols[index + code - first]!;
      if (lone) break;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Corrupt();
  };
  const stored = (): void => {
    position = (position + 7) & ~7;
    const length = number(16);
    if (length !== (number(16) ^ 0xffff)) throw new Corrupt();
    for (let i = 0; i < length; i++) out.push(number(8));
  };
  const dynamic = (): [Code, Code] => {
    const literals = number(5) + 257;
    const distances = number(5) + 1;
    const precodes = number(4) + 4;
    if (literals > 286 || distances > 30) throw new Corrupt();
    const precode = new Array<number>(19).fill(0);
    for (let i = 0; i < precodes; i++) precode[ORDER[i]!] = number(3);
    const code = makeCode(precode, false);
    const lengths: number[] = [];
    while (lengths.length < literals + distances) {
      const s = symbol(code);
      if (s < 16) {
        lengths.push(s);
        continue;
      }
      const times = s === 16 ? 3 + number(2) : s === 17 ? 3 + number(3) : 11 + number(7);
      if (s === 16 && !lengths.length) throw new Corrupt();
      const value = s === 16 ? lengths.at(-1)! : 0;
      for (let i = 0; i < times; i++) lengths.push(value);
    }
    if (lengths.length > literals + distances || !lengths[256]) throw new Corrupt();
    return [makeCode(lengths.slice(0, literals), true), makeCode(lengths.slice(literals), true)];
  };
  const fixed = (): [Code, Code] => [
    makeCode(
      Array.from({ length: 288 }, (_, s) => (s < 144 ? 8 : s < 256 ? 9 : s < 280 ? 7 : 8)),
      false,
    ),
    makeCode(new Array<number>(32).fill(5), false),
  ];
  const codes = ([literals, distances]: [Code, Code]): void => {
    for (;;) {
      const s = symbol(literals);
      if (s === 256) return;
      if (s < 256) {
        out.push(s);
        continue;
      }
      if (s > 285) throw new Corrupt();
      const length = LENGTH_BASE[s - 257]! + number(LENGTH_EXTRA[s - 257]!);
      const d = symbol(distances);
      if (d > 29) throw new Corrupt();
      const distance = DISTANCE_BASE[d]! + number(DISTANCE_EXTRA[d]!);
      if (distance > out.length) throw new Corrupt();
      for (let i = 0; i < length; i++) out.push(out[out.length - distance]!);
    }
  };

  let end: ReferenceResult['end'] = 'end';
  try {
    for (let last = false; !last;) {
      last = bit() === 1;
      const type = number(2);
      if (type === 0) stored();
      else if (type === 1) codes(fixed());
      else if (type === 2) codes(dynamic());
      else throw new Corrupt();
    }
  } catch (error) {
    if (error instanceof Truncated) end = 'truncated';
    else if (error instanceof Corrupt) end = 'corrupt';
    else throw error;
  }
  return { output: Uint8Array.from(out), end, bits: position };
}
