/** Downloads above this size (bytes) are told of before work starts. */
export const LARGE_DOWNLOAD = 2 * 1024 ** 3;
/** How long the browser may take to begin with a download, ms. */
const REVOKE_AFTER = 60_000;

/** Gives a Blob as a download under a name. */
export function download(blob: Blob, name: string): void {
  // Whatever it says of itself, the browser is to save it and not to show it.
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER);
}
