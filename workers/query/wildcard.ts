/**
 * Whether the whole `text` fits the pattern, without regard to case; `*` stands for any run of characters.
 * Greedy with one step back, so a hostile pattern costs at most pattern × text.
 */
export function wildcardMatches(pattern: string, text: string): boolean {
  return foldedMatches(pattern.toLowerCase(), text.toLowerCase());
}

/** Whether the path, or its tail from the start of any component, fits the pattern. A leading `/` means nothing. */
export function pathMatches(pattern: string, path: string): boolean {
  const wanted = pattern.toLowerCase().replace(/^\/+/, '');
  const whole = path.toLowerCase();
  for (let at = 0; at >= 0; at = whole.indexOf('/', at) + 1 || -1) {
    if (foldedMatches(wanted, whole.slice(at))) return true;
  }
  return false;
}

function foldedMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
