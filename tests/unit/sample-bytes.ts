import zlib from 'node:zlib';

/** Reproducible random numbers: 0 … below - 1. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0;
    return Math.floor((mixed / 2 ** 32) * below);
  };
}

export function randomBytes(length: number, seed = 1): Uint8Array {
  const random = randomNumbers(seed);
  return Uint8Array.from({ length }, () => random(256));
}

/** Text like a host's log. */
export function logText(length: number, seed = 1): Uint8Array {
  const random = randomNumbers(seed);
  const words = ['info', 'warning', 'hostd', 'vpxa', 'Task Completed', 'opID=', 'State Transition', 'Event'];
  let text = '';
  for (let second = 0; text.length < length; second += random(3)) {
    const id = random(2 ** 32).toString(16);
    text += `${new Date(1.79e12 + second * 1000).toISOString()} ${words[random(8)]} [${id}] ${words[random(8)]} : ${random(9999)}\n`;
  }
  return new TextEncoder().encode(text.slice(0, length));
}

/** Runs of single bytes and of short patterns: matches of every small distance. */
export function runs(length: number, seed = 1): Uint8Array {
  const random = randomNumbers(seed);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const period = 1 + random(40);
    const end = Math.min(length, at + 1 + random(600));
    for (let i = at; i < end; i++) bytes[i] = i - at < period ? random(256) : bytes[i - period]!;
    at = end;
  }
  return bytes;
}

const { constants } = zlib;

/** Ways to compress that give every kind of block. */
export const WAYS: Record<string, zlib.ZlibOptions> = {
  stored: { level: 0 },
  fastest: { level: 1 },
  default: { level: 6 },
  best: { level: 9 },
  filtered: { strategy: constants.Z_FILTERED },
  'huffman only': { strategy: constants.Z_HUFFMAN_ONLY },
  'run lengths': { strategy: constants.Z_RLE },
  'fixed codes': { strategy: constants.Z_FIXED },
  'many blocks': { level: 9, memLevel: 1 },
  'small window': { level: 9, windowBits: 9 },
};
