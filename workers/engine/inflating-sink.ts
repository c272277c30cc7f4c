import { GzipStream } from '../bytes/gzip-stream';
import type { Layer, LayerId } from '../bytes/layers';
import type { ByteSink } from '../bytes/sink';
import { ExpansionGuard } from './expansion-guard';
import type { SourceReading } from './source-reading';

/** What a compressed stream is part of, and what the entry that holds it says of it. */
export interface CompressedFile {
  path: string;
  /** The layer that is exactly the compressed stream. */
  parent: LayerId;
  format: 'gzip' | 'deflate';
  /** What a zip entry says its content must be. */
  expected?: { crc32?: number; bytes?: number };
}

/**
 * Inflates a stream as it goes by: keeps the layer's size and checkpoints, watches for bombs, and hands what comes
 * out to a reader.
 */
export class InflatingSink implements ByteSink {
  readonly layer: LayerId;
  readonly #reading: SourceReading;
  readonly #stream: GzipStream;
  readonly #guard: ExpansionGuard;
  readonly #inflated: Extract<Layer, { kind: 'inflated' }>;
  readonly #reader: (layer: LayerId) => ByteSink;
  #inner: ByteSink | null = null;
  #taken = 0;
  readonly #fedBefore: number;
  readonly #recordsBefore: number;
  #out = 0;
  #stopped = false;
  #ended = false;

  /** @param reader makes the reader of the inflated bytes; called with the first of them */
  constructor(reading: SourceReading, file: CompressedFile, reader: (layer: LayerId) => ByteSink) {
    this.#reading = reading;
    this.#reader = reader;
    this.#fedBefore = reading.bytesFed();
    this.#recordsBefore = reading.content.records;
    const { layers, kernel } = reading.content;
    this.#inflated = {
      kind: 'inflated',
      parent: file.parent,
      format: file.format,
      size: 0,
      complete: false,
      checkpoints: [],
    };
    this.layer = layers.add(this.#inflated);
    this.#guard = new ExpansionGuard(file.path);
    const isStopped = () => this.#stopped;
    const inside: ByteSink = {
      push: (ptr, length, final) => this.#take(ptr, length, final),
      // A bomb is inflated no further, not even to the end of the piece at hand.
      get satisfied() {
        return isStopped();
      },
    };
    this.#stream = new GzipStream(kernel, inside, {
      format: file.format,
      expected: file.expected,
      path: file.path,
      onCheckpoint: (checkpoint) => this.#inflated.checkpoints.push(checkpoint),
      onWarning: (warning) => reading.warn(warning),
    });
  }

  get satisfied(): boolean {
    return this.#stopped;
  }

  push(ptr: number, length: number, final: boolean): number {
    if (this.#stopped) {
      if (final) this.#end();
      return length;
    }
    const used = this.#stream.push(ptr, length, final);
    this.#taken += used;
    this.#inflated.size = this.#out;
    this.#reading.content.layers.touch(this.layer);
    if (final || this.#stopped) this.#end();
    return this.#stopped ? length : used;
  }

  #take(ptr: number, length: number, final: boolean): number {
    if (this.#stopped) return length;
    this.#inner ??= this.#reader(this.layer);
    // A stream in a stream is measured by what it took of the dropped file: bombs are nested.
    const outer = this.#reading.bytesFed() - this.#fedBefore;
    const bomb = this.#guard.check(
      this.#out + length,
      Math.min(this.#taken, outer) + INPUT_IN_FLIGHT,
      this.#reading.content.records - this.#recordsBefore,
    );
    const used = this.#inner.push(ptr, length, final || bomb !== null);
    this.#out += used;
    if (bomb) this.#reading.warn(bomb);
    this.#stopped = bomb !== null || (this.#inner.satisfied ?? false);
    return this.#stopped ? length : used;
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopped = true;
    this.#inflated.size = this.#out;
    this.#inflated.complete = true;
    this.#stream.dispose();
  }
}

/** Most bytes one call hands over (engine/feed.ts): they count as taken only when it returns. */
const INPUT_IN_FLIGHT = 256 * 1024;
