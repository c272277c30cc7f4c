import type { FileRedaction } from './redactor';

/** Most base64 characters of one packed text, and most bytes that it may unpack to. */
const MOST_PACKED = 16 * 1024 * 1024;
const MOST_UNPACKED = 64 * 1024 * 1024;
/** Shorter runs hold no gzip member with text in it. */
const LEAST_PACKED = 28;
/** What stands for a packed text that could not be redacted. */
const PLACEHOLDER = 'packed-data-left-out';

/** How base64 begins of gzip with deflate. */
const BEGIN = Array.from('H4sI', (character) => character.charCodeAt(0));
const IN_RUN = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=') {
  IN_RUN[character.charCodeAt(0)] = 1;
}

/**
 * Redacts the bytes of a text. Texts in it that are packed (gzip in base64, as CloudWatch Logs delivers events to Lambda)
 * are unpacked, redacted and packed again; one that is damaged or too large gets a placeholder.
 */
export class TextRedaction {
  readonly #begin: () => FileRedaction;
  #outer: FileRedaction;
  /** Bytes that may be the beginning of a mark, and the one before them. */
  #held: Uint8Array = new Uint8Array(0);
  #before = 0;
  /** A run of base64 without its end, and its length; null outside of one. */
  #run: Uint8Array[] | null = null;
  #runLength = 0;
  #changed = false;

  /** @param begin begins the redaction of one text */
  constructor(begin: () => FileRedaction) {
    this.#begin = begin;
    this.#outer = begin();
  }

  /** Whether anything was replaced so far. */
  get changed(): boolean {
    return this.#changed || this.#outer.changed;
  }

  /** What is decided with the next bytes, in order. */
  async *push(bytes: Uint8Array, final: boolean): AsyncGenerator<Uint8Array> {
    let text = this.#held.length > 0 ? joined([this.#held, bytes]) : bytes;
    this.#held = new Uint8Array(0);
    while (text.length > 0) {
      if (this.#run !== null) {
        const end = runEnd(text);
        this.#take(text.subarray(0, end));
        text = text.subarray(end);
        if (text.length > 0) yield await this.#endOfRun();
        continue;
      }
      const at = beginOf(text, this.#before);
      if (at >= 0) {
        // What is packed is a text of its own; the one around it goes on behind it.
        yield this.#outer.push(text.subarray(0, at), true);
        this.#changed ||= this.#outer.changed;
        this.#outer = this.#begin();
        this.#run = [];
        text = text.subarray(at);
        continue;
      }
      const end = text.length - (final ? 0 : partOfBegin(text));
      this.#held = text.slice(end);
      if (end > 0) this.#before = text[end - 1]!;
      yield this.#outer.push(text.subarray(0, end), false);
      break;
    }
    if (!final) return;
    if (this.#run !== null) yield await this.#endOfRun();
    yield this.#outer.push(new Uint8Array(0), true);
  }

  /** Of a run that is too long nothing is kept. */
  #take(part: Uint8Array): void {
    this.#runLength += part.length;
    if (this.#runLength > MOST_PACKED) this.#run = [];
    else this.#run!.push(part.slice());
  }

  async #endOfRun(): Promise<Uint8Array> {
    const run = this.#runLength > MOST_PACKED ? null : joined(this.#run!);
    this.#run = null;
    this.#runLength = 0;
    // What follows is no base64.
    this.#before = 0;
    return this.#packed(run);
  }

  /** @param run null for one that is too long */
  async #packed(run: Uint8Array | null): Promise<Uint8Array> {
    if (run !== null && run.length < LEAST_PACKED) return run;
    const plain = run && (await unpacked(new TextDecoder('latin1').decode(run)));
    if (!run || !plain) {
      this.#changed = true;
      return new TextEncoder().encode(PLACEHOLDER);
    }
    const inner = this.#begin();
    const redacted = inner.push(plain, true);
    if (!inner.changed) return run;
    this.#changed = true;
    return new TextEncoder().encode(
      base64(
        await bytesOf(
          new Blob([redacted as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip')),
          Infinity,
        ),
      ),
    );
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Where a run begins that is not inside of another word of base64, or -1. `before` is the byte before the text. */
function beginOf(text: Uint8Array, before: number): number {
  for (let at = text.indexOf(BEGIN[0]!); at >= 0; at = text.indexOf(BEGIN[0]!, at + 1)) {
    if (IN_RUN[at > 0 ? text[at - 1]! : before] === 1) continue;
    if (BEGIN.every((byte, i) => text[at + i] === byte)) return at;
  }
  return -1;
}

/** Bytes at the end that may be the beginning of a run. */
function partOfBegin(text: Uint8Array): number {
  for (let length = Math.min(BEGIN.length - 1, text.length); length > 0; length--) {
    if (BEGIN.slice(0, length).every((byte, i) => text[text.length - length + i] === byte)) return length;
  }
  return 0;
}

function runEnd(text: Uint8Array): number {
  let end = 0;
  while (end < text.length && IN_RUN[text[end]!] === 1) end++;
  return end;
}

/** The bytes that are packed, or null when they are damaged or too many. */
async function unpacked(text: string): Promise<Uint8Array | null> {
  try {
    const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return await bytesOf(
      new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')),
      MOST_UNPACKED,
    );
  } catch {
    return null;
  }
}

/** All bytes of a stream. Throws when there are more than `limit`. */
async function bytesOf(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > limit) {
      await reader.cancel();
      throw new RangeError('too much');
    }
    parts.push(value);
  }
  return joined(parts);
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}
