/** A value in the query language, quoted when it would not stand by itself. */
export function queryValue(value: string): string {
  if (/^[\w./@+-]+$/.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
