import { createHash } from 'node:crypto';

/** Names of the Trusted Types policies the page needs: Svelte's for its templates, ours for worker URLs. */
export const TRUSTED_TYPES_POLICIES = ['svelte-trusted-html', 'bundlescope-worker'];

/**
 * The page's Content-Security-Policy. Nothing may be fetched; workers come from blobs.
 * `scripts` and `styles` are the source lists: `'self'` or hashes of what stands inline.
 */
export function contentSecurityPolicy(scripts: string, styles: string): string {
  return [
    `default-src 'none'`,
    `script-src ${scripts} 'wasm-unsafe-eval'`,
    `worker-src blob:`,
    `style-src ${styles}`,
    `img-src 'self' data: blob:`,
    `connect-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types ${TRUSTED_TYPES_POLICIES.join(' ')}`,
  ].join('; ');
}

/** The source-list word that allows exactly this inline text. */
export function inlineHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** `<meta>` form of a policy, to stand first in `<head>`. */
export function policyMeta(policy: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
}
