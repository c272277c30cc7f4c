/** The candidate with the fewest typing slips (insert, drop, swap, exchange neighbours) from `word`; first one on a tie. */
export function nearest(word: string, candidates: readonly string[]): string {
  let best = candidates[0]!;
  let least = Infinity;
  for (const candidate of candidates) {
    const slips = distance(word.slice(0, LONGEST), candidate);
    if (slips < least) [best, least] = [candidate, slips];
  }
  return best;
}

/** Longer words are near to nothing; this keeps a hostile one cheap. */
const LONGEST = 64;

function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      let slips = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, before[j - 2]! + 1);
      }
      row.push(slips);
    }
    [before, above] = [above, row];
  }
  return above[b.length]!;
}
