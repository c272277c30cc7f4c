import { Gunzip } from 'fflate';
import { Inflate } from 'pako';
import { GzipStream } from '../../../../workers/bytes/gzip-stream';
import { READ_SLACK } from '../../../../workers/bytes/sink';
import { embeddedKernel } from '../../../../workers/kernel/embedded';
import type { InflateExports } from '../../../../workers/kernel/inflate';
import { collect, type Bytes } from '../../../../workers/sample/bytes';
import { Crc32 } from '../../../../workers/sample/crc32';
import { chunksOf, oneText } from '../../contenders/log-text';
import type { Contender, WorkerSuite } from '../../suite';

/** Bytes handed over at a time, to everyone. */
const STEP_BYTES = 256 * 1024;

/** What is done with inflated bytes: counted always, looked at only outside the measurement. */
class Output {
  bytes = 0;
  crc: Crc32 | null = null;
  begin(checked: boolean): void {
    this.bytes = 0;
    this.crc = checked ? new Crc32() : null;
  }
  take(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    this.crc?.add(chunk);
  }
}

export default {
  name: 'inflate',
  rounds: 5,
  async *prepare(quick) {
    const mebibytes = quick ? 8 : 96;
    const text = await oneText(mebibytes * 1024 * 1024);
    const packed = await collect(
      chunksOf(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))),
    );
    const crc = new Crc32().add(text).value;
    yield {
      title: `inflate + CRC-32, ${mebibytes} MiB of log text`,
      bytes: text.length,
      contenders: [await kernel(packed), stream(packed), pako(packed), fflate(packed)],
      targets: { DecompressionStream: 1.5, pako: 2.8, fflate: 4.5 },
      expected: `${text.length} bytes, CRC ${crc}`,
    };
  },
} satisfies WorkerSuite;

/** A contender that is run once more for its outcome, with a checksum over what comes out. */
function checked(name: string, inflate: (output: Output) => void | Promise<void>): Contender {
  const output = new Output();
  return {
    name,
    async run() {
      output.begin(false);
      await inflate(output);
    },
    async outcome() {
      output.begin(true);
      await inflate(output);
      return `${output.bytes} bytes, CRC ${output.crc!.value}`;
    },
  };
}

async function kernel(packed: Bytes): Promise<Contender> {
  const own = await embeddedKernel<InflateExports>();
  const input = own.allocate(STEP_BYTES + STEP_BYTES + READ_SLACK);
  return checked('kernel', (output) => {
    const warnings: string[] = [];
    const gzip = new GzipStream(
      own,
      {
        push(ptr, length) {
          if (output.crc) output.take(own.bytes().subarray(ptr, ptr + length));
          else output.bytes += length;
          return length;
        },
      },
      { onWarning: ({ message }) => warnings.push(message) },
    );
    let left = 0;
    for (let at = 0; at < packed.length; at += STEP_BYTES) {
      const step = packed.subarray(at, at + STEP_BYTES);
      own.bytes().set(step, input + left);
      const total = left + step.length;
      const used = gzip.push(input, total, at + STEP_BYTES >= packed.length);
      own.bytes().copyWithin(input, input + used, input + total);
      left = total - used;
    }
    if (warnings.length > 0) throw new Error(warnings.join('; '));
  });
}

function stream(packed: Bytes): Contender {
  return checked('DecompressionStream', async (output) => {
    let at = 0;
    const source = new ReadableStream<Bytes>({
      pull(controller) {
        controller.enqueue(packed.subarray(at, at + STEP_BYTES));
        at += STEP_BYTES;
        if (at >= packed.length) controller.close();
      },
    });
    const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
    for (let got = await reader.read(); !got.done; got = await reader.read()) output.take(got.value);
  });
}

function pako(packed: Bytes): Contender {
  return checked('pako', (output) => {
    const inflate = new Inflate({ chunkSize: STEP_BYTES });
    inflate.onData = (chunk) => output.take(chunk as Uint8Array);
    for (let at = 0; at < packed.length; at += STEP_BYTES) {
      inflate.push(packed.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= packed.length);
    }
    if (inflate.err) throw new Error(inflate.msg);
  });
}

function fflate(packed: Bytes): Contender {
  return checked('fflate', (output) => {
    const gunzip = new Gunzip((chunk) => output.take(chunk));
    for (let at = 0; at < packed.length; at += STEP_BYTES) {
      gunzip.push(packed.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= packed.length);
    }
  });
}
