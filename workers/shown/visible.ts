/* eslint-disable no-control-regex, no-misleading-character-class -- such characters are what this is about */
/**
 * Text from a bundle may hold characters that act on the display instead of showing: control characters, marks
 * that turn the writing direction, characters without width. Each becomes a visible sign here.
 */
const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

const ACTING_BUT_TAB = new RegExp(`(?!\\t)(?:${ACTING.source})`, 'g');

function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // The block of control pictures stands in the order of the control characters.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u2039U+${code.toString(16).toUpperCase().padStart(4, '0')}\u203a`;
}

/** A name or value for one line of the interface: nothing in it acts on the display. */
export function visible(text: string): string {
  return text.replace(ACTING, sign);
}

/** The same for a line of a text file, where a tab stays a tab. */
export function visibleLine(text: string): string {
  return text.replace(ACTING_BUT_TAB, sign);
}
