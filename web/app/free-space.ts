/** Bytes that the browser says it may still keep for this page; null where it does not say, as on insecure origins. */
export async function freeSpace(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
  } catch {
    // There is no such thing here, or it is refused.
    return null;
  }
}
