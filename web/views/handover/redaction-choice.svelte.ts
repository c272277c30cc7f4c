import type { RedactKind, RedactOptions } from '../../../workers/public-api';
import { patternsIn } from './chosen-files';

/** What is replaced by aliases. */
export class RedactionChoice {
  on = $state(false);
  /** Kinds that are switched off. */
  kindsOff = $state.raw<readonly RedactKind[]>([]);
  /** Further words, one a line; they are confidential themselves and remembered nowhere. */
  words = $state('');

  isOn(kind: RedactKind): boolean {
    return !this.kindsOff.includes(kind);
  }

  setKind(kind: RedactKind, isOn: boolean): void {
    const others = this.kindsOff.filter((other) => other !== kind);
    this.kindsOff = isOn ? others : [...others, kind];
  }

  get options(): RedactOptions | undefined {
    if (!this.on) return undefined;
    const words = patternsIn(this.words);
    const off = this.kindsOff.map((kind) => [kind, false] as const);
    return {
      ...(off.length > 0 ? { kinds: Object.fromEntries(off) } : {}),
      ...(words.length > 0 ? { words } : {}),
    };
  }
}
