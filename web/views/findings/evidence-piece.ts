/** Lines and characters of a place that are shown before somebody asks for more. */
const FEW_LINES = 5;
const FEW_CHARACTERS = 700;

/** What is shown of a text at first, or the whole. */
export function pieceOf(text: string, whole: boolean): { text: string; isCut: boolean } {
  if (whole) return { text, isCut: false };
  let end = 0;
  for (let line = 0; line < FEW_LINES && end >= 0; line++) end = text.indexOf('\n', end + (line > 0 ? 1 : 0));
  const piece = (end < 0 ? text : text.slice(0, end)).slice(0, FEW_CHARACTERS);
  return { text: piece, isCut: piece.length < text.length };
}
