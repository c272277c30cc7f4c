/**
 * How well a text fits what was typed: null when not at all, otherwise lower is better. Every word must be in it;
 * words at the start of a word count more.
 */
export function fit(text: string, typed: string): number | null {
  const where = text.toLowerCase();
  let score = 0;
  for (const word of typed.toLowerCase().split(/\s+/)) {
    if (!word) continue;
    const at = where.indexOf(word);
    if (at < 0) return null;
    const atWord = at === 0 || where.includes(` ${word}`);
    score += (atWord ? 0 : 100) + at;
  }
  return score;
}
