import { byteAt, byteSet, isWordByte } from './byte-classes';

const PLACEHOLDER = new TextEncoder().encode('REDACTED');
const NOTHING = new Uint8Array(0);
const BASE64 = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=');
const BLANK = byteSet(' \t\r\n');
/** Runs of base64 that are hidden wherever they stand in a line. */
const LONG_RUN = 16;
/** Bytes of one run that are looked at in one step. */
const STEP = 1024;
const LONGEST_LABEL = 64;
const LONGEST_LINE = 1024;
const BEGIN = [...'-----BEGIN '].map((char) => char.charCodeAt(0));
const END = [...'-----END '].map((char) => char.charCodeAt(0));

/**
 * Goes through the body of a PEM block: what is base64 becomes a placeholder, while lines, their heads and escapes stay as
 * they are, so that whatever follows keeps its place. A block without an end is over where its lines are.
 */
export class SecretBlock {
  /** Whether a block was begun and has not ended. */
  open = false;
  bodyFrom = 0;
  /** What takes the place of what `step` went over; null when that stays. */
  hidden: Uint8Array | null = null;
  private inRun = false;

  constructor(private readonly hides: { key: boolean; certificate: boolean }) {}

  /** Whether a block that has to be hidden begins at a place. */
  begins(text: Uint8Array, at: number, end: number): boolean {
    if (!startsWith(text, at, end, BEGIN)) return false;
    const from = at + BEGIN.length;
    let to = from;
    while (to < end && to - from < LONGEST_LABEL && text[to] !== 45 && text[to] !== 10) to++;
    if (byteAt(text, to, end) !== 45 || byteAt(text, to + 4, end) !== 45) return false;
    const isKey = String.fromCharCode(...text.subarray(from, to)).includes('PRIVATE');
    if (!(isKey ? this.hides.key : this.hides.certificate)) return false;
    this.open = true;
    this.inRun = false;
    this.bodyFrom = to + 5;
    return true;
  }

  /** Goes one step through the body; answers where to. */
  step(text: Uint8Array, at: number, end: number, limit: number): number {
    this.hidden = null;
    const byte = text[at]!;
    if (BASE64[byte] === 1) return this.run(text, at, end);
    this.inRun = false;
    if (BLANK[byte] === 1) {
      let to = at + 1;
      while (to < limit && BLANK[text[to]!] === 1) to++;
      return to;
    }
    if (byte === 92 && isWordByte(byteAt(text, at + 1, end))) return at + 2;
    if (byte === 45 && startsWith(text, at, end, END)) {
      this.open = false;
      return at + END.length;
    }
    const to = this.headOfLine(text, at, end);
    if (to > at) return to;
    this.open = false;
    return at;
  }

  private run(text: Uint8Array, at: number, end: number): number {
    const stop = Math.min(end, at + STEP);
    let to = at;
    while (to < stop && BASE64[text[to]!] === 1) to++;
    if (this.inRun) {
      this.hidden = NOTHING;
      this.inRun = to === stop;
      return to;
    }
    const after = byteAt(text, to, end);
    const closesLine = to === end || after === 10 || after === 13 || after === 92 || after === 45;
    if (to - at < LONG_RUN && !closesLine) {
      const head = this.headOfLine(text, to, end);
      if (head <= to) this.open = false;
      return Math.max(head, to);
    }
    this.hidden = PLACEHOLDER;
    this.inRun = to === stop;
    return to;
  }

  /** Of a line that holds more than base64, the beginning of its last part if that is a run; `at` if it is not. */
  private headOfLine(text: Uint8Array, at: number, end: number): number {
    let runFrom = at;
    const stop = Math.min(end, at + LONGEST_LINE);
    for (let i = at; i < stop; i++) {
      const byte = text[i]!;
      if (byte === 10 || byte === 13 || byte === 92)
        return i - runFrom >= LONG_RUN || isHeader(text, at, i) ? runFrom : at;
      if (BASE64[byte] === 0) runFrom = i + 1;
    }
    return stop - runFrom >= LONG_RUN ? runFrom : at;
  }
}

/** `Proc-Type: 4,ENCRYPTED` and the like. */
function isHeader(text: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text[i] === 58) return byteAt(text, i + 1, to) === 32 && i - from < 24;
  return false;
}

function startsWith(text: Uint8Array, at: number, end: number, bytes: readonly number[]): boolean {
  if (at + bytes.length > end) return false;
  for (let i = 0; i < bytes.length; i++) if (text[at + i] !== bytes[i]) return false;
  return true;
}
