import { isOpenKey } from '../envelope/key-material';
import { wipe } from '../envelope/secret-bytes';
import type { OpenInput } from './engine-api';
import { groupInputs, type DroppedSource } from './source-intake';
import type { Visit } from './visits';

/** Larger files are no keys. A chain of certificates may stand before the key. */
const MAX_BYTES = 256 * 1024;

/** What was dropped together: what is stored with the case, and keys, which are there for this visit only. */
export interface Dropped {
  stored: DroppedSource[];
  keys: Visit[];
}

/** Tells keys that whoever has the file could use from all else, by content. Files in folders are no keys here. */
export async function sortDropped(inputs: readonly OpenInput[]): Promise<Dropped> {
  const sorted: Dropped = { stored: [], keys: [] };
  for (const dropped of groupInputs(inputs)) {
    const isKey = !dropped.isFolder && (await holdsOpenKey(dropped.inputs[0]!.file));
    if (isKey) sorted.keys.push({ envelope: null, dropped: { ...dropped, visitOnly: true }, places: [null] });
    else sorted.stored.push(dropped);
  }
  return sorted;
}

async function holdsOpenKey(file: Blob): Promise<boolean> {
  if (file.size === 0 || file.size > MAX_BYTES) return false;
  // What cannot be read says so when it is.
  const buffer = await file.arrayBuffer().catch(() => null);
  if (!buffer) return false;
  const bytes = new Uint8Array(buffer);
  try {
    return isOpenKey(bytes);
  } finally {
    wipe(bytes);
  }
}
