/** The part of Trusted Types used here; TypeScript's libraries do not have it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

const own = new Set<string>();

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
const policy = trustedTypes?.createPolicy('bundlescope-worker', {
  createScriptURL(url) {
    if (!own.has(url)) throw new TypeError('only workers of this page may be started');
    return url;
  },
});

/**
 * Makes a blob URL of a worker's code, which is part of the page, and vouches for it. Each thread makes its own: from
 * file:// a blob can only be loaded by the thread that made it.
 */
export function workerUrl(source: string): string {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  own.add(url);
  return policy ? policy.createScriptURL(url) : url;
}
