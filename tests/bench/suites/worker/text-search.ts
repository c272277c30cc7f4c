import { READ_SLACK } from '../../../../workers/bytes/sink';
import { embeddedKernel } from '../../../../workers/kernel/embedded';
import type { SearchExports } from '../../../../workers/kernel/search';
import { compileNeedle } from '../../../../workers/timeline/needle';
import { oneText } from '../../contenders/log-text';
import type { Comparison, Contender, WorkerSuite } from '../../suite';

/** Bytes searched in one call: a piece of a sweep. */
const PIECE_BYTES = 2 * 1024 * 1024;
const WORD = 'reclaimed in';

export default {
  name: 'text-search',
  rounds: 7,
  async *prepare(quick): AsyncGenerator<Comparison> {
    const mebibytes = quick ? 8 : 64;
    const text = await oneText(mebibytes * 1024 * 1024);
    yield {
      title: `search for "${WORD}" in ${mebibytes} MiB of text in memory`,
      bytes: text.length,
      contenders: [await kernel(text), javaScript(text)],
      targets: {},
      rateTarget: 1_000,
    };
  },
} satisfies WorkerSuite;

/** Offsets of line starts from `from` on, as far as whole lines fit in a piece. */
function pieceOf(text: Uint8Array, from: number): Uint32Array {
  const limit = Math.min(text.length, from + PIECE_BYTES);
  const starts = [0];
  for (let at = from; at < limit;) {
    const end = text.indexOf(10, at);
    at = end < 0 ? text.length : end + 1;
    starts.push(at - from);
  }
  return Uint32Array.from(starts);
}

async function kernel(text: Uint8Array): Promise<Contender> {
  const own = await embeddedKernel<SearchExports>();
  const { exports } = own;
  const start = own.allocate(text.length + READ_SLACK);
  const needle = compileNeedle(WORD)!;
  const needleAt = own.allocate(needle.bytes.length);
  const pieces: { at: number; offsets: number; records: number; bits: number }[] = [];
  for (let at = 0; at < text.length;) {
    const offsets = pieceOf(text, at);
    const block = own.allocate(4 * offsets.length);
    own.words().set(offsets, block / 4);
    const records = offsets.length - 1;
    pieces.push({ at, offsets: block, records, bits: own.allocate(4 * ((records + 63) >> 5)) });
    at += offsets.at(-1)!;
  }
  own.bytes().set(text, start);
  own.bytes().set(needle.bytes, needleAt);
  const { length, probeA, probeB } = needle;
  let hits = 0;
  return {
    name: 'kernel',
    run() {
      hits = 0;
      for (const { at, offsets, records, bits } of pieces) {
        const from = start + at;
        hits += exports.searchRecords(from, needleAt, length, probeA, probeB, offsets, records, bits, 0);
      }
    },
    outcome: () => `${hits} lines`,
  };
}

function javaScript(text: Uint8Array): Contender {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < text.length;) {
    const bytes = pieceOf(text, at).at(-1)!;
    pieces.push(text.subarray(at, at + bytes));
    at += bytes;
  }
  let hits = 0;
  return {
    name: 'TextDecoder + RegExp',
    run() {
      hits = 0;
      const decoder = new TextDecoder();
      const pattern = new RegExp(`${WORD}.*`, 'gi');
      for (const piece of pieces) hits += decoder.decode(piece).match(pattern)?.length ?? 0;
    },
    outcome: () => `${hits} lines`,
  };
}
