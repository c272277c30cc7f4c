/**
 * Puts text on the clipboard; false where the page may not (an insecure origin), so that the caller can offer
 * a field to copy from.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return false;
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
