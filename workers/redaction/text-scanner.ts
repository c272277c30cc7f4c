import { byteSet, CLASS, endOf, FOLD, goesOnWord } from './byte-classes';
import type { Dispatch } from './dispatch';
import { ESCAPES } from './encoded-bytes';
import { escapeLength } from './escapes';
import type { Label } from './kind';
import { beginningAt, type NameTrie } from './name-trie';
import { hostEnd } from './host-text';
import { PendingValues, type PendingValue } from './pending-values';
import { SecretBlock } from './secret-block';

/** Bytes before a place, and behind it, that decide what it is. What is held back is no more than both. */
export const LOOK_BEHIND = 256;
export const LOOK_AHEAD = 4096;

/** Longer words are looked at in pieces of which only the first counts as the beginning of a word. */
const LONGEST_WORD = 1024;

/** Longest part of a host's name between dots that is told as one. */
const LONGEST_LABEL = 255;

/** What to look for. */
export interface Matching {
  dispatch: Dispatch;
  /** Found as whole words. */
  names: NameTrie;
  /** Found inside words as well. */
  inside: NameTrie;
  /** Domains of the case: what stands before one, with a dot, is a host. */
  domains: NameTrie;
  hostKind: number;
  labels: NameTrie;
  /** By `beginningAt`, whether a name or a label begins so. */
  begins: Uint8Array;
  /** Bytes outside of words that something may begin with. */
  mayBegin: Uint8Array;
  /** Of the numbers that `labels` has. */
  labelList: readonly { label: Label; kind: number }[];
  /** Labels at the ends of longer words, in lower case; by `endOf`, whether one ends so. */
  endings: readonly { bytes: Uint8Array; label: number }[];
  mayEnd: Uint8Array;
  /** What to do with blocks of keys and certificates. */
  hidesBlock: { key: boolean; certificate: boolean };
}

/** Says what takes the place of what was found: null, that it stays, and that something else may be in it. */
export interface Replacer {
  /** `isTold`: a label says what it is. */
  shape(kind: number, isTold: boolean, text: Uint8Array, from: number, to: number): Uint8Array | null;
  name(term: number, text: Uint8Array, from: number, to: number, end: number): Uint8Array | null;
}

/** Signs that an escape begins with, or ends its beginning with. */
const MAY_ESCAPE = byteSet('\\%[');

/** What base64 of keys and certificates begins with. */
const SECRET_STARTS = byteSet('MLA');

/** `uuid`; words with one of these at their end are longer. */
const SHORTEST_ENDING = 4;

/** What goes on behind a word in a host's full name. */
const IN_HOST = byteSet('.-_');

const DASH = 45;

const NAME = -1;
const INSIDE = -2;
/** Of the value of a label, instead of a term. */
const TOLD = 1;
/** Takes the place of more of what was replaced already. */
const NOTHING = new Uint8Array(0);

/**
 * Goes through one text from left to right, and replaces what is found. At a place the longest of what begins there
 * counts. What it finds does not depend on how the text is cut into chunks.
 */
export class TextScanner {
  private buffer = new Uint8Array(0);
  private end = 0;
  /** How far it has looked, and how far it has written. */
  private at = 0;
  private copied = 0;
  private readonly values = new PendingValues();
  /** Bytes that a secret goes on with that was longer than what is looked at. */
  private hidden: Uint8Array | null = null;
  /** In a block, or in what goes on to be hidden. */
  private isPassing = false;
  private output = new Uint8Array(0);
  private written = 0;
  private readonly block: SecretBlock;
  changed = false;

  constructor(
    private readonly matching: Matching,
    private readonly replacer: Replacer,
  ) {
    this.block = new SecretBlock(matching.hidesBlock);
  }

  push(bytes: Uint8Array, final: boolean): Uint8Array {
    this.take(bytes);
    this.written = 0;
    if (this.output.length < this.end) this.output = new Uint8Array(this.end + 1024);
    this.scan(final ? this.end : this.end - LOOK_AHEAD);
    this.copyTo(final ? this.end : this.at);
    return this.output.slice(0, this.written);
  }

  private take(bytes: Uint8Array): void {
    const keep = Math.max(0, Math.min(this.copied, this.at - LOOK_BEHIND));
    const rest = this.end - keep;
    const length = rest + bytes.length;
    if (length > this.buffer.length) {
      const larger = new Uint8Array(length + LOOK_AHEAD);
      larger.set(this.buffer.subarray(keep, this.end));
      this.buffer.fill(0);
      this.buffer = larger;
    } else {
      this.buffer.copyWithin(0, keep, this.end);
    }
    this.buffer.set(bytes, rest);
    this.end = length;
    this.at -= keep;
    this.copied -= keep;
    this.values.move(keep);
  }

  private scan(limit: number): void {
    const { buffer, end, values } = this;
    const mayBegin = this.matching.mayBegin;
    let at = this.at;
    while (at < limit) {
      if (this.isPassing) {
        at = this.pass(at, limit);
        continue;
      }
      const byte = buffer[at]!;
      if (CLASS[byte] === 0) {
        if (mayBegin[byte] !== 0 || at >= values.from) {
          if (byte === DASH && this.block.begins(buffer, at, end)) {
            this.isPassing = true;
            at = this.block.bodyFrom;
            continue;
          }
          const to = this.isOdd(at, byte) ? this.replaceAt(at, at, 0) : 0;
          if (to > at) {
            at = to;
            continue;
          }
        }
        at++;
        continue;
      }
      const from = at;
      const stop = Math.min(end, from + LONGEST_WORD);
      let mask = 0;
      do mask |= CLASS[buffer[at++]!]!;
      while (at < stop && CLASS[buffer[at]!] !== 0);
      at = this.word(from, at, mask);
    }
    this.at = at;
  }

  /** Whether a byte outside of words may begin something. */
  private isOdd(at: number, byte: number): boolean {
    const { dispatch, names, inside, labels } = this.matching;
    return (
      dispatch.ofByte(byte, at + 1 < this.end ? this.buffer[at + 1]! : 0) !== 0 ||
      names.oddStarts[byte] !== 0 ||
      inside.oddStarts[byte] !== 0 ||
      (!inside.empty && inside.mayBeginEscaped(this.buffer, at, this.end)) ||
      (labels.oddStarts[byte] !== 0 && labels.mayBegin(this.buffer, at, this.end)) ||
      at >= this.values.from
    );
  }

  /** Looks at a word; answers where to go on. */
  private word(from: number, wordEnd: number, mask: number): number {
    const { buffer, end } = this;
    const { inside, dispatch, begins, mayEnd } = this.matching;
    const before = from > 0 ? buffer[from - 1]! : 0;
    if (wordEnd - from > SHORTEST_ENDING && mayEnd[endOf(buffer, wordEnd)] === 1)
      this.announceEnding(from, wordEnd);
    // A value may begin inside of a word, as behind the letter of `-psecret`.
    if (CLASS[before] === 0 || from === this.values.from) {
      if (
        wordEnd - from > 2 &&
        SECRET_STARTS[buffer[from]!] === 1 &&
        this.block.beginsWith(buffer, from, end)
      ) {
        this.isPassing = true;
        return from;
      }
      const next = wordEnd < end ? buffer[wordEnd]! : 0;
      const mayBegin =
        begins[beginningAt(buffer, from, end)] !== 0 ||
        from >= this.values.from ||
        dispatch.ofWord(mask, wordEnd - from, next) !== 0 ||
        (IN_HOST[next] === 1 && !this.matching.domains.empty);
      const to = mayBegin ? this.replaceAt(from, wordEnd, mask) : 0;
      if (to > 0) return to;
      const skipped = MAY_ESCAPE[before] === 1 ? escapeLength(buffer, from, wordEnd) : 0;
      if (skipped > 0) {
        let rest = 0;
        for (let i = from + skipped; i < wordEnd; i++) rest |= CLASS[buffer[i]!]!;
        const restEnd = this.replaceAt(from + skipped, wordEnd, rest);
        if (restEnd > 0) return restEnd;
        if (
          SECRET_STARTS[buffer[from + skipped]!] === 1 &&
          this.block.beginsWith(buffer, from + skipped, end)
        ) {
          this.isPassing = true;
          return from + skipped;
        }
      }
    }
    const next = this.values.from;
    const stop = next > from && next < wordEnd ? next : wordEnd;
    if (inside.empty) return stop;
    // Of a word that an escape goes on the last two letters may begin one.
    const escaped = wordEnd < end && ESCAPES[buffer[wordEnd]!] !== 0 ? wordEnd - 2 : wordEnd;
    for (let i = from; i < stop; i++) {
      if (!inside.mayBegin(buffer, i, end) && (i < escaped || !inside.mayBeginEscaped(buffer, i, end)))
        continue;
      const to = inside.longestInside(buffer, i, end);
      if (to === 0) continue;
      const bytes = this.replacer.name(inside.term, buffer, i, to, this.end);
      if (bytes === null) continue;
      this.put(i, to, bytes);
      return to;
    }
    return stop;
  }

  private readonly candidateTo: number[] = [];
  private readonly candidateKind: number[] = [];
  private readonly candidateTerm: number[] = [];
  private candidates = 0;

  private add(to: number, kind: number, term: number): void {
    const at = this.candidates++;
    this.candidateTo[at] = to;
    this.candidateKind[at] = kind;
    this.candidateTerm[at] = term;
  }

  /** Replaces the longest that begins at a place; answers its end, or 0 when there is nothing. */
  private replaceAt(at: number, wordEnd: number, mask: number): number {
    const { buffer, end } = this;
    const { dispatch, names, inside, labels } = this.matching;
    this.candidates = 0;
    // Before another label that the value may begin with.
    const value = at >= this.values.from ? this.values.take(at) : undefined;
    if (labels.mayBegin(buffer, at, end)) this.announce(at);
    if (names.mayBegin(buffer, at, end)) {
      const to = names.longest(buffer, at, end, true);
      if (to > 0) this.add(to, NAME, names.term);
    }
    if (!inside.empty && (inside.mayBegin(buffer, at, end) || inside.mayBeginEscaped(buffer, at, end))) {
      const to = inside.longestInside(buffer, at, end);
      if (to > 0) this.add(to, INSIDE, inside.term);
    }
    if (value !== undefined) this.add(value.to, value.kind, TOLD);
    const next = wordEnd < end ? buffer[wordEnd]! : 0;
    const list =
      wordEnd > at
        ? dispatch.ofWord(mask, wordEnd - at, next)
        : dispatch.ofByte(buffer[at]!, at + 1 < end ? buffer[at + 1]! : 0);
    if (list !== 0) {
      const finders = dispatch.lists[list]!;
      for (let i = 0; i < finders.length; i++) {
        const to = finders[i]!.end(buffer, at, end);
        if (to > at) this.add(to, finders[i]!.kind, 0);
      }
    }
    const mayBeHost = IN_HOST[next] === 1 && wordEnd > at && wordEnd - at <= LONGEST_LABEL;
    if (mayBeHost && !this.matching.domains.empty && !goesOnWord(buffer, at)) {
      const to = hostEnd(buffer, wordEnd, end, this.matching.domains);
      if (to > 0) this.add(to, this.matching.hostKind, 0);
    }
    return this.candidates === 0 ? 0 : this.replaceLongest(at, value);
  }

  private replaceLongest(at: number, value: PendingValue | undefined): number {
    const { buffer, end, candidateTo, candidateKind, candidateTerm } = this;
    let count = this.candidates;
    while (count > 0) {
      let best = 0;
      for (let i = 1; i < count; i++) if (candidateTo[i]! > candidateTo[best]!) best = i;
      const to = candidateTo[best]!;
      const kind = candidateKind[best]!;
      const bytes =
        kind < 0
          ? this.replacer.name(candidateTerm[best]!, buffer, at, to, end)
          : this.replacer.shape(kind, candidateTerm[best] === TOLD, buffer, at, to);
      // In what stays as a whole there may be something else.
      if (bytes !== null) {
        this.put(at, to, bytes);
        if (value?.rest !== undefined && kind === value.kind && to === value.to) {
          this.hidden = value.rest;
          this.isPassing = true;
        }
        return to;
      }
      count--;
      candidateTo[best] = candidateTo[count]!;
      candidateKind[best] = candidateKind[count]!;
      candidateTerm[best] = candidateTerm[count]!;
    }
    return 0;
  }

  private announce(at: number): void {
    const { labels, labelList } = this.matching;
    const labelEnd = labels.longest(this.buffer, at, this.end, true);
    if (labelEnd > 0) this.announceValues(at, labelEnd, labelList[labels.term]!);
  }

  private announceEnding(from: number, wordEnd: number): void {
    for (const { bytes, label } of this.matching.endings) {
      const at = wordEnd - bytes.length;
      if (at <= from) continue;
      let i = bytes.length;
      while (i > 0 && FOLD[this.buffer[at + i - 1]!] === bytes[i - 1]) i--;
      if (i === 0) this.announceValues(from, wordEnd, this.matching.labelList[label]!);
    }
  }

  private announceValues(at: number, labelEnd: number, { label, kind }: Matching['labelList'][number]): void {
    // The end of an element, behind which its value is over.
    if (at > 1 && this.buffer[at - 1] === 47 && this.buffer[at - 2] === 60) return;
    const found = label.value(this.buffer, labelEnd, this.end);
    if (found === null) return;
    for (const { from, to, rest } of 'from' in found ? [found] : found) {
      if (to > from) this.values.add({ from, to, rest, kind });
    }
  }

  private pass(at: number, limit: number): number {
    if (this.hidden !== null) return this.inHidden(at, limit, this.hidden);
    if (this.block.open) return this.inBlock(at);
    this.isPassing = false;
    return at;
  }

  private inHidden(at: number, limit: number, hidden: Uint8Array): number {
    let to = at;
    while (to < limit && hidden[this.buffer[to]!] === 1) to++;
    if (to < limit) this.hidden = null;
    this.put(at, to, NOTHING);
    return to;
  }

  private inBlock(at: number): number {
    const to = this.block.step(this.buffer, at, this.end);
    if (this.block.hidden !== null) this.put(at, to, this.block.hidden);
    return to;
  }

  private put(from: number, to: number, bytes: Uint8Array): void {
    this.copyTo(from);
    this.room(bytes.length);
    this.output.set(bytes, this.written);
    this.written += bytes.length;
    this.copied = to;
    this.changed = true;
  }

  private copyTo(at: number): void {
    if (at <= this.copied) return;
    this.room(at - this.copied);
    this.output.set(this.buffer.subarray(this.copied, at), this.written);
    this.written += at - this.copied;
    this.copied = at;
  }

  private room(length: number): void {
    if (this.written + length <= this.output.length) return;
    const larger = new Uint8Array(2 * (this.written + length));
    larger.set(this.output.subarray(0, this.written));
    this.output = larger;
  }
}
