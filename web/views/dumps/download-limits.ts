/** How much plain data the browser is trusted to hold for a download, bytes. */
export interface DownloadLimits {
  /** Up to this size an output is one download. */
  whole: number;
  /** Size of the numbered parts of a larger one, and of one whose size is not known. */
  part: number;
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Where the browser does not say how much space there is. */
export const USUAL_LIMITS: DownloadLimits = { whole: 8 * GIB, part: 4 * GIB };
/** Smaller parts would be too many. */
const LEAST = 16 * MIB;
/** Chromium gives a site up to 60% of the disk, and keeps all Blobs of a profile in 10% of it. */
const SHARE_OF_QUOTA = 1 / 6;

/**
 * Limits by the space that the browser offers this page. `quota` in bytes; undefined or 0 where it is not told, as on
 * an insecure origin.
 */
export function limitsFor(quota: number | undefined): DownloadLimits {
  if (!quota) return USUAL_LIMITS;
  const held = Math.floor(quota * SHARE_OF_QUOTA);
  return {
    whole: Math.max(LEAST, Math.min(USUAL_LIMITS.whole, held)),
    // While a part is collected, the browser may still be writing the one before.
    part: Math.max(LEAST, Math.min(USUAL_LIMITS.part, Math.floor(held / 2))),
  };
}

/** Asks the browser. Never fails. */
export async function downloadLimits(): Promise<DownloadLimits> {
  // Insecure origins have no storage manager.
  const manager: StorageManager | undefined = 'storage' in navigator ? navigator.storage : undefined;
  return limitsFor(
    await manager?.estimate().then(
      ({ quota }) => quota,
      () => undefined,
    ),
  );
}

/** How many downloads an output of `bytes` comes in; null where its size is not known. */
export function partsOf(bytes: number | null, { whole, part }: DownloadLimits): number | null {
  if (bytes === null) return null;
  return bytes <= whole ? 1 : Math.ceil(bytes / part);
}

/** Most bytes of one download of it. */
export function partBytes(bytes: number | null, limits: DownloadLimits): number {
  return partsOf(bytes, limits) === 1 ? limits.whole : limits.part;
}
