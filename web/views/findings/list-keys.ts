/** Where a key leads in a list of rows of which one is selected; null when it leads nowhere. */
export function movedBy(
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
  selected: number,
  total: number,
  page: number,
): number | null {
  if (ctrlKey || metaKey || altKey || shiftKey || total === 0) return null;
  const to: Record<string, number> = {
    ArrowDown: selected + 1,
    ArrowUp: selected - 1,
    PageDown: selected + page,
    PageUp: selected - page,
    Home: 0,
    End: total - 1,
  };
  const next = to[key];
  return next === undefined ? null : Math.min(total - 1, Math.max(0, next));
}
