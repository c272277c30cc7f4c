/**
 * What spreadsheets take for a formula, at the start of a cell, in the width that East Asian ones know too: it gets a
 * `'` in front. So does such a text with `'` in front already, so that reading back is certain. For papaparse, whose own
 * expression misses texts of several lines.
 */
export const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
