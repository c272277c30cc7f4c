/** The part of Trusted Types used here; the worker library does not have it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

const own = new Set<string>();

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'bundlescope-worker',
  {
    createScriptURL(url) {
      if (!own.has(url)) throw new TypeError('only workers of this page may be started');
      return url;
    },
  },
);

/**
 * A URL of the scan worker's code, which the page handed over. It is made here and not by the page: from file:// a
 * blob can only be loaded by the thread that made it.
 */
export function scanWorkerUrl(source: string): string {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  own.add(url);
  return policy ? policy.createScriptURL(url) : url;
}
