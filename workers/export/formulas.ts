/**
 * What makes a spreadsheet take a cell for a formula, as its first character: also before line feeds, and in the width
 * that East Asian ones know. papaparse puts `'` before such cells; its own expression misses texts of several lines.
 */
export const FORMULA_BEGIN = /^[=+\-@\t\r\n＝＋－＠]/;
