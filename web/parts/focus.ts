import { tick } from 'svelte';

/** Whether `around` may take the focus: it has it, or it went with what had it. */
export function canTakeFocus(around?: Element): boolean {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || (around?.contains(activeElement) ?? false);
}

const CONTROLS = 'button:not(:disabled), input:not(:disabled), textarea:not(:disabled), summary';

/** Where the focus went with what had it: gives it to the first control of the first of these that is still there. */
export async function keepFocus(...around: (Element | null | undefined)[]): Promise<void> {
  await tick();
  if (!canTakeFocus()) return;
  const there = around.find((element) => element?.isConnected && element.querySelector(CONTROLS));
  there?.querySelector<HTMLElement>(CONTROLS)?.focus({ preventScroll: true });
}
