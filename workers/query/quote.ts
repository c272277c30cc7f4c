/** A text as a phrase: in quotes, its own quotes and backslashes escaped. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
