import type { FieldTerm } from '../field';
import { quoted } from '../quote';

/** The pattern of a field that knows `*` but no regular expressions. */
export function patternOf(term: FieldTerm): string {
  const { text, quoted: inQuotes } = term.value;
  if (!inQuotes && looksLikeRegex(text)) {
    term.fail(
      'query-bad-value',
      `${term.name}: takes no regular expression; use * for any run of characters, or put the value in quotes`,
      quoted(text),
    );
  }
  return text;
}

function looksLikeRegex(text: string): boolean {
  const last = text.lastIndexOf('/');
  if (!text.startsWith('/') || last < 2) return false;
  return /^[a-z]*$/.test(text.slice(last + 1)) && /[\\^$+?{}[\]|()]/.test(text.slice(1, last));
}

/** Operator and value of a pattern, quoted where it must be. */
export function writePattern(pattern: string): string {
  return `:${valueText(pattern)}`;
}

/** A value as it stands after an operator: bare when nothing in it can be taken for anything else. */
export function valueText(value: string): string {
  return /^[^\s"()/][^\s"()]*$/.test(value) ? value : quoted(value);
}
