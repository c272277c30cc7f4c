import type { LayerReader } from '../bytes/layer-reader';
import type { LayerId } from '../bytes/layers';
import { MAX_LEFTOVER, READ_SLACK, type ByteSink } from '../bytes/sink';
import { Failure } from '../failure';
import type { Kernel } from '../kernel/kernel';
import type { Breath } from './breath';

/** Bytes read from a dropped file at a time, and how many such reads run ahead. */
const SLICE_BYTES = 4 * 1024 * 1024;
/** The first is small: work begins while the others are still on their way. */
const FIRST_SLICE_BYTES = 256 * 1024;
const SLICES_AHEAD = 2;
/** Bytes offered to a sink in one call: small enough that even a thousandfold inflation keeps pauses short. */
const STEP_BYTES = 256 * 1024;

/** What a feed needs from the job it is part of. */
export interface FeedControl {
  breath: Breath;
  /** Called with the bytes just handed on. */
  advance(bytes: number): void;
  /** Called at every pause, before it. */
  beforePause(): void;
  /** True once the job is cancelled: the sink is then told that its input ends. */
  readonly cancelled: boolean;
}

/** Hands the bytes of files and layers to sinks, through one input buffer in kernel memory. */
export class Feed {
  readonly #kernel: Kernel;
  readonly #input: number;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#input = kernel.allocate(MAX_LEFTOVER + STEP_BYTES + READ_SLACK);
  }

  /** Feeds a dropped file. Throws Failure `unreadable` when the browser cannot read it. */
  async blob(blob: Blob, sink: ByteSink, control: FeedControl): Promise<void> {
    await this.#run(readAhead(blob), blob.size, sink, control);
  }

  /** Feeds a range of a layer, by reading it again. */
  async range(
    reader: LayerReader,
    layer: LayerId,
    offset: number,
    size: number,
    sink: ByteSink,
    control: FeedControl,
  ): Promise<void> {
    async function* pieces() {
      for (let at = 0; at < size; at += STEP_BYTES * 4) {
        yield await reader.read(layer, offset + at, Math.min(STEP_BYTES * 4, size - at));
      }
    }
    await this.#run(pieces(), size, sink, control);
  }

  async #run(
    chunks: AsyncIterable<Uint8Array>,
    size: number,
    sink: ByteSink,
    control: FeedControl,
  ): Promise<void> {
    let left = 0;
    let fed = 0;
    try {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length; at += STEP_BYTES) {
          const step = chunk.subarray(at, at + STEP_BYTES);
          left = this.#offer(sink, step, left);
          fed += step.length;
          control.advance(step.length);
          if (control.cancelled || sink.satisfied) break;
          if (control.breath.due) {
            control.beforePause();
            // Other work may use the kernel meanwhile, but not this buffer.
            await control.breath.take();
          }
        }
        if (control.cancelled || sink.satisfied || fed >= size) break;
      }
    } finally {
      // Also after a failed read: what has come so far is brought to its end and stays usable.
      sink.push(this.#input, left, true);
    }
  }

  /** Offers what was left and `step` behind it; returns how many bytes are left now. */
  #offer(sink: ByteSink, step: Uint8Array, left: number): number {
    this.#kernel.bytes().set(step, this.#input + left);
    const total = left + step.length;
    const used = sink.push(this.#input, total, false);
    if (used < total) this.#kernel.bytes().copyWithin(this.#input, this.#input + used, this.#input + total);
    return total - used;
  }
}

async function* readAhead(blob: Blob): AsyncGenerator<Uint8Array> {
  const pending: { bytes: number; buffer: Promise<ArrayBuffer> }[] = [];
  let next = 0;
  const request = () => {
    if (next >= blob.size) return;
    const end = next + (next === 0 ? FIRST_SLICE_BYTES : SLICE_BYTES);
    const slice = blob.slice(next, end);
    const buffer = slice.arrayBuffer();
    buffer.catch(() => undefined); // told when its turn comes
    pending.push({ bytes: slice.size, buffer });
    next = end;
  };
  if (blob.size === 0) {
    // A file that is gone, or a folder, says that it has no bytes; only reading tells it from an empty one.
    await blob.arrayBuffer().catch(() => {
      throw unreadable(blob);
    });
  }
  for (let i = 0; i <= SLICES_AHEAD; i++) request();
  for (let slice = pending.shift(); slice; slice = pending.shift()) {
    let buffer: ArrayBuffer;
    try {
      buffer = await slice.buffer;
    } catch {
      throw unreadable(blob);
    }
    request();
    yield new Uint8Array(buffer);
    // A file that was cut within the second it was written in is not noticed by the browser.
    if (buffer.byteLength < slice.bytes) throw unreadable(blob);
  }
}

function unreadable(blob: Blob): Failure {
  const name = 'name' in blob ? `"${(blob as File).name}"` : 'the file';
  return new Failure('unreadable', `${name} cannot be read: was it moved, changed or is it a folder?`);
}
