import type { PooledDraft } from './traced-operation';
import type { Activity, Seek } from './trace-source';

interface Kept {
  ms: number;
  who: string;
  client: string | null;
  text: string;
  evidence: number;
}

/** Activities looked through for those that a pattern names; of more nobody is the only one. */
const MOST_IN_TIME = 2_000;
/** Activities of one person looked through for the places they came from. */
const MOST_OF_ONE = 100;

/** Who did what on which host, in the order of time, to find the one person behind an operation. */
export class Activities {
  readonly #byPlace = new Map<string, { list: Kept[]; runs: Uint32Array | null }>();

  add({ family, origin, ms, who, client, text }: Activity, evidence: number): void {
    const place = `${family}@${origin}`;
    const kept = { ms, who, client, text, evidence };
    const known = this.#byPlace.get(place);
    if (known) {
      known.list.push(kept);
      known.runs = null;
    } else this.#byPlace.set(place, { list: [kept], runs: null });
  }

  /** Fills in the person that the draft seeks, if exactly one was active in the time before it. */
  fill(draft: PooledDraft): void {
    const { seeks, origin, start, end } = draft;
    const at = (start ?? end)?.ms;
    if (seeks === null || at === undefined) return;
    const found = this.#onlyOne(`${seeks.family}@${origin}`, seeks, at);
    if (!found) return;
    draft.who = found.who;
    draft.client ??= found.client;
    draft.joined.who = `${seeks.reason}${found.text}`;
    draft.evidence.push(found.evidence);
  }

  #onlyOne(place: string, { withinMs, pattern, rather }: Seek, at: number): Kept | null {
    const known = this.#byPlace.get(place);
    if (!known) return null;
    const { list, runs } = sorted(known);
    const last = lastAtOrBefore(list, at);
    if (last < 0 || list[last]!.ms < at - withinMs) return null;
    if (!pattern) {
      // The run of one person that ends here: somebody else before it must have been too early.
      const before = runs[last]! - 1;
      if (before >= 0 && list[before]!.ms >= at - withinMs) return null;
    }
    let only: Kept | null = null;
    let likely = false;
    let { client } = list[last]!;
    for (let i = last; i >= 0 && list[i]!.ms >= at - withinMs; i--) {
      const one = list[i]!;
      if (last - i > (pattern ? MOST_IN_TIME : MOST_OF_ONE)) {
        if (pattern) return null;
        client = null;
        break;
      }
      if (pattern && !pattern.test(one.text)) continue;
      if (only && only.who !== one.who) return null;
      // The person may sit at several places: nobody says which one it was.
      client = only === null || client === one.client ? one.client : null;
      if (likely) continue;
      likely = rather?.test(one.text) === true;
      if (only === null || likely) only = one;
    }
    return only && { ...only, client };
  }
}

/** In the order of time, with the index at which each person's run begins. */
function sorted(known: { list: Kept[]; runs: Uint32Array | null }): { list: Kept[]; runs: Uint32Array } {
  const { list } = known;
  if (known.runs) return { list, runs: known.runs };
  list.sort((a, b) => a.ms - b.ms);
  const runs = new Uint32Array(list.length);
  for (let i = 1; i < list.length; i++) runs[i] = list[i]!.who === list[i - 1]!.who ? runs[i - 1]! : i;
  known.runs = runs;
  return { list, runs };
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
