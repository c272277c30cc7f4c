import type { RecoveredPlace } from '../public-api';
import type { TextRun } from './text-runs';

/** Characters from which on a run of text counts as a string. */
export const MIN_STRING = 6;
/** Longest text kept of one string, in characters. */
const MAX_TEXT = 1024;
/** Characters of text kept in all. */
const MAX_KEPT = 16 * 1024 * 1024;

/** Where in a dump something was found. */
export type DumpPlace = RecoveredPlace;

export interface DumpString extends DumpPlace {
  text: string;
  encoding: 'utf-8' | 'utf-16le';
}

/** Counts the strings of a dump, and keeps the first that hold the text asked for. */
export class StringList {
  total = 0;
  readonly first: DumpString[] = [];
  readonly #filter: string;
  readonly #limit: number;
  #kept = 0;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** @param filter text they must hold, without regard to case; '' for all */
  constructor(filter: string, limit: number) {
    this.#filter = filter.toLowerCase();
    this.#limit = limit;
  }

  /** True once some were counted only. */
  get isCut(): boolean {
    return this.total > this.first.length;
  }

  take({ bytes, encoding }: TextRun, place: DumpPlace): void {
    if (bytes.length < MIN_STRING) return;
    const keeps = this.first.length < this.#limit && this.#kept < MAX_KEPT;
    if (!keeps && this.#filter === '') {
      this.total++;
      return;
    }
    const text = this.#decoder.decode(bytes).trim();
    if (text.length < MIN_STRING || !text.toLowerCase().includes(this.#filter)) return;
    this.total++;
    if (!keeps) return;
    const shown = text.slice(0, MAX_TEXT);
    this.#kept += shown.length;
    this.first.push({ ...place, text: shown, encoding });
  }
}
