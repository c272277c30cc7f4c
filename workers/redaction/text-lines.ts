import type { NameForm, NameRoad } from './name-road';
import type { NameList } from './name-list';

/** Characters of a line on either side of a needle that a form sees. */
const AROUND = 2_048;
/** Characters of a line without an end that are looked at again with what follows. */
const KEEP = 2 * AROUND;

export type TextReader = NonNullable<NameRoad['text']>;

/** Looks for the forms of names in a text that comes in pieces. */
export class TextLines {
  readonly #forms: readonly NameForm[];
  readonly #texts: readonly TextReader[];
  readonly #names: NameList;
  #held = '';
  /** What stood around the needles of this piece: the same is not read twice. */
  readonly #seen = new Set<string>();

  constructor(forms: readonly NameForm[], texts: readonly TextReader[], names: NameList) {
    this.#forms = forms;
    this.#texts = texts;
    this.#names = names;
  }

  /** Takes the next piece; `final` is true of the last one. */
  push(text: string, final: boolean): void {
    const all = this.#held + text;
    const end = final ? all.length : decided(all);
    this.#read(all, end);
    for (const read of this.#texts) read(all, end, this.#names);
    this.#held = all.slice(end);
    this.#seen.clear();
  }

  /** Forms whose needle begins before `end`. */
  #read(text: string, end: number): void {
    for (const [index, { needle, read }] of this.#forms.entries()) {
      for (
        let at = text.indexOf(needle);
        at >= 0 && at < end;
        at = text.indexOf(needle, at + needle.length)
      ) {
        const from = lineStart(text, at);
        const to = lineEnd(text, at + needle.length);
        // Logs repeat themselves: what stands around the needle is the same again and again.
        // Where in it, too: a short line may hold the needle twice.
        const near = `${index} ${Math.min(at - from, 96)} ${text.slice(Math.max(from, at - 96), Math.min(to, at + 160))}`;
        if (this.#seen.has(near)) continue;
        if (this.#seen.size < 20_000) this.#seen.add(near);
        read(text.slice(from, to), at - from, this.#names);
      }
    }
  }
}

/** How far the text is decided: up to its last line end, or all but what may belong to what follows. */
function decided(text: string): number {
  const lastLine = text.lastIndexOf('\n') + 1;
  return Math.max(0, lastLine, text.length - KEEP);
}

function lineStart(text: string, at: number): number {
  const from = Math.max(0, at - AROUND);
  return from + text.slice(from, at).lastIndexOf('\n') + 1;
}

function lineEnd(text: string, at: number): number {
  const near = text.slice(at, at + AROUND);
  const length = near.indexOf('\n');
  return at + (length < 0 ? near.length : length);
}
