import type { PooledDraft } from './traced-operation';
import type { Activity } from './trace-source';

interface Kept {
  ms: number;
  who: string;
  client: string | null;
  text: string;
  evidence: number;
}

/** Who did what on which host, in the order of time, to find the one person behind an operation. */
export class Activities {
  readonly #byPlace = new Map<string, Kept[]>();
  readonly #filtered = new Map<string, { list: Kept[]; runs: Uint32Array }>();

  add({ family, origin, ms, who, client, text }: Activity, evidence: number): void {
    const place = `${family}@${origin}`;
    const kept = { ms, who, client, text, evidence };
    const list = this.#byPlace.get(place);
    if (list) list.push(kept);
    else this.#byPlace.set(place, [kept]);
    this.#filtered.clear();
  }

  /** Fills in the person that the draft seeks, if exactly one was active in the time before it. */
  fill(draft: PooledDraft): void {
    const { seeks, origin, start, end } = draft;
    const at = (start ?? end)?.ms;
    if (seeks === null || at === undefined) return;
    const { list, runs } = this.#sorted(`${seeks.family}@${origin}`, seeks.pattern);
    const last = lastAtOrBefore(list, at);
    if (last < 0 || list[last]!.ms < at - seeks.withinMs) return;
    // Everything of the run of one person that ends here: somebody else before it must have been too early.
    const before = runs[last]! - 1;
    if (before >= 0 && list[before]!.ms >= at - seeks.withinMs) return;
    const { who, client, text, evidence } = list[last]!;
    draft.who = who;
    draft.client ??= client;
    draft.joined.who = `${seeks.reason}: ${text}`;
    draft.evidence.push(evidence);
  }

  #sorted(place: string, pattern: RegExp | undefined): { list: Kept[]; runs: Uint32Array } {
    const key = `${place} ${String(pattern)}`;
    let known = this.#filtered.get(key);
    if (!known) {
      const all = this.#byPlace.get(place) ?? [];
      const list = (pattern ? all.filter(({ text }) => pattern.test(text)) : [...all]).sort(
        (a, b) => a.ms - b.ms,
      );
      const runs = new Uint32Array(list.length);
      for (let i = 1; i < list.length; i++) runs[i] = list[i]!.who === list[i - 1]!.who ? runs[i - 1]! : i;
      this.#filtered.set(key, (known = { list, runs }));
    }
    return known;
  }
}

function lastAtOrBefore(list: readonly Kept[], ms: number): number {
  let low = -1;
  let high = list.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle]!.ms <= ms) low = middle;
    else high = middle;
  }
  return low;
}
