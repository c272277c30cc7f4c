/** Whether `around` may take the focus: it has it, or it went with what had it. */
export function canTakeFocus(around?: Element): boolean {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || (around?.contains(activeElement) ?? false);
}
