/** A piece of a line, and whether the other line has another one in its place. */
export interface Part {
  text: string;
  changed: boolean;
}

/** Most pieces of a line that are compared one with the other; of a longer line only its two ends are told apart. */
const MOST = 400;

/** Words with what holds an address or a name together, blanks, and single signs. */
const PIECE = /[\p{L}\p{N}_]+(?:[.:@-][\p{L}\p{N}_]+)*|\s+|[^\p{L}\p{N}_\s]/gu;

/** What differs between a line before and after redaction. */
export function changedParts(before: string, after: string): { before: Part[]; after: Part[] } {
  const [a, b] = [before.match(PIECE) ?? [], after.match(PIECE) ?? []];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const middle = { a: a.slice(start, a.length - end), b: b.slice(start, b.length - end) };
  const same = middle.a.length > MOST || middle.b.length > MOST ? noneSame() : sameIn(middle.a, middle.b);
  return {
    before: merged(a, (index) => isChanged(index, a.length) && !same.a.has(index - start)),
    after: merged(b, (index) => isChanged(index, b.length) && !same.b.has(index - start)),
  };
  function isChanged(index: number, length: number): boolean {
    return index >= start && index < length - end;
  }
}

const noneSame = () => ({ a: new Set<number>(), b: new Set<number>() });

/** Indexes of the longest common subsequence in both lists. */
function sameIn(a: readonly string[], b: readonly string[]): { a: Set<number>; b: Set<number> } {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const same = noneSame();
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      same.a.add(i++);
      same.b.add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return same;
}

function merged(pieces: readonly string[], isChanged: (index: number) => boolean): Part[] {
  const parts: Part[] = [];
  pieces.forEach((text, index) => {
    const changed = isChanged(index);
    const last = parts.at(-1);
    if (last?.changed === changed) last.text += text;
    else parts.push({ text, changed });
  });
  return parts;
}
