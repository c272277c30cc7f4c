/** Whether a path is meant by a pattern. */
export type PathTest = (path: string) => boolean;

/**
 * What a chosen path means: itself; with a `/` at its end everything below it; with `*` in it every path that has its
 * parts in that order, `*` being any characters, `/` too. Takes time in proportion to path and pattern.
 */
export function pathTest(pattern: string): PathTest {
  if (!pattern.includes('*')) {
    return pattern.endsWith('/') ? (path) => path.startsWith(pattern) : (path) => path === pattern;
  }
  const [first = '', ...rest] = (pattern.endsWith('/') ? `${pattern}*` : pattern).split('*');
  const last = rest.pop() ?? '';
  return (path) => {
    if (path === pattern) return true;
    if (!path.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = path.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return path.length - last.length >= at && path.endsWith(last);
  };
}
