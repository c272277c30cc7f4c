/** Longest event, and longest line, that is read whole, in characters; what comes behind is left out. */
const MAX_EVENT = 64 * 1024;
/** An event begins where `Time` begins a line, behind the time of delivery that an export to S3 puts there. */
const BEGIN = /((?:\d{4}-\d\d-\d\dT[\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)? |\d{13} )?)Time[ \t]*:/y;

/** One event of a text. */
export interface EventText {
  /** From `Time` on, line ends as they are. */
  text: string;
  /** 1-based line of the file that it begins in. */
  line: number;
}

/** Cuts a log that comes in pieces into its events; text before the first one is no event. */
export class EventSplitter {
  /** A line that the last piece did not end. */
  #partial = '';
  /** The rest of this line is left out: it is too long. */
  #skips = false;
  /** The event that is under way, as far as the last pieces had it; null before the first. */
  #pending: string | null = null;
  #pendingLine = 0;
  #line = 1;

  /** Takes the next piece of the text; `final` when nothing comes after it. */
  *push(piece: string, final: boolean): Generator<EventText> {
    const skips = this.#skips && !piece.includes('\n');
    const text = this.#joined(piece);
    let at = this.#line === 1 && text.startsWith('\ufeff') ? 1 : 0;
    let from = at;
    while (at < text.length) {
      const end = text.indexOf('\n', at);
      if (end < 0 && !final) break;
      const prefix = beginOf(text, at);
      if (prefix !== null) {
        if (this.#pending !== null) yield this.#event(text, from, at);
        this.#pending = '';
        this.#pendingLine = this.#line;
        from = at + prefix;
      }
      at = end < 0 ? text.length : end + 1;
      this.#line++;
    }
    if (final && this.#pending !== null) {
      yield this.#event(text, from, at);
      this.#pending = null;
    } else if (this.#pending !== null && this.#pending.length < MAX_EVENT) {
      this.#pending += text.slice(from, Math.min(at, from + MAX_EVENT));
    }
    this.#partial = text.slice(at, at + MAX_EVENT);
    this.#skips = skips || text.length - at > MAX_EVENT;
  }

  /** The piece behind the line that was not ended yet. */
  #joined(piece: string): string {
    if (!this.#skips) return this.#partial + piece;
    const end = piece.indexOf('\n');
    return end < 0 ? this.#partial : this.#partial + piece.slice(end);
  }

  #event(text: string, from: number, to: number): EventText {
    const rest = text.slice(from, Math.min(to, from + MAX_EVENT));
    return { text: this.#pending ? this.#pending + rest : rest, line: this.#pendingLine };
  }
}

/** Characters before `Time` when an event begins here, else null. */
function beginOf(text: string, at: number): number | null {
  const first = text.charCodeAt(at);
  if (first !== 0x54 && !(first >= 0x30 && first <= 0x39)) return null;
  BEGIN.lastIndex = at;
  return BEGIN.exec(text)?.[1]?.length ?? null;
}
