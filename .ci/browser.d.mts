/** Path of a usable browser, or null. */
export function findBrowser(): Promise<string | null>;
/** Flags that keep the browser quiet on a machine without a network. */
export const BROWSER_FLAGS: string[];
