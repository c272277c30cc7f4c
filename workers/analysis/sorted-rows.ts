/** Comparisons between two pauses. */
const STEP = 20_000;

/**
 * Rows in rising order, equal ones as they stood: runs that are in order (or in reverse) already are found and
 * merged, so that what comes sorted costs one pass; pauses between steps, because a million rows take a while.
 */
export async function sortedRows(
  rows: Uint32Array,
  compare: (a: number, b: number) => number,
  pause: () => Promise<void>,
): Promise<Uint32Array> {
  let from = rows.slice();
  let bounds = await runs(from, compare, pause);
  let into = new Uint32Array(rows.length);
  while (bounds.length > 2) {
    const merged = [0];
    for (let run = 0; run + 1 < bounds.length; run += 2) {
      const [start, middle, end] = [bounds[run]!, bounds[run + 1]!, bounds[run + 2] ?? bounds[run + 1]!];
      await merge(from, into, [start, middle, end], compare, pause);
      merged.push(end);
    }
    [from, into] = [into, from];
    bounds = merged;
  }
  return from;
}

/** Where runs begin, and the end; runs that strictly fall are turned round. */
async function runs(
  rows: Uint32Array,
  compare: (a: number, b: number) => number,
  pause: () => Promise<void>,
): Promise<number[]> {
  const bounds = [0];
  let told = 0;
  for (let start = 0; start < rows.length;) {
    let end = start + 1;
    const falls = end < rows.length && compare(rows[start]!, rows[end]!) > 0;
    while (end < rows.length && compare(rows[end - 1]!, rows[end]!) > 0 === falls) end++;
    if (falls) rows.subarray(start, end).reverse();
    bounds.push(end);
    start = end;
    if (end - told < STEP) continue;
    told = end;
    await pause();
  }
  return bounds;
}

async function merge(
  from: Uint32Array,
  into: Uint32Array,
  [start, middle, end]: [number, number, number],
  compare: (a: number, b: number) => number,
  pause: () => Promise<void>,
): Promise<void> {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takesLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0);
    into[at] = takesLeft ? from[left++]! : from[right++]!;
    if (at % STEP === STEP - 1) await pause();
  }
}
