import { byteAt, byteSet, isWordByte } from './byte-classes';

const PLACEHOLDER = new TextEncoder().encode('REDACTED');
const NOTHING = new Uint8Array(0);
const BASE64 = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=');
const IN_LABEL = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ');
/** Ends of lines, escapes of them, and of strings and elements. */
const ENDS_VALUE = byteSet('\r\n\\"\'<');
const BLANK = byteSet(' \t\r\n');
/** Base64 of a key or certificate fills lines of 64 or 76 characters; only the last one is shorter. */
const FULL_LINE = 48;
/** Runs of base64 without a PEM header that are a key or certificate by their beginning. */
const LONG_RUN = 64;
const STEP = 1024;
const LONGEST_LABEL = 64;
const LONGEST_LINE = 1024;
const MOST_BACKSLASHES = 16;
const DASHES = '-----';
const BEGIN = '-----BEGIN ';
const END = '-----END ';
/** Beginnings of base64: DER of more than 127 bytes, PEM, public keys of SSH. */
const BEGINNINGS = [
  'MII',
  'MIG',
  'MIH',
  'MIE',
  'MIC',
  'MHcCAQEE',
  'MC4CAQAw',
  'LS0tLS1CRUdJTi',
  'AAAAB3NzaC1',
  'AAAAC3NzaC1',
  'AAAAE2VjZHNh',
];

/**
 * Goes through the body of a PEM block, or through a run of base64 that is one: what is base64 becomes a placeholder, while
 * lines, their heads and escapes stay as they are, so that whatever follows keeps its place. Nothing of it is held back, and
 * a block without an end is over where its lines are.
 */
export class SecretBlock {
  /** Whether a block was begun and has not ended. */
  open = false;
  bodyFrom = 0;
  /** What takes the place of what `step` went over; null when that stays. */
  hidden: Uint8Array | null = null;
  private inRun = false;
  /** A short line came: only the end can follow, or more lines of nothing but base64 below a header of PEM. */
  private atEnd = false;
  private hasHeader = false;

  constructor(private readonly hides: { key: boolean; certificate: boolean }) {}

  /** Whether a PEM block that has to be hidden begins at a place. */
  begins(text: Uint8Array, at: number, end: number): boolean {
    if (!startsWith(text, at, end, BEGIN)) return false;
    const from = at + BEGIN.length;
    let to = from;
    while (to < end && to - from < LONGEST_LABEL && IN_LABEL[text[to]!] === 1) to++;
    if (to === from || !startsWith(text, to, end, DASHES)) return false;
    const isKey = String.fromCharCode(...text.subarray(from, to)).includes('PRIVATE');
    if (!(isKey ? this.hides.key : this.hides.certificate)) return false;
    this.begin(to + DASHES.length, true);
    return true;
  }

  /** Whether base64 that has to be hidden begins with a word. */
  beginsWith(text: Uint8Array, at: number, end: number): boolean {
    if (!this.hides.key && !this.hides.certificate) return false;
    if (runEnd(text, at, Math.min(end, at + LONG_RUN)) - at < LONG_RUN) return false;
    if (!BEGINNINGS.some((beginning) => startsWith(text, at, end, beginning))) return false;
    this.begin(at, false);
    return true;
  }

  /** Goes one step through the body; answers where to. */
  step(text: Uint8Array, at: number, end: number): number {
    this.hidden = null;
    const byte = text[at]!;
    if (BASE64[byte] === 1) return this.run(text, at, end);
    this.inRun = false;
    if (BLANK[byte] === 1) return at + 1;
    if (byte === 92) {
      // Escaped again for each text that it stands in: `\\n`, `\\\\n`.
      let letter = at + 1;
      while (letter - at < MOST_BACKSLASHES && byteAt(text, letter, end) === 92) letter++;
      if (isWordByte(byteAt(text, letter, end))) return letter + 1;
    }
    const to = startsWith(text, at, end, END) ? at : this.headEnd(text, at, end);
    if (to > at) return to;
    this.open = false;
    return at;
  }

  private begin(bodyFrom: number, hasHeader: boolean): void {
    this.open = true;
    this.hasHeader = hasHeader;
    this.inRun = false;
    this.atEnd = false;
    this.bodyFrom = bodyFrom;
  }

  private run(text: Uint8Array, at: number, end: number): number {
    const to = runEnd(text, at, Math.min(end, at + STEP));
    const goesOn = to - at === STEP;
    if (this.inRun) {
      this.hidden = NOTHING;
      this.inRun = goesOn;
      return to;
    }
    const isFull = to - at >= FULL_LINE;
    if (!isFull && ((this.atEnd && !this.hasHeader) || !closesLine(text, to, end))) {
      const head = this.headEnd(text, at, end);
      if (head === at) this.open = false;
      return head;
    }
    this.atEnd = !isFull;
    this.hidden = PLACEHOLDER;
    this.inRun = goesOn;
    return to;
  }

  /**
   * Where the base64 of a line begins that has a head: the line of a log, or a header of PEM, which stays whole; `at` when
   * there is none.
   */
  private headEnd(text: Uint8Array, at: number, end: number): number {
    if (this.atEnd) return at;
    const stop = Math.min(end, at + LONGEST_LINE);
    let runFrom = at;
    let i = at;
    for (; i < stop && text[i] !== 10 && text[i] !== 13 && text[i] !== 92; i++) {
      if (BASE64[text[i]!] === 0) runFrom = i + 1;
    }
    if (i - runFrom >= FULL_LINE) return runFrom;
    if (isHeader(text, at, i)) return i;
    // The last line of a block in a log, which marks its continuations so.
    const marked = runFrom - at >= 4 && text[runFrom - 2] === 62 && text[runFrom - 3] === 45;
    return marked && i > runFrom ? runFrom : at;
  }
}

function closesLine(text: Uint8Array, at: number, end: number): boolean {
  const byte = byteAt(text, at, end);
  return at === end || ENDS_VALUE[byte] === 1 || startsWith(text, at, end, DASHES);
}

function runEnd(text: Uint8Array, at: number, stop: number): number {
  let to = at;
  while (to < stop && BASE64[text[to]!] === 1) to++;
  return to;
}

/** `Proc-Type: 4,ENCRYPTED`, `DEK-Info: …`, and what comments of keys begin with. */
function isHeader(text: Uint8Array, from: number, to: number): boolean {
  const line = String.fromCharCode(...text.subarray(from, Math.min(to, from + 16)));
  return /^(?:Proc-Type|DEK-Info|Comment|Version|Hash|X-[\w-]+):/.test(line);
}

function startsWith(text: Uint8Array, at: number, end: number, beginning: string): boolean {
  if (at + beginning.length > end) return false;
  for (let i = 0; i < beginning.length; i++) if (text[at + i] !== beginning.charCodeAt(i)) return false;
  return true;
}
