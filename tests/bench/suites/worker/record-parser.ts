import { formatById } from '../../../../workers/formats/registry';
import { columnChunk } from '../../../../workers/kernel/columns';
import { embeddedKernel } from '../../../../workers/kernel/embedded';
import type { Kernel } from '../../../../workers/kernel/kernel';
import { RecordParser, type RecordsExports } from '../../../../workers/kernel/records';
import { JsRecordParser } from '../../contenders/js-record-parser';
import { logText } from '../../contenders/log-text';
import type { Comparison, Contender, WorkerSuite } from '../../suite';

/** Bytes of one offer: what an output window of inflate holds. */
const PIECE_BYTES = 336 * 1024;
const REFERENCE = Date.UTC(2025, 11, 12);
const COLUMNS = [
  'time',
  'offset',
  'line',
  'pid',
  'component',
  'opId',
  'sid',
  'process',
  'user',
  'flags',
] as const;

type Texts = { hostd: Uint8Array; vmkernel: Uint8Array };
type Columns = Record<(typeof COLUMNS)[number], ArrayLike<number>>;

/** A text of so many MiB is parsed `times` over, each time as a file of its own. */
export default {
  name: 'record-parser',
  rounds: 5,
  async *prepare(quick): AsyncGenerator<Comparison> {
    const [mebibytes, times] = quick ? [8, 1] : [64, 4];
    const texts = await logText(mebibytes * 1024 * 1024);
    const textBytes = texts.hostd.length + texts.vmkernel.length;
    yield {
      title: `record parser, ${mebibytes * times} MiB of hostd and vmkernel`,
      bytes: textBytes * times,
      contenders: [await inKernel(texts, times), inJavaScript(texts, times)],
      targets: { 'TextDecoder + RegExp': 16 },
    };
  },
} satisfies WorkerSuite;

async function inKernel(texts: Texts, times: number): Promise<Contender> {
  const kernel = await embeddedKernel<RecordsExports & KernelReset>();
  const at = { hostd: place(kernel, texts.hostd), vmkernel: place(kernel, texts.vmkernel) };
  const parser = new RecordParser(kernel);
  return {
    name: 'kernel',
    before() {
      kernel.exports.setRowCount(0);
      kernel.exports.clearDictionaries();
    },
    run() {
      for (let time = 0; time < times; time++) {
        for (const log of ['hostd', 'vmkernel'] as const) {
          const format = formatById(log === 'hostd' ? 'vmacore' : log);
          parser.beginFile({ format, processHint: null, yearHint: 2025 });
          pushAll(parser, at[log], texts[log].length);
          parser.endFile(REFERENCE);
        }
      }
    },
    outcome() {
      const rows = kernel.exports.rowCount();
      return fingerprint(rows, (index) => columnChunk(kernel, index) as unknown as Columns);
    },
  };
}

interface KernelReset {
  clearDictionaries(): void;
}

function place(kernel: Kernel<RecordsExports>, text: Uint8Array): number {
  const block = kernel.allocate(text.length + 64);
  kernel.bytes().set(text, block);
  return block;
}

function pushAll(parser: RecordParser, start: number, length: number): void {
  let at = 0;
  for (let offered = 0; offered < length;) {
    offered = Math.min(length, offered + PIECE_BYTES);
    at += parser.push(start + at, offered - at, offered === length);
  }
}

function inJavaScript(texts: Texts, times: number): Contender {
  let parser = new JsRecordParser();
  return {
    name: 'TextDecoder + RegExp',
    before() {
      parser = new JsRecordParser();
    },
    run() {
      for (let time = 0; time < times; time++) {
        parser.parse(texts.hostd, 'hostd', PIECE_BYTES);
        parser.parse(texts.vmkernel, 'vmkernel', PIECE_BYTES);
      }
    },
    outcome: () => fingerprint(parser.rows, (index) => parser.chunks[index]!),
  };
}

/** Number of rows, and a hash of every column: ids go by first appearance, so they are the same too. */
function fingerprint(rows: number, chunk: (index: number) => Columns): string {
  const hashes = COLUMNS.map(() => 0);
  for (let row = 0; row < rows; row += 65_536) {
    const columns = chunk(row / 65_536);
    const count = Math.min(65_536, rows - row);
    COLUMNS.forEach((name, c) => {
      const values = columns[name];
      let hash = hashes[c]!;
      for (let i = 0; i < count; i++) hash = (Math.imul(hash, 31) + values[i]!) | 0;
      hashes[c] = hash;
    });
  }
  return `${rows} rows; ${COLUMNS.map((name, c) => `${name} ${hashes[c]! >>> 0}`).join(', ')}`;
}
