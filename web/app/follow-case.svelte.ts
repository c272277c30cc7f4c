import { untrack } from 'svelte';
import type { App } from './app.svelte';

/** How often to ask anew while sources are being read, and how soon after any other change, ms. */
const WHILE_READING = 2_500;
const AFTER_CHANGE = 150;

/**
 * Calls `ask` now and, as long as the component lives, again when the case has changed; while sources are being
 * read, when it changes all the time, only now and then.
 */
export function followCase(app: App, ask: () => void): void {
  const busy = $derived(app.running.length > 0);
  $effect(() => untrack(ask));
  $effect(() => {
    if (!busy) return;
    const timer = setInterval(ask, WHILE_READING);
    return () => clearInterval(timer);
  });
  $effect(() => {
    void app.case;
    if (busy) return;
    // Some things are known only a moment after the last source is read, and another change tells of it.
    const timer = setTimeout(ask, AFTER_CHANGE);
    return () => clearTimeout(timer);
  });
}
