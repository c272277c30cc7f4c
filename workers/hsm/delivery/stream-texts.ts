import type { DeliveredEvent } from './delivered';

/** Characters of one stream, and of all, that are held before they are written. */
const HELD_OF_ONE = 512 * 1024;
const HELD_OF_ALL = 16 * 1024 * 1024;
/** Streams of one export that get a log of their own. */
const MAX_STREAMS = 1_000;

/** The text of one stream. */
export interface StreamText {
  /** Null for events that do not say whose they are. */
  stream: string | null;
  /** Log group of the stream, null where the delivery does not name it. */
  group: string | null;
  parts: Blob[];
  bytes: number;
}

interface Writing extends StreamText {
  held: string[];
  heldLength: number;
}

/** Puts delivered events into one text per stream, each event from the beginning of a line; little is held in memory. */
export class StreamTexts {
  /** By group and name. */
  readonly #streams = new Map<string, Writing>();
  #held = 0;
  /** True when events had to be put together because there are too many streams. */
  overflowed = false;

  add({ stream, group, message, timestamp }: DeliveredEvent): void {
    const writing = this.#of(stream, group);
    const text = message.replace(/[\r\n]+$/, '');
    if (text === '') return;
    // An HSM's event tells its own time; other messages may have none but that of their delivery.
    const stamped = /^\s*Time\s*:/.test(text) ? text.trimStart() : `${stamp(timestamp)}${text}`;
    writing.held.push(stamped, '\n');
    writing.heldLength += stamped.length + 1;
    this.#held += stamped.length + 1;
    if (writing.heldLength > HELD_OF_ONE) this.#write(writing);
    if (this.#held > HELD_OF_ALL) for (const one of this.#streams.values()) this.#write(one);
  }

  /** What there is, streams in the order they were met. */
  finish(): StreamText[] {
    for (const writing of this.#streams.values()) this.#write(writing);
    return [...this.#streams.values()].filter(({ bytes }) => bytes > 0);
  }

  /** Bytes written and held so far, about. */
  get size(): number {
    let size = this.#held;
    for (const { bytes } of this.#streams.values()) size += bytes;
    return size;
  }

  /** Events that name no stream are together, whatever their group: they are told apart by hand. */
  #of(stream: string | null, group: string | null): Writing {
    const key = stream === null ? '' : JSON.stringify([group, stream]);
    let writing = this.#streams.get(key);
    if (!writing && this.#streams.size >= MAX_STREAMS && stream !== null) {
      this.overflowed = true;
      return this.#of(null, null);
    }
    if (!writing) {
      writing = {
        stream,
        group: stream === null ? null : group,
        parts: [],
        bytes: 0,
        held: [],
        heldLength: 0,
      };
      this.#streams.set(key, writing);
    }
    return writing;
  }

  #write(writing: Writing): void {
    if (writing.heldLength === 0) return;
    const part = new Blob(writing.held);
    writing.parts.push(part);
    writing.bytes += part.size;
    this.#held -= writing.heldLength;
    writing.held = [];
    writing.heldLength = 0;
  }
}

function stamp(timestamp: number | null): string {
  if (timestamp === null || !(Math.abs(timestamp) < 8.64e15)) return '';
  return `${new Date(timestamp).toISOString()} `;
}
