import { MAX_LEFTOVER, READ_SLACK } from '../bytes/sink';
import { Failure } from '../failure';
import type { Crc32Exports } from './crc32';
import type { Kernel } from './kernel';

/** Exports of `assembly/inflate.ts`, and the checksum that goes with it. */
export interface InflateExports extends Crc32Exports {
  inflateContext(): number;
  inflateContextBytes(): number;
  inflateEnter(block: number): void;
  inflateStart(block: number): void;
  inflateLeave(block: number): void;
  inflateRebuild(): number;
  inflateRun(
    block: number,
    input: number,
    inputEnd: number,
    output: number,
    outputLimit: number,
    historyStart: number,
  ): number;
}

/** Why a run stopped. */
export const INFLATE = {
  /** The window is full, or as much came out as was asked for. */
  windowFull: 0,
  /** What is left of the input holds no whole symbol; it must be offered again with what follows. */
  inputUsed: 1,
  streamEnd: 2,
  /** `Inflater.fault` says why. */
  broken: 3,
} as const;

// Words and code lengths of a context, as assembly/inflate.ts lays them out.
const WORD = {
  mode: 1,
  lastBlock: 2,
  codes: 3,
  storedLeft: 4,
  bitCount: 5,
  bitValue: 6,
  literalCount: 7,
  distanceCount: 8,
  fault: 9,
  input: 10,
  output: 11,
};
const LENGTHS_AT = 64;
const MODE = { blockHeader: 0, symbols: 1, stored: 2 };
const CODES = { none: 0, fixed: 1, dynamic: 2 };

const FAULTS = [
  'no fault',
  'invalid block type',
  'length of a stored block does not match its complement',
  'too many length or distance symbols',
  'invalid set of code lengths',
  'invalid repetition of a code length',
  'no code for the end of the block',
  'invalid set of literal and length codes',
  'invalid set of distance codes',
  'invalid literal or length code',
  'invalid distance code',
  'distance reaches back before the start',
];

/** How far back DEFLATE's distances reach. */
export const HISTORY_BYTES = 32768;

const ROOM_BEFORE = HISTORY_BYTES + MAX_LEFTOVER;
// The last match may end 261 bytes behind the window, and is copied 64 bytes at a time.
const ROOM_BEHIND = 384 + READ_SLACK;
// Together with what lies around it the window fills one block of 512 KiB, which stays in a core's own cache
// while the checksum and a parser run over it.
const BLOCK_BYTES = 512 * 1024;

/** Where a decoder stands between two symbols; plain data, all that is needed to go on but the history. */
export interface DecoderState {
  mode: number;
  lastBlock: boolean;
  storedLeft: number;
  /** Bits (0 to 7) of the last byte used that belong to what follows. */
  bitCount: number;
  bitValue: number;
  /** Code lengths of the block's literals and lengths, and of its distances; both null for the fixed codes. */
  literalLengths: Uint8Array | null;
  distanceLengths: Uint8Array | null;
}

/**
 * One DEFLATE stream and the window its output goes to, both in kernel memory.
 *
 * ```text
 * │ context │ history and leftover │ window: …delivered… │ pending │ room │ slack │
 * ```
 */
export class Inflater {
  /** Input bytes the last run is done with. */
  consumed = 0;
  /** What the last run put out lies at [producedAt, producedAt + produced). */
  producedAt = 0;
  produced = 0;
  readonly #kernel: Kernel<InflateExports>;
  readonly #blockBytes: number;
  readonly #base: number;
  readonly #windowEnd: number;
  #block: number;
  #pendingAt: number;
  #out: number;
  #historyStart: number;

  /** A smaller window suits short ranges, and tests, which want their seams within reach. */
  constructor(kernel: Kernel<InflateExports>, windowBytes?: number) {
    const around = kernel.exports.inflateContextBytes() + ROOM_BEFORE + ROOM_BEHIND;
    const capacity = windowBytes ?? BLOCK_BYTES - around;
    this.#kernel = kernel;
    this.#blockBytes = around + capacity;
    this.#block = kernel.allocate(this.#blockBytes) >>> 0;
    this.#base = this.#block + around - ROOM_BEHIND;
    this.#windowEnd = this.#base + capacity;
    this.#pendingAt = this.#out = this.#historyStart = this.#base;
    this.start();
  }

  /** Begins a new DEFLATE stream, whose output follows in the same window but which has no history. */
  start(): void {
    this.#kernel.exports.inflateStart(this.#block);
    this.#historyStart = this.#out;
  }

  /** Decodes [at, at + length) of kernel memory; stops after about `most` bytes of output (up to 261 more). */
  run(at: number, length: number, most = Infinity): number {
    const limit = Math.min(this.#windowEnd, this.#out + most);
    const status = this.#kernel.exports.inflateRun(
      this.#block,
      at,
      at + length,
      this.#out,
      limit,
      this.#historyStart,
    );
    this.consumed = this.#word(WORD.input) - at;
    this.producedAt = this.#out;
    this.#out = this.#word(WORD.output);
    this.produced = this.#out - this.producedAt;
    return status;
  }

  /** Why the last run was `broken`. */
  get fault(): string {
    this.#enter();
    return FAULTS[this.#word(WORD.fault)] ?? 'unknown fault';
  }

  get full(): boolean {
    return this.#out >= this.#windowEnd;
  }

  /** Address of the output that is not delivered yet. */
  get pendingAt(): number {
    return this.#pendingAt;
  }

  get pending(): number {
    return this.#out - this.#pendingAt;
  }

  /** Marks pending bytes as delivered, and makes room when the window is full. */
  deliver(count: number): void {
    this.#pendingAt += count;
    if (!this.full) return;
    const keep = Math.max(HISTORY_BYTES, this.pending);
    const shift = this.#out - this.#base;
    this.#kernel.bytes().copyWithin(this.#base - keep, this.#out - keep, this.#out);
    this.#out = this.#base;
    this.#pendingAt -= shift;
    this.#historyStart = Math.max(this.#historyStart - shift, this.#base - HISTORY_BYTES);
  }

  /** A copy of what distances can reach now. */
  history(): Uint8Array<ArrayBuffer> {
    const from = Math.max(this.#historyStart, this.#out - HISTORY_BYTES);
    return this.#kernel.bytes().slice(from, this.#out);
  }

  state(): DecoderState {
    this.#enter();
    const mode = this.#word(WORD.mode);
    const dynamic = mode === MODE.symbols && this.#word(WORD.codes) === CODES.dynamic;
    const lengths = this.#kernel.exports.inflateContext() + LENGTHS_AT;
    const distances = lengths + this.#word(WORD.literalCount);
    const bytes = this.#kernel.bytes();
    return {
      mode,
      lastBlock: this.#word(WORD.lastBlock) === 1,
      storedLeft: mode === MODE.stored ? this.#word(WORD.storedLeft) : 0,
      bitCount: this.#word(WORD.bitCount),
      bitValue: this.#word(WORD.bitValue),
      literalLengths: dynamic ? bytes.slice(lengths, distances) : null,
      distanceLengths: dynamic ? bytes.slice(distances, distances + this.#word(WORD.distanceCount)) : null,
    };
  }

  /** Goes on where another decoder stood, in an empty window. Throws a Failure when the state makes no sense. */
  restore(state: DecoderState, history: Uint8Array): void {
    const { literalLengths, distanceLengths } = state;
    const wrong =
      ![MODE.blockHeader, MODE.symbols, MODE.stored].includes(state.mode) ||
      !(
        state.bitCount >= 0 &&
        state.bitCount < 8 &&
        state.bitValue >= 0 &&
        state.bitValue < 1 << state.bitCount
      ) ||
      !(state.storedLeft >= 0 && state.storedLeft <= 0xffff) ||
      (literalLengths === null) !== (distanceLengths === null) ||
      history.length > HISTORY_BYTES ||
      [literalLengths, distanceLengths].some((l) => l && (l.length > 286 || l.some((bits) => bits > 15)));
    if (wrong) throw new Failure('bad-checkpoint', 'the checkpoint is not one of this program');

    this.#pendingAt = this.#out = this.#base;
    this.#historyStart = this.#base - history.length;
    this.#kernel.bytes().set(history, this.#historyStart);
    this.#kernel.exports.inflateStart(this.#block);
    this.#setWord(WORD.mode, state.mode);
    this.#setWord(WORD.lastBlock, state.lastBlock ? 1 : 0);
    this.#setWord(WORD.storedLeft, state.storedLeft);
    this.#setWord(WORD.bitCount, state.bitCount);
    this.#setWord(WORD.bitValue, state.bitValue);
    if (state.mode !== MODE.symbols) return;
    this.#setWord(WORD.codes, literalLengths ? CODES.dynamic : CODES.fixed);
    if (literalLengths && distanceLengths) {
      const lengths = this.#kernel.exports.inflateContext() + LENGTHS_AT;
      this.#setWord(WORD.literalCount, literalLengths.length);
      this.#setWord(WORD.distanceCount, distanceLengths.length);
      this.#kernel.bytes().set(literalLengths, lengths);
      this.#kernel.bytes().set(distanceLengths, lengths + literalLengths.length);
    }
    const fault = this.#kernel.exports.inflateRebuild();
    if (fault) throw new Failure('bad-checkpoint', `the checkpoint is damaged: ${FAULTS[fault]}`);
  }

  /** Gives the memory back. The inflater is of no use afterwards. */
  dispose(): void {
    if (!this.#block) return;
    this.#kernel.exports.inflateLeave(this.#block);
    this.#kernel.release(this.#block, this.#blockBytes);
    this.#block = 0;
  }

  #enter(): void {
    this.#kernel.exports.inflateEnter(this.#block);
  }

  #word(index: number): number {
    return this.#kernel.words()[(this.#kernel.exports.inflateContext() >>> 2) + index]!;
  }

  #setWord(index: number, value: number): void {
    this.#kernel.words()[(this.#kernel.exports.inflateContext() >>> 2) + index] = value;
  }
}
