/** The part of Trusted Types used here; the worker library does not have it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'bundlescope-worker',
  {
    createScriptURL(url) {
      // The page makes the URL from its own code and hands it over; nothing but blobs of this page can be loaded.
      if (!url.startsWith('blob:')) throw new TypeError('only workers of this page may be started');
      return url;
    },
  },
);

/** Vouches for the URL of the scan worker that the page handed over. */
export function scanWorkerUrl(url: string): string {
  return policy ? policy.createScriptURL(url) : url;
}
