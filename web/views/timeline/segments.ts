/** A piece of a message as it is drawn. */
export interface Segment {
  kind: 'plain' | 'hit' | 'control';
  text: string;
}

// Control characters, and what changes the direction or hides in a line without being seen.
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const MOST_HITS = 200;

/** Cuts a text into plain pieces, matches of `highlighter` and control characters made visible. */
export function segmentsOf(text: string, highlighter: RegExp | null): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  let hits = 0;
  if (highlighter) {
    highlighter.lastIndex = 0;
    for (let match = highlighter.exec(text); match && hits < MOST_HITS; match = highlighter.exec(text)) {
      if (match[0] === '') {
        highlighter.lastIndex++;
        continue;
      }
      addVisible(segments, text.slice(at, match.index), 'plain');
      addVisible(segments, match[0], 'hit');
      at = match.index + match[0].length;
      hits++;
    }
  }
  addVisible(segments, text.slice(at), 'plain');
  return segments;
}

function addVisible(segments: Segment[], text: string, kind: 'plain' | 'hit'): void {
  let at = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > at) segments.push({ kind, text: text.slice(at, match.index) });
    segments.push({ kind: 'control', text: pictureOf(match[0].charCodeAt(0)) });
    at = match.index + 1;
  }
  if (at < text.length) segments.push({ kind, text: text.slice(at) });
}

/** `␛` for ESC, `⇥` for a tab, `<U+202E>` for what has no picture. */
function pictureOf(code: number): string {
  if (code === 9) return '⇥';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
