// Writes assembly/build/bitslice.ts: AES on 32 blocks at once as straight-line code over 128-bit vectors.
//
// The state is 32 vectors. Vector 8 * row + bit holds that bit of that row's bytes: lane = column, bit of the
// lane = block. So SubBytes is a circuit of ANDs and XORs over 8 vectors, ShiftRows a rotation of lanes and
// MixColumns XORs between vectors: no load or branch depends on keys or data. 32 blocks are one 512-byte sector.
//
// The S-box circuits are in assembly/envelope/circuits/. Their orders of gates suit V8, which has 15 vector
// registers to give and spills a value where it is made; for the same reason the code below interleaves nothing.
import { mkdir, readFile, writeFile } from 'node:fs/promises';

const ROWS = [0, 1, 2, 3];
const BITS = [0, 1, 2, 3, 4, 5, 6, 7];
/** Bits of 2 * a (in GF(2^8), x^8 = x^4 + x^3 + x + 1) that take bit 7 of a. */
const TAKES_BIT_7 = new Set([0, 1, 3, 4]);

const lines = [];
const emit = (...more) => lines.push(...more);
let names = 0;

/** Emits a constant with a fresh name and gives the name. */
function constant(expression) {
  const name = `t${names++}`;
  emit(`const ${name} = ${expression};`);
  return name;
}

const at = (row, bit) => 16 * (8 * row + bit);
const load = (base, offset) => `v128.load(${base}, ${offset})`;
const xor = (...terms) => terms.reduce((a, b) => `v128.xor(${a}, ${b})`);
const keyed = (value, row, bit) => xor(value, load('key', at(row, bit)));

// Circuits

async function readCircuit(name) {
  const text = await readFile(`assembly/envelope/circuits/${name}.txt`, 'utf8');
  const gates = [];
  let outputs = [];
  for (const line of text.split('\n')) {
    const gate = /^(\w+) = (\w+) ([&^]) (\w+)$/.exec(line);
    if (gate) gates.push({ name: gate[1], a: gate[2], and: gate[3] === '&', b: gate[4] });
    else if (line.startsWith('y = ')) outputs = line.slice(4).split(' ');
  }
  return { gates, outputs };
}

function evaluate({ gates, outputs }, input) {
  const values = new Map(BITS.map((bit) => [`x${bit}`, (input >> bit) & 1]));
  for (const { name, a, and, b } of gates) {
    const [left, right] = [values.get(a), values.get(b)];
    values.set(name, and ? left & right : left ^ right);
  }
  return outputs.reduce((byte, name, bit) => byte | (values.get(name) << bit), 0);
}

/** The S-box from its definition (FIPS 197, 4.2.1): the inverse in GF(2^8), then an affine map. */
function definedSbox() {
  const times = (a, b) => {
    let product = 0;
    for (; b; b >>= 1, a = (a << 1) ^ (a & 128 ? 0x11b : 0)) if (b & 1) product ^= a;
    return product;
  };
  return Array.from({ length: 256 }, (_, a) => {
    let inverse = 0;
    for (let b = 1; b < 256; b++) if (times(a, b) === 1) inverse = b;
    const doubled = inverse * 257;
    return (inverse ^ (doubled >> 4) ^ (doubled >> 5) ^ (doubled >> 6) ^ (doubled >> 7) ^ 0x63) & 255;
  });
}

function checkCircuits(sbox, inverse) {
  definedSbox().forEach((y, x) => {
    if ((evaluate(sbox, x) ^ 0x63) !== y) throw new Error(`the S-box circuit is wrong for ${x}`);
    if (evaluate(inverse, y ^ 0x63) !== x) throw new Error(`the inverse S-box circuit is wrong for ${y}`);
  });
}

// Rounds

/** One row through a circuit, in place, rotated by `turn` lanes on the way back (SubBytes and ShiftRows). */
function emitRow({ gates, outputs }, row, turn) {
  const made = new Map();
  const value = (name) => {
    if (!made.has(name)) made.set(name, constant(load('state', at(row, Number(name.slice(1))))));
    return made.get(name);
  };
  for (const { name, a, and, b } of gates) {
    const [left, right] = [value(a), value(b)];
    made.set(name, constant(and ? `v128.and(${left}, ${right})` : xor(left, right)));
    outputs.forEach((output, bit) => {
      if (output !== name) return;
      const result = made.get(name);
      const lanes = [0, 1, 2, 3].map((lane) => (lane + turn) & 3).join(', ');
      const turned = turn & 3 ? `v128.shuffle<u32>(${result}, ${result}, ${lanes})` : result;
      emit(`v128.store(state, ${turned}, ${at(row, bit)});`);
    });
  }
}

/** `bit` of 2 * a, from the bit below it and bit 7 of a. */
function doubledBit(bit, below, bit7) {
  if (bit === 0) return bit7;
  return TAKES_BIT_7.has(bit) ? xor(below, bit7) : below;
}

/** MixColumns and AddRoundKey: b[r] = 2 (a[r] + a[r+1]) + a[r+1] + (a[r+2] + a[r+3]). */
function emitMixColumns() {
  const loaded = (bit) => ROWS.map((row) => constant(load('state', at(row, bit))));
  const sums = (a) => ROWS.map((row) => constant(xor(a[row], a[(row + 1) & 3])));
  const top = loaded(7);
  const topSums = sums(top);
  let below = [];
  for (const bit of BITS) {
    const a = bit === 7 ? top : loaded(bit);
    const d = bit === 7 ? topSums : sums(a);
    for (const row of ROWS) {
      const doubled = doubledBit(bit, below[row], topSums[row]);
      const mixed = keyed(xor(a[(row + 1) & 3], d[(row + 2) & 3], doubled), row, bit);
      emit(`v128.store(state, ${mixed}, ${at(row, bit)});`);
    }
    below = d;
  }
}

/**
 * InvMixColumns and AddRoundKey, as a Horner form over the sums
 *
 *   u0 = a0 + a2, u1 = a1 + a3, s = u0 + u1, e0 = u0 + 2 s, e1 = u1 + 2 s,
 *   h0 = a0 + a1 + 2 e0, h1 = a1 + a2 + 2 e1,
 *   b0 = a0 + s + 2 h0, b1 = a1 + s + 2 h1, b2 = b0 + e0, b3 = b1 + e1.
 */
function emitInverseMixColumns() {
  const sums = (bit) => {
    const a = ROWS.map((row) => constant(load('state', at(row, bit))));
    const u0 = constant(xor(a[0], a[2]));
    const u1 = constant(xor(a[1], a[3]));
    return { a, u0, u1, s: constant(xor(u0, u1)) };
  };
  // Bit 7 of s, e and h is needed from the start; bits 5 to 7 of a doubled value are plainly the bits below.
  const five = sums(5);
  const six = sums(6);
  const seven = sums(7);
  const top = { s: seven.s };
  top.e0 = constant(xor(seven.u0, six.s));
  top.e1 = constant(xor(seven.u1, six.s));
  top.h0 = constant(xor(seven.a[0], seven.a[1], six.u0, five.s));
  top.h1 = constant(xor(seven.a[1], seven.a[2], six.u1, five.s));
  let below = {};
  for (const bit of BITS) {
    const { a, u0, u1, s } = sums(bit);
    const doubled = (name) => doubledBit(bit, below[name], top[name]);
    const twoS = constant(doubled('s'));
    const e0 = bit === 7 ? top.e0 : constant(xor(u0, twoS));
    const e1 = bit === 7 ? top.e1 : constant(xor(u1, twoS));
    const h0 = bit === 7 ? top.h0 : constant(xor(a[0], a[1], doubled('e0')));
    const h1 = bit === 7 ? top.h1 : constant(xor(a[1], a[2], doubled('e1')));
    const b0 = constant(xor(a[0], s, doubled('h0')));
    const b1 = constant(xor(a[1], s, doubled('h1')));
    [b0, b1, xor(b0, e0), xor(b1, e1)].forEach((b, row) => {
      emit(`v128.store(state, ${keyed(b, row, bit)}, ${at(row, bit)});`);
    });
    below = { s, e0, e1, h0, h1 };
  }
}

function emitRounds(name, circuit, direction, mix) {
  emit(`export function ${name}(state: usize, key: usize, rounds: u32): void {`, 'for (;;) {');
  for (const row of ROWS) emitRow(circuit, row, direction * row);
  emit('if (--rounds == 0) return;');
  mix();
  emit('key += 512;', '}', '}');
}

// Between blocks and bit slices: four 32 x 32 bit transposes, one to a lane

/** Swaps the high half of a's groups of 2 * n bits with the low half of b's. */
function emitSwap(a, b, n, mask) {
  const t = constant(`v128.and(v128.xor(v128.shr<u32>(${a}, ${n}), ${b}), ${mask})`);
  emit(`${b} = ${xor(b, t)};`, `${a} = ${xor(a, `v128.shl<u32>(${t}, ${n})`)};`);
}

function emitSwapHalves(a, b) {
  const lanes = '0, 9, 2, 11, 4, 13, 6, 15';
  const low = constant(`v128.shuffle<u16>(${a}, v128.shl<u32>(${b}, 16), ${lanes})`);
  emit(`${b} = v128.shuffle<u16>(v128.shr<u32>(${a}, 16), ${b}, ${lanes});`, `${a} = ${low};`);
}

/** The coarse half of the transpose on the vectors k, k + 8, k + 16 and k + 24. */
function emitCoarse(k, source, store) {
  emit('{');
  const four = [0, 1, 2, 3].map((j) => {
    emit(`let w${j} = ${source(k + 8 * j)};`);
    return `w${j}`;
  });
  emitSwapHalves('w0', 'w2');
  emitSwapHalves('w1', 'w3');
  emitSwap('w0', 'w1', 8, 'by8');
  emitSwap('w2', 'w3', 8, 'by8');
  four.forEach((value, j) => store(k + 8 * j, value));
  emit('}');
}

/** The fine half on eight vectors side by side; the round key is added before or after it. */
function emitFine(group, { keyFirst }) {
  emit('{');
  for (const j of BITS) {
    const value = load('state', at(group, j));
    emit(`let w${j} = ${keyFirst ? keyed(value, group, j) : value};`);
  }
  for (const j of [0, 1, 2, 3]) emitSwap(`w${j}`, `w${j + 4}`, 4, 'by4');
  for (const j of [0, 1, 4, 5]) emitSwap(`w${j}`, `w${j + 2}`, 2, 'by2');
  for (const j of [0, 2, 4, 6]) emitSwap(`w${j}`, `w${j + 1}`, 1, 'by1');
  for (const j of BITS) {
    emit(`v128.store(state, ${keyFirst ? `w${j}` : keyed(`w${j}`, group, j)}, ${at(group, j)});`);
  }
  emit('}');
}

// Constants come from memory: Binaryen would put a v128.const into every use of it.
const COARSE_MASK = 'const by8 = v128.load(masks);';
const FINE_MASKS = [
  'const by4 = v128.load(masks, 16);',
  'const by2 = v128.load(masks, 32);',
  'const by1 = v128.load(masks, 48);',
];

function emitSliceIn(name, parameters, source) {
  emit(`export function ${name}(${parameters}): void {`, COARSE_MASK);
  const store = (index, value) => emit(`v128.store(state, ${value}, ${16 * index});`);
  for (const k of BITS) emitCoarse(k, source, store);
  emit(...FINE_MASKS);
  for (const group of ROWS) emitFine(group, { keyFirst: false });
  emit('}');
}

function emitSliceOut(name, parameters, before, order, result) {
  emit(`export function ${name}(${parameters}): void {`, ...FINE_MASKS);
  for (const group of ROWS) emitFine(group, { keyFirst: true });
  emit(COARSE_MASK, ...before);
  const store = (index, value) => emit(`v128.store(target, ${result(index, value)}, ${16 * index});`);
  for (const k of order) emitCoarse(k, (index) => load('state', 16 * index), store);
  emit('}');
}

// S-box on the four bytes of a word, for the key schedule

function emitWord({ gates, outputs }) {
  emit('export function substituteWord(word: u32): u32 {');
  for (const bit of BITS) emit(`const x${bit} = (word >> ${bit}) & 0x01010101;`);
  for (const { name, a, and, b } of gates) emit(`const ${name} = ${a} ${and ? '&' : '^'} ${b};`);
  emit(`return 0x63636363 ^ (${outputs.map((name, bit) => `(${name} << ${bit})`).join(' | ')});`, '}');
}

const sbox = await readCircuit('sbox');
const inverseSbox = await readCircuit('inverse-sbox');
checkCircuits(sbox, inverseSbox);

const repeated = ['00ff00ff', '0f0f0f0f', '33333333', '55555555'].flatMap((mask) =>
  Array(4).fill(`0x${mask}`),
);
emit(
  '// Generated by .ci/bitslice.mjs from the circuits in assembly/envelope/circuits/. Do not edit.',
  `const masks: usize = memory.data<u32>([${repeated.join(', ')}], 16);`,
  '/** The S-box on each byte of a word. */',
);
emitWord(sbox);
emit('/** All rounds after the first round key and before the last; `key` is the second round key. */');
emitRounds('forwardRounds', sbox, 1, emitMixColumns);
emit('/** The rounds of the equivalent inverse cipher, likewise. */');
emitRounds('inverseRounds', inverseSbox, -1, emitInverseMixColumns);
emit('/** 32 blocks into bit slices, the first round key added. */');
emitSliceIn('sliceIn', 'source: usize, state: usize, key: usize', (index) => load('source', 16 * index));
emit('/** The same of the XOR of 32 blocks and 32 masks. */');
emitSliceIn('sliceInMasked', 'source: usize, mask: usize, state: usize, key: usize', (index) =>
  xor(load('source', 16 * index), load('mask', 16 * index)),
);
emit('/** Adds the last round key and puts 32 blocks out. The state is destroyed. */');
emitSliceOut('sliceOut', 'state: usize, key: usize, target: usize', [], BITS, (_, value) => value);
emit('/** The same XORed with 32 masks, which may lie at the target. */');
emitSliceOut(
  'sliceOutMasked',
  'state: usize, key: usize, mask: usize, target: usize',
  [],
  BITS,
  (index, value) => xor(value, load('mask', 16 * index)),
);
emit(
  '/** The same, each block XORed with the source block before it, the first with the one at `first`; source may be target. */',
);
emitSliceOut(
  'sliceOutChained',
  'state: usize, key: usize, first: usize, source: usize, target: usize',
  [7, 15, 23].map((block) => `const before${block + 1} = v128.load(source, ${16 * block});`),
  // From the last blocks down, so that no source block is overwritten before it was used.
  [...BITS].reverse(),
  (index, value) => {
    if (index === 0) return xor(value, load('first', 0));
    return xor(value, index % 8 ? load('source', 16 * (index - 1)) : `before${index}`);
  },
);
await mkdir('assembly/build', { recursive: true });
await writeFile('assembly/build/bitslice.ts', `${lines.join('\n')}\n`);
